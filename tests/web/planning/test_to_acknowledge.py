"""Goals that wait for a body's word: told to those who speak for it, on their start page until something is said."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.organisation.models import Person
from app.planning.acknowledging import ahead
from app.planning.acknowledging.models import GoalAcknowledgement
from app.planning.acknowledging.rules import points_of, spoken_for
from app.planning.acknowledging.services import receiving
from app.planning.models import Goal
from app.steering.loader import load_profile
from app.steering.routes import EXTENSION
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality, make_appointment
from tests.factories.planning import complete, make_established, make_goal, profile, whole
from tests.support.client import SamsynClient
from tests.support.shown import hidden
from tests.web.planning.test_layers import result_goal

__all__ = ["result_goal"]
Visit = Callable[[str], SamsynClient]


def told(session: Session, what: str) -> set[int]:
    """Name those who were told that of goals to acknowledge."""
    session.rollback()
    found = session.scalars(select(Notice).where(Notice.kind == Kind.ACKNOWLEDGEMENT)).all()
    return {one.person_id for one in found if one.words["what"] == what}


def waits(session: Session, person: Person) -> set[tuple[int, str, int]]:
    """Give what waits for somebody on the start page: goal, point, body."""
    actor = acting_as(session, person)
    asked = ahead.received_by(actor, profile())
    if not asked.by:
        return set()
    rows = session.execute(ahead.waiting(actor, clock.today(), asked), {"most": 100})
    return {(one.id, one.point, one.unit_id) for one in (ahead.Waiting(*row) for row in rows)}


def test_a_body_is_told_of_an_established_goal_and_asked_until_it_has_answered(
    session: Session, town: Municipality, visit: Visit, result_goal: Goal, people: dict[str, Person]
) -> None:
    by = people["secretary"]
    goal = complete(session, make_goal(session, town.board, by, "Alla simmar", above=result_goal.above), by)
    session.commit()
    chief, path = visit("chief"), f"/plan/mal/{goal.id}/kvittera/{town.administration.id}/result_goals"
    assert "Alla simmar" not in chief.get("/").text
    sent = visit("secretary").post(f"/plan/mal/{goal.id}/faststall", data={"expected": goal.record_revision})
    assert sent.status_code == 302
    assert told(session, "asked") == {town.chief_executive.id}
    page = chief.get("/").text
    assert path in page
    assert "Alla simmar" in page
    for who in ("section", "unit", "secretary", "support", "employee"):
        assert "kvittera" not in visit(who).get("/").text, who
    assert "som Förvaltningen ska kvittera" in chief.get("/nytt").text
    sent = {"expected": hidden(chief.get(path).text, "expected")}
    chief.post(path, data=sent | {"stance": "against", "reason": "Det går inte inom ramen."})
    assert path not in chief.get("/").text
    assert told(session, "asked") == set()
    assert told(session, "against") == {town.politician.id}
    goal = whole(session, goal)
    for step, data in (("oppna-igen", {}), ("faststall", {"expected": goal.record_revision})):
        visit("secretary").post(f"/plan/mal/{goal.id}/{step}", data=data)
    assert path in chief.get("/").text, "a new version is answered anew"
    assert told(session, "asked") == {town.chief_executive.id}
    visit("secretary").post(f"/plan/mal/{goal.id}/oppna-igen")
    assert path not in chief.get("/").text
    assert told(session, "asked") == set()


def test_a_body_answers_the_version_it_has_read_and_no_other(
    session: Session, town: Municipality, visit: Visit, result_goal: Goal
) -> None:
    goal, owner, chief = f"/plan/mal/{result_goal.id}", visit("secretary"), visit("chief")
    path = f"{goal}/kvittera/{town.administration.id}/result_goals"
    sent = {
        "stance": "acknowledged",
        "reason": "Vi börjar i höst.",
        "expected": hidden(chief.get(path).text, "expected"),
    }
    owner.post(f"{goal}/oppna-igen")
    early = chief.post(path, data=sent)
    assert early.status_code == 409
    assert "skriver om det just nu" in early.text
    assert "Vi börjar i höst." in early.text
    found = whole(session, result_goal)
    changed = {"title": "Alla simmar tusen meter", "above_id": found.above_id, "revision": found.revision}
    owner.post(f"{goal}/andra", data=changed)
    expected = whole(session, result_goal).record_revision
    assert owner.post(f"{goal}/faststall", data={"expected": expected}).status_code == 302
    assert chief.post(path, data=sent | {"stance": ""}).status_code == 409
    late = chief.post(path, data=sent)
    assert late.status_code == 409
    assert "i en ny version sedan du läste det" in late.text
    assert "Alla simmar tusen meter" in late.text
    assert "Vi börjar i höst." in late.text
    session.rollback()
    assert session.scalars(select(GoalAcknowledgement)).all() == []
    assert chief.post(path, data=sent | {"expected": ""}).status_code == 409
    anew = sent | {"expected": hidden(late.text, "expected")}
    assert chief.post(path, data=anew).status_code == 302
    session.rollback()
    assert session.scalars(select(GoalAcknowledgement.version)).all() == [2]


def test_what_waits_is_what_the_page_of_the_goal_lets_one_answer(
    session: Session, town: Municipality, result_goal: Goal, people: dict[str, Person], app: Flask
) -> None:
    model = load_profile("kungalv")
    line = model.acknowledgements[0].model_copy(
        update={
            "key": "line",
            "between": ("role:overarching_manager", "role:reporting_manager", "role:chief_executive"),
            "goal_kinds": ("unit_goal",),
        }
    )
    app.extensions[EXTENSION] = model.model_copy(update={"acknowledgements": (*model.acknowledgements, line)})
    make_appointment(session, people["other_support"], town.council, Role.POLITICIAN, duty="chair")
    goals = [
        result_goal,
        result_goal.above,
        *(make_established(session, unit, by, "Lugnt", kind="unit_goal") for unit, by in (
            (town.unit, town.unit_manager), (town.other_unit, town.other_unit_manager)
        )),
    ]  # fmt: skip
    session.commit()
    seen = set()
    for name, person in people.items():
        actor = acting_as(session, person)
        on_pages = {
            (goal.id, point.key, unit_id)
            for goal in goals
            if goal is not None
            for point in points_of(profile(), goal.kind)
            for unit_id in spoken_for(
                actor, {one.id for one in receiving(session, profile(), point, whole(session, goal))}
            )
        }
        assert waits(session, person) == on_pages, name
        seen |= {(point, unit_id) for _goal, point, unit_id in on_pages}
    assert ("line", town.section.id) in seen
    assert ("line", town.administration.id) in seen
    assert ("result_goals", town.council.id) in seen
