"""What models put on goals, in the pages: judged, broken down, acknowledged, measured by year; and none where there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import Person
from app.planning.checking.queries import ticks_of
from app.planning.goals import services as goals
from app.planning.judging.models import GoalJudgement
from app.planning.models import Goal
from app.planning.parts.services import Sign, add_indicator, say_of_goal
from app.planning.queries import Reader, goals_for_talk
from app.planning.stages.services import Stage, add_part, say_of_part
from app.records.disposal import erase_edition
from app.records.models import Edition, HistoryContent
from app.records.verifying import verify
from app.search.keeping import compare
from app.writing.kinds import kinds
from tests.factories.documents import acting_as
from tests.factories.measuring import measure
from tests.factories.organisation import Municipality
from tests.factories.planning import complete, establish, make_established, make_goal, profile, whole
from tests.factories.unit_texts import make_text
from tests.support.client import SamsynClient
from tests.support.shown import hidden
from tests.unit.planning.test_layers import KARLSKOGAS_EXAMPLE
from tests.web.planning.conftest import YEAR, Steered

Visit = Callable[[str], SamsynClient]


@pytest.fixture
def result_goal(
    session: Session, town: Municipality, people: dict[str, Person], model: Callable[[str], None]
) -> Goal:
    """A result goal of the executive board, established under a strategic one."""
    model("kungalv")
    by = people["secretary"]
    above = make_established(session, town.council, by, "Alla får stöd", kind="strategic_goal")
    goal = establish(session, make_goal(session, town.board, by, "Nio av tio läser", above=above), by)
    session.commit()
    return goal


def test_a_judgement_says_what_it_lacks_keeps_what_was_typed_and_the_earlier_ones_stay(
    session: Session, result_goal: Goal, visit: Visit
) -> None:
    client, path = visit("secretary"), f"/plan/mal/{result_goal.id}/bedom"
    assert "Inte bedömt än" in client.get(f"/plan/mal/{result_goal.id}").text
    sent = {"period": "2026-08", "expected": "0", "reason": "Åtta av tio läser."}
    for more, said in (
        ({}, "Välj en nivå."),
        ({"level": "yellow"}, "Den här nivån behöver en åtgärd."),
        ({"level": "green", "reason": " "}, "Skriv varför du bedömer så."),
    ):
        answer = client.post(path, data=sent | more)
        assert answer.status_code == 422
        assert said in answer.text
    assert "Åtta av tio läser." in client.post(path, data=sent | {"level": "red"}).text
    assert session.scalars(select(GoalJudgement)).all() == []
    client.post(path, data=sent | {"level": "yellow", "remedies": "En läslärare till."})
    stands = session.scalars(select(GoalJudgement)).one()
    later = sent | {"level": "green", "reason": "Nu är vi där."}
    again = client.post(path, data=later)
    assert again.status_code == 409
    assert "Nu är vi där." in again.text
    assert "En läslärare till." in again.text
    client.post(path, data=later | {"expected": stands.id})
    page = visit("chair").get(f"/plan/mal/{result_goal.id}").text
    shown = page[page.index('id="judged"') :]
    assert shown.index("Grönt, uppnått") < shown.index("Nu är vi där.") < shown.index("Tidigare bedömningar")
    assert (
        shown.index("Tidigare bedömningar")
        < shown.index("Gult, under kontroll")
        < shown.index("En läslärare till.")
    )
    assert "ersatt senare" in shown
    assert 'class="level-mark green"' in shown
    session.rollback()
    assert verify(session).faults == []
    assert compare(session).agrees


def test_only_those_who_write_a_goal_judge_it_and_only_while_it_holds(
    session: Session, result_goal: Goal, visit: Visit
) -> None:
    path = f"/plan/mal/{result_goal.id}/bedom"
    for who in ("chief", "unit", "chair", "auditor", "employee"):
        assert visit(who).get(path).status_code == 404, who
        assert visit(who).post(path, data={"level": "green", "reason": "x"}).status_code == 404, who
    client = visit("secretary")
    early = {"period": "2026-12", "level": "green", "reason": "Mina skäl", "expected": "0"}
    too_early = client.post(path, data=early)
    assert too_early.status_code == 409
    assert "Mina skäl" in too_early.text
    client.post(f"/plan/mal/{result_goal.id}/oppna-igen")
    assert client.post(path, data=early | {"period": "2026-08"}).status_code == 409


def test_part_goals_lie_on_the_way_and_are_locked_with_the_version(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    model: Callable[[str], None],
    visit: Visit,
) -> None:
    model("kungalv")
    goal = complete(session, make_goal(session, town.board, people["secretary"]), people["secretary"])
    session.commit()
    client, path = visit("secretary"), f"/plan/mal/{goal.id}"
    wrong = client.post(f"{path}/delmal", data={"what": "Åtta av tio", "due_on": "snart"})
    assert wrong.status_code == 422
    assert "Åtta av tio" in wrong.text
    client.post(f"{path}/delmal", data={"what": "Åtta av tio", "due_on": "2027-06-01"})
    part = re.search(r"/plan/delmal/(\d+)/andra", client.get(path).text)
    assert part is not None
    client.post(f"/plan/delmal/{part[1]}/lage", data={"words": "Halvvägs dit."})
    page = client.get(path).text
    assert "Halvvägs dit." in page
    assert "SMARTA" in page
    assert "Mätbart: går det att se om vi är framme?" in page
    client.post(f"{path}/checklista", data={"p-measurable": "y", "n-measurable": "Läsprovet."})
    assert "Mätbart: går det att se om vi är framme?" not in client.get(path).text
    session.rollback()
    by = people["secretary"]
    whole(session, goal).above_id = make_established(session, town.council, by, kind="strategic_goal").id
    establish(session, goal, by)
    session.commit()
    kept = json.loads(
        session.scalars(select(Edition.content).where(Edition.object_id == goal.id)).one() or ""
    )
    assert kept["part_goals"][0]["what"] == "Åtta av tio"
    assert client.post(f"/plan/delmal/{part[1]}/ta-bort").status_code == 409
    version = visit("auditor").get(f"{path}/version/1").text
    assert "Åtta av tio" in version
    assert "till 1 juni 2027" in version
    session.rollback()
    assert verify(session).faults == []


def ticked(session: Session, goal: Goal) -> dict[str, tuple[bool, str]]:
    session.rollback()
    return {one.point: (one.ticked, one.note) for one in ticks_of(session, goal.id)}


def test_a_checklist_saved_from_an_old_page_leaves_what_others_have_ticked(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    visit: Visit,
    model: Callable[[str], None],
) -> None:
    model("kungalv")
    goal = make_goal(session, town.board, people["secretary"], "Nio av tio läser")
    session.commit()
    path, client = f"/plan/mal/{goal.id}/checklista", visit("secretary")
    page = client.get(path).text
    points = re.findall(r'name="p-([^"]+)"', page)
    old = {"expected": [unescape(one) for one in re.findall(r'name="expected" value="([^"]*)"', page)]}
    assert len(old["expected"]) == len(points) > 2
    one, other = points[:2]
    client.post(path, data=old | {f"p-{one}": "on", f"n-{one}": "Läsprovet <3"})
    assert client.post(path, data=old | {f"p-{other}": "on"}).status_code == 302
    assert ticked(session, goal) == {one: (True, "Läsprovet <3"), other: (True, "")}
    late = client.post(path, data=old | {f"n-{one}": "Mitt prov", f"p-{points[2]}": "on"})
    assert late.status_code == 409
    assert "Någon annan har ändrat medan du skrev" in late.text
    assert "Så står det nu: ikryssad. Anteckning: Läsprovet &lt;3" in late.text
    assert 'value="Mitt prov"' in late.text
    assert ticked(session, goal) == {one: (True, "Läsprovet <3"), other: (True, "")}
    # What one has not touched stands on the page as it stands now.
    boxes = re.findall(r'name="p-([^"]+)" checked', late.text)
    assert boxes == [other, points[2]]
    now = [unescape(one) for one in re.findall(r'name="expected" value="([^"]*)"', late.text)]
    mine = {f"n-{one}": "Mitt prov", f"p-{other}": "on", f"p-{points[2]}": "on"}
    long = client.post(path, data={"expected": now, **mine, f"n-{one}": "x" * 20_001})
    assert long.status_code == 422
    assert client.post(path, data={"expected": now, **mine}).status_code == 302
    assert ticked(session, goal)[one] == (False, "Mitt prov")
    assert verify(session).faults == []


def test_what_was_said_of_a_part_goal_that_went_out_of_the_draft_is_found_by_nobody(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    model: Callable[[str], None],
    visit: Visit,
) -> None:
    model("kungalv")
    by = people["secretary"]
    goal = complete(session, make_goal(session, town.board, by), by)
    session.commit()
    client, path = visit("secretary"), f"/plan/mal/{goal.id}"
    for what in ("Åtta av tio", "Nio av tio"):
        client.post(f"{path}/delmal", data={"what": what, "due_on": "2027-06-01"})
    stays, goes = sorted(map(int, set(re.findall(r"/plan/delmal/(\d+)/andra", client.get(path).text))))
    client.post(f"/plan/delmal/{stays}/lage", data={"words": "Halvvägs dit."})
    client.post(f"/plan/delmal/{goes}/lage", data={"words": "Nämnden bromsar."})
    assert path in client.get("/sok", query_string={"q": "bromsar"}).text
    client.post(f"/plan/delmal/{goes}/ta-bort")
    session.rollback()
    whole(session, goal).above_id = make_established(session, town.council, by, kind="strategic_goal").id
    establish(session, goal, by)
    session.commit()
    for who in ("secretary", "auditor", "chief", "unit"):
        reader = visit(who)
        assert "Nämnden bromsar." not in reader.get(path).text, who
        assert f'href="{path}' not in reader.get("/sok", query_string={"q": "bromsar"}).text, who
        assert f'href="{path}' in reader.get("/sok", query_string={"q": "halvvägs"}).text, who


def test_what_is_said_of_a_part_goal_is_not_taken_for_words_on_its_goal(
    session: Session, town: Municipality, visit: Visit
) -> None:
    by = town.unit_manager
    goal = make_established(session, town.unit, by)
    goals.reopen(session, actor_id=by.id, goal=goal)
    part = add_part(session, actor_id=by.id, goal=goal, stage=Stage("Åtta av tio"))
    establish(session, goal, by)
    say_of_goal(session, actor_id=by.id, goal=goal, text="Lugnare sedan påsk.")
    say_of_part(session, actor_id=by.id, goal=goal, one=part, text="Halvvägs dit.")
    analysis = kinds.get("current_state")
    assert analysis is not None
    text = make_text(session, town.unit, by, kind=analysis, year=YEAR)
    session.commit()
    client = visit("unit")
    for path in (f"/plan/?enhet={town.unit.id}&ar={YEAR}", f"/analys/text/{text.id}"):
        page = client.get(path).text
        assert "Lugnare sedan påsk." in page, path
        assert "Halvvägs dit." not in page, path
    talked_through = goals_for_talk(
        session, Reader(acting_as(session, by), clock.today(), frozenset()), town.unit.id, YEAR
    )
    assert [one.latest and one.latest.text for one in talked_through] == ["Lugnare sedan påsk."]


def test_a_goal_is_acknowledged_or_spoken_against_by_those_who_receive_it(
    session: Session, result_goal: Goal, town: Municipality, visit: Visit
) -> None:
    path = f"/plan/mal/{result_goal.id}/kvittera/{town.administration.id}/result_goals"
    page = visit("chair").get(f"/plan/mal/{result_goal.id}").text
    assert "har inte svarat än" in page
    for who in ("chair", "unit", "section", "secretary", "employee"):
        assert visit(who).post(path, data={"stance": "acknowledged"}).status_code == 404, who
    client = visit("chief")
    assert path in client.get(f"/plan/mal/{result_goal.id}").text
    read = {"expected": hidden(client.get(path).text, "expected")}
    refused = client.post(path, data=read | {"stance": "against", "reason": ""})
    assert refused.status_code == 422
    assert "Skriv vad invändningen är" in refused.text
    assert client.post(path, data=read | {"reason": "Mina ord"}).status_code == 422
    client.post(path, data=read | {"stance": "against", "reason": "Det går inte inom ramen."})
    client.post(path, data=read | {"stance": "acknowledged"})
    page = visit("chair").get(f"/plan/mal/{result_goal.id}").text
    assert page.index("kvitterat") < page.index("Det går inte inom ramen.")
    session.rollback()
    assert verify(session).faults == []


def test_a_goal_lacks_its_yearly_levels_and_its_table_is_karlskogas_example_cell_by_cell(
    steered: Steered,
) -> None:
    session, town, by, visit = steered("karlskoga")
    goal = make_goal(session, town.council, by, "God service och tillgänglighet", kind="council_goal")
    wanted = goals.Wanted(goal.title, until_year=YEAR + 3)
    goals.change_goal(
        session, actor_id=by.id, goal=goal, profile=profile(), wanted=wanted, revision=goal.revision
    )
    session.commit()
    client, path = visit("secretary"), f"/plan/mal/{goal.id}"
    lacking = client.post(f"{path}/faststall", data={"expected": 1})
    assert lacking.status_code == 422
    for year in range(YEAR, YEAR + 4):
        assert f"Det saknas en målnivå för {year}" in lacking.text
    # The years of the example, moved so that its first target year is the one of the test.
    for name, cells in KARLSKOGAS_EXAMPLE.items():
        ahead = dict(zip(range(YEAR, YEAR + 4), cells[4:], strict=True))
        sign = Sign(
            name,
            nature="quantitative",
            better="higher",
            targets={year: Decimal(cell) for year, cell in ahead.items() if cell != "–"},
            skipped=", ".join(str(YEAR - 4 + at) for at, cell in enumerate(cells) if cell == "–"),
        )
        add_indicator(session, actor_id=by.id, goal=whole(session, goal), sign=sign)
    session.commit()
    goal = whole(session, goal)
    answer = client.post(f"{path}/faststall", data={"expected": goal.record_revision})
    assert answer.status_code == 302
    session.rollback()
    for one in whole(session, goal).indicators:
        for at, cell in enumerate(KARLSKOGAS_EXAMPLE[one.name][:4]):
            if cell != "–":
                measure(session, one, town.council, by, str(YEAR - 4 + at), cell)
    session.commit()
    for who in ("secretary", "auditor", "chair"):
        assert table_of(visit(who).get(f"{path}/matt").text) == {
            name: list(cells) for name, cells in KARLSKOGAS_EXAMPLE.items()
        }, who
    measure(session, one, town.council, by, str(YEAR), "86")
    session.commit()
    assert "hittills 86" in visit("chair").get(f"{path}/matt").text
    assert verify(session).faults == []


def table_of(page: str) -> dict[str, list[str]]:
    """Read the table of measures as it stands on the page, without what is said to screen readers alone."""
    body = re.search(r'<table class="years num measures"[^>]*>.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    assert body is not None
    seen = re.sub(r'<span class="sr">.*?</span>|<span class="small">.*?</span>', "", body[1])
    rows = re.findall(r"<tr>(.*?)</tr>", seen, re.DOTALL)
    cells = [
        [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        ]
        for row in rows
    ]
    return {name: rest for name, *rest in cells}


def test_the_figures_propose_a_person_differs_with_a_reason_and_both_stand(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    model: Callable[[str], None],
    visit: Visit,
) -> None:
    model("perstorp")
    by = people["secretary"]
    group = make_established(session, town.council, by, "Barn klarar skolan", kind="group_goal")
    goal = make_goal(session, town.board, by, "Fler läser", above=group)
    sign = Sign(
        "Läsförståelse",
        nature="quantitative",
        unit_of_measure="procent",
        better="higher",
        targets={year: Decimal(85) for year in range(YEAR, YEAR + 3)},
    )
    add_indicator(session, actor_id=by.id, goal=goal, sign=sign)
    goal = establish(session, whole(session, goal), by)
    session.commit()
    client = visit("secretary")
    path = f"/plan/mal/{goal.id}/bedom"
    assert "Förslag ur siffrorna: svart, inte mätt." in client.get(path).text
    measure(session, whole(session, goal).indicators[0], town.board, by, str(YEAR), "74")
    session.commit()
    assert "Förslag ur siffrorna: gul, 87 % av målvärdet." in client.get(path).text
    assert re.search(
        r"hittills 74</span>.*?level-mark yellow.*?gul", client.get(f"/plan/mal/{goal.id}/matt").text
    )
    sent = {"period": "2026-08", "expected": "0", "level": "green"}
    refused = client.post(path, data=sent)
    assert refused.status_code == 422
    assert "Du bedömer annorlunda än förslaget" in refused.text
    client.post(path, data=sent | {"reason": "Var femte elev är ny i språket."})
    page = visit("auditor").get(f"/plan/mal/{goal.id}").text
    assert "Förslag ur siffrorna: gul, 87 % av målvärdet. Bedömningen är en annan." in page
    assert "Var femte elev är ny i språket." in page
    # Under a model that judges nothing, what was judged is still read, under its old name.
    model("tranemo")
    page = visit("auditor").get(f"/plan/mal/{goal.id}").text
    assert "Var femte elev är ny i språket." in page
    assert client.get(path).status_code == 404


def test_goals_are_read_by_perspective(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    model: Callable[[str], None],
    visit: Visit,
) -> None:
    model("karlskoga")
    client = visit("secretary")
    sent = {"unit": town.council.id, "year": YEAR, "kind": "council_goal"}
    client.post("/plan/mal/nytt", data=sent | {"title": "Bättre arbetsplatser", "perspectives": ["employee"]})
    client.post("/plan/mal/nytt", data=sent | {"title": "God service", "perspectives": ["citizen_user"]})
    here = f"/plan/?enhet={town.council.id}"
    assert "Perspektiv: Medarbetare" in client.get(here).text
    only = client.get(f"{here}&perspektiv=citizen_user").text
    assert "God service" in only
    assert "Bättre arbetsplatser" not in only
    ordered = client.get(f"{here}&perspektiv=alla").text
    assert ordered.index("God service") < ordered.index("Bättre arbetsplatser")
    wrong = client.post("/plan/mal/nytt", data=sent | {"title": "Tredje", "perspectives": ["none_such"]})
    assert wrong.status_code == 422


def test_a_model_without_layers_shows_none(session: Session, town: Municipality, visit: Visit) -> None:
    goal = make_established(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    page = client.get(f"/plan/mal/{goal.id}").text
    for word in ("Bedöm", "Delmål", "Perspektiv", "Skyddsfaktor", "Kvittering", "Alla mått i en tabell"):
        assert word not in page
    assert client.get(f"/plan/mal/{goal.id}/bedom").status_code == 404
    assert client.get(f"/plan/mal/{goal.id}/checklista").status_code == 404
    assert client.post(f"/plan/mal/{goal.id}/delmal", data={"what": "x"}).status_code == 404


def test_what_was_judged_goes_with_the_last_version_when_it_is_disposed_of(
    session: Session, result_goal: Goal, visit: Visit
) -> None:
    client = visit("secretary")
    sent = {"period": "2026-08", "expected": "0", "level": "green", "reason": "Hemliga skäl."}
    client.post(f"/plan/mal/{result_goal.id}/bedom", data=sent)
    client.post(f"/plan/mal/{result_goal.id}/avsluta", data={"words": "Klart."})
    session.rollback()
    edition = session.scalars(
        select(Edition).where(Edition.kind == "goal", Edition.object_id == result_goal.id)
    ).one()
    erase_edition(session, edition=edition, because="gallrad enligt plan", actor_id=None)
    session.commit()
    assert session.scalars(select(GoalJudgement.reason)).all() == [""]
    assert not [
        kept for kept in session.scalars(select(HistoryContent.content)) if kept and "Hemliga skäl" in kept
    ]
    assert verify(session).faults == []
