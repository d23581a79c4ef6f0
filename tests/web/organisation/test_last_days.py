"""What is due when its unit is planned to be no more: it is said beside the day, with who comes after, and never refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.organisation import reorganising, units
from app.organisation.models import Unit
from app.organisation.reorganising import SplitPart
from tests.factories.assignments import give, make_assignment
from tests.factories.control import decided_plan, first_control, make_risk
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.factories.planning import add_activity, establish, make_goal
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in
from tests.support.statements import counted_statements
from tests.support.world import World

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
ENDS = date(2027, 7, 1)
BEFORE, AFTER = date(2027, 6, 30), date(2027, 9, 15)

Page = Callable[[str], str]


@pytest.fixture(autouse=True)
def held_clock(clock: Callable[[datetime], None]) -> None:
    clock(NOW)


@pytest.fixture
def town(session: Session, held_clock: None) -> Municipality:
    found = make_municipality(session)
    session.commit()
    return found


def split(session: Session, unit: Unit) -> None:
    parts = [SplitPart("Förskolan Norr"), SplitPart("Förskolan Söder")]
    reorganising.split_unit(session, unit_id=unit.id, on=ENDS, into=parts, actor_id=None)
    session.commit()


def close(session: Session, unit: Unit) -> None:
    units.close_unit(session, unit_id=unit.id, on=ENDS, actor_id=None, end_appointments=True)
    session.commit()


SPLIT = "Förskolan Ängen finns till och med 30 juni 2027, därefter svarar Förskolan Norr och Förskolan Söder."
LEFT = (
    "Förskolan Ängen finns till och med 30 juni 2027, och ingen tar över uppdraget efter det. "
    "Lärandesektionen avgör vad som händer med det."
)


@pytest.mark.parametrize(
    ("change", "due", "said"),
    [(split, AFTER, SPLIT), (close, AFTER, LEFT), (split, BEFORE, ""), (close, None, "")],
)
def test_an_assignment_due_after_the_end_says_who_answers_then(
    session: Session,
    town: Municipality,
    client: SamsynClient,
    change: Callable[[Session, Unit], None],
    due: date | None,
    said: str,
) -> None:
    one = give(session, town.section_manager, town.section, town.unit, due_on=due)
    change(session, town.unit)
    here = sign_in(client, session, town.section_manager)
    page, register = here.get(f"/uppdrag/{one.id}/").text, here.get("/uppdrag/").text
    assert ("past-the-end" in page) is bool(said)
    assert said in page
    assert ("efter enhetens sista dag" in register) is bool(said)


def test_what_an_employee_takes_is_left_with_who_gave_it(
    session: Session, town: Municipality, client: SamsynClient
) -> None:
    one = give(session, town.unit_manager, town.unit, town.unit, to=town.employee, due_on=AFTER)
    split(session, town.unit)
    page = sign_in(client, session, town.unit_manager).get(f"/uppdrag/{one.id}/").text
    assert "och ingen tar över uppdraget efter det. Förskolan Norr och Förskolan Söder avgör" in page


def test_a_day_after_the_end_is_not_refused(
    session: Session, town: Municipality, client: SamsynClient
) -> None:
    split(session, town.unit)
    one = make_assignment(session, town.section_manager, town.section, town.unit)
    session.commit()
    here = sign_in(client, session, town.section_manager)
    sent = {"title": one.title, "due_on": AFTER.isoformat(), "revision": one.revision}
    answer = here.post(f"/uppdrag/{one.id}/vad", data=sent)
    assert answer.status_code == 303
    assert SPLIT in here.get(f"/uppdrag/{one.id}/").text


@pytest.mark.parametrize(
    ("change", "after"), [(split, "Förskolan Norr och Förskolan Söder"), (close, "Lärandesektionen")]
)
def test_an_activity_due_after_the_end_says_where_it_needs_to_stand(
    session: Session,
    town: Municipality,
    client: SamsynClient,
    change: Callable[[Session, Unit], None],
    after: str,
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager, year=2027)
    late = add_activity(session, goal, town.unit_manager, "Sent", due=AFTER)
    early = add_activity(session, goal, town.unit_manager, "Tidigt", due=BEFORE)
    establish(session, goal, town.unit_manager)
    change(session, town.unit)
    here = sign_in(client, session, town.unit_manager)
    said = f"Förskolan Ängen finns till och med 30 juni 2027. Ska det göras därefter behöver det stå hos {after}."
    for page in (
        f"/plan/mal/{goal.id}",
        f"/plan/aktivitet/{late.id}",
        f"/plan/?enhet={town.unit.id}&ar=2027",
    ):
        assert here.get(page).text.count(said) == 1, page
    assert said not in here.get(f"/plan/aktivitet/{early.id}").text


def test_a_goal_costs_no_more_however_many_of_its_activities_are_late(
    session: Session, town: Municipality, client: SamsynClient, world: World
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager, year=2027)
    add_activity(session, goal, town.unit_manager, "Sent", due=AFTER)
    split(session, town.unit)
    here = sign_in(client, session, town.unit_manager)

    def cost() -> int:
        here.get(f"/plan/mal/{goal.id}")
        with counted_statements(world.engine) as sent:
            here.get(f"/plan/mal/{goal.id}")
        return len(sent)

    first = cost()
    for number in range(5):
        add_activity(session, goal, town.unit_manager, f"Sent {number}", due=AFTER)
    session.commit()
    assert cost() == first


def test_a_control_after_the_end_of_its_board_says_who_answers_then(
    session: Session, town: Municipality, client: SamsynClient, clock: Callable[[datetime], None]
) -> None:
    clock(datetime(2027, 1, 10, 9, 0, tzinfo=UTC))
    director = make_person(session, "Disa Direktör")
    make_appointment(session, director, town.company, Role.MANAGER)
    plan = decided_plan(session, director, town.company, make_risk(session, director, town.company))
    session.commit()
    close(session, town.company)
    said = f"{town.company.name} finns till och med 30 juni, därefter svarar "
    here = sign_in(client, session, director)
    control = here.get(f"/internkontroll/kontroll/{first_control(plan).id}/").text
    assert control.count(said) == 2, "the two last quarters of the year"
    for page in (f"/internkontroll/plan/{plan.id}/", f"/internkontroll/plan/{plan.id}/kalender"):
        assert here.get(page).text.count(said) == 1
