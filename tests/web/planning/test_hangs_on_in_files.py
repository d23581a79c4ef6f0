"""What goals hang on in their files: the vision, a value or a goal above, taken along and read in by what it is called."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.analysis.values import aims
from app.organisation.models import Person
from app.passages.subjects import Ref
from app.planning.goals import services
from app.planning.models import Goal
from app.records.verifying import verify
from app.writing.models import UnitText
from tests.factories.organisation import Municipality
from tests.factories.planning import make_established, make_goal, whole
from tests.support.client import SamsynClient
from tests.web.planning.conftest import YEAR
from tests.web.planning.test_parts import field, sent
from tests.web.planning.test_values import hang_on, value_ids, vision_with

Visit = Callable[[str], SamsynClient]


@pytest.fixture
def vision(session: Session, town: Municipality, people: dict[str, Person]) -> UnitText:
    return vision_with(session, town, ("Nyfikna", "Vi frågar först."), ("=Nära", "Ingen ska behöva leta."))


def file_of(town: Municipality, *rows: tuple[str, str]) -> bytes:
    """Write a file of goals and what they hang on."""
    lines = [f"{town.unit.name};{YEAR};{title};{hangs_on}" for title, hangs_on in rows]
    return "\n".join(["enhet_id;ar;mal;hanger_pa", *lines]).encode()


def read_in(client: SamsynClient, content: bytes, name: str = "mal.csv") -> None:
    """Try a file and carry it out."""
    page = sent(client, content, name)
    answer = client.post(
        "/plan/las-in/genomfor", data={"word": field(page, "word"), "fingerprint": field(page, "fingerprint")}
    )
    assert answer.status_code == 302


def test_a_goal_is_read_in_hanging_on_the_vision_a_value_or_a_goal_above(
    session: Session, town: Municipality, visit: Visit, vision: UnitText, people: dict[str, Person]
) -> None:
    above = make_established(
        session, town.council, people["secretary"], "Barn ska klara skolan", kind="council_goal"
    )
    session.commit()
    known = value_ids(session, town)
    (whole_vision, *_) = aims(session)
    client = visit("unit")
    content = file_of(
        town,
        ("På ett värde", "nyfikna"),
        ("På ett mål", above.title),
        ("På visionen", whole_vision.title),
        ("På inget", ""),
    )
    assert "hänger på nyfikna" in sent(client, content)
    read_in(client, content)
    goals = {one.title: one for one in session.scalars(select(Goal))}
    assert (goals["På ett värde"].aim_kind, goals["På ett värde"].aim_id) == ("value", known["Nyfikna"])
    assert goals["På ett värde"].aim_title == "Nyfikna"
    assert (goals["På ett mål"].above_id, goals["På ett mål"].aim_kind) == (above.id, None)
    assert (goals["På visionen"].aim_kind, goals["På visionen"].aim_id) == (
        "vision",
        town.administration.id,
    )
    assert (goals["På inget"].above_id, goals["På inget"].aim_kind) == (None, None)
    assert verify(session).faults == []


def test_what_a_goal_cannot_hang_on_is_a_fault_of_its_row_and_nothing_is_read_in(
    session: Session, town: Municipality, visit: Visit, vision: UnitText
) -> None:
    make_established(session, town.sibling, town.sibling_manager, "Grannens mål")
    draft = make_goal(session, town.section, town.section_manager, "Ovanför, men utkast")
    session.commit()
    content = file_of(
        town, ("Ett", "Nyfikna"), ("Två", "Grannens mål"), ("Tre", draft.title), ("Fyra", "x" * 301)
    )
    answer = visit("unit").post("/plan/las-in", data={"file": (io.BytesIO(content), "mal.csv")})
    assert answer.status_code == 422
    for row in (3, 4, 5):
        assert f"Rad {row}, kolumn hanger_pa" in answer.text, answer.text
    assert "Rad 2" not in answer.text
    assert session.scalars(select(Goal).where(Goal.unit_id == town.unit.id)).all() == []


def test_a_further_row_that_hangs_the_goal_on_something_else_is_a_fault(
    session: Session, town: Municipality, visit: Visit, vision: UnitText
) -> None:
    content = file_of(town, ("Ett", "Nyfikna"), ("Ett", "=Nära"))
    answer = visit("unit").post("/plan/las-in", data={"file": (io.BytesIO(content), "mal.csv")})
    assert answer.status_code == 422
    assert "Samma mål säger något annat på rad 2." in answer.text


@pytest.mark.parametrize("sort", ["csv", "xlsx"])
def test_what_a_goal_hangs_on_is_taken_along_harmlessly_and_read_in_again(
    session: Session, town: Municipality, visit: Visit, vision: UnitText, sort: str
) -> None:
    known = value_ids(session, town)
    goal = make_goal(session, town.unit, town.unit_manager)
    hang_on(session, goal, town.unit_manager, Ref("value", known["=Nära"]))
    session.commit()
    client = visit("unit")
    taken = client.get(f"/plan/ta-med.{sort}?ar={YEAR}")
    assert b"<f>" not in taken.data
    if sort == "csv":
        assert "'=Nära" in taken.text
    services.discard(session, actor_id=town.unit_manager.id, goal=whole(session, goal))
    session.commit()
    page = sent(client, taken.data, f"mal.{sort}")
    client.post(
        "/plan/las-in/genomfor", data={"word": field(page, "word"), "fingerprint": field(page, "fingerprint")}
    )
    made = session.scalars(select(Goal).where(Goal.state == "draft")).one()
    assert (made.aim_kind, made.aim_id) == ("value", known["=Nära"])


def test_a_goal_that_is_there_already_is_left_alone_also_where_it_hangs_on_what_is_gone(
    session: Session, town: Municipality, visit: Visit, vision: UnitText
) -> None:
    make_goal(session, town.unit, town.unit_manager, "Ett")
    session.commit()
    assert "finns redan" in sent(visit("unit"), file_of(town, ("Ett", "Finns inte mer")))
