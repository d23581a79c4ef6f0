"""What a profile may say: a steering model as data, checked before anything is built on it.

Everything is general. No model is named here; what one of them needs stands as a field that any of them may
use. References between parts of a profile are keys, checked in `checks.py`. The strings under the fields
are the reference in `docs/PROFILES.md`.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, Protocol, TypeVar

from pydantic import Field, PrivateAttr

from app.steering.shapes.about import GlossaryEntry, Part, Principle, Source
from app.steering.shapes.control import InternalControl, RiskCategory
from app.steering.shapes.documents import DocumentType
from app.steering.shapes.goals import (
    Acknowledgement,
    Checklist,
    FeedbackSource,
    GoalKind,
    Perspective,
    ProtectiveFactor,
    PublicCommitment,
    StrategicCondition,
)
from app.steering.shapes.keys import ActorRef, ActorRole, Key, RoleKey
from app.steering.shapes.measuring import Indicators, IndicatorType, Scale
from app.steering.shapes.organisation import ChainStep, UnitKind
from app.steering.shapes.records import RecordOf, RecordType
from app.steering.shapes.reports import Report, SupervisionPart
from app.steering.shapes.talks import (
    Analysis,
    BackgroundKind,
    CoreMission,
    DialogueTemplate,
    LegalEffect,
    PairKind,
    Theme,
)
from app.steering.shapes.year import CycleEvent, Phase, Rhythm
from app.steering.words import Label, Line, Shape, Text, Words

__all__ = [
    "ActorRole",
    "BackgroundKind",
    "CycleEvent",
    "DialogueTemplate",
    "GlossaryEntry",
    "PairKind",
    "Profile",
    "RoleKey",
    "Rules",
    "Theme",
    "UnitKind",
]


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
    remedy_plan_to: tuple[ActorRef, ...] = ()
    """Who a plan of remedies is handed to, the first there is; missing means the unit above."""
    operational_plan_by: tuple[ActorRef, ...] = ()
    """Who writes an operational plan; for a body its administration does. Missing means every unit."""
    plan_years: Annotated[int, Field(ge=1, le=10)] = 3
    """Years that frames and budget plans cover."""
    carry_over_within_plan: bool = False
    """Surplus and deficit can be carried over between the years of the plan."""
    carry_over_between_plans: bool = False
    """Surplus and deficit can be carried over from one plan to the next."""
    assignments_via_chief_executive: bool = False
    """Assignments from boards and committees to the administration always go through the kommunchef."""
    assignments_name_taker: bool = False
    """An assignment is given to somebody: one named or who leads the unit; with nobody it is saved and not given."""
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


class Keyed(Protocol):
    """Something in a profile that has a key of its own."""

    @property
    def key(self) -> str:
        """The key."""
        ...


K = TypeVar("K", bound=Keyed)


class Remembered(dict[str, tuple[Any, ...]]):
    """What has been worked out of a profile once; never part of whether two profiles say the same."""

    def __eq__(self, other: object) -> bool:
        """Tell that what happens to be worked out makes no difference."""
        return isinstance(other, Remembered)

    __hash__ = None


class Profile(Shape):
    """A municipality's way of steering, as data.

    One that has come after others (`after`) still knows what they had and it has not, under its old name: what was written
    then is read as what it is. What can be chosen anew is its own alone.
    """

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
    legal_effects: tuple[LegalEffect, ...] = ()
    """What each step probably means for public access, where the municipality has words of its own for it."""
    reports: tuple[Report, ...] = ()
    """Follow-up reports."""
    supervision: tuple[SupervisionPart, ...] = ()
    """Parts of the supervision overview."""
    internal_control: InternalControl | None = None
    """Risk scale and internal control."""
    document_types: tuple[DocumentType, ...] = ()
    """Types of governing documents."""
    record_types: tuple[RecordType, ...] = ()
    """Types of records, and how long each is kept."""
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

    _earlier: tuple["Profile", ...] = PrivateAttr(default=())
    _all: Remembered = PrivateAttr(default_factory=Remembered)

    def after(self, earlier: Sequence["Profile"]) -> "Profile":
        """Give this profile as it stands after others, the latest of them first."""
        made = self.model_copy()
        made._earlier, made._all = tuple(earlier), Remembered()  # noqa: SLF001  its own
        return made

    @property
    def earlier(self) -> tuple["Profile", ...]:
        """The profiles that were in force before this one, the latest first."""
        return self._earlier

    def _with_earlier(self, name: str, of: Callable[["Profile"], Sequence[K]]) -> tuple[K, ...]:
        """Give this profile's entries and then those of earlier ones whose keys it lacks."""
        if name not in self._all:
            found: dict[str, K] = {}
            for profile in (self, *self._earlier):
                for entry in of(profile):
                    found.setdefault(entry.key, entry)
            self._all[name] = tuple(found.values())
        return self._all[name]

    def ever(self, rule: str) -> bool:
        """Tell whether a rule holds, or held under an earlier profile: what was written by it then is still read."""
        return any(bool(getattr(one.rules, rule)) for one in (self, *self._earlier))

    def all_unit_kinds(self) -> tuple[UnitKind, ...]:
        """Give every kind of unit there can be a unit of: this profile's, and those of earlier ones that it lacks."""
        return self._with_earlier("unit_kinds", lambda one: one.unit_kinds)

    def all_goal_kinds(self) -> tuple[GoalKind, ...]:
        """Give every kind of goal there can be a goal of."""
        return self._with_earlier("goal_chain", lambda one: one.goal_chain)

    def all_document_types(self) -> tuple[DocumentType, ...]:
        """Give every type there can be a governing document of."""
        return self._with_earlier("document_types", lambda one: one.document_types)

    def all_analyses(self) -> tuple[Analysis, ...]:
        """Give every kind of analysis a unit can have written."""
        return self._with_earlier("analyses", lambda one: one.analyses)

    def all_indicator_types(self) -> tuple[IndicatorType, ...]:
        """Give every type an indicator can have."""
        return self._with_earlier("indicators.types", lambda one: one.indicators.types)

    def all_scales(self) -> tuple[Scale, ...]:
        """Give every scale something can have been judged on."""
        return self._with_earlier("scales", lambda one: one.scales)

    def all_perspectives(self) -> tuple[Perspective, ...]:
        """Give every perspective something can have been written in."""
        return self._with_earlier("perspectives", lambda one: one.perspectives)

    def all_events(self) -> tuple[CycleEvent, ...]:
        """Give every event of the annual cycle something can be about."""
        return self._with_earlier("cycle", lambda one: one.cycle)

    def all_rhythms(self) -> tuple[Rhythm, ...]:
        """Give every rhythm something can come back in."""
        return self._with_earlier("rhythms", lambda one: one.rhythms)

    def all_public_commitments(self) -> tuple[PublicCommitment, ...]:
        """Give every kind of promise to the public there can be one of."""
        return self._with_earlier("public_commitments", lambda one: one.public_commitments)

    def all_feedback_sources(self) -> tuple[FeedbackSource, ...]:
        """Give every source something can have been heard from."""
        return self._with_earlier("feedback_sources", lambda one: one.feedback_sources)

    def all_reports(self) -> tuple[Report, ...]:
        """Give every report that can have been handed in."""
        return self._with_earlier("reports", lambda one: one.reports)

    def all_supervision_parts(self) -> tuple[SupervisionPart, ...]:
        """Give every part an overview can have."""
        return self._with_earlier("supervision", lambda one: one.supervision)

    def all_risk_categories(self) -> tuple[RiskCategory, ...]:
        """Give every category a risk can be sorted under."""
        return self._with_earlier(
            "categories", lambda one: one.internal_control.categories if one.internal_control else ()
        )

    def unit_kind(self, key: str) -> UnitKind | None:
        """Give the unit kind with `key`, an earlier profile's where this one lacks it; None when none has it."""
        return next((kind for kind in self.all_unit_kinds() if kind.key == key), None)

    def top_unit_kind(self) -> UnitKind:
        """Give the top administrative kind, whose manager is the kommunchef."""
        return next(kind for kind in self.unit_kinds if kind.is_top)

    def templates_for(self, pair_kind: PairKind) -> tuple[DialogueTemplate, ...]:
        """Give the dialogue templates for one kind of pair, in the profile's order."""
        return tuple(template for template in self.dialogue_templates if template.pair_kind == pair_kind)

    def record_type(self, of: RecordOf) -> RecordType | None:
        """Give the type of record something established is, or None when the profile says nothing of how long it is kept."""
        return next((one for one in self.record_types if of in one.of), None)

    def entry(self, key: str) -> GlossaryEntry | None:
        """Give the glossary entry with `key`, or None when the profile explains no such word."""
        return next((entry for entry in self.glossary if entry.key == key), None)

    def entry_for_word(self, word: str) -> GlossaryEntry | None:
        """Give the glossary entry that explains a word by itself, such as the name of a kind of goals, or None when none does."""
        said = word.casefold()
        return next(
            (
                entry
                for entry in self.glossary
                if said in {entry.term.sv.casefold(), (entry.term.en or "").casefold()}
            ),
            None,
        )

    def entry_ending(self, word: str) -> GlossaryEntry | None:
        """Give the entry that explains what a longer word is a kind of, as “åtagande” does “enhetsåtagande”: the longest."""
        said = word.casefold()
        found = [
            one
            for one in self.glossary
            if said.endswith((one.term.sv.casefold(), (one.term.en or one.term.sv).casefold()))
        ]
        return max(found, key=lambda one: len(one.term.sv), default=None)

    def entry_for_term(self, term_key: str) -> GlossaryEntry | None:
        """Give the glossary entry that explains a term of the product, or None when none does."""
        return next((entry for entry in self.glossary if entry.term_key == term_key), None)
