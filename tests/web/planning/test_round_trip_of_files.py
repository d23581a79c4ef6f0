"""Goals taken along as a file and read in where there are the same units: nothing of what the model put on them is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Person
from app.planning.files.exporting import COLUMNS
from app.planning.goals import services as goals
from app.planning.marks.named import Choice, Marks, Of, offered
from app.planning.models import Goal
from app.planning.parts.services import Deed, Sign, add_activity, add_indicator
from app.planning.rules import kind_of
from app.planning.stages.services import Stage, add_part
from app.records.verifying import verify
from app.steering.loader import load_profile
from tests.factories.planning import whole
from tests.support.client import SamsynClient
from tests.web.planning.conftest import YEAR, Steered
from tests.web.planning.test_hangs_on_in_files import read_in, sent

Visit = Callable[[str], SamsynClient]


def rows_in(taken: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(taken.removeprefix("\ufeff")), delimiter=";"))


def made(session: Session, by: Person, unit_id: int, profile: str, kind: str, wanted: goals.Wanted) -> Goal:
    loaded = load_profile(profile)
    shape = kind_of(loaded, kind)
    assert shape is not None
    goal = goals.create_goal(
        session, actor_id=by.id, unit_id=unit_id, year=YEAR, profile=loaded, kind=shape, wanted=wanted
    )
    return whole(session, goal)


@pytest.mark.parametrize("sort", ["csv", "xlsx"])
def test_what_was_taken_along_is_the_same_after_it_was_read_in_and_taken_along_again(
    steered: Steered, sort: str
) -> None:
    session, town, by, visit = steered("kungalv")
    loaded = load_profile("kungalv")
    marks = {Of.PERSPECTIVE: {loaded.perspectives[0].key}, Of.CONDITION: {"economy", "employees"}}
    goal = made(
        session, by, town.board.id, "kungalv", "result_goal", goals.Wanted("Nio av tio läser", marks=marks)
    )
    add_part(session, actor_id=by.id, goal=goal, stage=Stage("Åtta av tio", date(YEAR, 6, 30)))
    add_part(session, actor_id=by.id, goal=goal, stage=Stage("Nästan nio; och en till"))
    add_activity(session, actor_id=by.id, goal=goal, deed=Deed("=Läsa varje dag", "Alla"))
    add_indicator(session, actor_id=by.id, goal=whole(session, goal), sign=Sign("Läsprovet", method="Prov"))
    goal = whole(session, goal)
    session.commit()
    client, address = visit("secretary"), f"/plan/ta-med.{{}}?ar={YEAR}&enhet={town.board.id}"
    before = rows_in(client.get(address.format("csv")).text)
    file = client.get(address.format(sort)).data
    assert before[0]["forutsattningar"].count("; ") == 1
    assert [row["delmal"] for row in before] == ["Åtta av tio", "Nästan nio; och en till"]

    # The same units, where nothing of it is there any more.
    goals.discard(session, actor_id=by.id, goal=whole(session, goal))
    session.commit()
    read_in(client, file, f"mal.{sort}")
    assert rows_in(client.get(address.format("csv")).text) == before
    again = session.scalars(select(Goal).where(Goal.id != goal.id)).one()
    assert again.marks == goal.marks
    assert Marks.read(again.marks).any
    assert verify(session).faults == []


def test_a_movement_goal_keeps_where_it_begins_and_what_protects_on_it_and_on_what_is_done(
    steered: Steered,
) -> None:
    session, town, by, visit = steered("perstorp")
    loaded = load_profile("perstorp")
    kind = kind_of(loaded, "movement_goal")
    wanted = goals.Wanted(
        "Fler känner någon",
        marks={Of.FACTOR: {"relations", "school"}},
        starting_point="Var femte är ensam.",
    )
    goal = made(session, by, town.council.id, "perstorp", "movement_goal", wanted)
    can = offered(loaded, kind, "activity")
    deed = Deed("Faddrar", marks=Choice(can, {Of.FACTOR: {"relations"}}))
    add_activity(session, actor_id=by.id, goal=goal, deed=deed)
    rhythm = Sign("Ensamma", periodicity="två gånger om året")
    add_indicator(session, actor_id=by.id, goal=whole(session, goal), sign=rhythm)
    goal = whole(session, goal)
    session.commit()
    client, address = visit("secretary"), f"/plan/ta-med.csv?ar={YEAR}&enhet={town.council.id}"
    file = client.get(address)
    (row,) = before = rows_in(file.text)
    assert (row["utgangslage"], row["aktivitetens_skyddsfaktorer"]) == (
        "Var femte är ensam.",
        "Trygga relationer",
    )
    assert row["hur_ofta"] == "två gånger om året"
    assert goal.indicators[0].rhythm == "indicators"
    goals.discard(session, actor_id=by.id, goal=whole(session, goal))
    session.commit()
    read_in(client, file.data)
    assert rows_in(client.get(address).text) == before


def test_the_page_where_goals_are_read_in_tells_what_every_column_holds(visit: Visit) -> None:
    page = visit("unit").get("/plan/las-in").text
    assert not [column for column in COLUMNS if f"<code>{column}</code>" not in page]


def refused(client: SamsynClient, content: bytes) -> str:
    answer = client.post("/plan/las-in", data={"file": (io.BytesIO(content), "mal.csv")})
    assert answer.status_code == 422
    return answer.text


MEASURABLE, ASSIGNED = (
    "målet: mätbart: går det att se om vi är framme?",
    "målet: ansvarsfördelat: vem svarar för det?",
)


def test_what_is_ticked_goes_along_with_those_who_write_and_is_ticked_from_a_file_after_a_look(
    steered: Steered,
) -> None:
    session, town, by, visit = steered("kungalv")
    goal = made(session, by, town.board.id, "kungalv", "result_goal", goals.Wanted("Nio av tio läser"))
    session.commit()
    client, address = visit("secretary"), f"/plan/ta-med.csv?ar={YEAR}&enhet={town.board.id}"
    client.post(f"/plan/mal/{goal.id}/checklista", data={"p-measurable": "y", "n-measurable": "Läsprovet."})
    client.post(f"/plan/mal/{goal.id}/dela")
    (row,) = rows_in(client.get(address).text)
    assert (row[MEASURABLE], row[ASSIGNED]) == ("ja: Läsprovet.", "")
    # Whoever only reads the goal reads nothing of the list.
    assert "Läsprovet." not in visit("chief").get(address).text
    assert MEASURABLE not in visit("chief").get(address).text

    file = client.get(address).data.replace("ja: Läsprovet.".encode(), b"nej")
    assert "Alla mål i filen finns redan" in sent(client, client.get(address).data)
    shown = sent(client, file)
    assert "Ett kryss i en checklista skulle ändras." in shown
    assert "Kryssas ur." in shown
    assert "Läsprovet." in client.get(f"/plan/mal/{goal.id}/checklista").text
    read_in(client, file)
    assert rows_in(client.get(address).text)[0][MEASURABLE] == "nej: Läsprovet."
    # Nobody else ticks by a file.
    assert "Enheten finns inte bland dem du skriver mål för." in refused(visit("unit"), file)
    assert "går inte att läsa. Skriv ja eller nej" in refused(client, file.replace(b";nej", b";kanske"))
    assert verify(session).faults == []


def test_the_marks_of_a_measure_are_the_same_after_it_was_taken_along_and_read_in(steered: Steered) -> None:
    session, town, by, visit = steered("karlskoga")
    goal = made(
        session, by, town.board.id, "karlskoga", "board_goal", goals.Wanted("Fler läser", until_year=YEAR + 2)
    )
    measure = add_indicator(session, actor_id=by.id, goal=goal, sign=Sign("Läsprovet", method="Prov"))
    session.commit()
    client, address = visit("secretary"), f"/plan/ta-med.csv?ar={YEAR}&enhet={town.board.id}"
    ticked = {"indikator": measure.id, "p-yearly": "y", "n-influence": "Till hälften: vi får inte välja."}
    client.post(f"/plan/mal/{goal.id}/checklista", data=ticked)
    file = client.get(address).data
    (row,) = before = rows_in(file.decode())
    assert row["indikatorn: mäts det varje år?"] == "ja"
    assert row["indikatorn: kan kommunen påverka det?"] == "nej: Till hälften: vi får inte välja."
    goals.discard(session, actor_id=by.id, goal=whole(session, goal))
    session.commit()
    assert "kryss i checklistor: 1" in sent(client, file)
    read_in(client, file)
    assert rows_in(client.get(address).text) == before
    assert verify(session).faults == []
