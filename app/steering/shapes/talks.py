"""Templates for dialogues, and the headings of what a unit writes about itself."""

from typing import Annotated, Literal

from pydantic import Field

from app.steering.shapes.keys import ActorRef, Key
from app.steering.words import Label, Line, Shape, Text

EffectStep = Literal["share", "meet", "establish", "release", "addendum", "share_text", "establish_text"]
PairKind = Literal["managers", "presidium", "board", "employee"]
BackgroundKind = Literal[
    "last_time",
    "core_mission",
    "quality_factors",
    "development_goals",
    "candidates",
    "risks",
    "economy",
    "heard",
    "commitments",
    "assignments",
    "open_agreements",
    "raised_matters",
    "governing_documents",
    "decisions",
    "vision",
    "operational_plan",
]


class Theme(Shape):
    """A section of a dialogue's agenda."""

    key: Key
    """Key of the theme, unique in its template."""
    title: Label
    """Its title."""
    questions: tuple[Text, ...] = ()
    """Guiding questions, in the order they are shown."""
    backgrounds: tuple[BackgroundKind, ...] = ()
    """What is brought along beside it, in that order; none brings nothing."""
    goal_kinds: tuple[Key, ...] = ()
    """Kinds in the goal chain that are written in this theme."""


class DialogueTemplate(Shape):
    """A list of themes for one kind of pair; the municipality copies and changes it in the product."""

    key: Key
    """Key of the template."""
    name: Label
    """Its name."""
    pair_kind: PairKind
    """Which kind of pair it is for."""
    purpose: Text
    """Why the two meet, shown above the preparation."""
    overarching: Label
    """What the overarching end is called in this kind of talk."""
    reporting: Label
    """What the reporting end is called in this kind of talk."""
    rhythm: Key | None = None
    """How often, to begin with."""
    minutes: Annotated[int, Field(ge=10, le=480)] | None = None
    """Length proposed for a meeting."""
    may_raise: bool = True
    """Whether passages can be raised to the level above; nothing is where no template for the kind of pair lets it."""
    themes: Annotated[tuple[Theme, ...], Field(min_length=1, max_length=20)]
    """The themes in order."""


class AnalysisHeading(Shape):
    """One heading of an analysis or a description."""

    key: Key
    """Key of the heading, unique in its text."""
    title: Label
    """Its title."""
    questions: tuple[Text, ...] = ()
    """Guiding questions."""
    figures: bool = False
    """Whether the unit's figures stand folded beside it while it is written."""


class Analysis(Shape):
    """A kind of analysis with its headings."""

    key: Key
    """Key of the analysis."""
    name: Label
    """Its name."""
    explanation: Text
    """What it is for."""
    done_by: tuple[ActorRef, ...] = ()
    """Who does it; none means every unit."""
    headings: Annotated[tuple[AnalysisHeading, ...], Field(min_length=1)]
    """Its headings in order."""
    section: Line | None = None
    """Where in the source it stands."""


class CoreMission(Shape):
    """What a description of the core mission holds."""

    headings: Annotated[tuple[AnalysisHeading, ...], Field(min_length=1)]
    """Its headings in order."""
    section: Line | None = None
    """Where in the source it stands."""


class LegalEffect(Shape):
    """What a step probably means for public access, in the municipality's own words; the product never decides it."""

    step: EffectStep
    """The step: sharing pictures, starting the meeting, establishing, releasing upward, adding to a record, sharing or
    establishing a unit's own text."""
    text: Text
    """What is said before the step."""
