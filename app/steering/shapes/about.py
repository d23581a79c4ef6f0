"""What a model is, where it comes from, what it wants, and its words explained."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.steering.shapes.keys import Key
from app.steering.words import Label, Line, Shape, Text


class Source(Shape):
    """The municipality's own document that the profile renders."""

    title: Line
    """Title of the document, as it stands on it."""
    decided_by: Label
    """Who decided it."""
    decided_on: date | None = None
    """Date of the decision."""
    revised_on: date | None = None
    """Date of the latest revision."""
    year: Annotated[int, Field(ge=1970, le=2100)] | None = None
    """Year of the document where no date is known."""
    registry_number: Line | None = None
    """Registry number (diarienummer)."""
    version: Line | None = None
    """Version, as it stands on the document."""
    valid_to: date | None = None
    """Last day it is in force; missing means until further notice."""
    review_by: date | None = None
    """Latest date for its next review."""
    responsible: Label | None = None
    """Who answers for the document."""
    note: Text | None = None
    """What the reader should know about it, for instance what the profile does not take from it."""


class Part(Shape):
    """One of the parts the model says it consists of."""

    key: Key
    """Key of the part."""
    name: Label
    """Its name."""
    explanation: Text
    """What it is for."""
    section: Line | None = None
    """Where in the source it stands."""


class Principle(Shape):
    """Something the model wants to hold everywhere: an idea of steering, a division of roles, a value."""

    key: Key
    """Key of the principle."""
    kind: Literal["steering", "roles", "value", "citizen_dialogue", "planning"]
    """What it is about."""
    name: Label
    """Its name."""
    text: Text
    """What it says."""
    toward: Literal["everyone", "the_public", "ourselves"] = "everyone"
    """Whom it binds us toward: a promise to the public, or how we ourselves go about it."""
    section: Line | None = None
    """Where in the source it stands."""


class GlossaryEntry(Shape):
    """A word of the model, explained."""

    key: Key
    """Key of the entry and its anchor on the page about the model."""
    term: Label
    """The word."""
    explanation: Text
    """What it means, in the product's own wording."""
    section: Line | None = None
    """Where in the source it stands."""
    term_key: Key | None = None
    """The product's term it explains."""
    see_also: tuple[Key, ...] = ()
    """Other entries."""
