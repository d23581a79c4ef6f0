"""The vision and its values are things of their own: goals hang on them, talks are about them, the thread is entered there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.analysis.values import VALUE, values_now
from app.analysis.vision import KIND as VISION
from app.organisation.models import Person
from app.passages.subjects import Ref, subjects
from app.planning.errors import Fault, Refused
from app.planning.goals import services
from app.planning.goals.services import Wanted
from app.planning.models import Goal
from app.records.verifying import verify
from app.writing import services as writing
from app.writing.models import UnitText
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality
from tests.factories.planning import complete, establish, make_goal, profile, whole
from tests.factories.unit_texts import MANAGES, loaded_text, make_text
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]


def vision_with(session: Session, town: Municipality, *values: tuple[str, str]) -> UnitText:
    """Write a vision with some values and establish it."""
    by = town.chief_executive
    text = make_text(session, town.administration, by, "Här går det att leva hela livet.", kind=VISION)
    for name, words in values:
        part = writing.add_part(session, actor_id=by.id, text=text, near=MANAGES, title=name)
        session.flush()
        writing.write_part(session, actor_id=by.id, text=text, near=MANAGES, part=part, words=words, base=0)
    return establish_vision(session, town, text)


def establish_vision(session: Session, town: Municipality, text: UnitText) -> UnitText:
    text = loaded_text(session, text)
    writing.establish_text(
        session,
        actor_id=town.chief_executive.id,
        text=text,
        near=MANAGES,
        kind=VISION,
        revision=text.revision,
        brought={},
    )
    session.commit()
    return loaded_text(session, text)


@pytest.fixture
def vision(session: Session, town: Municipality, people: dict[str, Person]) -> UnitText:
    return vision_with(session, town, ("Nyfikna", "Vi frågar först."), ("Nära", "Ingen ska behöva leta."))


def value_ids(session: Session, town: Municipality) -> dict[str, int]:
    return {one.name: one.id for one in values_now(session, acting_as(session, town.unit_manager))}


def hang_on(
    session: Session, goal: Goal, by: Person, aim: Ref | None, title: str = "Lugna lämningar"
) -> Goal:
    goal = whole(session, goal)
    services.change_goal(
        session,
        actor_id=by.id,
        goal=goal,
        profile=profile(),
        wanted=Wanted(title, aim=aim),
        revision=goal.revision,
    )
    return whole(session, goal)


def test_a_value_is_the_same_in_a_later_version_of_the_vision_and_gone_when_left_out(
    session: Session, town: Municipality, vision: UnitText
) -> None:
    before = value_ids(session, town)
    assert list(before) == ["Nyfikna", "Nära"]
    by = town.chief_executive
    again = writing.begin(
        session, actor_id=by.id, kind=VISION, unit=town.administration, near=MANAGES, year=0
    )
    again = loaded_text(session, again)
    near_part = next(part for part in again.parts if part.title == "Nära")
    writing.arrange(session, actor_id=by.id, text=again, near=MANAGES, part=near_part, title="Tillgängliga")
    assert value_ids(session, town) == before, "a draft changes nothing"
    establish_vision(session, town, again)
    assert value_ids(session, town) == {"Nyfikna": before["Nyfikna"], "Tillgängliga": before["Nära"]}
    last = writing.begin(session, actor_id=by.id, kind=VISION, unit=town.administration, near=MANAGES, year=0)
    last = loaded_text(session, last)
    curious = next(part for part in last.parts if part.title == "Nyfikna")
    writing.arrange(session, actor_id=by.id, text=last, near=MANAGES, part=curious, left_out=True)
    establish_vision(session, town, last)
    assert list(value_ids(session, town)) == ["Tillgängliga"]


def test_one_hangs_a_goal_on_a_value_by_the_form_and_walks_the_thread_both_ways(
    session: Session, town: Municipality, vision: UnitText, visit: Visit
) -> None:
    number = value_ids(session, town)["Nära"]
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    client, goal_id = visit("unit"), goal.id
    form = client.get(f"/plan/mal/{goal_id}?andra=mal").text
    assert f'value="value:{number}"' in form
    assert f'value="vision:{vision.unit_id}"' in form
    answer = client.post(
        f"/plan/mal/{goal_id}/andra",
        data={"title": "Lugna lämningar", "above_id": f"value:{number}", "revision": 1},
    )
    assert answer.status_code == 302
    page = client.get(f"/plan/mal/{goal_id}").text
    assert f"/plan/trad/value/{number}" in page
    establish(session, complete(session, whole(session, goal), town.unit_manager), town.unit_manager)
    session.commit()
    up = client.get(f"/plan/trad/goal/{goal_id}").text
    assert "Nära" in up
    assert "Vision och värdegrund" in up
    for path in (f"/plan/trad/value/{number}", f"/plan/trad/vision/{vision.unit_id}"):
        assert "Lugna lämningar" in visit("section").get(path).text, path
        assert "Lugna lämningar" not in visit("other_unit").get(path).text, path
    assert visit("employee").get(f"/plan/trad/value/{number}").status_code == 404
    assert "Nära" in visit("section").get(f"/plan/mal/{goal_id}/version/1").text
    assert verify(session).faults == []


def test_what_is_no_value_of_the_vision_now_is_refused_and_what_one_hung_on_before_stays(
    session: Session, town: Municipality, vision: UnitText
) -> None:
    by, number = town.unit_manager, value_ids(session, town)["Nära"]
    goal = make_goal(session, town.unit, by)
    for aim in (Ref(VALUE, 999_999), Ref("vision", town.unit.id), Ref("goal", 1)):
        with pytest.raises(Refused) as refused:
            hang_on(session, goal, by, aim)
        assert refused.value.fault is Fault.LINK_NOT_ALLOWED
    goal = hang_on(session, goal, by, Ref(VALUE, number))
    assert goal.aim_title == "Nära"
    goal = hang_on(session, goal, by, Ref(VALUE, number), title="Ett annat namn")
    assert (goal.aim_kind, goal.aim_id) == (VALUE, number)
    goal = hang_on(session, goal, by, None)
    assert (goal.aim_kind, goal.aim_title) == (None, "")


def test_a_goal_hangs_on_the_vision_itself_where_the_model_says_so(
    session: Session, town: Municipality, vision: UnitText, visit: Visit
) -> None:
    by = town.unit_manager
    goal = hang_on(session, make_goal(session, town.unit, by), by, Ref("vision", vision.unit_id))
    establish(session, complete(session, goal, by), by)
    session.commit()
    assert "Lugna lämningar" in visit("unit").get(f"/plan/trad/vision/{vision.unit_id}").text


def test_talks_are_about_a_value_for_all_who_read_the_vision(
    session: Session, town: Municipality, people: dict[str, Person], vision: UnitText, visit: Visit
) -> None:
    ref = Ref(VALUE, value_ids(session, town)["Nära"])
    assert subjects.named(session, acting_as(session, town.unit_manager), [ref])[ref].title == "Nära"
    assert subjects.named(session, acting_as(session, town.employee), [ref]) == {}
    page = visit("other_unit").get("/analys/vision").text
    assert f"/plan/trad/value/{ref.id}" in page
    assert "Inte samtalad än" in page
    assert visit("unit").get(f"/samtal-om/value/{ref.id}").status_code == 200
