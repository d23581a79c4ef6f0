"""The chain of goals from vision to daily work, and what is hung on goals."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.steering.shapes.keys import ActorRef, Key, Subject
from app.steering.words import Label, Line, Shape, Text, Words

GoalNature = Literal["vision", "goal", "commitment", "activity"]
LinkRule = Literal["none", "optional", "required"]
HorizonKind = Literal["open", "years", "year", "term", "budget_period", "until_year"]
CountPer = Literal["organisation", "unit", "parent_goal", "person"]


class Horizon(Shape):
    """How far ahead something looks."""

    kind: HorizonKind = "open"
    """Open, a span of years, one year, the term of office, the budget and its plan, or until a named year."""
    min_years: Annotated[float, Field(gt=0, le=50)] | None = None
    """Shortest span, in years."""
    max_years: Annotated[float, Field(gt=0, le=50)] | None = None
    """Longest span, in years; missing means no end."""
    until_year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    """The named year."""

    @model_validator(mode="after")
    def _fits(self) -> "Horizon":
        if self.min_years and self.max_years and self.min_years > self.max_years:
            raise PydanticCustomError(
                "wrong_order",
                "{low} above {high}",
                {"low": f"min_years ({self.min_years:g})", "high": f"max_years ({self.max_years:g})"},
            )
        if self.kind == "until_year" and self.until_year is None:
            raise PydanticCustomError("needs_other", "{other} is missing", {"other": "until_year"})
        return self


class Count(Shape):
    """How many there may be; outside it the product warns and does not refuse."""

    minimum: Annotated[int, Field(ge=0, le=1000)] | None = None
    """Fewest."""
    maximum: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Most."""
    per: CountPer = "unit"
    """Counted in the whole organisation, a unit, under one goal above, or for one person."""

    @model_validator(mode="after")
    def _in_order(self) -> "Count":
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise PydanticCustomError(
                "wrong_order",
                "{low} above {high}",
                {"low": f"minimum ({self.minimum})", "high": f"maximum ({self.maximum})"},
            )
        return self


class Link(Shape):
    """Whether a goal hangs on one above."""

    rule: LinkRule = "none"
    """Not at all, as one likes, or always."""
    to: tuple[Key, ...] = ()
    """Kinds in the goal chain it may hang on."""

    @model_validator(mode="after")
    def _target_fits_rule(self) -> "Link":
        if self.rule == "none" and self.to:
            raise PydanticCustomError("link_without_rule", "a link target without a rule")
        if self.rule != "none" and not self.to:
            raise PydanticCustomError("needs_other", "{other} is missing", {"other": "to"})
        return self


class GoalKind(Shape):
    """One step in the chain from vision to daily work."""

    key: Key
    """Key of the kind."""
    nature: GoalNature
    """Vision, goal, commitment, or activity."""
    names: Words
    """What it is called."""
    explanation: Text
    """What it is, in a sentence or two."""
    decided_by: Annotated[tuple[ActorRef, ...], Field(min_length=1)]
    """Who decides it."""
    prepared_by: tuple[ActorRef, ...] = ()
    """Who works it out before that."""
    owner_kinds: tuple[Key, ...] = ()
    """Unit kinds that can have one; none means every kind."""
    horizon: Horizon = Horizon()
    """How far ahead it looks."""
    count: Count | None = None
    """How many there may be."""
    link: Link = Link()
    """Whether and to what it hangs on something above."""
    min_activities: Annotated[int, Field(ge=0, le=20)] = 0
    """Activities needed before it can be established."""
    min_indicators: Annotated[int, Field(ge=0, le=20)] = 0
    """Indicators needed before it can be established."""
    has_part_goals: bool = False
    """Whether it can be broken into part-goals on the way."""
    is_movement: bool = False
    """Whether it says a direction from a starting point (förflyttningsmål) rather than a level."""
    measured_yearly: bool = False
    """Whether it must be measurable every year through its indicators."""
    private_to_pair: bool = False
    """Whether only the two of a dialogue read it; its link is then counted in aggregate alone."""
    perspectives: tuple[Key, ...] = ()
    """Perspectives it is written in; none means free."""
    checklist: Key | None = None
    """Checklist offered while writing."""
    scale: Key | None = None
    """Assessment scale it is judged on."""
    section: Line | None = None
    """Where in the source it stands."""


class ChecklistPoint(Shape):
    """One question of a checklist."""

    key: Key
    """Key of the point."""
    text: Label
    """The question or mark."""


class Checklist(Shape):
    """Marks of something well written; it helps the writer and blocks nothing."""

    key: Key
    """Key of the checklist."""
    name: Label
    """Its name."""
    applies_to: Annotated[tuple[Subject, ...], Field(min_length=1)]
    """What it is offered for."""
    points: Annotated[tuple[ChecklistPoint, ...], Field(min_length=1)]
    """Its points."""


class Perspective(Shape):
    """A side from which goals, plans or follow-up are seen."""

    key: Key
    """Key of the perspective."""
    name: Label
    """Its name."""
    explanation: Text
    """What it holds."""
    applies_to: Annotated[tuple[Subject, ...], Field(min_length=1)]
    """Where it is used."""


class StrategicCondition(Shape):
    """Something that is at once limit, direction and tool for reaching the goals."""

    key: Key
    """Key of the condition."""
    name: Label
    """Its name."""
    explanation: Text
    """What it means."""
    decided_by: tuple[ActorRef, ...] = ()
    """Who decides it."""


class ProtectiveFactor(Shape):
    """Something that protects and promotes, named on goals and activities."""

    key: Key
    """Key of the factor."""
    name: Label
    """Its name."""
    explanation: Text
    """What it means."""
    applies_to: Annotated[tuple[Subject, ...], Field(min_length=1)] = ("goal", "activity")
    """Where it can be named."""


class PublicCommitment(Shape):
    """A promise to those the municipality is there for: service guarantees, quality commitments."""

    key: Key
    """Key of the kind."""
    names: Words
    """What it is called."""
    explanation: Text
    """What it is."""
    decided_by: Annotated[tuple[ActorRef, ...], Field(min_length=1)]
    """Who decides it."""
    event: Key | None = None
    """Event of the annual cycle in which it is decided."""


class FeedbackSource(Shape):
    """Where the views of users and citizens come from."""

    key: Key
    """Key of the source."""
    name: Label
    """Its name."""
    kind: Literal["complaint", "survey", "dialogue", "other"]
    """What sort it is."""
    explanation: Text | None = None
    """How it is handled."""


class Acknowledgement(Shape):
    """A point where several parties confirm that they have received and understood."""

    key: Key
    """Key of the acknowledgement."""
    name: Label
    """Its name."""
    explanation: Text
    """What it confirms."""
    between: Annotated[tuple[ActorRef, ...], Field(min_length=2)]
    """Who acknowledges to whom."""
    goal_kinds: tuple[Key, ...] = ()
    """Goals it is about."""
    event: Key | None = None
    """Event of the annual cycle in which it is done."""
