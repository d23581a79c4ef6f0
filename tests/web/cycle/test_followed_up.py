"""Activities followed up in the rounds of a year: told by name on the event and on the plan, for those who read the plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.organisation.models import Unit
from app.planning.models import Goal
from app.planning.parts.services import say_of_activity
from tests.factories.organisation import Municipality
from tests.factories.planning import add_activity, establish, make_goal, whole
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
PAGE = "/arshjul/2026/tertial_two/1/"


def goal_with_two(session: Session, town: Municipality) -> Goal:
    """An established goal with two activities, in a unit that follows them up by the model."""
    goal = make_goal(session, town.section, town.section_manager)
    add_activity(session, goal, town.section_manager, "Fråga familjerna")
    goal = establish(session, goal, town.section_manager)
    session.get_one(Unit, town.section.id).kind = "department"
    session.commit()
    return whole(session, goal)


def test_what_was_followed_up_in_a_round_and_what_was_not_is_told_by_name(
    session: Session,
    town: Municipality,
    visit: Visit,
    model: Callable[[str], None],
    clock: Callable[[datetime], None],
) -> None:
    clock(datetime(2026, 4, 20, 9, tzinfo=UTC))
    goal = goal_with_two(session, town)
    first, second = goal.activities
    said = {"actor_id": town.section_manager.id, "goal": goal, "text": "Hemligt gott.", "state": ""}
    say_of_activity(session, activity=second, **said)
    clock(datetime(2026, 9, 10, 9, tzinfo=UTC))
    session.commit()
    model("perstorp")
    plan = f"/plan/?enhet={town.section.id}&ar=2026"
    shown = visit("chief").get(PAGE).text
    assert f"Inte följt upp sedan 1 maj: {first.what}; {second.what}" in shown
    assert "Inte följt upp sedan 1 maj:" in visit("section").get(plan).text
    assert "Följ upp det ni gör i Lärandesektionen" in visit("section").get(PAGE).text
    say_of_activity(session, activity=first, **said)
    session.commit()
    shown = visit("chief").get(PAGE).text
    assert f"1 aktivitet följd upp, inte följt upp sedan 1 maj: {second.what}" in shown
    assert "Hemligt gott." not in shown
    aside = visit("section").get(plan).text.split('id="round"')[1].split("</section>")[0]
    assert second.what in aside
    assert first.what not in aside
    say_of_activity(session, activity=second, **said)
    session.commit()
    assert "2 aktiviteter följda upp" in visit("chief").get(PAGE).text
    assert "Allt är följt upp sedan 1 maj." in visit("section").get(plan).text
    assert "följt upp" not in visit("section").get(f"/plan/?enhet={town.section.id}&ar=2027").text


def test_a_model_without_such_rounds_says_nothing_of_them(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal_with_two(session, town)
    assert "följt upp" not in visit("section").get(f"/plan/?enhet={town.section.id}").text
