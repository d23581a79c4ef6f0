"""Measuring by file: the template with its rows, the dry run, faults by row and column, all or nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.quality.indicators.models import Nature
from app.quality.measuring.models import Measurement
from app.records.verifying import verify
from tests.factories.measuring import make_measured, measure
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
Rows = list[dict[str, str]]


def template(client: SamsynClient) -> Rows:
    text = client.get("/kvalitet/mata/mall.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def as_file(rows: Rows) -> tuple[io.BytesIO, str]:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode()), "mata.csv"


def show(client: SamsynClient, rows: Rows) -> str:
    return client.post("/kvalitet/mata/las-in", data={"file": as_file(rows)}).text


def carry_out(client: SamsynClient, page: str) -> str:
    fields = {
        name: re.search(f'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]
        for name in ("word", "fingerprint")
    }
    return client.post("/kvalitet/mata/las-in/genomfor", data=fields, follow_redirects=True).text


def kept(session: Session) -> dict[tuple[str, str], Measurement]:
    session.rollback()
    return {(one.period, one.sex): one for one in session.scalars(select(Measurement))}


def test_the_template_has_the_rows_and_what_stood_before(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager, by_sex=True)
    measure(session, one, town.unit, town.unit_manager, "2025-H2", "65")
    make_measured(session, town.other_unit, town.other_unit_manager, title="Andras", name="Någon annans")
    session.commit()
    rows = template(visit("unit"))
    assert [row["kon"] for row in rows] == ["alla", "kvinnor", "män"]
    assert {row["period"] for row in rows} == {"2026-H1"}
    assert (rows[0]["forra_perioden"], rows[0]["forra_vardet"]) == ("2025-H2", "65")
    assert visit("unit").get("/kvalitet/mata/mall.xlsx").data[:2] == b"PK"


def test_a_filled_in_template_is_shown_and_then_kept(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_measured(session, town.unit, town.unit_manager, by_sex=True)
    make_measured(session, town.unit, town.unit_manager, title="Lek", name="Leken", nature=Nature.QUALITATIVE)
    session.commit()
    client = visit("unit")
    rows = template(client)
    values = {("Lugn vid lämning", "alla"): "78 %", ("Lugn vid lämning", "kvinnor"): "80"}
    for row in rows:
        row["varde"] = values.get((row["indikator"], row["kon"]), "")
        if row["indikator"] == "Leken":
            row["ord"] = "De leker längre."
    page = show(client, rows)
    assert "2 mätningar skulle sparas." in page
    assert "78\u00a0%" in page
    assert "De leker längre." in page
    assert kept(session) == {}, "a dry run changes nothing"
    assert "2 mätningar är sparade ur filen." in carry_out(client, page)
    found = kept(session)
    assert found["2026-H1", "T"].value == 78
    assert found["2026-H1", "K"].value == 80
    assert ("2026-H1", "M") not in found
    assert found["2026-H1", ""].text == "De leker längre."
    assert {one.source for one in found.values()} == {"spreadsheet"}
    assert verify(session).faults == []
    again = show(client, [row | {"varde": "78" if row["kon"] == "alla" else row["varde"]} for row in rows])
    assert "redan sparat" in again


def test_a_quote_that_keeps_a_cell_from_being_a_formula_is_no_part_of_what_is_said(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_measured(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    rows = [row | {"varde": "'-4", "ord": "'-4 mot i fjol"} for row in template(client)]
    carry_out(client, show(client, rows))
    one = kept(session)["2026-H1", ""]
    assert (one.value, one.text) == (-4, "-4 mot i fjol")


def test_one_fault_refuses_the_whole_file_and_all_are_told_with_row_and_column(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    other = make_measured(session, town.other_unit, town.other_unit_manager, title="Andras", name="Andras")
    session.commit()
    client = visit("unit")
    (right,) = template(client)
    wrong = [
        right | {"varde": "78"},
        right | {"varde": "79"},
        right | {"varde": "abc", "period": "2025-H2"},
        right | {"varde": "5", "period": "2026"},
        right | {"varde": "5", "period": "2031-H1"},
        right | {"varde": "5", "enhet_id": "nonsens"},
        right | {"varde": "5", "indikator_id": str(other.id)},
        right | {"varde": "5", "period": "2025-H1", "kon": "kvinnor"},
        right | {"varde": "5", "period": "2024-H2", "ska_inte_matas": "Nej"},
        right | {"varde": "5", "period": "2024-H1", "preliminar": "kanske"},
    ]
    page = show(client, wrong)
    for said in (
        "Rad 3, kolumn indikator_id: Samma mätning står också på rad 2.",
        "Rad 4, kolumn varde: ”abc” är inget tal.",
        "Rad 5, kolumn period: Indikatorn mäts inte för den sortens period.",
        "Rad 6, kolumn period: Perioden har inte börjat än.",
        "Rad 7, kolumn enhet_id: Enheten finns inte bland dem du mäter för.",
        "Rad 8, kolumn indikator_id:",
        "Rad 9, kolumn kon: Indikatorn är inte uppdelad på kön.",
        "Rad 10, kolumn ska_inte_matas: Här står både ett värde och att det inte skulle mätas.",
        "Rad 11, kolumn preliminar:",
    ):
        assert said in page, said
    assert "Inget har ändrats." in page
    assert kept(session) == {}
    assert one


def test_what_changed_meanwhile_stops_what_was_shown(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    page = show(client, [row | {"varde": "78"} for row in template(client)])
    measure(session, one, town.unit, town.support, "2026-H1", "11", preliminary=True)
    session.commit()
    assert "Något har ändrats sedan du tittade." in carry_out(client, page)
    assert kept(session)["2026-H1", ""].value == 11


def test_a_row_with_nothing_filled_in_takes_nothing_away(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    measure(session, one, town.unit, town.unit_manager, "2026-H1", "70", "Ord")
    session.commit()
    client = visit("unit")
    rows = template(client)
    assert (rows[0]["varde"], rows[0]["ord"]) == ("70", "Ord")
    assert "Filen ändrar ingenting." in show(client, [rows[0] | {"varde": "", "ord": ""}])


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a;b\n1;2", b"PK\x03\x04nonsens"])
def test_what_is_no_file_of_ours_is_refused_in_words(content: bytes, visit: Visit) -> None:
    answer = visit("unit").post("/kvalitet/mata/las-in", data={"file": (io.BytesIO(content), "x.csv")})
    assert answer.status_code == 422
    assert "Traceback" not in answer.text


def test_support_measures_by_file_for_all_units_below(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_measured(session, town.section, town.section_manager, area=True, starts_on=date(2026, 1, 1))
    session.commit()
    rows = template(visit("support"))
    assert len(rows) >= 2
    page = show(visit("support"), [row | {"varde": str(at)} for at, row in enumerate(rows, start=10)])
    assert f"{len(rows)} mätningar skulle sparas." in page
