"""Search finds what the pages show one, and nothing beside: by the pages' own rules, row for row, whatever has happened."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May, Role
from app.assignments.queries import opening as assignments
from app.assignments.queries.asking import Reader as AssignmentReader
from app.assignments.rules import bodies as assignment_bodies
from app.assignments.zone import queries as zone
from app.attachments.models import Attachment
from app.citizens import queries as citizens
from app.citizens.commitments.queries import one_commitment
from app.citizens.dialogues.queries import one_dialogue
from app.citizens.heard.queries import one_note as heard_note
from app.deviations import queries as deviations
from app.dialogues import rules
from app.dialogues.attaching.pages import may_read_on_picture
from app.dialogues.models import (
    Addendum,
    Agreement,
    AgreementState,
    Dialogue,
    Guest,
    Participant,
    Picture,
    RaisedMatter,
    Side,
    State,
)
from app.dialogues.queries.agreed import agreements_of_series
from app.dialogues.queries.lines import one_series
from app.dialogues.queries.opening import dialogue_for
from app.dialogues.rules import Seat, Standing
from app.dialogues.series import taking_over
from app.documents import queries as documents
from app.documents.decisions import queries as decisions
from app.economy.models import PLAN_TOLD
from app.economy.queries import opening, whose
from app.modelling import queries as drafts
from app.organisation.appointments import SHOWN_TO_ALL
from app.organisation.errors import Refused
from app.organisation.models import Appointment, Person, Unit
from app.passages.queries import opening as passages
from app.planning import queries as plans
from app.planning import rules as plan_rules
from app.planning.models import Goal, GoalState, ProgressNote
from app.planning.parts.queries import own_activity
from app.quality import rights as quality_rights
from app.quality.control import queries as controls
from app.quality.control import reported
from app.quality.control.models import Evaluation, RecordState
from app.quality.factors import queries as factors
from app.quality.factors import rules as factor_rules
from app.quality.factors.models import FactorState
from app.quality.indicators.models import Indicator
from app.quality.judging.models import IndicatorJudgement
from app.quality.measuring.models import Measurement
from app.quality.risks.queries.opening import risk_for
from app.quality.risks.reach import kinds_in, reader_of
from app.records.disposal import ErasureRefused, erase_edition
from app.records.models import Edition
from app.records.seeing import Sees
from app.reports import queries as reports
from app.search import keeping, queries
from app.search.asking import question
from app.search.models import PLACE, SearchText
from app.search.queries import Wanted, may_read
from app.search.reader import Reader
from app.search.registry import registry
from app.steering.loader import load_profile
from app.writing.models import Part
from app.writing.queries import opened
from tests.factories.dialogues import loaded
from tests.factories.organisation import make_appointment
from tests.support.chance import chance_for
from tests.support.population import people
from tests.support.world import World
from tests.web.conftest import NEAREST
from tests.web.search.conftest import acting_as

SHOWING = {State.HELD, State.ESTABLISHING, State.ESTABLISHED}


Seats = dict[int, tuple[Dialogue, Seat] | None]


def by_the_pages(session: Session, actor: Actor, row: SearchText, seats: Seats) -> bool:
    """Tell whether a page would show a row to somebody: asked of the rules the pages ask, one thing at a time."""
    if row.owner in ASKED:
        return ASKED[row.owner](session, actor, row)
    if not actor.may(May.TAKE_PART):
        return False
    if row.owner == "passage":
        return passages.one(session, actor=actor, passage_id=row.owner_id, day=clock.today()) is not None
    return in_a_dialogue(session, actor, row, seats)


def among_texts(session: Session, actor: Actor, row: SearchText) -> bool:
    found = opened(session, actor, row.owner_id, clock.today())
    return found is not None and not session.get_one(Part, row.part_id).left_out


def among_models(session: Session, actor: Actor, row: SearchText) -> bool:
    return actor.may(May.EDIT_MODEL) and drafts.draft(session, row.owner_id) is not None


def reported_at_once(session: Session, actor: Actor, row: SearchText) -> bool:
    answering = deviations.Reader(actor, clock.today())
    read = actor.may(May.REPORT_DEVIATIONS)
    return read and deviations.one_report(session, answering, row.owner_id) is not None


def in_a_report(session: Session, actor: Actor, row: SearchText) -> bool:
    if not actor.may(May.READ_REPORTS):
        return False
    reader = reports.Reader(actor, clock.today())
    if row.owner == "report_deviation":
        return reports.one_deviation(session, reader, row.owner_id) is not None
    return reports.one_report(session, reader, row.owner_id) is not None


def in_the_economy(session: Session, actor: Actor, row: SearchText) -> bool:
    if not actor.may(May.READ_ECONOMY):
        return False
    reader = whose.Reader(actor, clock.today())
    if row.owner == "economy_forecast":
        return opening.one_forecast(session, reader, row.owner_id) is not None
    if row.owner == "economy_remedy":
        return opening.one_remedy(session, reader, row.owner_id) is not None
    if row.owner == "economy_recovery":
        plan = opening.one_plan(session, reader, row.owner_id)
        if plan is None:
            return False
        # Written anew it is read as it was established; its words are found as they are.
        writes = whose.standing_at(session, reader, plan.unit_id).writes
        return writes or plan.state in PLAN_TOLD
    return True


def among_citizens(session: Session, actor: Actor, row: SearchText) -> bool:
    if not actor.may(May.READ_PLANS):
        return False
    reader = citizens.Reader(actor, clock.today())
    if row.owner == "heard":
        return heard_note(session, reader, row.owner_id) is not None
    if row.owner == "citizen_dialogue":
        return one_dialogue(session, reader, row.owner_id) is not None
    return one_commitment(session, reader, row.owner_id) is not None


def between_giver_and_taker(session: Session, actor: Actor, row: SearchText) -> bool:
    today = clock.today()
    if row.owner == "zone":
        asked = zone.question(session, actor, today, row.owner_id)
        # What both released is read with what it is about; only the two find it by its own words.
        return actor.may(May.WRITE_ASSIGNMENTS) and asked is not None and bool(asked.sides)
    reader = AssignmentReader(actor, today, assignment_bodies(load_profile("tranemo")))
    read = actor.may(May.READ_ASSIGNMENTS)
    return read and assignments.assignment(session, reader, row.owner_id) is not None


def in_internal_control(session: Session, actor: Actor, row: SearchText) -> bool:
    reader = reader_of(session, actor, clock.today(), kinds_in(load_profile("tranemo")))
    if row.owner == "risk":
        return (
            actor.may(May.READ_RISKS) and risk_for(session, reader=reader, risk_id=row.owner_id) is not None
        )
    if row.owner == "evaluation":
        evaluation = session.get_one(Evaluation, row.owner_id)
        decided = actor.may(May.READ_CONTROL) and evaluation.state == RecordState.DECIDED
        if row.kind == "decided_evaluation":
            # Opened again it is read as it was decided; until then its words are found as they are.
            return actor.may(May.READ_CONTROL) and not decided
        return decided or controls.may_write(session, reader, evaluation.unit_id)
    if row.kind in {"control_occasion", "control_deviation", "control_remedy"}:
        return controls.control_for(session, reader, row.part_id or 0) is not None
    opened_plan = controls.plan_for(session, reader, row.owner_id)
    if opened_plan is None or opened_plan.sees is Sees.LIVE:
        return opened_plan is not None
    if row.kind in {"decided_plan", "decided_report"}:
        return actor.may(May.READ_CONTROL)
    report = reported.report_of(session, row.owner_id)
    record = report if row.kind == "control_report" else opened_plan.plan
    return record is not None and record.state == RecordState.DECIDED


def in_quality(session: Session, actor: Actor, row: SearchText) -> bool:
    if not actor.may(May.READ_QUALITY):
        return False
    read = factors.one_factor(session, quality_rights.Reader(actor, clock.today()), row.owner_id)
    if read is None:
        return False
    seen = factor_rules.sees(read.factor, read.standing)
    if row.kind == "established_factor":
        return seen is not Sees.NOTHING
    return read.factor.state != FactorState.DISCARDED and seen is Sees.LIVE


def of_a_measurement(session: Session, actor: Actor, row: SearchText) -> bool:
    if not actor.may(May.READ_QUALITY):
        return False
    model = IndicatorJudgement if row.owner == "indicator_judgement" else Measurement
    one, reader = session.get_one(model, row.owner_id), quality_rights.Reader(actor, clock.today())
    indicator = session.get_one(Indicator, one.indicator_id)
    read = factors.one_factor(session, reader, indicator.factor_id)
    near = factors.unit_with_standing(session, reader, one.unit_id)
    if read is None:
        return False
    seen = factor_rules.sees(read.factor, read.standing)
    as_it_is = seen is Sees.LIVE and indicator.removed_at is None
    as_established = seen is Sees.EDITION and indicator.in_edition_id == read.factor.edition_id
    return (as_it_is or as_established) and near is not None and (near[1].reads or near[1].writes)


def in_the_organisation(session: Session, actor: Actor, row: SearchText) -> bool:
    if not actor.may(May.READ_ORGANISATION):
        return False
    if row.kind == "unit" or actor.may(May.EDIT_ORGANISATION):
        return True
    person, today = session.get_one(Person, row.object_id), clock.today()
    return (person.closed_on is None or person.closed_on > today) and any(
        one.role in SHOWN_TO_ALL
        and one.valid_from <= today
        and (one.valid_to is None or one.valid_to > today)
        for one in session.scalars(select(Appointment).where(Appointment.person_id == person.id))
    )


def in_the_registers(session: Session, actor: Actor, row: SearchText) -> bool:
    if not actor.may(May.READ_DOCUMENTS):
        return False
    if row.owner == "document":
        found = documents.document_for(session, actor=actor, document_id=row.owner_id, day=clock.today())
        return found is not None
    decision = decisions.decision_for(session, actor=actor, decision_id=row.owner_id, day=clock.today())
    return decision is not None and decision.struck_at is None


def to_be_done_by(session: Session, actor: Actor, row: SearchText) -> bool:
    """Tell whether a row is an activity that names the person, or what was said of it: they read that by itself."""
    if row.kind == "progress":
        activity_id = session.get_one(ProgressNote, row.object_id).activity_id
    elif row.kind == "activity":
        activity_id = row.object_id
    else:
        return False
    bodies = frozenset({"development_area", "council_goal"})
    reader = plans.Reader(actor, clock.today(), bodies)
    return activity_id is not None and own_activity(session, reader, activity_id) is not None


def in_a_plan(session: Session, actor: Actor, row: SearchText) -> bool:
    if to_be_done_by(session, actor, row):
        return True
    if not actor.may(May.READ_PLANS):
        return False
    goal, bodies = session.get_one(Goal, row.owner_id), frozenset({"development_area", "council_goal"})
    standing = plans.standing_at(session, plans.Reader(actor, clock.today(), bodies), goal.unit_id, goal.kind)
    # A draft that was thrown away is on its own page and nowhere else.
    seen = plan_rules.sees(goal, standing)
    if row.kind == "established_goal":
        return seen is not Sees.NOTHING
    return goal.state != GoalState.DISCARDED and seen is Sees.LIVE


ASKED: dict[str, Callable[[Session, Actor, SearchText], bool]] = {
    "organisation": in_the_organisation,
    **dict.fromkeys(("document", "recorded"), in_the_registers),
    "planning": in_a_plan,
    **dict.fromkeys(("risk", "internal_control", "evaluation"), in_internal_control),
    "quality": in_quality,
    "measuring": of_a_measurement,
    "indicator_judgement": of_a_measurement,
    **dict.fromkeys(
        ("economy_forecast", "economy_remedy", "economy_recovery", "economy_goal"), in_the_economy
    ),
    "deviation": reported_at_once,
    **dict.fromkeys(("public_commitment", "heard", "citizen_dialogue"), among_citizens),
    **dict.fromkeys(("report_deviation", "report_word"), in_a_report),
    **dict.fromkeys(("assignment", "zone"), between_giver_and_taker),
    "unit_text": among_texts,
    "model_draft": among_models,
}
"""Which page is asked, by what a row belongs to; the rest belongs to dialogues."""


def seat_in(session: Session, actor: Actor, dialogue_id: int) -> tuple[Dialogue, Seat] | None:
    dialogue = dialogue_for(session, actor, dialogue_id)
    seat = rules.seat_of(dialogue, actor) if dialogue else None
    return (dialogue, seat) if dialogue and seat else None


def in_a_dialogue(session: Session, actor: Actor, row: SearchText, seats: Seats) -> bool:
    if row.owner_id not in seats:
        seats[row.owner_id] = seat_in(session, actor, row.owner_id)
    seated = seats[row.owner_id]
    if row.kind in {"agreement", "closing"} and on_the_page_of_the_series(session, actor, row):
        return True
    if seated is None:
        return False
    dialogue, seat = seated
    guest = seat.standing is Standing.GUEST
    edition = session.get(Edition, dialogue.edition_id) if dialogue.edition_id else None
    erased = edition is not None and edition.erased_at is not None
    record = rules.may_read_notes(dialogue, seat) and dialogue.state in SHOWING and not erased
    named = any(one.person_id == actor.person_id for one in dialogue.participants)
    established = dialogue.state == State.ESTABLISHED
    if row.kind == "picture":
        picture = session.get_one(Picture, row.object_id)
        page = seat.takes_part and dialogue.state != State.CANCELLED
        return page and rules.may_read_picture(dialogue, seat, picture)
    if row.kind == "picture_file":
        file = session.get_one(Attachment, row.object_id)
        picture = session.get_one(Picture, file.holder_id)
        return seat.takes_part and may_read_on_picture(dialogue, seat, picture)
    return {
        "file": rules.may_read_meeting_files(dialogue, seat) and not erased,
        "note": record,
        "whole": record,
        "decision": record,
        "agreement": guest and record,
        "closing": False,
        "matter": record and (seat.takes_part or not established),
        "opinion": record and established,
        "addendum": record and established and not guest and (seat.takes_part or added(session, row)),
        "meeting": True,
        "reason": dialogue.state == State.CANCELLED and not guest and named,
    }[row.kind]


def added(session: Session, row: SearchText) -> bool:
    """Tell whether an addendum is established."""
    found = session.get(Addendum, row.object_id) if row.kind == "addendum" else None
    return found is not None and found.edition_id is not None


def on_the_page_of_the_series(session: Session, actor: Actor, row: SearchText) -> bool:
    agreement = session.get_one(Agreement, row.object_id)
    if one_series(session, actor, agreement.series_id) is None:
        return False
    known = {one.id for one in agreements_of_series(session, actor, agreement.series_id)}
    closed = agreement.state != AgreementState.OPEN
    return agreement.id in known and (row.kind == "agreement" or closed)


def readable(session: Session, actor: Actor) -> set[tuple[str, int]]:
    reader = Reader(session, actor, clock.today())
    reads = reader.reading()
    ways, asked = reads.ways, reads.values
    found = select(PLACE.c.kind, PLACE.c.object_id)
    every = {(kind, number) for kind, number in session.execute(found.where(may_read(ways)), asked)}
    # Asked about few, it is answered as when asked about all.
    ids = session.scalars(select(SearchText.id).where(SearchText.id % 3 == 0)).all()
    some = session.execute(select(SearchText.kind, SearchText.object_id).where(SearchText.id.in_(ids))).all()
    few = reader.reading(few=True)
    owners = select(SearchText.owner_id).where(SearchText.id.in_(ids))
    among_few = found.where(PLACE.c.id.in_(ids), may_read(few.ways, lambda owner: owner.in_(owners)))
    assert {tuple(row) for row in session.execute(among_few, few.values)} == every & {
        tuple(row) for row in some
    }
    return every


def who_asks(session: Session) -> dict[str, Person]:
    """Give everybody; on PostgreSQL, where each rule is the same condition, those nearest."""
    everybody = people(session)
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    return everybody if on_sqlite else {name: everybody[name] for name in NEAREST}


def assert_as_the_pages(session: Session, story: str) -> int:
    compared = 0
    rows = session.scalars(select(SearchText)).all()
    for name, person in who_asks(session).items():
        actor, seats = acting_as(session, person), Seats()
        found = readable(session, actor)
        allowed = {(row.kind, row.object_id) for row in rows if by_the_pages(session, actor, row, seats)}
        assert found == allowed, (
            f"{story}: {name} finds {found - allowed} too much, {allowed - found} too little"
        )
        compared += len(rows)
    return compared


def test_every_row_is_found_by_whom_the_pages_rules_allow(world: World) -> None:
    with world.app.test_request_context("/"), world.session() as session:
        assert assert_as_the_pages(session, "as populated") > 1_000
        there = {row.kind for row in session.scalars(select(SearchText))}
        assert there == set(registry.kinds) - {"closing", "receipt", "decided_evaluation"}


def test_a_question_finds_all_that_may_be_read_and_holds_the_word(world: World) -> None:
    with world.app.test_request_context("/"), world.session() as session:
        for person in who_asks(session).values():
            actor = acting_as(session, person)
            reader, wanted = Reader(session, actor, clock.today()), Wanted(question("kanarie"))
            hits, page = set(), 1
            while True:
                found = queries.look(reader, Wanted(wanted.asked, page=page))
                hits |= {(hit.kind, hit.object_id) for hit in found.rows}
                if page >= found.pages:
                    break
                page += 1
            holding = {
                (row.kind, row.object_id)
                for row in session.scalars(select(SearchText))
                if "KANARIE" in f"{row.title} {row.body}"
            }
            assert hits == readable(session, actor) & holding
            assert found.total == len(hits)


def end_a_post(session: Session, chance: random.Random) -> str:
    held = chance.choice(session.scalars(select(Appointment).where(Appointment.valid_to.is_(None))).all())
    held.valid_to = max(clock.today(), held.valid_from + timedelta(days=1))
    return f"post {held.id} ended"


def give_a_post(session: Session, chance: random.Random) -> str:
    person = chance.choice(list(people(session).values()))
    unit = chance.choice(session.scalars(select(Unit)).all())
    role = chance.choice([Role.MANAGER, Role.SUPPORT, Role.EMPLOYEE, Role.POLITICIAN])
    duty = chance.choice(["chair", "member"]) if role is Role.POLITICIAN else ""
    try:
        make_appointment(session, person, unit, role, deputy=role is Role.MANAGER, duty=duty)
    except Refused as refused:
        return f"{person.name} was refused: {refused.reason}"
    return f"{person.name} became {role} of {unit.name}"


def take_over(session: Session, chance: random.Random) -> str:
    dialogue = chance.choice(session.scalars(select(Dialogue)).all())
    dialogue = loaded(session, dialogue)
    if dialogue.state in {State.ESTABLISHED, State.CANCELLED}:
        return "nothing to take over"
    taken = {one.person_id for one in dialogue.participants}
    person = chance.choice([one for one in people(session).values() if one.id not in taken])
    seat = Seat(Standing.HOLDER, chance.choice(list(Side)), person.id)
    taking_over.take_over(session, seat=seat, dialogue=dialogue)
    return f"{person.name} took over {dialogue.title}"


def change_a_guest(session: Session, chance: random.Random) -> str:
    guest = chance.choice(session.scalars(select(Guest)).all())
    if chance.random() < 0.5:
        guest.over_agreed_at = None if guest.over_agreed_at else clock.now()
    else:
        guest.rep_agreed_at = None if guest.rep_agreed_at else clock.now()
    return f"guest {guest.person_id} of {guest.dialogue_id} changed"


def change_a_state(session: Session, chance: random.Random) -> str:
    unfinished = select(Dialogue).where(Dialogue.state != State.ESTABLISHED)
    dialogue = chance.choice(session.scalars(unfinished).all())
    dialogue.state = chance.choice([State.PLANNED, State.PREPARING, State.HELD, State.CANCELLED])
    dialogue.cancel_reason = "Sjukdom" if dialogue.state == State.CANCELLED else dialogue.cancel_reason
    return f"{dialogue.title} became {dialogue.state}"


def open_or_close_pictures(session: Session, chance: random.Random) -> str:
    dialogue = chance.choice(session.scalars(select(Dialogue)).all())
    dialogue.revealed_at = None if dialogue.revealed_at else clock.now()
    for one in session.scalars(select(Participant).where(Participant.dialogue_id == dialogue.id)):
        one.shared_at = chance.choice([None, clock.now()])
    for picture in session.scalars(select(Picture).where(Picture.dialogue_id == dialogue.id)):
        picture.withheld = chance.random() < 0.3
    return f"pictures of {dialogue.title} turned"


def erase(session: Session, chance: random.Random) -> str:
    edition = chance.choice(session.scalars(select(Edition)).all())
    try:
        erase_edition(session, edition=edition, because="Gallras", actor_id=None)
    except ErasureRefused:
        return "already erased"
    return f"edition {edition.id} erased"


def close_or_withdraw(session: Session, chance: random.Random) -> str:
    agreement = chance.choice(session.scalars(select(Agreement)).all())
    agreement.state, agreement.closing_words = AgreementState.DONE, "Klart nu"
    agreement.closed_at = clock.now()
    for model in (RaisedMatter, Addendum):
        row = chance.choice(session.scalars(select(model)).all())
        row.withdrawn_at = None if row.withdrawn_at else clock.now()
    return "closed and withdrawn"


THINGS_THAT_HAPPEN: list[Callable[[Session, random.Random], str]] = [
    end_a_post, give_a_post, take_over, change_a_guest, change_a_state, open_or_close_pictures, erase, close_or_withdraw,
]  # fmt: skip


def test_search_follows_the_rules_through_all_that_happens(world: World) -> None:
    seed_number = chance_for("test_search_follows_the_rules_through_all_that_happens")
    chance = random.Random(seed_number)
    with world.app.test_request_context("/"), world.session() as session:
        story = [f"with seed {seed_number}"]
        for _step in range(16):
            story.append(chance.choice(THINGS_THAT_HAPPEN)(session, chance))
            session.flush()
        session.expire_all()
        assert_as_the_pages(session, "; ".join(story))
        assert keeping.compare(session).agrees, keeping.compare(session)


def test_a_family_is_left_out_for_who_reads_nothing_of_it(world: World) -> None:
    with world.app.test_request_context("/"), world.session() as session:
        assert not Reader(session, Actor(1, "", "sv", ()), clock.today()).reading().ways
        assert session.scalars(select(PLACE.c.id).where(may_read([]))).all() == []
