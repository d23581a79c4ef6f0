"""The register: what is shown, filtered, sorted, paged, taken away."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from sqlalchemy.orm import Session

from app.documents import services
from app.documents.models import Ending, Origin
from app.documents.rules import VersionEntry
from app.organisation.models import Person
from tests.factories.documents import acting_as, days_ahead, make_document, whole
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient

Visit = Callable[[Person], SamsynClient]


def shown(client: SamsynClient, query: str = "") -> list[str]:
    """Give the titles on a page of the register, in their order."""
    answer = client.get(f"/styrdokument/{query}")
    assert answer.status_code == 200
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', answer.text)


@pytest.fixture
def filled(session: Session, town: Municipality) -> Municipality:
    chief, section = town.chief_executive, town.section_manager
    make_document(
        session,
        chief,
        town.administration,
        "Ärendepolicy",
        type_key="policy",
        next_review_on=days_ahead(-3),
        version=VersionEntry("Kommunfullmäktige", "KS/2024:7", date(2024, 5, 2), date(2030, 1, 1)),
    )
    make_document(
        session,
        section,
        town.section,
        "Åtgärdsplan",
        type_key="plan",
        next_review_on=days_ahead(20),
        for_all=False,
        units=frozenset({town.section.id}),
        version=VersionEntry("Lärandeutskottet", "", date(2025, 1, 7), None, "2.0"),
    )
    make_document(session, chief, town.administration, "Skollag", type_key="law", origin=Origin.STATE)
    old = make_document(session, chief, town.administration, "Avfallsplan", type_key="plan")
    services.end(
        session,
        actor=acting_as(session, chief),
        document=whole(session, old, chief),
        how=Ending.REPEALED,
        on=date(2026, 1, 1),
        why="Ersatt.",
    )
    make_document(
        session, chief, town.administration, "Budget", type_key="budget",
        version=VersionEntry(valid_to=days_ahead(-1)),
    )  # fmt: skip
    return town


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Skollag", "Åtgärdsplan", "Ärendepolicy"]),
        ("?lage=avslutade", ["Avfallsplan", "Budget"]),
        ("?lage=alla", ["Avfallsplan", "Budget", "Skollag", "Åtgärdsplan", "Ärendepolicy"]),
        ("?typ=policy", ["Ärendepolicy"]),
        ("?typ=statens", ["Skollag"]),
        ("?typ=kommunens", ["Åtgärdsplan", "Ärendepolicy"]),
        ("?granskning=passerat", ["Ärendepolicy"]),
        ("?granskning=snart", ["Åtgärdsplan"]),
        ("?granskning=utan-dag", ["Skollag"]),
        ("?granskning=senare", []),
        ("?q=atgardsplan", []),
        ("?q=%C3%A5tg%C3%A4rdsplan", ["Åtgärdsplan"]),
        ("?q=KS/2024", ["Ärendepolicy"]),
        ("?q=50%25", []),
        ("?ordning=-rubrik", ["Ärendepolicy", "Åtgärdsplan", "Skollag"]),
        ("?ordning=beslutat", ["Ärendepolicy", "Åtgärdsplan", "Skollag"]),
        ("?ordning=-beslutat", ["Åtgärdsplan", "Ärendepolicy", "Skollag"]),
        ("?ordning=granskas", ["Ärendepolicy", "Åtgärdsplan", "Skollag"]),
        ("?ordning=typ", ["Åtgärdsplan", "Ärendepolicy", "Skollag"]),
        ("?ordning=galler-till", ["Ärendepolicy", "Skollag", "Åtgärdsplan"]),
        ("?ordning=ansvarig", ["Skollag", "Ärendepolicy", "Åtgärdsplan"]),
        (
            "?typ=nonsens&ordning=x&sida=-1&enhet=x&lage=y&granskning=z",
            ["Skollag", "Åtgärdsplan", "Ärendepolicy"],
        ),
        ("?sida=900", ["Skollag", "Åtgärdsplan", "Ärendepolicy"]),
    ],
)
def test_the_register_is_filtered_and_sorted_by_its_address(
    filled: Municipality, visit: Visit, query: str, expected: list[str]
) -> None:
    assert shown(visit(filled.employee), query) == expected


def test_what_applies_to_a_unit_is_what_is_for_all_and_what_is_for_a_unit_above_it(
    filled: Municipality, visit: Visit
) -> None:
    client = visit(filled.unit_manager)
    assert "Åtgärdsplan" in shown(client, f"?galler={filled.unit.id}")
    assert "Åtgärdsplan" not in shown(client, f"?galler={filled.other_unit.id}")
    assert "Ärendepolicy" in shown(client, f"?galler={filled.other_unit.id}")


def test_the_responsible_unit_can_be_chosen(filled: Municipality, visit: Visit) -> None:
    assert shown(visit(filled.auditor), f"?enhet={filled.section.id}") == ["Åtgärdsplan"]


def test_pages_hold_a_hundred_each(session: Session, town: Municipality, visit: Visit) -> None:
    for number in range(103):
        make_document(session, town.chief_executive, town.administration, f"Plan {number:03}")
    client = visit(town.politician)
    assert len(shown(client)) == 100
    assert shown(client, "?sida=2") == ["Plan 100", "Plan 101", "Plan 102"]
    assert "101–103 av 103" in client.get("/styrdokument/?sida=2").text


def test_an_empty_register_teaches(town: Municipality, visit: Visit) -> None:
    assert "Här samlas det som styr kommunen" in visit(town.employee).get("/styrdokument/").text
    assert "För in det första" not in visit(town.employee).get("/styrdokument/").text
    assert "För in det första" in visit(town.section_manager).get("/styrdokument/").text


@pytest.mark.parametrize("sort", ["csv", "xlsx"])
def test_no_cell_that_is_taken_away_becomes_a_formula(
    session: Session, town: Municipality, visit: Visit, sort: str
) -> None:
    make_document(
        session, town.chief_executive, town.administration, "=HYPERLINK(1)",
        version=VersionEntry("@SUM(A1)", "+1", date(2026, 1, 2)),
    )  # fmt: skip
    answer = visit(town.auditor).get(f"/styrdokument/registret.{sort}")
    assert answer.status_code == 200
    if sort == "csv":
        text = answer.data.decode("utf-8-sig")
        assert "'=HYPERLINK(1)" in text and "'@SUM(A1)" in text and "'+1" in text
        assert "2026-01-02" in text
        return
    row = next(openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows(min_row=2))
    assert [cell.data_type for cell in row if cell.value in ("=HYPERLINK(1)", "@SUM(A1)", "+1")] == ["s"] * 3
    assert row[6].value.date() == date(2026, 1, 2)


def test_what_is_taken_away_and_printed_is_what_is_filtered(filled: Municipality, visit: Visit) -> None:
    client = visit(filled.support)
    text = client.get("/styrdokument/registret.csv?typ=policy").data.decode("utf-8-sig")
    assert "Ärendepolicy" in text and "Åtgärdsplan" not in text
    printed = client.get("/styrdokument/utskrift?typ=plan").text
    assert "Åtgärdsplan" in printed and "Ärendepolicy" not in printed
    assert "eller ladda ner PDF:en" not in printed
