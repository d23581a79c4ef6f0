"""Somebody with full access to the database changes what people wrote, table by table, past the product.

Beside `tampering`, which changes the record itself; both run in the tests and in `python -m bench tamper`.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, Text, delete, insert, select, update
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.analysis.layouts.models import TextLayout
from app.analysis.layouts.services import save_layout
from app.assignments.models import Assignment, AssignmentWord, ZonePicture, ZoneQuestion
from app.citizens.models import CommitmentFollowUp, PrincipleAnswer
from app.clock import today
from app.cycle.models import CycleMove
from app.db import Base
from app.deviations.models import DeviationLevel, DeviationReport
from app.dialogues.about import services as about
from app.dialogues.about.models import MatterSubject, TakenUp, ThemeSubject
from app.dialogues.establishing import services as establishing
from app.dialogues.holding import services as holding
from app.dialogues.models import (
    Addendum,
    Agreement,
    AgreementState,
    Consent,
    Decision,
    Dialogue,
    Guest,
    PairKind,
    Participant,
    Picture,
    RaisedMatter,
    Series,
    SharedText,
    State,
    Template,
    TemplateTheme,
    Theme,
    Verdict,
)
from app.dialogues.personal.models import PersonalGoal
from app.dialogues.queries.said import themes_of, whole_of
from app.dialogues.series import services as series_services
from app.disposing.models import Disposal
from app.disposing.retention import retentions
from app.disposing.services import propose
from app.documents import services as documents
from app.documents.decisions.services import About, strike
from app.documents.facts import DOCUMENT
from app.documents.models import (
    Document,
    DocumentReview,
    DocumentUnit,
    DocumentVersion,
    Ending,
    ImportantDocument,
    RecordedDecision,
)
from app.documents.rules import ChildRightsTest, VersionEntry
from app.drafts import services as drafts
from app.drafts.services import At
from app.economy.models import EconomicRemedy, FinancialGoal, Frame, GoalFollowUp, RemedyNote
from app.modelling.models import Adoption, ModelDraft, ModelVersion
from app.organisation.models import Person
from app.organisation.reach import holdings
from app.passages import services as passages
from app.passages.models import Answer, Passage, PassageSubject, Receipt, Talk
from app.passages.queries.opening import one
from app.planning.acknowledging.models import GoalAcknowledgement
from app.planning.candidates.services import put_aside, share_list
from app.planning.checking.models import GoalTick
from app.planning.following.carrying import carry_over
from app.planning.judging.models import GoalJudgement
from app.planning.models import (
    Activity,
    Candidate,
    FollowedIndicator,
    Goal,
    GoalIndicator,
    Prioritising,
    ProgressNote,
)
from app.planning.parts import services as goal_parts
from app.planning.stages.models import PartGoal
from app.quality.control.models import (
    ChosenRisk,
    Control,
    ControlPlan,
    ControlReport,
    Deviation,
    EvaluatedUnit,
    Evaluation,
    Occasion,
    Remedy,
)
from app.quality.factors.models import Factor, FactorReview
from app.quality.indicators.models import EfficiencyPair, Indicator
from app.quality.judging.models import IndicatorJudgement
from app.quality.measuring.models import Measurement, MeasurementVersion
from app.quality.risks.models import Risk, RiskDecision, RiskJudgement
from app.records.holding import place_hold
from app.records.models import Hold
from app.records.verifying import verify
from app.records.witnesses import faults_of, witnesses
from app.steering.loader import load_profile
from app.writing import services as unit_texts
from app.writing.kinds import Heading
from app.writing.models import Part, TakenIn, TextState, UnitText
from tests.factories.dialogues import (
    establish,
    hold,
    loaded,
    make_dialogue,
    make_series,
    prepare,
    raise_matter,
    seats,
)
from tests.factories.documents import days_ahead, make_decision, make_document, whole
from tests.factories.organisation import Municipality, make_manager, make_municipality
from tests.factories.planning import complete, make_candidate, make_established, make_goal
from tests.factories.planning import establish as establish_goal
from tests.factories.simple_indicators import make_simple
from tests.factories.unit_texts import MANAGES, make_text
from tests.support.assigned import fill_assignments
from tests.support.control import fill_control
from tests.support.layers import answer_layers, fill_layers, fill_personal
from tests.support.measuring import fill_measuring
from tests.support.modelling import fill_models
from tests.support.quality import fill_followed, fill_quality
from tests.support.subjects import goal_of, register_goals
from tests.support.tampering import Way, any_row, edit
from tests.support.tampering_money import COLUMNS as MONEY
from tests.support.tampering_money import spend

register_goals()


def write_much(session: Session) -> None:
    """Make one dialogue that is established, one that is on its way, and what belongs to them, through the services."""
    town = make_municipality(session)
    series = make_series(session, town.section, town.unit)
    _established(session, town, make_dialogue(session, series, town.section_manager, town.unit_manager))
    _on_its_way(session, town, make_dialogue(session, series, town.section_manager, town.unit_manager))
    _planned(session, town)
    spend(session, town)
    fill_models(session, town.administrator)
    _governing(session, town)
    _described(session, town)
    _assured(session, town)
    dialogue_id, edition_id = session.execute(
        select(Dialogue.id, Dialogue.edition_id).where(Dialogue.edition_id.is_not(None))
    ).one()
    propose(
        session,
        actor_id=town.administrator.id,
        edition_id=edition_id,
        retentions=retentions(load_profile("tranemo")),
        reason="Tiden ute.",
        ground="Planen.",
    )
    place_hold(
        session,
        kind="dialogue_record",
        object_id=dialogue_id,
        reason="Granskas.",
        actor_id=town.administrator.id,
    )
    session.flush()


def _assured(session: Session, town: Municipality) -> None:
    """What is decisive for quality, what was measured of it, risks and a board's internal control."""
    people = {
        name: found for name in town.__dataclass_fields__ if isinstance(found := getattr(town, name), Person)
    }
    people["former"] = make_manager(session, town.company, "Rickard Bolag")
    fill_quality(session, people, town)
    fill_measuring(session, people, town)
    fill_control(session, people, town)
    fill_followed(session, town.unit, town.unit_manager)
    fill_assignments(session, people | {"chair": town.politician}, town)


def _described(session: Session, town: Municipality) -> None:
    """What a unit writes about itself, with something taken in, and headings of the municipality's own."""
    text = make_text(session, town.unit, town.unit_manager, state=TextState.SHARED)
    make_text(session, town.sibling, town.sibling_manager, "Vi är små.", state=TextState.ESTABLISHED)
    for number, words in enumerate(("Skollagen", "Läroplanen"), start=1):
        unit_texts.take_in(
            session, actor_id=town.unit_manager.id, text=text, near=MANAGES, part=text.parts[1],
            source_kind="governing_document", source_id=number, words=words, source="Lag",
        )  # fmt: skip
    save_layout(
        session, actor_id=town.administrator.id, kind="core_mission", expected=0,
        headings=[Heading("idea", "Varför vi finns")], shipped=[],
    )  # fmt: skip


def _planned(session: Session, town: Municipality) -> None:
    """Candidates, a goal that is established and one that is a draft, with what hangs on them."""
    by = town.unit_manager
    for text in ("Lämningarna stressar.", "Gården är för liten."):
        candidate = make_candidate(
            session, town.unit, by, text, why="Familjerna säger det.", origin_words="Ur analysen."
        )
    put_aside(session, actor_id=by.id, candidate=candidate, reason="Inte i år.")
    share_list(session, actor_id=by.id, unit_id=town.unit.id, year=candidate.year)
    draft = make_goal(session, town.unit, by, "Mindre papper", why="Ingen läser dem.")
    make_simple(session, draft, by, "Färre pärmar", now_value="12", wanted_value="fyra")
    carry_over(session)
    make_goal(session, town.unit, by, "Mindre papper", why="Ingen läser dem.")
    layered = complete(session, make_goal(session, town.unit, by, "Fler läser"), by)
    fill_layers(session, "own_established", layered, by)
    answer_layers(session, "own_established", establish_goal(session, layered, by), by)
    talks = make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=town.employee)
    fill_personal(session, talks, town.employee)
    goal = make_established(session, town.unit, by, "Lugna lämningar", why="För barnens skull.")
    goal_parts.say_of_goal(session, actor_id=by.id, goal=goal, text="Schemat håller.")
    goal_parts.say_of_activity(
        session,
        actor_id=by.id,
        goal=goal,
        activity=goal.activities[0],
        text="Vi har börjat.",
        state="ongoing",
    )


def _governing(session: Session, town: Municipality) -> None:
    by = town.section_manager
    made = make_document(
        session, by, town.section, "Plan mot kränkande behandling", summary="Vad vi gör.", type_key="plan",
        next_review_on=today(), responsible_person_id=by.id, for_all=False, units=frozenset({town.unit.id}),
        version=VersionEntry("Kommunstyrelsen", "KS/2024:1", today(), today(), "1.0", "https://exempel.se/plan"),
    )  # fmt: skip
    actor = _actor(session, by)
    documents.supersede(
        session, actor=actor, document=(found := whole(session, made, by)), next_review_on=today(),
        version=VersionEntry("Kommunstyrelsen", "KS/2026:1", today(), today(), changes="Kortare."),
        revision=found.revision,
    )  # fmt: skip
    for note in ("Läst.", "Läst igen."):
        documents.review(
            session, actor=actor, document=whole(session, made, by), next_on=days_ahead(300), note=note
        )
    documents.name_as_important(session, town.unit.id, made.id, actor_id=by.id, why="Vår vardag.")
    ended = make_document(session, by, town.section, "Gammal policy")
    documents.end(
        session,
        actor=actor,
        document=whole(session, ended, by),
        how=Ending.REPEALED,
        on=today(),
        why="Ersatt.",
    )
    test = ChildRightsTest(True, "Vi frågade barnen.", True, False, "Tiden räckte inte.")
    make_decision(
        session, by, town.section, "Senare stängning", text="Till 18.30.", decided_by="KS", delegate="Chefen",
        decided_on=today(), registry_number="KS/3", link="https://exempel.se", about=About(DOCUMENT, made.id), test=test,
    )  # fmt: skip
    struck = make_decision(session, by, town.section, "Dubbelt infört")
    strike(session, actor=actor, decision=struck, why="Fanns redan.")


def _established(session: Session, town: Municipality, planned: Dialogue) -> None:
    dialogue = prepare(session, planned, over="Lugnare nu.", rep="Stressigt än.")
    dialogue = hold(session, dialogue, note="Vi ser olika.", verdicts=(Verdict.SAME, Verdict.PARTLY))
    over, rep = seats(dialogue)
    goal, theme = goal_of(town.unit), themes_of(session, dialogue.id)[0]
    about.mark_theme(session, seat=rep, dialogue=dialogue, theme=theme, ref=goal)
    promise = holding.Promise("Prata med vikariepoolen", "rep", "Eva", today())
    agreement = holding.agree(session, seat=rep, dialogue=dialogue, theme_id=None, promise=promise)
    holding.decide(session, seat=over, dialogue=dialogue, theme_id=None, text="Fyra möten om året.")
    series_services.note_attendance(session, seat=over, dialogue=dialogue, present={over.person_id})
    raise_matter(session, dialogue, "Vikariepoolen räcker inte.")
    dialogue = establish(session, dialogue, opinion="Jag ser det allvarligare.")
    done = AgreementState.DONE
    holding.close_agreement(
        session,
        person_id=rep.person_id,
        agreement=agreement,
        state=done,
        revision=agreement.revision,
        words="Klart i maj.",
    )
    establishing.write_addendum(session, seat=rep, dialogue=dialogue, text="Vi menade åtta veckor.")
    begun = At(rep.person_id, f"/dialoger/{dialogue.id}/tillagg", "dialogue", dialogue.id)
    drafts.keep(session, begun, fields={"text": "Och sedan"}, base="")
    _answered(session, town)


def _answered(session: Session, town: Municipality) -> None:
    chief, below = (_actor(session, who) for who in (town.chief_executive, town.unit_manager))
    found = session.scalars(select(Passage.id)).one()
    passage = one(session, actor=chief, passage_id=found, day=today())
    assert passage is not None
    passages.answer(session, actor=chief, passage=passage, text="Vi utökar poolen.")
    passage = one(session, actor=below, passage_id=found, day=today())
    assert passage is not None
    passages.receive(session, actor=below, answer=passage.answers[0], enough=False, words="Med hur många?")


def _actor(session: Session, person: Person) -> Actor:
    return Actor(person.id, person.name, "sv", holdings(session, person.id, today()))


def _on_its_way(session: Session, town: Municipality, planned: Dialogue) -> None:
    dialogue = hold(session, prepare(session, planned, over="Bra.", rep="Bra."), note="Lika.")
    over, rep = seats(dialogue)
    goal, theme = goal_of(town.unit), themes_of(session, dialogue.id)[0]
    about.take_up(session, seat=over, dialogue=dialogue, theme=theme, ref=goal)
    for change in (about.mark_theme, about.unmark_theme, about.mark_theme):
        change(session, seat=rep, dialogue=dialogue, theme=theme, ref=goal)
    holding.decide(session, seat=rep, dialogue=dialogue, theme_id=None, text="Vi ses i maj.")
    raise_matter(session, dialogue, "Lokalen är för liten.", rep=False)
    for seat in (over, rep):
        dialogue = loaded(session, dialogue)
        series_services.invite_guest(session, seat=seat, dialogue=dialogue, person_id=town.support.id)
    series_services.take_step(session, seat=over, dialogue=dialogue, target=State.ESTABLISHING)
    whole = whole_of(session, dialogue.id)
    assert whole is not None
    holding.write_shared(session, seat=over, dialogue=dialogue, shared=whole, text="Vi är överens.", base=0)
    dialogue = loaded(session, dialogue)
    establishing.consent(
        session,
        seat=rep,
        dialogue=dialogue,
        revision=dialogue.record_revision,
        own_opinion="Med en tvekan.",
    )


def _table(model: type[Base]) -> Table:
    assert isinstance(model.__table__, Table)
    return model.__table__


def _texts(model: type[Base]) -> tuple[str, ...]:
    """Name every column of words of a table."""
    return tuple(column.key for column in _table(model).columns if isinstance(column.type, Text))


COLUMNS: dict[type[Base], tuple[str, ...]] = {
    ModelDraft: ("name", "text", "origin_name", "origin_text"),
    ModelVersion: ("name", "text"),
    Adoption: ("why",),
    Factor: ("title", "why", "reach", "state", "closing_words"),
    FactorReview: ("words", "year", "at"),
    Indicator: ("name", "nature", "method", "routine", "unit_of_measure", "measurer", "present", "wanted"),
    EfficiencyPair: ("words",),
    IndicatorJudgement: ("level", "reason", "remedies", "at"),
    Measurement: ("text", "state", "at"),
    MeasurementVersion: ("text", "state", "at"),
    **{
        model: _texts(model)
        for model in (
            *(Risk, RiskJudgement, RiskDecision, ControlPlan, ChosenRisk, Control, Occasion),
            *(Deviation, Remedy, ControlReport, Evaluation, EvaluatedUnit),
        )
    },
    Passage: (
        *("text", "theme", "verdict", "source_id", "said_on", "released_at"),
        *("over_unit_id", "rep_unit_id", "over_person_id", "rep_person_id"),
        *("over_released_at", "rep_released_at"),
    ),
    PassageSubject: ("subject_kind", "subject_id"),
    Talk: (
        *("subject_kind", "subject_id", "source_id", "place", "theme", "said_on"),
        *("over_unit_id", "rep_unit_id"),
    ),
    ThemeSubject: ("subject_id", "title", "person_id"),
    MatterSubject: ("subject_id", "title"),
    TakenUp: ("subject_kind", "title", "person_id"),
    Answer: ("text", "answered_by_id", "answered_at"),
    Receipt: ("words", "enough"),
    Picture: ("text", "author_id"),
    SharedText: ("text",),
    Theme: ("title", "questions", "over_verdict", "rep_verdict"),
    Agreement: ("what", "who", "together_with", "due_on", "state", "closing_words"),
    Decision: ("text",),
    PersonalGoal: ("title", "words", "how_it_goes", "state", "above_id"),
    RaisedMatter: ("text",),
    Consent: ("own_opinion", "person_id", "record_revision"),
    Participant: ("person_id", "attended"),
    Guest: ("person_id",),
    Dialogue: ("title", "starts_at", "minutes", "place", "cancel_reason", "state"),
    Addendum: ("text",),
    Series: ("rhythm",),
    UnitText: ("kind", "year", "number", "state", "unit_id"),
    Part: ("title", "questions", "text", "position", "brings", "left_out"),
    TakenIn: ("words", "source", "source_kind", "source_id"),
    TextLayout: ("kind", "number"),
    Disposal: ("reason", "ground", "proposed_by_id", "proposed_at"),
    Hold: ("reason", "placed_by_id", "placed_at"),
    Prioritising: ("shared_at", "shared_by_id"),
    Candidate: ("text", "why", "origin_words", "reason", "state", "position", "proposed_by_id"),
    Goal: ("title", "why", "owner", "state", "closing_words", "starting_point", "marks", "year", "due_on"),
    Activity: ("what", "who", "due_on", "state", "removed_at"),
    GoalIndicator: ("name", "nature", "method", "routine", "now_value", "wanted_value", "periodicity"),
    GoalJudgement: ("level", "proposed", "reason", "remedies", "person_id", "at"),
    GoalTick: ("ticked", "note"),
    PartGoal: ("what", "due_on", "removed_at"),
    GoalAcknowledgement: ("stance", "reason", "unit_id", "person_id"),
    FollowedIndicator: ("name", "indicator_id", "removed_at"),
    ProgressNote: ("text", "state", "value", "at", "person_id"),
    **MONEY,
    **{model: _texts(model) for model in (Assignment, AssignmentWord, ZoneQuestion, ZonePicture, CycleMove)},
    Template: ("name",),
    TemplateTheme: ("title", "questions"),
    Document: (
        *(
            "title",
            "summary",
            "origin",
            "type_key",
            "responsible_unit_id",
            "responsible_person_id",
            "for_all",
        ),
        *("next_review_on", "current_number", "ended_why"),
    ),
    DocumentVersion: (
        *("label", "decided_by", "registry_number", "decided_on", "valid_to", "link", "changes"),
    ),
    DocumentReview: ("note", "reviewed_by_id", "reviewed_at", "before_on", "next_on", "undone_at"),
    ImportantDocument: ("why", "unit_id", "named_at"),
    RecordedDecision: (
        *("title", "text", "decided_by", "delegate", "decided_on", "registry_number", "link"),
        *("responsible_unit_id", "concerns_children", "considerations", "larger_matter", "impact_assessed"),
        *("not_assessed_why", "struck_at", "struck_why"),
    ),
}
"""What is edited, by table; `tests/web/records/test_words.py` sees that no table of words is left out."""


def _released_for_the_other(connection: Connection, chance: random.Random) -> None:
    matter = _table(RaisedMatter)
    waiting = select(matter.c.id).where(
        matter.c.over_released_at.is_not(None), matter.c.rep_released_at.is_(None)
    )
    which = connection.execute(waiting).scalars().first()
    at = datetime(2026, 5, 1, tzinfo=UTC)
    connection.execute(update(matter).where(matter.c.id == which).values(rep_released_at=at))


def _uninvited(connection: Connection, chance: random.Random) -> None:
    guest = _table(Guest)
    connection.execute(
        update(guest).where(guest.c.id == any_row(connection, chance, guest)).values(over_agreed_at=None)
    )


def _removed(table: Table) -> Any:
    key = next(iter(table.primary_key.columns))

    def do(connection: Connection, chance: random.Random) -> None:
        connection.execute(delete(table).where(key == any_row(connection, chance, table)))

    return do


def _forged(table: Table) -> Any:
    """Add a row nobody wrote: a copy of one, with other words."""
    key = next(iter(table.primary_key.columns))

    def do(connection: Connection, chance: random.Random) -> None:
        which = any_row(connection, chance, table)
        row = dict(connection.execute(select(table).where(key == which)).mappings().one())
        row[key.name] = 10_000 + chance.randint(1, 999)
        connection.execute(insert(table).values(**row))

    return do


class AmongWitnesses:
    """Looks with one witness after the other, first with the one that found what was done to the same table before.

    With four hundred ways to tamper, going through the whole record each time takes minutes.
    """

    def __init__(self) -> None:
        self._found_by: dict[str, str] = {}

    def __call__(self, session: Session, way: str) -> bool:
        table = way.rsplit(" ", 1)[-1]
        likely = (self._found_by.get(table), table)
        for witness in sorted(witnesses, key=lambda one: one.name not in likely):
            if next(iter(faults_of(session, witness)), None) is not None:
                self._found_by[table] = witness.name
                return True
        return bool(verify(session).faults)


WORD_WAYS: dict[str, Way] = {
    "release a matter for the other": Way(_released_for_the_other),
    "take back an invitation": Way(_uninvited),
    **{
        f"edit {column} of {_table(model).name}": Way(edit(_table(model), column))
        for model, columns in COLUMNS.items()
        for column in columns
    },
    **{
        f"remove a {_table(model).name}": Way(_removed(_table(model)))
        for model in (
            *(Receipt, Decision, RaisedMatter, Addendum, Consent, Guest, Agreement),
            *(ThemeSubject, MatterSubject, TakenUp, PassageSubject, Talk),
            *(ProgressNote, Candidate, FollowedIndicator),
            *(Frame, RemedyNote, GoalFollowUp, DeviationLevel, CommitmentFollowUp, PrincipleAnswer),
            *(GoalJudgement, GoalTick, GoalAcknowledgement, IndicatorJudgement),
            *(Frame, RemedyNote, GoalFollowUp, DeviationLevel),
            *(DocumentReview, ImportantDocument, RecordedDecision, DocumentUnit),
            *(TakenIn, Disposal, Hold, TextLayout),
        )
    },
    **{
        f"forge a {_table(model).name}": Way(_forged(_table(model)))
        for model in (
            *(Passage, Answer, Decision, RaisedMatter, Agreement, Addendum),
            *(Candidate, Goal, Activity, GoalIndicator, FollowedIndicator, ProgressNote),
            *(Document, DocumentReview, RecordedDecision),
            *(TakenIn,),
            *(RemedyNote, EconomicRemedy, GoalFollowUp, FinancialGoal),
            *(DeviationLevel, DeviationReport),
        )
    },
}
