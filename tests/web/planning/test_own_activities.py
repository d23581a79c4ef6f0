"""Whoever is to do an activity reads that activity and what its goal is called; who reads no plans reads nothing more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.organisation.appointing import end_appointment
from app.organisation.models import Appointment, Person
from app.planning.goals import services
from app.planning.models import Activity, ActivityState, Goal
from app.planning.parts import services as parts
from app.planning.parts.services import Deed
from app.planning.telling import remind_of_activities
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.factories.planning import add_activity, complete, establish, make_goal, whole
from tests.support.client import SamsynClient
from tests.support.news import unread
from tests.support.told_again import sent_when_told
from tests.web.planning.conftest import NOW

Visit = Callable[[str], SamsynClient]
GOAL, WHY, OTHERS = "Lugna lämningar", "Därför att det skaver.", "Något någon annan gör"
MINE, SAID, INDICATOR = "Skriva ner hur vi tar emot", "Halva är skrivet.", "Så känns det"


@pytest.fixture
def goal(session: Session, town: Municipality, people: dict[str, Person]) -> Goal:
    """An established goal with an activity that is the employee's to do, and one that is not."""
    by = town.unit_manager
    draft = make_goal(session, town.unit, by, GOAL, why=WHY)
    one = add_activity(session, draft, by, MINE, person=town.employee, due=date(2026, 12, 1))
    found = establish(session, complete(session, draft, by, activity=OTHERS, sign=INDICATOR), by)
    parts.say_of_goal(session, actor_id=by.id, goal=found, text="Ord om hela målet.")
    parts.say_of_activity(session, actor_id=by.id, goal=found, activity=one, text=SAID, state="ongoing")
    session.commit()
    return whole(session, found)


@pytest.fixture
def mine(goal: Goal) -> Activity:
    return next(one for one in goal.activities if one.what == MINE)


def test_an_employee_reads_the_own_activity_and_the_goals_title_and_nothing_else_of_it(
    town: Municipality, visit: Visit, goal: Goal, mine: Activity
) -> None:
    other = next(one.id for one in goal.activities if one.what == OTHERS)
    client = visit("employee")
    page = client.get(f"/plan/aktivitet/{mine.id}")
    assert page.status_code == 200
    for words in (MINE, SAID, GOAL, town.unit.name):
        assert words in page.text
    for words in (WHY, OTHERS, INDICATOR, "Ord om hela målet.", "/plan/mal/"):
        assert words not in page.text
    for path in (
        f"/plan/aktivitet/{other}",
        f"/plan/mal/{goal.id}",
        f"/plan/?enhet={town.unit.id}",
        f"/plan/trad/activity/{mine.id}",
        f"/plan/trad/goal/{goal.id}",
        f"/plan/ta-med.csv?enhet={town.unit.id}",
        f"/analys/?enhet={town.unit.id}",
    ):
        assert client.get(path).status_code == 404, path
    for path in ("lage", "andra", "ta-bort", "aterta"):
        assert client.post(f"/plan/aktivitet/{mine.id}/{path}", data={"words": "x"}).status_code == 404, path


def test_it_stands_on_the_start_page_and_in_the_list_and_one_is_reminded_of_it(
    session: Session, town: Municipality, visit: Visit, mine: Activity
) -> None:
    client = visit("employee")
    assert MINE in client.get("/").text
    listed = client.get("/plan/mina-aktiviteter").text
    assert MINE in listed
    assert OTHERS not in listed
    assert remind_of_activities(session, NOW) == 1
    assert session.query(Notice).one().person_id == town.employee.id
    goal = whole(session, mine.goal)
    parts.say_of_activity(
        session, actor_id=town.employee.id, goal=goal, activity=mine, text="", state=ActivityState.DONE
    )
    assert unread(session, Kind.ACTIVITY_DUE) == []


def test_when_all_are_reminded_more_people_take_no_more_statements(
    session: Session, town: Municipality, mine: Activity
) -> None:
    few = sent_when_told(session, remind_of_activities, NOW)
    by = town.unit_manager
    for number in range(4):
        draft = make_goal(session, town.unit, by, f"Mål {number}", why=WHY)
        person = make_person(session)
        make_appointment(session, person, town.unit, Role.EMPLOYEE)
        add_activity(session, draft, by, f"Göra {number}", person=person, due=date(2026, 12, 1))
        establish(session, complete(session, draft, by), by)
    assert sent_when_told(session, remind_of_activities, NOW) == few
    assert session.query(Notice).count() == 5


@pytest.mark.parametrize("who", ["administrator", "sibling", "other_unit", "colleague"])
def test_nobody_else_who_does_not_read_the_plan_reads_it(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit, mine: Activity, who: str
) -> None:
    people["colleague"] = make_person(session, "Kim Kollega")
    make_appointment(session, people["colleague"], town.unit, Role.EMPLOYEE)
    session.commit()
    assert visit(who).get(f"/plan/aktivitet/{mine.id}").status_code == 404


def test_who_has_left_the_unit_reads_it_no_longer(
    session: Session, town: Municipality, visit: Visit, mine: Activity
) -> None:
    appointment = session.query(Appointment).filter_by(person_id=town.employee.id).one()
    end_appointment(session, appointment_id=appointment.id, on=NOW.date(), actor_id=None)
    make_appointment(session, town.employee, town.sibling, Role.EMPLOYEE)
    session.commit()
    client = visit("employee")
    assert client.get(f"/plan/aktivitet/{mine.id}").status_code == 404
    assert MINE not in client.get("/").text + client.get("/plan/mina-aktiviteter").text
    assert remind_of_activities(session, NOW) == 0


def test_a_draft_is_not_read(session: Session, town: Municipality, visit: Visit) -> None:
    draft = make_goal(session, town.unit, town.unit_manager, GOAL)
    one = add_activity(session, draft, town.unit_manager, MINE, person=town.employee)
    session.commit()
    client = visit("employee")
    assert client.get(f"/plan/aktivitet/{one.id}").status_code == 404
    assert MINE not in client.get("/plan/mina-aktiviteter").text


def test_while_the_goal_is_changed_it_reads_as_it_was_established(
    session: Session, town: Municipality, visit: Visit, goal: Goal, mine: Activity
) -> None:
    by = town.unit_manager
    services.reopen(session, actor_id=by.id, goal=goal)
    changed = next(one for one in whole(session, goal).activities if one.id == mine.id)
    parts.change_activity(
        session,
        actor_id=by.id,
        goal=whole(session, goal),
        activity=changed,
        deed=Deed("Något annat än förut", person_id=town.employee.id),
        revision=changed.revision,
    )
    added = add_activity(session, whole(session, goal), by, "Alldeles nytt", person=town.employee)
    session.commit()
    client = visit("employee")
    page = client.get(f"/plan/aktivitet/{mine.id}").text
    assert MINE in page
    assert "Något annat än förut" not in page
    assert client.get(f"/plan/aktivitet/{added.id}").status_code == 404


def test_a_manager_and_an_employee_can_talk_about_it(
    session: Session, town: Municipality, visit: Visit, mine: Activity, goal: Goal
) -> None:
    client = visit("employee")
    assert client.get(f"/samtal-om/activity/{mine.id}").status_code == 200
    assert client.get(f"/samtal-om/goal/{goal.id}").status_code == 404
    assert client.get(f"/dialoger/ta-upp/activity/{mine.id}").status_code == 200
