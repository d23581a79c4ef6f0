"""What a profile may say: a steering model as data, checked before anything is built on it.

Everything is general. No model is named here; what one of them needs stands as a field that any of them may
use. References between parts of a profile are keys, checked in `checks.py`. The strings under the fields
are the reference in `docs/PROFILES.md`.
"""

from calendar import monthrange
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from app.steering.words import Label, Line, Shape, Text, Words

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
ActorRef = Annotated[str, StringConstraints(pattern=r"^(role:)?[a-z][a-z0-9_]{0,49}$")]
"""Who does, decides, gives or takes: the key of a unit kind, or `role:` and one of the actor roles."""

RoleKey = Literal["manager", "support", "politician", "auditor", "employee", "administrator"]
ActorRole = Literal[
    "manager",
    "overarching_manager",
    "reporting_manager",
    "support",
    "politician",
    "presidium",
    "auditor",
    "employee",
    "administrator",
    "chief_executive",
]
UnitNature = Literal["council", "executive_board", "board", "committee", "administrative", "company"]
PairKind = Literal["managers", "presidium", "board", "employee"]
BackgroundKind = Literal[
    "last_time",
    "core_mission",
    "quality_factors",
    "development_goals",
    "risks",
    "economy",
    "assignments",
    "open_agreements",
    "raised_matters",
]
GoalNature = Literal["vision", "goal", "commitment", "activity"]
LinkRule = Literal["none", "optional", "required"]
HorizonKind = Literal["open", "years", "year", "term", "budget_period", "until_year"]
CountPer = Literal["organisation", "unit", "parent_goal", "person"]
Subject = Literal[
    "goal",
    "activity",
    "indicator",
    "quality_factor",
    "assignment",
    "deviation",
    "operational_plan",
    "follow_up",
]
ShapeToken = Literal["circle", "ring", "triangle", "square", "diamond", "cross", "dash"]
ColourToken = Literal["green", "yellow", "red", "black", "blue", "neutral"]
Start = Literal[
    "dialogue",
    "analysis",
    "measurement",
    "report",
    "plan",
    "internal_control",
    "acknowledgement",
    "document_review",
]
Basis = Literal["source", "product"]
Years = Literal["every", "election_year", "not_election_year", "first_year_of_term"]
RhythmSubject = Literal["dialogue", "activity", "indicator", "economy", "control", "document", "follow_up"]
ReportKind = Literal["month", "tertial", "half_year", "annual", "operations", "company", "deviation"]
ReportContent = Literal[
    "economy",
    "forecast",
    "goals",
    "indicators",
    "activities",
    "measures",
    "quality_levels",
    "volumes",
    "staff",
    "analysis",
    "deviations",
    "quality_factors",
    "internal_control",
    "assignments",
    "raised_matters",
]
SupervisionSource = Literal[
    "analysis",
    "outside_world",
    "vision",
    "values",
    "goals",
    "indicators",
    "assignments",
    "financial_goals",
    "budget",
    "quality_factors",
    "internal_control",
    "risks",
]
Month = Annotated[int, Field(ge=1, le=12)]
Day = Annotated[int, Field(ge=1, le=31)]


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
    section: Line | None = None
    """Where in the source it stands."""


class UnitKind(Shape):
    """A kind of node in the organisation tree."""

    key: Key
    """Key of the kind."""
    names: Words
    """What such a unit is called."""
    nature: UnitNature
    """What it is in law and practice; decides among other things who can be its manager or its members."""
    level: Annotated[int, Field(ge=0, le=12)]
    """Depth in the tree; a kind stands below its parents."""
    parents: tuple[Key, ...] = ()
    """Kinds it may hang under; none means that it can be the root."""
    may_nest: bool = False
    """Whether it may also hang under its own kind."""
    is_top: bool = False
    """The top administrative kind, whose manager is the kommunchef; exactly one kind is."""
    manager_title: Label | None = None
    """What the one who leads such a unit is called: “sektionschef”."""

    @property
    def is_board(self) -> bool:
        """Tell whether politicians sit on it."""
        return self.nature in {"council", "executive_board", "board", "committee"}

    @property
    def is_company(self) -> bool:
        """Tell whether it is a company of the municipality."""
        return self.nature == "company"

    @property
    def is_administrative(self) -> bool:
        """Tell whether it is led by a manager in the administration."""
        return self.nature == "administrative"


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


class Level(Shape):
    """One step of an assessment scale."""

    key: Key
    """Key of the level."""
    word: Label
    """The word that always stands with the colour."""
    meaning: Text
    """What it means."""
    shape: ShapeToken
    """Shape that carries the meaning without colour; each level has its own."""
    colour: ColourToken = "neutral"
    """Colour token of the product's theme."""
    at_least: float | None = None
    """Lower border of the proposal, itself included; missing on the lowest level."""
    below: float | None = None
    """Upper border of the proposal, itself not included; missing on the highest level."""
    not_measured: bool = False
    """Whether it stands for what was not measured; such a level has no borders."""
    needs_remedy: bool = False
    """Whether a remedy must be told with it."""
    needs_reason: bool = False
    """Whether the one who judges must say why."""


class Scale(Shape):
    """Levels on which people judge; with borders the product proposes and a person still decides."""

    key: Key
    """Key of the scale."""
    name: Label
    """Its name."""
    applies_to: Annotated[tuple[Subject, ...], Field(min_length=1)]
    """What is judged on it."""
    basis: Literal["judgement", "degree_of_fulfilment", "deviation_percent"] = "judgement"
    """What borders are compared with: nothing, outcome in per cent of target, or deviation in per cent."""
    rounding: Literal["none", "down", "nearest"] = "none"
    """How the figure is brought to whole per cent before it is compared."""
    weighs_in: Text | None = None
    """What the one who judges should weigh in beside the figure."""
    reason: Literal["always", "when_it_differs", "never"] = "when_it_differs"
    """When a reason must be written: always, when the judgement differs from the proposal, or never."""
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=7)]
    """The levels, best first."""

    @property
    def proposes(self) -> bool:
        """Tell whether the product can propose a level from figures."""
        return self.basis != "judgement"

    @model_validator(mode="after")
    def _levels_fit(self) -> "Scale":
        _shapes_differ(self.levels)
        bordered = [level for level in self.levels if level.at_least is not None or level.below is not None]
        if self.basis == "judgement":
            if bordered:
                raise PydanticCustomError(
                    "borders_without_basis", "borders without a basis", {"level": bordered[0].key}
                )
            return self
        _borders_cover_everything(self.levels)
        return self


def _shapes_differ(levels: tuple[Level, ...]) -> None:
    seen: dict[str, str] = {}
    for level in levels:
        if level.shape in seen:
            raise PydanticCustomError(
                "same_shape",
                "{first} and {second} share {shape}",
                {"first": seen[level.shape], "second": level.key, "shape": level.shape},
            )
        seen[level.shape] = level.key


def _borders_cover_everything(levels: tuple[Level, ...]) -> None:
    """Check that every figure falls in exactly one level, from the best level downward."""
    measured = [level for level in levels if not level.not_measured]
    for level in levels:
        if level.not_measured and (level.at_least is not None or level.below is not None):
            raise PydanticCustomError("not_measured_borders", "{level} has borders", {"level": level.key})
    if not measured:
        raise PydanticCustomError("scale_empty", "no level with borders")
    ordered = sorted(measured, key=lambda level: -_low(level))
    for upper, lower in pairwise(ordered):
        _borders_meet(upper, lower)
    if ordered[0].below is not None:
        raise PydanticCustomError(
            "scale_top", "{level} ends", {"level": ordered[0].key, "border": f"{ordered[0].below:g}"}
        )
    if ordered[-1].at_least is not None:
        raise PydanticCustomError(
            "scale_bottom",
            "{level} starts",
            {"level": ordered[-1].key, "border": f"{ordered[-1].at_least:g}"},
        )


def _low(level: Level) -> float:
    return float("-inf") if level.at_least is None else level.at_least


def _borders_meet(upper: Level, lower: Level) -> None:
    if upper.at_least is None or lower.below is None or lower.below > upper.at_least:
        raise PydanticCustomError(
            "scale_overlap", "{upper} and {lower} overlap", {"upper": upper.key, "lower": lower.key}
        )
    if lower.below < upper.at_least:
        raise PydanticCustomError(
            "scale_gap",
            "gap between {lower} and {upper}",
            {"lower": lower.key, "upper": upper.key, "from": f"{lower.below:g}", "to": f"{upper.at_least:g}"},
        )


class IndicatorType(Shape):
    """A type of indicator."""

    key: Key
    """Key of the type."""
    names: Words
    """What it is called."""
    explanation: Text
    """What it tells."""
    composed_of: tuple[Key, ...] = ()
    """Types it is put together from, as efficiency is of a result and a resource."""


class Indicators(Shape):
    """How the model measures."""

    types: tuple[IndicatorType, ...] = ()
    """The types in use; none means that indicators have no type."""
    method_required: bool = True
    """Whether a method must be described before an indicator is established."""
    routine_required: bool = True
    """Whether the routine for measuring must be described before an indicator is established."""
    yearly_targets: bool = False
    """Whether there is a target for each year."""
    present_and_target: bool = False
    """Whether a present value and a target value are asked for."""
    result_years: Annotated[int, Field(ge=0, le=10)] = 4
    """Years with results in the table."""
    target_years: Annotated[int, Field(ge=0, le=10)] = 0
    """Years with targets in the table."""
    checklist: Key | None = None
    """Checklist offered while writing an indicator."""
    decided_by: tuple[ActorRef, ...] = ()
    """Who decides on indicators."""


class When(Shape):
    """A month, a span of months, or a date in the year an event belongs to."""

    month: Month
    """Month in which it falls or begins."""
    day: Day | None = None
    """Day on which it falls or begins; missing means some time in the month."""
    to_month: Month | None = None
    """Last month of a span; earlier than `month` means in the year after."""
    to_day: Day | None = None
    """Last day of a span."""
    year_offset: Annotated[int, Field(ge=-1, le=2)] = 0
    """0 in the year itself, 1 in the year after, -1 in the year before."""
    years: Years = "every"
    """Which years it holds for."""

    @model_validator(mode="after")
    def _days_exist(self) -> "When":
        for month, day in ((self.month, self.day), (self.to_month or self.month, self.to_day)):
            # 2028 is a leap year: 29 February may be written, and the cycle moves it in other years.
            if day is not None and day > monthrange(2028, month)[1]:
                raise PydanticCustomError("no_such_day", "no {day}.{month}", {"day": day, "month": month})
        return self


class Starts(Shape):
    """Something an event sets going."""

    kind: Start
    """What starts."""
    ref: Key | None = None
    """Which one: key of a dialogue template, analysis, report, rhythm, acknowledgement, document type."""


class CycleEvent(Shape):
    """Something that happens each year."""

    key: Key
    """Key of the event."""
    name: Label
    """Its name."""
    phase: Key | None = None
    """Phase of the year it belongs to."""
    when: Annotated[tuple[When, ...], Field(min_length=1)]
    """When it happens; several where years differ."""
    who: Annotated[tuple[ActorRef, ...], Field(min_length=1)]
    """Who does it."""
    what: Text
    """What is done."""
    produces: tuple[Key, ...] = ()
    """What comes out: keys of goal kinds, document types, reports or analyses."""
    starts: tuple[Starts, ...] = ()
    """What it sets going."""
    basis: Basis = "source"
    """Whether the time comes from the source or is the product's proposal."""
    section: Line | None = None
    """Where in the source it stands."""


class Phase(Shape):
    """A phase of the planning and follow-up process."""

    key: Key
    """Key of the phase."""
    name: Label
    """Its name."""
    explanation: Text
    """What is done in it."""
    section: Line | None = None
    """Where in the source it stands."""


class Rhythm(Shape):
    """How often something comes back."""

    key: Key
    """Key of the rhythm."""
    name: Label
    """Its name: “tre gånger om året”."""
    applies_to: Annotated[tuple[RhythmSubject, ...], Field(min_length=1)]
    """What it can be used for."""
    months: tuple[Month, ...] = ()
    """Months in which it falls, where they are set."""
    times_per_year: Annotated[int, Field(ge=1, le=53)] | None = None
    """How many times a year, where the months are free."""
    at_least: bool = False
    """Whether the number is a floor rather than exact."""

    @model_validator(mode="after")
    def _says_how_often(self) -> "Rhythm":
        if not self.months and self.times_per_year is None:
            raise PydanticCustomError("rhythm_empty", "neither months nor times")
        if self.months and self.times_per_year is not None and len(set(self.months)) != self.times_per_year:
            raise PydanticCustomError(
                "rhythm_differs",
                "{months} months, {times} times",
                {"months": len(set(self.months)), "times": self.times_per_year},
            )
        return self


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
    """Whether passages can be raised to the level above."""
    themes: Annotated[tuple[Theme, ...], Field(min_length=1, max_length=20)]
    """The themes in order."""


class ReportPeriod(Shape):
    """A period that is reported, and by when."""

    key: Key
    """Key of the period, unique in its report."""
    name: Label
    """Its name: “januari–april”."""
    from_month: Month
    """First month it covers."""
    to_month: Month
    """Last month it covers."""
    due_month: Month | None = None
    """Month by which it is handed in; missing means that the yearly follow-up plan says when."""
    due_day: Day | None = None
    """Day by which it is handed in; missing means the last day of the month."""
    due_year_offset: Annotated[int, Field(ge=0, le=1)] = 0
    """1 when it is handed in the year after."""

    @model_validator(mode="after")
    def _in_order(self) -> "ReportPeriod":
        if self.from_month > self.to_month:
            raise PydanticCustomError(
                "wrong_order",
                "{low} above {high}",
                {"low": f"from_month ({self.from_month})", "high": f"to_month ({self.to_month})"},
            )
        if self.due_month and self.due_day and self.due_day > monthrange(2028, self.due_month)[1]:
            raise PydanticCustomError(
                "no_such_day", "no {day}.{month}", {"day": self.due_day, "month": self.due_month}
            )
        return self


class Report(Shape):
    """A follow-up report from one level to the next."""

    key: Key
    """Key of the report."""
    names: Words
    """What it is called."""
    kind: ReportKind
    """What sort it is."""
    explanation: Text
    """What it is for."""
    submitted_by: Annotated[tuple[ActorRef, ...], Field(min_length=1)]
    """Who hands it in."""
    submitted_to: Annotated[tuple[ActorRef, ...], Field(min_length=1)]
    """Who receives it."""
    contents: Annotated[tuple[ReportContent, ...], Field(min_length=1)]
    """What it is put together from."""
    periods: tuple[ReportPeriod, ...] = ()
    """What periods it covers; none for a report that is handed in when something happens."""
    at_once: bool = False
    """Whether it is handed in as soon as something happens, outside the periods."""
    areas: Literal["all", "by_yearly_plan"] = "all"
    """Whether everything comes each time or a plan made each year says which areas come when."""
    scale: Key | None = None
    """Assessment scale it uses."""
    section: Line | None = None
    """Where in the source it stands."""

    @model_validator(mode="after")
    def _has_a_time(self) -> "Report":
        if not self.periods and not self.at_once:
            raise PydanticCustomError("report_never", "neither periods nor at_once")
        return self


class RiskStep(Shape):
    """One step of likelihood or consequence."""

    value: Annotated[int, Field(ge=1, le=6)]
    """The figure."""
    word: Label
    """The word that stands with it."""
    meaning: Text
    """What it means, so that two people judge alike."""


class RiskLevel(Shape):
    """What a likelihood times a consequence amounts to."""

    key: Key
    """Key of the level."""
    word: Label
    """The word for it."""
    meaning: Text
    """What one does about it."""
    at_least: Annotated[int, Field(ge=1, le=36)]
    """Smallest product it covers."""


class RiskCategory(Shape):
    """A category or aim that risks and controls are sorted under."""

    key: Key
    """Key of the category."""
    name: Label
    """Its name."""
    explanation: Text | None = None
    """What belongs there."""


class InternalControl(Shape):
    """Risk scale and internal control plan."""

    likelihood: Annotated[tuple[RiskStep, ...], Field(min_length=3, max_length=6)]
    """Steps of likelihood, from 1 upward."""
    consequence: Annotated[tuple[RiskStep, ...], Field(min_length=3, max_length=6)]
    """Steps of consequence, from 1 upward."""
    levels: Annotated[tuple[RiskLevel, ...], Field(min_length=2)]
    """What the product of the two amounts to, from the lowest level upward."""
    categories: tuple[RiskCategory, ...] = ()
    """Categories in use; none means free."""
    strategic_with_quality_factors: bool = False
    """Whether strategic risks live with the quality factors and only operational ones enter the plan."""
    plan_decided_by: tuple[ActorRef, ...] = ()
    """Who decides the plan."""
    plan_event: Key | None = None
    """Event of the annual cycle in which the plan is decided."""
    section: Line | None = None
    """Where in the source it stands."""

    @model_validator(mode="after")
    def _scale_is_whole(self) -> "InternalControl":
        for axis, steps in (("likelihood", self.likelihood), ("consequence", self.consequence)):
            values = [step.value for step in steps]
            if values != list(range(1, len(values) + 1)):
                raise PydanticCustomError(
                    "risk_steps",
                    "{axis}: {values}",
                    {"axis": axis, "values": ", ".join(str(value) for value in values)},
                )
        starts = [level.at_least for level in self.levels]
        if starts != sorted(set(starts)):
            raise PydanticCustomError("risk_levels_order", "levels out of order")
        if starts[0] != 1:
            raise PydanticCustomError("risk_levels_gap", "gap below {first}", {"first": starts[0]})
        highest = len(self.likelihood) * len(self.consequence)
        if starts[-1] > highest:
            raise PydanticCustomError(
                "risk_levels_high", "{level} above {highest}", {"level": starts[-1], "highest": highest}
            )
        return self


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
    section: Line | None = None
    """Where in the source it stands."""


class ChainStep(Shape):
    """One step in the chain of assignments: a giver who says what, a taker who answers for how."""

    giver: ActorRef
    """Who gives."""
    taker: ActorRef
    """Who takes."""
    document: Key | None = None
    """Document type in which the assignments are given."""
    acknowledged: bool = True
    """Whether the taker acknowledges."""


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


class AnalysisHeading(Shape):
    """One heading of an analysis or a description."""

    key: Key
    """Key of the heading, unique in its text."""
    title: Label
    """Its title."""
    questions: tuple[Text, ...] = ()
    """Guiding questions."""


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


class SupervisionPart(Shape):
    """One part of the supervision overview."""

    key: Key
    """Key of the part."""
    title: Label
    """Its title."""
    sources: Annotated[tuple[SupervisionSource, ...], Field(min_length=1)]
    """What it is put together from."""
    section: Line | None = None
    """Where in the source it stands."""


class Rules(Shape):
    """Rules the product follows in this model; each has a mild default."""

    forecast_needs_remedies: bool = False
    """A negative forecast cannot be handed in without remedies whose effect is stated."""
    recovery_years: Annotated[int, Field(ge=0, le=10)] = 0
    """Years within which an overspend is recovered; 0 means no rule."""
    recovery_exempted_by: tuple[ActorRef, ...] = ()
    """Who can decide an exemption from recovering."""
    remedy_plan_deficit_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    """Deficit in per cent of the budget from which a plan of remedies is asked for; missing means judged."""
    remedy_plan_at_large_deficit: bool = False
    """A plan of remedies is asked for at a large deficit."""
    plan_years: Annotated[int, Field(ge=1, le=10)] = 3
    """Years that frames and budget plans cover."""
    carry_over_within_plan: bool = False
    """Surplus and deficit can be carried over between the years of the plan."""
    assignments_via_chief_executive: bool = False
    """Assignments from boards and committees to the administration always go through the kommunchef."""
    goals_only_in_own_unit: bool = False
    """No goal can be created in someone else's unit (horizontal steering)."""
    activities_by_officials: bool = False
    """Activities are written by officials at every level."""
    golden_zone: bool = False
    """Questions on the border between what and how can be opened on goals and assignments."""
    child_rights_test: Literal["off", "optional", "required"] = "optional"
    """Whether decisions record a test of the child's best interests."""
    extraordinary_deviations: bool = False
    """Any manager can report a serious deviation to the next level at once."""
    citizen_dialogue: bool = False
    """Citizen dialogues are noted with the principles they followed."""
    smallest_aggregate: Annotated[int, Field(ge=3, le=50)] = 5
    """Fewest people behind a number shown about employees' own goals."""


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


class Profile(Shape):
    """A municipality's way of steering, as data."""

    schema_version: Literal[1]
    """Version of this format; 1."""
    key: Key
    """Key of the profile; for a shipped one the name of its file."""
    name: Label
    """Name of the model."""
    municipality: Line
    """Whose model it is."""
    summary: Text
    """The model in a few sentences."""
    source: Source
    """The document it comes from."""
    terms: dict[str, Words] = Field(default_factory=dict)
    """Words of the model for the product's terms; those left out keep the product's own words."""
    parts: tuple[Part, ...] = ()
    """Parts the model consists of."""
    principles: tuple[Principle, ...] = ()
    """What it wants to hold everywhere."""
    unit_kinds: Annotated[tuple[UnitKind, ...], Field(min_length=1)]
    """Kinds of units."""
    goal_chain: tuple[GoalKind, ...] = ()
    """Kinds of goals from vision downward."""
    checklists: tuple[Checklist, ...] = ()
    """Marks of something well written."""
    perspectives: tuple[Perspective, ...] = ()
    """Perspectives."""
    strategic_conditions: tuple[StrategicCondition, ...] = ()
    """Strategic conditions."""
    protective_factors: tuple[ProtectiveFactor, ...] = ()
    """Protective factors."""
    public_commitments: tuple[PublicCommitment, ...] = ()
    """Promises to the public."""
    feedback_sources: tuple[FeedbackSource, ...] = ()
    """Where views of users and citizens come from."""
    scales: tuple[Scale, ...] = ()
    """Assessment scales."""
    indicators: Indicators = Indicators()
    """How the model measures."""
    core_mission: CoreMission | None = None
    """What a description of the core mission holds."""
    analyses: tuple[Analysis, ...] = ()
    """Kinds of analyses."""
    phases: tuple[Phase, ...] = ()
    """Phases of the planning and follow-up process."""
    cycle: tuple[CycleEvent, ...] = ()
    """The annual cycle."""
    rhythms: tuple[Rhythm, ...] = ()
    """How often things come back."""
    dialogue_templates: Annotated[tuple[DialogueTemplate, ...], Field(min_length=1)]
    """Templates for dialogues."""
    reports: tuple[Report, ...] = ()
    """Follow-up reports."""
    supervision: tuple[SupervisionPart, ...] = ()
    """Parts of the supervision overview."""
    internal_control: InternalControl | None = None
    """Risk scale and internal control."""
    document_types: tuple[DocumentType, ...] = ()
    """Types of governing documents."""
    assignment_chain: tuple[ChainStep, ...] = ()
    """Who gives assignments to whom."""
    acknowledgements: tuple[Acknowledgement, ...] = ()
    """Points of acknowledgement."""
    rules: Rules = Rules()
    """Rules the product follows."""
    totp_required_roles: tuple[RoleKey, ...] = ()
    """Roles that must sign in with a second factor."""
    glossary: tuple[GlossaryEntry, ...] = ()
    """The model's words, explained."""

    def unit_kind(self, key: str) -> UnitKind | None:
        """Give the unit kind with `key`, or None when the profile has none such."""
        return next((kind for kind in self.unit_kinds if kind.key == key), None)

    def top_unit_kind(self) -> UnitKind:
        """Give the top administrative kind, whose manager is the kommunchef."""
        return next(kind for kind in self.unit_kinds if kind.is_top)

    def templates_for(self, pair_kind: PairKind) -> tuple[DialogueTemplate, ...]:
        """Give the dialogue templates for one kind of pair, in the profile's order."""
        return tuple(template for template in self.dialogue_templates if template.pair_kind == pair_kind)

    def entry(self, key: str) -> GlossaryEntry | None:
        """Give the glossary entry with `key`, or None when the profile explains no such word."""
        return next((entry for entry in self.glossary if entry.key == key), None)

    def entry_for_term(self, term_key: str) -> GlossaryEntry | None:
        """Give the glossary entry that explains a term of the product, or None when none does."""
        return next((entry for entry in self.glossary if entry.term_key == term_key), None)
