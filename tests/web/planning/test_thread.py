"""The thread on its page: entered anywhere, walked both ways, within what one may read and nothing told of the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.analysis.vision import KIND as VISION
from app.organisation.models import Person
from app.passages.subjects import Ref
from app.planning.candidates import services as candidates
from app.planning.goals import services
from app.planning.models import Goal
from app.writing.models import TextState, UnitText
from tests.factories.dialogues import make_series
from tests.factories.organisation import Municipality
from tests.factories.passages import make_passage
from tests.factories.planning import (
    add_activity,
    complete,
    establish,
    make_candidate,
    make_established,
    make_goal,
    profile,
    whole,
)
from tests.factories.unit_texts import make_text
from tests.support.client import SamsynClient
from tests.support.statements import counted_statements
from tests.support.world import World

Visit = Callable[[str], SamsynClient]


@pytest.fixture
def vision(session: Session, town: Municipality) -> UnitText:
    made = make_text(
        session,
        town.administration,
        town.chief_executive,
        "Här går det att leva hela livet.",
        kind=VISION,
        state=TextState.ESTABLISHED,
    )
    session.commit()
    return made


@pytest.fixture
def chain(session: Session, town: Municipality, people: dict[str, Person], vision: UnitText) -> list[Goal]:
    """A council's goal, and the goal of a unit that hangs on it, both established."""
    council = make_established(
        session, town.council, people["secretary"], "Alla barn läser", kind="council_goal"
    )
    goal = make_goal(session, town.unit, town.unit_manager, "Lugna lämningar", above=council)
    return_to = establish(session, complete(session, goal, town.unit_manager), town.unit_manager)
    session.commit()
    return [council, return_to]


def at(kind: str, number: int) -> str:
    return f"/plan/trad/{kind}/{number}"


def test_one_walks_from_an_activity_up_to_the_vision_and_from_the_vision_down_to_it(
    session: Session, town: Municipality, chain: list[Goal], vision: UnitText, visit: Visit
) -> None:
    council, goal = chain
    activity = goal.activities[0]
    session.commit()
    ways = [
        at("vision", vision.unit_id),
        at("goal", council.id),
        at("goal", goal.id),
        at("activity", activity.id),
    ]
    reader = visit("unit")
    for way in ways:
        answer = reader.get(way)
        assert answer.status_code == 200
        for words in ("Vision och värdegrund", "Alla barn läser", "Lugna lämningar", "Göra ett schema"):
            assert words in answer.text, (way, words)
        for other in ways:
            assert other == way or f'href="{other}"' in answer.text, (way, other)
        assert "style=" not in answer.text.partition("<main")[2]
    assert "Här går det att leva hela livet." in reader.get(ways[0]).text


def test_the_way_in_stands_on_the_pages_of_what_lies_on_it(
    session: Session, chain: list[Goal], vision: UnitText, visit: Visit
) -> None:
    goal, activity = chain[1].id, chain[1].activities[0].id
    session.commit()
    reader = visit("unit")
    for page, way in (
        (f"/plan/mal/{goal}", at("goal", goal)),
        (f"/plan/aktivitet/{activity}", at("activity", activity)),
        ("/analys/vision", at("vision", vision.unit_id)),
    ):
        assert f'href="{way}"' in reader.get(page).text


def test_a_goal_comes_from_its_candidate_for_those_who_read_candidates(
    session: Session, town: Municipality, visit: Visit
) -> None:
    by = town.unit_manager
    text = make_text(session, town.unit, by, "Barnen är många på morgonen.", state=TextState.ESTABLISHED)
    part = text.parts[0]
    one = make_candidate(
        session, town.unit, by, "Stressiga morgnar", origin_kind="unit_text_part", origin_id=part.id
    )
    kind = next(kind for kind in profile().goal_chain if kind.key == "development_goal")
    goal = candidates.choose(session, actor_id=by.id, candidate=one, profile=profile(), kind=kind)
    goal.title = "Lugna morgnar"
    establish(session, complete(session, whole(session, goal), by), by)
    session.commit()
    page = visit("unit").get(at("goal", goal.id)).text
    assert "Stressiga morgnar" in page
    assert "Barnen är många på morgonen." in page
    assert "Lugna morgnar" in visit("unit").get(at("unit_text_part", part.id)).text
    assert "Lugna morgnar" in visit("unit").get(at("candidate", one.id)).text
    # A manager above reads the goal and the analysis, not the candidate between them.
    above = visit("section").get(at("goal", goal.id)).text
    assert "Stressiga morgnar" not in above
    assert "Barnen är många på morgonen." in above
    assert "Lugna morgnar" in visit("section").get(at("unit_text_part", part.id)).text
    assert visit("section").get(at("candidate", one.id)).status_code == 404


def test_what_one_may_not_read_is_not_there_and_nothing_tells_of_it(
    session: Session, town: Municipality, chain: list[Goal], visit: Visit
) -> None:
    council, goal = chain
    draft = make_goal(session, town.other_unit, town.other_unit_manager, "Hemligt utkast", above=council)
    make_established(session, town.other_unit, town.other_unit_manager, "Deras eget", above=council)
    session.commit()
    mine, theirs = (
        visit("unit").get(at("goal", council.id)).text,
        visit("other_unit").get(at("goal", council.id)).text,
    )
    assert "Lugna lämningar" in mine
    assert "Hemligt utkast" not in mine
    assert "Deras eget" not in mine
    assert "Lugna lämningar" not in theirs
    assert "Hemligt utkast" in theirs
    assert visit("unit").get(at("goal", draft.id)).status_code == 404
    assert visit("other_unit").get(at("activity", goal.activities[0].id)).status_code == 404
    for nothing in (at("goal", 999999), at("no_kind", 1), at("vision", town.unit.id)):
        assert visit("unit").get(nothing).status_code == 404
    assert visit("employee").get(at("goal", council.id)).status_code in {403, 404}


def test_while_a_goal_is_changed_others_walk_what_was_established(
    session: Session, town: Municipality, chain: list[Goal], visit: Visit
) -> None:
    goal, by = chain[1], town.unit_manager
    services.reopen(session, actor_id=by.id, goal=whole(session, goal))
    goal = whole(session, goal)
    services.change_goal(
        session,
        actor_id=by.id,
        goal=goal,
        profile=profile(),
        wanted=services.Wanted("Ändrat mål"),
        revision=goal.revision,
    )
    added = add_activity(session, whole(session, goal), by, "Ny aktivitet i utkastet")
    session.commit()
    live, above = visit("unit").get(at("goal", goal.id)).text, visit("section").get(at("goal", goal.id)).text
    assert "Ändrat mål" in live
    assert "Ny aktivitet i utkastet" in live
    assert "Alla barn läser" not in live
    assert "Lugna lämningar" in above
    assert "Alla barn läser" in above
    assert "Göra ett schema" in above
    assert "Ändrat mål" not in above
    assert "Ny aktivitet i utkastet" not in above
    assert visit("section").get(at("activity", added.id)).status_code == 404


def test_a_discarded_draft_hangs_on_nothing(session: Session, town: Municipality, visit: Visit) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    services.discard(session, actor_id=town.unit_manager.id, goal=goal)
    session.commit()
    assert visit("unit").get(at("goal", goal.id)).status_code == 404


def test_one_enters_at_a_passage_and_what_was_said_stands_at_what_it_was_about(
    session: Session, town: Municipality, chain: list[Goal], visit: Visit
) -> None:
    goal = chain[1]
    make_series(session, town.section, town.unit)
    said = make_passage(
        session,
        (town.section, town.section_manager),
        (town.unit, town.unit_manager),
        text="Morgnarna är lugnare nu.",
        about=[Ref("goal", goal.id)],
    )
    session.commit()
    page = visit("unit").get(at("passage", said.id))
    assert page.status_code == 200
    assert "Morgnarna är lugnare nu." in page.text
    assert f'href="{at("goal", goal.id)}"' in page.text
    assert "Morgnarna är lugnare nu." in visit("unit").get(at("goal", goal.id)).text
    assert "Morgnarna är lugnare nu." in visit("section").get(at("goal", chain[0].id)).text
    # An auditor reads the goal and that it was talked about, not the words.
    audited = visit("auditor").get(at("goal", goal.id))
    assert audited.status_code == 200
    assert "Morgnarna är lugnare nu." not in audited.text
    assert visit("other_unit").get(at("passage", said.id)).status_code == 404
    assert f'href="{at("passage", said.id)}"' in visit("unit").get(f"/lyft/{said.id}").text


def test_the_thread_takes_as_many_statements_however_much_hangs_on_it(
    world: World, session: Session, town: Municipality, chain: list[Goal], vision: UnitText, visit: Visit
) -> None:
    council = chain[0]
    reader, counts = visit("chief"), []
    paths = [at("vision", vision.unit_id), at("goal", council.id), at("goal", chain[1].id)]
    for more in (1, 19):
        for number in range(more):
            goal = make_goal(session, town.unit, town.unit_manager, f"Mål {more} {number}", above=council)
            complete(session, goal, town.unit_manager)
            establish(session, goal, town.unit_manager)
        session.commit()
        for path in paths:
            reader.get(path)
        with counted_statements(world.engine) as sent:
            for path in paths:
                assert reader.get(path).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_what_is_shown_at_once_is_little_however_much_there_is_and_the_rest_is_one_press_away(
    session: Session, town: Municipality, people: dict[str, Person], vision: UnitText, visit: Visit
) -> None:
    def council_goal(number: int) -> Goal:
        title = f"Mål {number}: alla som bor här ska märka att vi ser dem och svarar"
        return make_established(session, town.council, people["secretary"], title, kind="council_goal")

    councils = [council_goal(number) for number in range(14)]
    for council in councils[:12]:
        for number in range(5):
            goal = make_goal(
                session, town.unit, town.unit_manager, f"Lugnare lämningar {number}", above=council
            )
            complete(session, goal, town.unit_manager)
            establish(session, goal, town.unit_manager)
    session.commit()
    page = visit("chief").get(at("vision", vision.unit_id))
    assert len(page.data) < 60_000
    assert "Visa fler" in page.text
    assert "sida=2" in page.text


def test_it_reads_in_english(
    world: World, session: Session, chain: list[Goal], people: dict[str, Person], visit: Visit
) -> None:
    people["unit"].language = "en"
    session.commit()
    reader, address = visit("unit"), at("goal", chain[1].id)
    # What was written above was written in Swedish; a context of its own speaks its own language.
    with world.app.app_context():
        page = reader.get(address).text
    assert "The golden thread" in page
    assert "Den röda tråden" not in page
