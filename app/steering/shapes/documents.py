"""Types of governing documents."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.steering.shapes.goals import Horizon
from app.steering.shapes.keys import ActorRef, Key
from app.steering.shapes.talks import AnalysisHeading
from app.steering.words import Line, Shape, Text, Words

DocumentFact = Literal[
    "registry_number",
    "version",
    "responsible",
    "prepared_by",
    "applies_to",
    "decided_on",
    "valid_to",
    "revised_on",
    "review_by",
    "replaces",
]


class Review(Shape):
    """When a governing document is looked over."""

    rule: Literal["none", "years", "term", "yearly"] = "none"
    """Never by rule, after some years, once a term of office, or each year."""
    years: Annotated[int, Field(ge=1, le=20)] | None = None
    """Number of years where the rule is `years`."""

    @model_validator(mode="after")
    def _has_years(self) -> "Review":
        if self.rule == "years" and self.years is None:
            raise PydanticCustomError("needs_other", "{other} is missing", {"other": "years"})
        return self


class DocumentType(Shape):
    """A type of governing document."""

    key: Key
    """Key of the type."""
    names: Words
    """What it is called."""
    explanation: Text
    """What it is for."""
    decided_by: Annotated[tuple[ActorRef, ...], Field(min_length=1)]
    """Who decides it."""
    horizon: Horizon = Horizon()
    """What time it covers."""
    review: Review = Review()
    """When it is looked over."""
    facts: tuple[DocumentFact, ...] = ()
    """What the model wants to stand on its first page; what is missing there is shown as missing."""
    headings: tuple[AnalysisHeading, ...] = ()
    """Headings that such a document is written under, in order; none means that its writers choose."""
    section: Line | None = None
    """Where in the source it stands."""
