"""What was talked about: that it was, for all who may read the subject; the words, for those they are for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask, render_template_string
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import Role
from app.dialogues.about import services as about
from app.dialogues.holding import raising
from app.dialogues.models import Dialogue, PairKind, Series, State, Verdict
from app.dialogues.queries.said import themes_of
from app.dialogues.series import services as series_services
from app.organisation.models import Appointment, Person
from app.organisation.reach import holdings
from app.passages.talks.queries import TalkedAbout, talked_about, talks_of
from app.passages.talks.services import About, Table, note_talks
from app.records.disposal import erase_edition
from app.records.models import Edition, Reading
from app.records.verifying import verify
from tests.factories.dialogues import establish, hold, loaded, make_dialogue, make_series, prepare, seats
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in
from tests.support.subjects import KIND, goal_of, register_goals

NOTE, RAISED = "Vi frågar familjerna i maj.", "Vikariepoolen räcker inte."


@pytest.fixture(autouse=True)
def goals() -> None:
    register_goals()


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def series(session: Session, town: Municipality) -> Series:
    return make_series(session, town.section, town.unit)


def talk(
    session: Session,
    town: Municipality,
    series: Series,
    *,
    days_ago: int = 10,
    note: str = NOTE,
    raised: str = "",
    guests: tuple[Person, ...] = (),
) -> Dialogue:
    """Let the section's manager and the unit's talk about the unit's goal, and establish it."""
    at = clock.now() - timedelta(days=days_ago)
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager, starts_at=at)
    dialogue = hold(session, prepare(session, dialogue), note=note, verdicts=(Verdict.SAME, Verdict.PARTLY))
    dialogue.held_at = at
    over, rep = seats(dialogue)
    theme = themes_of(session, dialogue.id)[0]
    about.mark_theme(session, seat=over, dialogue=dialogue, theme=theme, ref=goal_of(town.unit))
    if raised:
        matter = raising.propose_matter(session, seat=rep, dialogue=dialogue, theme_id=theme.id, text=raised)
        raising.release_matter(
            session, seat=over, dialogue=dialogue, matter=matter, revision=matter.revision, released=True
        )
    for guest in guests:
        for seat in (over, rep):
            dialogue = loaded(session, dialogue)
            series_services.invite_guest(session, seat=seat, dialogue=dialogue, person_id=guest.id)
    return establish(session, dialogue)


def actor(session: Session, person: Person) -> Actor:
    session.flush()
    return Actor(person.id, person.name, "sv", holdings(session, person.id, clock.today()))


def known_to(session: Session, town: Municipality, person: Person) -> TalkedAbout | None:
    found = talked_about(
        session, actor=actor(session, person), day=clock.today(), kind=KIND, ids=[town.unit.id]
    )
    return found.get(town.unit.id)


def words_for(session: Session, town: Municipality, person: Person) -> str | None:
    known = known_to(session, town, person)
    return known.said.words if known is not None and known.said is not None else None


def leave(session: Session, person: Person) -> None:
    for one in session.scalars(select(Appointment).where(Appointment.person_id == person.id)):
        one.valid_to = clock.today()


def test_what_nobody_talked_about_is_not_there(session: Session, town: Municipality, series: Series) -> None:
    assert known_to(session, town, town.unit_manager) is None


def test_the_note_is_read_by_the_two_and_that_it_was_talked_about_by_all(
    session: Session, town: Municipality, series: Series
) -> None:
    talk(session, town, series)
    for one in (town.section_manager, town.unit_manager):
        assert words_for(session, town, one) == NOTE
    for one in (town.chief_executive, town.support, town.auditor, town.politician, town.administrator):
        known = known_to(session, town, one)
        assert known is not None
        assert (known.said, known.own) == (None, False)


def test_what_went_up_is_read_by_those_above_and_the_newest_words_stand_first(
    session: Session, town: Municipality, series: Series
) -> None:
    talk(session, town, series, days_ago=30, raised=RAISED)
    assert words_for(session, town, town.chief_executive) == RAISED
    assert words_for(session, town, town.unit_manager) == RAISED
    talk(session, town, series, days_ago=5)
    known = known_to(session, town, town.chief_executive)
    assert known is not None
    assert known.said is not None
    assert (known.said.words, known.talked_since, known.more) == (RAISED, True, True)
    assert words_for(session, town, town.unit_manager) == NOTE
    for one in (town.support, town.auditor):
        assert words_for(session, town, one) is None


def test_who_takes_over_the_post_reads_and_who_left_it_does_not(
    session: Session, town: Municipality, series: Series
) -> None:
    talk(session, town, series)
    after = make_person(session, "Efter Trädare")
    leave(session, town.unit_manager)
    session.flush()
    make_appointment(session, after, town.unit, since=clock.today())
    assert words_for(session, town, after) == NOTE
    assert words_for(session, town, town.unit_manager) is None


def test_a_guest_reads_the_dialogue_both_invited_to_and_no_other(
    session: Session, town: Municipality, series: Series
) -> None:
    guest = make_person(session, "Gun Gäst")
    make_appointment(session, guest, town.section, Role.SUPPORT)
    talk(session, town, series, days_ago=20, note="Det gästen hörde.", guests=(guest,))
    talk(session, town, series, days_ago=5, note="Det gästen inte hörde.")
    known = known_to(session, town, guest)
    assert known is not None
    assert known.said is not None
    assert (known.said.words, known.talked_since, known.own) == ("Det gästen hörde.", True, False)


def test_what_a_manager_and_an_employee_talked_about_is_known_to_them_alone(
    session: Session, town: Municipality
) -> None:
    series = make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=town.employee)
    dialogue = make_dialogue(session, series, town.unit_manager, town.employee)
    dialogue = establish(session, hold(session, prepare(session, dialogue), note="Ditt eget mål."))
    table = Table("dialogue", dialogue.id, clock.now(), town.unit.id, town.unit.id)
    note_talks(session, table=table, about=[About(1, "Tema", (goal_of(town.unit),))])
    for one in (town.unit_manager, town.employee):
        assert words_for(session, town, one) == "Ditt eget mål."
    for one in (town.section_manager, town.chief_executive, town.support, town.auditor):
        assert known_to(session, town, one) is None
    listed = talks_of(
        session,
        actor=actor(session, town.section_manager),
        day=clock.today(),
        kind=KIND,
        subject_id=town.unit.id,
    )
    assert (listed.rows, listed.total) == ([], 0)


def test_erased_words_are_gone_and_that_it_was_talked_about_stays(
    session: Session, town: Municipality, series: Series
) -> None:
    dialogue = talk(session, town, series)
    edition = session.get_one(Edition, dialogue.edition_id)
    erase_edition(session, edition=edition, because="gallrad enligt plan", actor_id=None)
    known = known_to(session, town, town.unit_manager)
    assert known is not None
    assert (known.said, known.own) == (None, True)
    assert verify(session).faults == []


def test_many_subjects_with_many_talks_take_as_many_statements_as_few(
    session: Session,
    town: Municipality,
    series: Series,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    reader, ids = actor(session, town.unit_manager), [town.unit.id]
    talk(session, town, series, raised=RAISED)
    session.commit()
    counted = []
    for times in (0, 9):
        for number in range(times):
            dialogue = talk(session, town, series, days_ago=20 + number, raised=RAISED)
            table = Table("dialogue", dialogue.id, clock.now(), town.section.id, town.unit.id)
            refs = tuple(goal_of(unit) for unit in (town.section, town.sibling, town.other_unit))
            note_talks(session, table=table, about=[About(1, "Tema", refs)])
            ids = [town.unit.id, *(ref.id for ref in refs)]
        session.commit()
        with statements() as sent:
            assert talked_about(session, actor=reader, day=clock.today(), kind=KIND, ids=ids)
        counted.append(len(sent))
        with statements() as sent:
            assert talks_of(session, actor=reader, day=clock.today(), kind=KIND, subject_id=town.unit.id).rows
        counted.append(len(sent))
    assert counted[:2] == counted[2:]
    assert counted[0] <= 3
    assert counted[1] <= 4


def visit(clients: Callable[[], SamsynClient], session: Session, person: Person) -> SamsynClient:
    return sign_in(clients(), session, person)


def test_the_page_of_talks_shows_each_what_is_theirs_and_is_closed_to_who_may_not_read_the_subject(
    session: Session, town: Municipality, series: Series, clients: Callable[[], SamsynClient]
) -> None:
    talk(session, town, series, days_ago=30, raised=RAISED)
    talk(session, town, series, days_ago=5, note="Bara vi två läser detta.")
    session.commit()
    page = f"/samtal-om/{KIND}/{town.unit.id}"
    own = visit(clients, session, town.unit_manager).get(page).text
    assert own.index("Bara vi två läser detta.") < own.index(RAISED)
    above = visit(clients, session, town.chief_executive).get(page).text
    assert "Bara vi två läser detta." not in above
    assert RAISED in above
    assert "Orden läses av de två." in above
    auditor = visit(clients, session, town.auditor).get(page)
    assert auditor.status_code == 200
    assert RAISED not in auditor.text
    assert "Ta upp i nästa dialog" not in auditor.text
    for person in (town.sibling_manager, town.administrator, town.employee):
        assert visit(clients, session, person).get(page).status_code == 404
    for odd in ("/samtal-om/nothing/1", f"/samtal-om/{KIND}/999999", f"/samtal-om/{KIND}/99999999999"):
        assert visit(clients, session, town.unit_manager).get(odd).status_code == 404


def test_that_words_are_read_on_the_page_of_a_subject_is_noted(
    session: Session, town: Municipality, series: Series, clients: Callable[[], SamsynClient]
) -> None:
    talk(session, town, series, days_ago=30, raised=RAISED)
    dialogue = talk(session, town, series, days_ago=5)
    session.commit()
    for person in (town.chief_executive, town.unit_manager):
        visit(clients, session, person).get(f"/samtal-om/{KIND}/{town.unit.id}")
    session.commit()
    read = {(one.person_id, one.object_kind, one.what) for one in session.scalars(select(Reading))}
    assert (town.chief_executive.id, "passage", "passage") in read
    assert (town.unit_manager.id, "dialogue", "subject") in read
    assert (town.chief_executive.id, "dialogue", "subject") not in read
    assert (
        "sidan om ett ämne"
        in visit(clients, session, town.section_manager).get(f"/dialoger/{dialogue.id}/lasare").text
    )


def test_the_part_for_pages_of_subjects_says_it_in_words(
    app: Flask, session: Session, town: Municipality, series: Series
) -> None:
    shown = '{% from "components/talked.html" import talked with context %}{{ talked(about, kind, id) }}'

    def part(person: Person) -> str:
        with app.test_request_context("/"):
            known = known_to(session, town, person)
            return render_template_string(shown, about=known, kind=KIND, id=town.unit.id)

    assert "Inte samtalad än" in part(town.auditor)
    talk(session, town, series, days_ago=30, raised=RAISED)
    assert RAISED in part(town.chief_executive)
    assert "Orden läses av de två." in part(town.auditor)
    assert "Alla samtal om det" not in part(town.auditor)
    talk(session, town, series, days_ago=5)
    assert "Samtalad igen" in part(town.chief_executive)
    assert NOTE in part(town.unit_manager)
    assert "Alla samtal om det" in part(town.auditor)


def test_a_meeting_that_is_not_established_tells_nothing(
    session: Session, town: Municipality, series: Series
) -> None:
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager)
    dialogue = hold(session, prepare(session, dialogue), note=NOTE)
    theme = themes_of(session, dialogue.id)[0]
    about.mark_theme(session, seat=seats(dialogue)[0], dialogue=dialogue, theme=theme, ref=goal_of(town.unit))
    assert dialogue.state == State.HELD
    assert known_to(session, town, town.unit_manager) is None
