"""Two requests at the very same time: pressed twice, or sent by two people."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.dialogues.agenda.queries import templates_for
from app.dialogues.agenda.services import adopt_profile_templates
from app.dialogues.errors import NotAllowedNow
from app.dialogues.models import Participant, Post, PostKind, Series, State
from app.dialogues.series import beginning
from app.organisation import appointing, units
from app.organisation.errors import Refused
from app.organisation.models import Ancestry, Appointment, Person
from app.records.verifying import verify
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.support.world import World
from tests.web.dialogues.conftest import Table


def at_once(*requests: Callable[[], TestResponse]) -> list[int]:
    """Send requests from threads of their own, none before all are ready."""
    ready = Barrier(len(requests))

    def send(request: Callable[[], TestResponse]) -> int:
        ready.wait()
        return request().status_code

    with ThreadPoolExecutor(len(requests)) as threads:
        return list(threads.map(send, requests))


def let_go(session: Session, *clients: SamsynClient) -> None:
    """End the test's own transaction and keep it out of requests made from threads."""
    session.commit()
    for client in clients:
        client.before_request = None


def test_a_series_begun_twice_at_once_is_one(world: World, session: Session, town: Municipality) -> None:
    adopt_profile_templates(session, world.app.extensions["samsyn_profile"])
    template_id = templates_for(session, "managers")[0].id
    over, rep = town.section.id, town.unit.id
    session.commit()
    ready = Barrier(4)

    def begin(_number: int) -> bool:
        with Session(world.engine) as own, own.begin():
            ready.wait()
            ends = [beginning.post_for(own, unit_id=unit, kind=PostKind.MANAGER) for unit in (over, rep)]
            beginning.start_series(
                own,
                actor_id=None,
                pair_kind="managers",
                over_post=ends[0],
                rep_post=ends[1],
                template_id=template_id,
            )
            return True

    def try_to(number: int) -> bool:
        try:
            return begin(number)
        except NotAllowedNow:
            return False

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(try_to, range(4))) == [False, False, False, True]
    session.expire_all()
    assert len(session.scalars(select(Series)).all()) == 1
    assert len(session.scalars(select(Post)).all()) == 2


def tried(world: World, *works: Callable[[Session], object]) -> list[bool]:
    """Do things at once in transactions of their own; tells which were not refused."""
    ready = Barrier(len(works))

    def do(work: Callable[[Session], object]) -> bool:
        ready.wait()
        try:
            with Session(world.engine) as own, own.begin():
                work(own)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(do, works))


def test_two_units_moved_under_each_other_at_once_make_no_circle(
    world: World, session: Session, town: Municipality
) -> None:
    one, other, today = town.section.id, town.other_section.id, clock.today()
    session.commit()
    moves = [
        lambda own, a=a, b=b: units.move_unit(own, unit_id=a, parent_id=b, on=today, actor_id=None)
        for a, b in ((one, other), (other, one))
    ]
    assert sorted(tried(world, *moves)) == [False, True]
    session.expire_all()
    both_ways = session.scalars(
        select(Ancestry).where(
            Ancestry.ancestor_id.in_([one, other]),
            Ancestry.descendant_id.in_([one, other]),
            Ancestry.depth > 0,
        )
    ).all()
    assert len(both_ways) == 1


def test_two_managers_appointed_at_once_are_one(world: World, session: Session, town: Municipality) -> None:
    people = [make_person(session).id for _ in range(3)]
    for appointment in session.scalars(select(Appointment).where(Appointment.unit_id == town.unit.id)):
        appointment.valid_to = clock.today()
    unit_id = town.unit.id
    session.commit()
    attempts = [
        lambda own, who=who: appointing.appoint(
            own, person_id=who, unit_id=unit_id, role="manager", valid_from=clock.today(), actor_id=None
        )
        for who in people
    ]
    assert sorted(tried(world, *attempts)) == [False, False, True]


def test_sharing_and_taking_over_at_once_opens_nothing_of_the_predecessor(
    table: Table, session: Session, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    deputy = make_person(session, "Tove Tillförordnad")
    make_appointment(session, deputy, town.section, deputy=True)
    session.commit()
    table.over.post(f"{table.at_theme}/min-bild", data={"text": "Bara min än så länge.", "base": 0})
    table.rep.post(f"{table.here}/dela", data={"anyway": "1"})
    stand_in, here = visit(deputy), table.here
    let_go(session, table.over, table.rep, stand_in)
    at_once(
        lambda: stand_in.post(f"{here}/ta-over"),
        lambda: table.over.post(f"{here}/dela", data={"anyway": "1"}),
    )
    session.expire_all()
    seats = {
        p.side: p
        for p in session.scalars(select(Participant).where(Participant.dialogue_id == table.dialogue.id))
    }
    assert seats["over"].person_id == deputy.id
    revealed, theme = table.fresh().revealed_at is not None, table.at_theme
    # Who has begun keeps the reading of the page from being noted, on SQLite until it has waited in vain.
    session.commit()
    shown = "Bara min än så länge." in table.rep.get(theme).text
    # Either the predecessor opened it before, or it stays theirs.
    assert shown == revealed


def test_a_step_back_and_a_consent_at_once_leave_no_consent_behind(table: Table, session: Session) -> None:
    table.to(State.ESTABLISHING)
    revision, here = table.revision, table.here
    let_go(session, table.over, table.rep)
    consent, back = at_once(
        lambda: table.rep.post(f"{here}/helhet/faststall", data={"revision": revision}),
        lambda: table.over.post(f"{here}/steg", data={"till": "held"}),
    )
    assert (consent in {302, 409, 422}, back) == (True, 302)
    assert (table.consents(), table.state) == (0, State.HELD)


def test_releasing_and_changing_the_words_at_once_never_lets_other_words_up(
    table: Table, session: Session
) -> None:
    table.to(State.ESTABLISHED)
    matter = table.propose(table.rep, "Vikariepoolen räcker inte.")
    at, revision = f"{table.here}/lyft/{matter.id}", matter.revision
    let_go(session, table.over, table.rep)
    at_once(
        lambda: table.over.post(at, data={"wish": "release", "revision": revision}),
        lambda: table.rep.post(
            at, data={"wish": "change", "revision": revision, "text": "Allt är illa skött."}
        ),
    )
    session.expire_all()
    assert (matter.passage_id is not None) == (matter.text == "Vikariepoolen räcker inte.")
    assert verify(session).faults == []
