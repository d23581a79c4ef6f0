"""A goal from draft to ended: what is needed, what is refused and why, what is locked, and that nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Person
from app.planning.errors import ChangedMeanwhile, NotYet, Refused
from app.planning.goals import services
from app.planning.models import Goal, GoalState
from app.records.disposal import erase_edition
from app.records.models import Edition
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories.organisation import Municipality
from tests.factories.planning import complete, make_established, make_goal, profile, whole
from tests.support.client import SamsynClient
from tests.web.planning.conftest import YEAR

Visit = Callable[[str], SamsynClient]


def new(town: Municipality, **more: object) -> dict[str, object]:
    return {
        "unit": town.unit.id,
        "year": YEAR,
        "kind": "development_goal",
        "title": "Lugna lämningar",
        **more,
    }


def one(session: Session) -> Goal:
    session.rollback()
    return whole(session, session.scalars(select(Goal)).one())


def test_only_a_title_is_needed(session: Session, town: Municipality, visit: Visit) -> None:
    answer = visit("unit").post("/plan/mal/nytt", data=new(town))
    assert answer.status_code == 302
    goal = one(session)
    assert (goal.title, goal.state, goal.year, goal.until_year) == ("Lugna lämningar", "draft", YEAR, YEAR)
    assert verify(session).faults == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "Skriv något här."),
        ({"title": "å" * 301}, "300"),
        ({"due_on": "den trettonde"}, "Inte ett giltigt datum"),
        ({"owner_id": "999"}, "Välj ett av alternativen"),
        ({"owner": "x" * 201}, "200"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    session: Session, town: Municipality, visit: Visit, wrong: dict[str, str], said: str
) -> None:
    answer = visit("unit").post("/plan/mal/nytt", data=new(town, why="Mina ord om varför.") | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Mina ord om varför." in answer.text
    assert session.scalars(select(Goal)).all() == []


def test_establishing_says_exactly_what_is_missing_and_changes_nothing(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    answer = client.post(f"/plan/mal/{goal.id}/faststall", data={"expected": goal.record_revision})
    assert answer.status_code == 422
    assert "Det behövs minst en aktivitet." in answer.text
    assert "Det behövs minst en indikator." in answer.text
    client.post(f"/plan/mal/{goal.id}/aktivitet", data={"what": "Göra ett schema"})
    client.post(f"/plan/mal/{goal.id}/indikator", data={"name": "Så känns det", "nature": "qualitative"})
    answer = client.post(f"/plan/mal/{goal.id}/faststall", data={"expected": one(session).record_revision})
    assert answer.status_code == 422
    assert "Det behövs minst en" not in answer.text
    assert "Indikatorn ”Så känns det” saknar metod" in answer.text
    assert one(session).state == "draft"
    assert session.scalars(select(Edition)).all() == []


def test_an_established_goal_is_locked_as_a_version_and_a_new_one_comes_by_opening_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    by = town.unit_manager
    goal = make_established(session, town.unit, by, why="För barnens skull.")
    session.commit()
    client = visit("unit")
    for path in ("andra", "aktivitet", "indikator"):
        answer = client.post(
            f"/plan/mal/{goal.id}/{path}", data=new(town, what="x", name="x", nature="qualitative")
        )
        assert answer.status_code in {409, 422}, path
        assert "låst" in answer.text
    client.post(f"/plan/mal/{goal.id}/oppna-igen")
    client.post(
        f"/plan/mal/{goal.id}/andra", data={"title": "Lugnare lämningar", "revision": one(session).revision}
    )
    answer = client.post(f"/plan/mal/{goal.id}/faststall", data={"expected": one(session).record_revision})
    assert answer.status_code == 302
    first, second = session.scalars(select(Edition).order_by(Edition.number)).all()
    assert (json.loads(first.content or "")["title"], json.loads(second.content or "")["title"]) == (
        "Lugna lämningar",
        "Lugnare lämningar",
    )
    older = client.get(f"/plan/mal/{goal.id}/version/1")
    assert "Lugna lämningar" in older.text
    assert "För barnens skull." in older.text
    assert verify(session).faults == []


def test_one_establishes_what_one_has_read(session: Session, town: Municipality) -> None:
    by = town.unit_manager
    goal = complete(session, make_goal(session, town.unit, by), by)
    read = goal.record_revision
    services.change_goal(
        session,
        actor_id=town.support.id,
        goal=goal,
        profile=profile(),
        wanted=services.Wanted("Något annat"),
        revision=goal.revision,
    )
    with pytest.raises(ChangedMeanwhile):
        services.establish(session, actor_id=by.id, goal=goal, profile=profile(), expected=read)


def test_two_who_change_the_same_goal_see_both_texts(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    eva, sara = visit("unit"), visit("support")
    eva.post(f"/plan/mal/{goal.id}/andra", data={"title": "Evas rubrik", "revision": 1})
    answer = sara.post(f"/plan/mal/{goal.id}/andra", data={"title": "Saras rubrik", "revision": 1})
    assert answer.status_code == 409
    assert "Evas rubrik" in answer.text
    assert "Saras rubrik" in answer.text
    assert 'name="revision" type="hidden" value="2"' in answer.text
    assert one(session).title == "Evas rubrik"
    sara.post(f"/plan/mal/{goal.id}/andra", data={"title": "Saras rubrik", "revision": 2})
    assert one(session).title == "Saras rubrik"


def test_a_goal_ends_with_words_and_the_ending_can_be_taken_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_established(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    assert client.post(f"/plan/mal/{goal.id}/avsluta", data={"words": "  "}).status_code == 422
    answer = client.post(
        f"/plan/mal/{goal.id}/avsluta", data={"words": "Vi nådde dit."}, follow_redirects=True
    )
    assert "Vi nådde dit." in answer.text
    assert f"/plan/mal/{goal.id}/fortsatt" in answer.text
    assert one(session).state == "ended"
    client.post(f"/plan/mal/{goal.id}/fortsatt")
    assert one(session).state == "established"
    assert verify(session).faults == []


def test_a_draft_is_thrown_away_with_a_way_back(session: Session, town: Municipality, visit: Visit) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    page = client.post(f"/plan/mal/{goal.id}/slang", follow_redirects=True).text
    assert f"/plan/mal/{goal.id}/angra-slang" in page
    assert "Lugna lämningar" not in page
    client.post(f"/plan/mal/{goal.id}/angra-slang")
    assert one(session).state == "draft"


def test_steps_that_are_not_there_are_refused_with_words(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    for step in ("ta-tillbaka", "oppna-igen", "fortsatt", "angra-slang"):
        answer = visit("unit").post(f"/plan/mal/{goal.id}/{step}")
        assert answer.status_code == 409, step
        assert "Det steget går inte att ta härifrån" in answer.text


# --- links


def test_a_goal_hangs_on_what_the_council_established_if_it_likes(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit
) -> None:
    council = make_established(
        session, town.council, people["secretary"], "Barn ska trivas", kind="council_goal"
    )
    session.commit()
    client = visit("unit")
    assert "Barn ska trivas" in client.get("/plan/mal/nytt").text
    client.post("/plan/mal/nytt", data=new(town, above_id=council.id))
    goal = session.scalars(select(Goal).where(Goal.unit_id == town.unit.id)).one()
    assert "Barn ska trivas" in client.get(f"/plan/mal/{goal.id}").text
    # And back again, for those who may read it.
    assert "Lugna lämningar" in client.get(f"/plan/mal/{council.id}").text
    assert "Lugna lämningar" not in visit("sibling").get(f"/plan/mal/{council.id}").text


def test_a_goal_hangs_on_nothing_but_established_goals_above_of_the_right_kind(
    session: Session, town: Municipality, people: dict[str, Person]
) -> None:
    draft = make_goal(session, town.council, people["secretary"], "Utkast", kind="council_goal")
    section = make_established(session, town.section, town.section_manager, "Sektionens")
    for above in (draft, section):
        with pytest.raises(Refused):
            make_goal(session, town.unit, town.unit_manager, above=above)


def test_what_is_changed_above_is_not_shown_below(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit
) -> None:
    by = people["secretary"]
    council = make_established(session, town.council, by, "Barn ska trivas", kind="council_goal")
    goal = make_goal(session, town.unit, town.unit_manager, above=council)
    services.reopen(session, actor_id=by.id, goal=council)
    services.change_goal(
        session,
        actor_id=by.id,
        goal=council,
        profile=profile(),
        wanted=services.Wanted("Hemligt förslag"),
        revision=council.revision,
    )
    session.commit()
    client = visit("unit")
    for path in (f"/plan/mal/{goal.id}", f"/plan/mal/{goal.id}?andra=mal", "/plan/", "/plan/mal/nytt"):
        assert "Hemligt förslag" not in client.get(path).text, path


# --- disposal, search, registers


def test_an_erased_version_takes_the_words_along_wherever_they_stand(
    session: Session, town: Municipality
) -> None:
    goal = make_established(session, town.unit, town.unit_manager, "Kvastskaft", why="Kvastskaft behövs.")
    session.commit()
    erase_edition(
        session,
        edition=session.get_one(Edition, goal.edition_id),
        because="gallrad enligt plan",
        actor_id=None,
    )
    session.commit()
    assert "Kvastskaft" not in repr([vars(row) for row in session.scalars(select(Goal)).all()])
    assert compare(session).agrees
    assert verify(session).faults == []


def test_a_unit_with_nothing_teaches_and_another_year_is_a_click_away(
    town: Municipality, visit: Visit
) -> None:
    page = visit("unit").get("/plan/").text
    assert "Inga prioriterade utvecklingsmål för 2026 än" in page
    assert f"/plan/?enhet={town.unit.id}&amp;ar=2027" in page


def test_the_register_lists_units_within_reach(session: Session, town: Municipality, visit: Visit) -> None:
    make_goal(session, town.unit, town.unit_manager)
    make_established(session, town.unit, town.unit_manager, "Två")
    session.commit()
    page = visit("section").get("/plan/enheter").text
    assert "Förskolan Ängen" in page
    assert "ett fastställt" in page or "en fastställt" in page
    assert "utkast" not in page.split("<table")[1].split("</table>")[0]
    assert "Kost och lokalvård" not in page


@pytest.mark.parametrize("path", ["/plan/?enhet=x&ar=y", "/plan/?ar=99999999", "/plan/enheter?sida=0&ar=-1"])
def test_odd_addresses_are_read_as_if_nothing_was_asked(town: Municipality, visit: Visit, path: str) -> None:
    assert visit("unit").get(path).status_code == 200


def test_a_goal_written_under_another_model_stays_readable(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    goal.kind = "some_old_kind"
    session.commit()
    client = visit("unit")
    assert "Lugna lämningar" in client.get("/plan/").text
    assert client.get(f"/plan/mal/{goal.id}").status_code == 200
    answer = client.post(f"/plan/mal/{goal.id}/faststall", data={"expected": 1})
    assert answer.status_code == 409
    assert goal.state == GoalState.DRAFT


def test_nothing_missing_is_ever_guessed(session: Session, town: Municipality) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    with pytest.raises(NotYet) as refused:
        services.establish(
            session,
            actor_id=town.unit_manager.id,
            goal=goal,
            profile=profile(),
            expected=goal.record_revision,
        )
    assert [one.what for one in refused.value.missing] == ["activities", "indicators"]
