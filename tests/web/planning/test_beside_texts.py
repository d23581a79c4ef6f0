"""What plans put into and beside the texts of a unit: figures folded beside an analysis, goals brought into a plan."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.planning.goals import services
from app.planning.parts import services as parts
from app.planning.plan.kind import KIND as PLAN
from app.writing.kinds import kinds
from app.writing.models import TextState
from tests.factories.measuring import measure
from tests.factories.organisation import Municipality
from tests.factories.planning import make_established, make_goal, whole
from tests.factories.unit_texts import make_text
from tests.support.client import SamsynClient
from tests.support.statements import counted_statements
from tests.support.world import World
from tests.web.planning.conftest import YEAR

Visit = Callable[[str], SamsynClient]


def test_figures_stand_folded_beside_the_results_words_first(
    session: Session, town: Municipality, visit: Visit
) -> None:
    by, kind = town.unit_manager, kinds.get("current_state")
    assert kind is not None
    goal = make_established(session, town.unit, by)
    parts.say_of_goal(session, actor_id=by.id, goal=goal, text="Lugnare sedan påsk.")
    measure(session, goal.indicators[0], town.unit, by, "2025", text="Fyra säger ibland.")
    other = make_goal(session, town.other_unit, town.other_unit_manager, "Deras eget mål")
    text = make_text(session, town.unit, by, kind=kind, year=YEAR)
    first, last = text.parts[0].id, text.parts[-1].id
    session.commit()
    page = visit("unit").get(f"/analys/text/{text.id}").text
    beside = page[page.index(f'id="del-{first}"') : page.index(f'id="del-{text.parts[1].id}"')]
    assert beside.index("Fyra säger ibland.") < beside.index("Så känns det")
    assert "Lugnare sedan påsk." in beside
    assert "Lugnare sedan påsk." not in page[page.index(f'id="del-{last}"') :]
    assert other.title not in page


def test_what_is_looked_at_beside_an_analysis_takes_as_many_statements_however_many_goals(
    session: Session, town: Municipality, visit: Visit, world: World
) -> None:
    kind = kinds.get("current_state")
    assert kind is not None
    text = make_text(session, town.unit, town.unit_manager, kind=kind, year=YEAR)
    path, client = f"/analys/text/{text.id}", visit("unit")
    counts = []
    for number in (1, 12):
        for each in range(number):
            goal = make_established(session, town.unit, town.unit_manager, f"Mål {number} {each}")
            parts.say_of_goal(session, actor_id=town.unit_manager.id, goal=goal, text="Det går.")
        session.commit()
        client.get(path)
        with counted_statements(world.engine) as sent:
            client.get(path)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_what_a_plan_brings_along_is_in_the_language_of_the_municipality_whoever_establishes_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_established(session, town.unit, town.unit_manager)
    text = make_text(session, town.unit, town.unit_manager, kind=PLAN, year=YEAR)
    session.commit()
    client = visit("unit")
    client.post("/sprak", data={"language": "en"})
    session.refresh(text)
    client.post(f"/analys/text/{text.id}/faststall", data={"revision": text.revision})
    session.refresh(text)
    assert text.state == TextState.ESTABLISHED
    page = client.get(f"/analys/text/{text.id}").text
    assert "<h3>Utvecklingsmål</h3>" in page
    assert "Vi märker det på: Så känns det." in page


def test_one_takes_a_goal_up_from_its_own_page_once_both_can_read_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    here = f"/plan/mal/{goal.id}"
    assert "Ta upp i nästa dialog" not in visit("unit").get(here).text
    services.share(session, actor_id=town.unit_manager.id, goal=whole(session, goal))
    session.commit()
    assert "Ta upp i nästa dialog" in visit("unit").get(here).text
    assert "Ta upp i nästa dialog" in visit("section").get(here).text
    assert "Ta upp i nästa dialog" not in visit("support").get(here).text
