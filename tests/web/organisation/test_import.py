"""Files are read whole or refused whole, with row, column and reason."""

import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.accounts import services
from app.cli import cli
from app.db import db
from app.organisation import appointments, exporting, reach, spreadsheet, tree
from app.organisation.ancestry import compare_ancestry
from app.organisation.importing import ImportReport, import_organisation
from app.organisation.models import Appointment, Person, Placement, Unit
from app.organisation.rows import written_kinds
from app.records.models import HistoryEntry
from app.records.verifying import verify
from app.steering.loader import load_profile
from tests.factories.organisation import make_appointment, make_municipality, make_person, make_unit
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

KINDS = load_profile("tranemo").unit_kinds
HEADS = "enhet_id;enhet;typ;ligger_under;person_id;namn;epost;roll;titel;tf;fran;till"
GOOD = f"""{HEADS}
kf;Kommunfullmäktige;kommunfullmäktige;;;;;;;;2024-01-01;
ks;Kommunstyrelsen;kommunstyrelse;kf;;;;;;;2024-01-01;
f;Förvaltningen;förvaltning;ks;;;;;;;2024-01-01;
l;Lärandesektionen;sektion;f;;;;;;;2024-01-01;
s;Servicesektionen;sektion;f;;;;;;;2024-01-01;
a;Förskolan Ängen;enhet;l;;;;;;;2024-01-01;
a;;;;p1;Åsa Öberg;asa@exempel.se;chef;Rektor;nej;2024-01-01;
f;;;;p2;Bo Ek;;chef;;;2024-01-01;
ks;;;;p3;Per Pol;;förtroendevald;;;2024-01-01;2026-12-31
"""


@pytest.fixture
def read(session: Session, tmp_path: Path, app: object) -> Callable[..., ImportReport]:
    """Read a file's content, for real unless said otherwise."""

    def run(content: str | bytes, *, dry_run: bool = False, expected: str | None = None) -> ImportReport:
        path = tmp_path / "fil"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_organisation(
            session, path, actor_id=None, dry_run=dry_run, kinds=KINDS, expected=expected
        )

    return run


def everything(session: Session) -> tuple[int | None, ...]:
    counted = (Unit, Placement, Person, Appointment, HistoryEntry)
    return tuple(session.scalar(select(func.count()).select_from(model)) for model in counted)


def test_a_dry_run_tells_what_would_change_and_touches_nothing(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    before = everything(session)
    report = read(GOOD, dry_run=True)
    assert report.counts() == {"unit.created": 6, "person.created": 3, "appointment.created": 3}
    assert everything(session) == before
    assert "Ny enhet: Förskolan Ängen, under Lärande" in str(report)


def test_of_a_unit_that_begins_later_the_day_is_told(read: Callable[..., ImportReport]) -> None:
    read(GOOD)
    report = read(f"{HEADS}\nn;Nya skolan;enhet;l;;;;;;;2099-03-01;\n", dry_run=True)
    assert "Ny enhet från den 1 mars 2099: Nya skolan, under Lärande" in str(report)


def test_a_file_is_read_in_and_reading_it_again_changes_nothing(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    assert read(GOOD).applied
    session.commit()
    unit = session.scalars(select(Unit).where(Unit.external_id == "a")).one()
    line = [one.name for one in tree.line_up(session, unit.id, date(2026, 6, 1))]
    assert line == [
        "Kommunfullmäktige",
        "Kommunstyrelsen",
        "Förvaltningen",
        "Lärandesektionen",
        "Förskolan Ängen",
    ]
    top = session.scalars(select(Unit).where(Unit.is_top_administration)).one()
    assert top.name == "Förvaltningen"
    assert appointments.managers_of(session, unit.id, date(2026, 6, 1))[0].person.name == "Åsa Öberg"
    assert compare_ancestry(session).agrees
    assert not verify(session).faults
    assert read(GOOD).changes == ()


def test_a_file_is_read_in_again_when_its_days_have_come_and_gone_and_changes_nothing(
    session: Session, read: Callable[..., ImportReport], clock: Callable[[datetime], None]
) -> None:
    clock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    read(GOOD)
    file = (
        f"{HEADS}\na;Förskolan Ängen;enhet;l;;;;;;;2024-01-01;2026-08-31\n"
        "a;;;;p1;Åsa Öberg;asa@exempel.se;chef;Rektor;nej;2024-01-01;2026-08-31\n"
        "l;;;;p7;Ulf Ulv;;stöd;;;;2026-07-31\nl;;;;p7;Ulf Ulv;;stöd;;;2026-10-01;\n"
    )
    assert read(file).applied
    session.commit()
    assert read(file).changes == ()
    for month in (8, 9, 12):
        clock(datetime(2026, month, 15, 9, tzinfo=UTC))
        report = read(file)
        assert (report.problems, report.changes) == ((), ())
    other = read(file.replace("Förskolan Ängen", "Förskolan Backen"))
    assert [(one.row, one.column, one.reason) for one in other.problems] == [
        (2, "enhet_id", "unit_not_in_force")
    ]


def test_a_file_that_gives_nobody_more_is_read_in_after_an_account_was_closed(
    session: Session, read: Callable[..., ImportReport], clock: Callable[[datetime], None]
) -> None:
    """A closed account ends no appointment: a row that says what stands, or less, does not hold up the whole file."""
    clock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    read(GOOD)
    closed, other = (
        session.scalars(select(Person.id).where(Person.external_id == one)).one() for one in ("p3", "p2")
    )
    services.close(session, person_id=closed, actor_id=other)
    again = read(GOOD)
    assert (again.problems, again.changes) == ((), ())
    given = read(GOOD.replace("2026-12-31", "2027-12-31"))
    assert [(one.row, one.column, one.reason) for one in given.problems] == [
        (10, "person_id", "person_closed")
    ]
    assert read(GOOD.replace("2026-12-31", "2026-06-30")).counts() == {"appointment.ended": 1}


def test_what_hangs_so_already_is_read_in_again_under_a_model_that_would_not_hang_it_there(
    session: Session, read: Callable[..., ImportReport], tmp_path: Path
) -> None:
    """A model taken into use leaves the units where they are: only what is new, or comes under another kind, is asked."""
    read(GOOD)
    session.commit()
    others = [
        kind.model_copy(update={"parents": ("nowhere",)}) if kind.key == "unit" else kind for kind in KINDS
    ]

    def under_the_other(content: str) -> ImportReport:
        (tmp_path / "annan").write_text(content, encoding="utf-8")
        return import_organisation(
            session, tmp_path / "annan", actor_id=None, dry_run=True, kinds=others, expected=None
        )

    again = under_the_other(GOOD)
    assert (again.problems, again.changes) == ((), ())
    moved = under_the_other(GOOD.replace("Ängen;enhet;l", "Ängen;enhet;s"))
    assert (moved.problems, moved.counts()) == ((), {"unit.moved": 1})
    for changed, row in (
        (GOOD.replace("Ängen;enhet;l", "Ängen;enhet;ks"), 7),
        (GOOD + "n;Ny;enhet;l;;;;;;;2024-01-01;\n", 11),
        (GOOD.replace("Servicesektionen;sektion", "Servicesektionen;enhet"), 6),
    ):
        refused = [(one.row, one.column, one.reason) for one in under_the_other(changed).problems]
        assert refused == [(row, "typ", "kind_not_under")]


def test_a_second_file_renames_moves_closes_and_appoints(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    read(GOOD)
    report = read(
        f"{HEADS}\nl;Lärande;sektion;f\na;Förskolan Ängen;enhet;s;;;;;;;2099-01-01\n"
        "s;Servicesektionen;sektion;f\nf;;;;p2;Bo Ek;;chef;Kommunchef;;2024-01-01;2099-06-30\n"
        "n;Ny enhet;enhet;s;;;;;;;2099-03-01;2099-12-31\n"
    )
    assert report.counts() == {
        "unit.renamed": 1,
        "unit.moved": 1,
        "unit.created": 1,
        "appointment.changed": 1,
    }
    unit = session.scalars(select(Unit).where(Unit.external_id == "a")).one()
    assert tree.line_up(session, unit.id, date(2098, 12, 31))[-2].name == "Lärande"
    assert tree.line_up(session, unit.id, date(2099, 1, 1))[-2].name == "Servicesektionen"
    assert compare_ancestry(session).agrees
    closing = read(f"{HEADS}\na;Förskolan Ängen;enhet;l;;;;;;;;2026-12-31\n".replace(";l;", ";l;"))
    assert closing.problems or closing.counts()


def test_closing_a_unit_ends_the_appointments_there(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    read(GOOD)
    report = read(f"{HEADS}\na;Förskolan Ängen;enhet;l;;;;;;;;2098-12-31\n")
    assert report.counts() == {"unit.closed": 1, "appointment.ended": 1}
    person = session.scalars(select(Person).where(Person.external_id == "p1")).one()
    assert reach.holdings(session, person.id, date(2098, 12, 31))
    assert not reach.holdings(session, person.id, date(2099, 1, 1))


def test_a_unit_is_not_closed_before_an_appointment_begins_there(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    read(GOOD)
    read(f"{HEADS}\na;;;;p9;Nils Ny;;stöd;;;2098-01-01;\n")
    session.commit()
    report = read(f"{HEADS}\na;Förskolan Ängen;enhet;l;;;;;;;;2096-12-31\n")
    assert [(one.row, one.column, one.reason) for one in report.problems] == [(2, "till", "appointed_after")]
    assert "Nils Ny är förordnad på Förskolan Ängen från den" in str(report)


def test_what_was_made_by_hand_is_taken_for_what_the_file_means(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    root = make_unit(session, "Kommunen", kind="council")
    known = make_person(session, "åsa  öberg", email="ASA@exempel.se")
    read(GOOD)
    assert session.get_one(Unit, root.id).external_id == "kf"
    assert session.get_one(Person, known.id).external_id == "p1"


ERIKA = "erika.lundgren@exempel.se"


def test_a_row_under_another_name_does_not_become_the_one_whose_address_it_has(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    erika = make_person(session, "Erika Lundgren", email=ERIKA)
    before = everything(session)
    report = read(f"{HEADS}\n;;;;ny1;Anna A;{ERIKA};;;;;\n")
    assert [(one.row, one.column, one.reason) for one in report.problems] == [
        (2, "epost", "address_of_other")
    ]
    assert "Adressen hör till Erika Lundgren, men raden heter Anna A" in str(report)
    assert everything(session) == before
    assert session.get_one(Person, erika.id).name == "Erika Lundgren"


def test_nor_where_the_one_whose_address_it_is_has_an_id_of_its_own(
    read: Callable[..., ImportReport],
) -> None:
    read(GOOD)
    report = read(f"{HEADS}\n;;;;ny1;Anna A;asa@exempel.se;;;;;\n")
    assert [one.reason for one in report.problems] == ["address_of_other"]
    report = read(f"{HEADS}\n;;;;ny1;Åsa Öberg;asa@exempel.se;;;;;\n")
    assert [one.reason for one in report.problems] == ["address_under_other_id"]
    assert "p1" in str(report)


def test_two_rows_under_two_ids_are_not_one_person(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    make_person(session, "Erika Lundgren", email=ERIKA)
    row = f"Erika Lundgren;{ERIKA};;;;;\n"
    report = read(f"{HEADS}\n;;;;ny1;{row};;;;ny2;{row}")
    assert [(one.row, one.reason) for one in report.problems] == [(3, "address_under_other_id")]


def test_an_address_that_several_have_picks_nobody(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    for name in ("Erika Lundgren", "Erik Lund"):
        session.add(Person(name=name, email=ERIKA))
    session.flush()
    report = read(f"{HEADS}\n;;;;ny1;Erika Lundgren;{ERIKA};;;;;\n")
    assert [(one.row, one.column, one.reason) for one in report.problems] == [
        (2, "epost", "address_of_several")
    ]
    assert "Erik Lund och Erika Lundgren" in str(report)


def test_a_file_gives_no_two_the_same_address(session: Session, read: Callable[..., ImportReport]) -> None:
    report = read(f"{HEADS}\n;;;;ny1;Anna A;a@exempel.se;;;;;\n;;;;ny2;Bo B;A@exempel.se;;;;;\n")
    assert [(one.row, one.column, one.reason) for one in report.problems] == [(3, "epost", "address_taken")]
    read(f"{HEADS}\n;;;;ny1;Anna A;a@exempel.se;;;;;\n;;;;ny2;Bo B;b@exempel.se;;;;;\n")
    swapped = read(f"{HEADS}\n;;;;ny1;Anna A;b@exempel.se;;;;;\n;;;;ny2;Bo B;a@exempel.se;;;;;\n")
    assert swapped.applied


def test_an_address_of_one_who_has_left_is_free(session: Session, read: Callable[..., ImportReport]) -> None:
    gone = make_person(session, "Erika Lundgren", email=ERIKA)
    gone.closed_on = date(2025, 1, 1)
    session.flush()
    report = read(f"{HEADS}\n;;;;ny1;Anna A;{ERIKA};;;;;\n")
    assert report.counts() == {"person.created": 1}
    assert gone.name == "Erika Lundgren"


def test_the_dry_run_tells_what_was_and_what_becomes_of_it(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    read(GOOD)
    told = str(
        read(
            f"{HEADS}\na;Ängens förskola;verksamhetsområde;s;;;;;;;2099-01-01\n"
            "f;;;;p2;Bo Berg;bo@exempel.se;chef;Kommunchef;;2024-01-01;2099-06-30\n"
            "ks;;;;p3;Per Pol;;förtroendevald;;;2024-01-01;2026-12-30\n",
            dry_run=True,
        )
    )
    assert "Byter namn: Förskolan Ängen blir Ängens förskola" in told
    assert "typ: enhet blir verksamhetsområde" in told
    assert (
        "Flyttas från den 1 januari 2099: Ängens förskola, från Lärandesektionen till Servicesektionen"
        in told
    )
    assert "Bo Ek blir Bo Berg" in told
    assert "e-post: ingen blir bo@exempel.se" in told
    assert "titel: ingen blir Kommunchef" in told
    assert "till och med: tills vidare blir 30 juni 2099" in told
    assert "slutar den 30 december 2026 (gällde till och med 31 december 2026): Per Pol" in told


FAULTS: dict[str, tuple[str, int, str, str]] = {
    "unknown column": ("enhet_id;enhet;typ;lön\na;A;enhet;1", 1, "lön", "unknown_column"),
    "missing column": ("enhet;typ\nA;enhet", 1, "enhet_id", "missing_column"),
    "column twice": ("enhet_id;enhet_id\na;b", 1, "enhet_id", "column_twice"),
    "unknown parent": (f"{HEADS}\nx;X;enhet;zzz", 2, "ligger_under", "unknown_parent"),
    "ring": (f"{HEADS}\nl;L;sektion;a\na;A;enhet;l", 2, "ligger_under", "ring"),
    "ring of new": (f"{HEADS}\nx;X;enhet;y\ny;Y;enhet;x", 2, "ligger_under", "ring"),
    "unknown kind": (f"{HEADS}\nx;X;borg;l", 2, "typ", "unknown_kind"),
    "kind in the wrong place": (f"{HEADS}\nx;X;nämnd;l", 2, "typ", "kind_not_under"),
    "second root": (f"{HEADS}\nx;X;kommunfullmäktige;", 2, "ligger_under", "second_root"),
    "second top administration": (f"{HEADS}\nx;X;förvaltning;ks", 2, "typ", "second_top"),
    "unknown role": (f"{HEADS}\na;;;;p9;N;;kung", 2, "roll", "unknown_role"),
    "role in the wrong place": (f"{HEADS}\nks;;;;p9;N;;chef", 2, "roll", "role_not_here"),
    "two managers at once": (f"{HEADS}\nl;;;;p8;N;;chef\nl;;;;p9;M;;chef", 3, "roll", "two_managers"),
    "a manager already": (f"{HEADS}\na;;;;p9;N;;chef", 2, "roll", "two_managers"),
    "same unit twice": (f"{HEADS}\nx;X;enhet;l\nx;Y;enhet;l", 3, "enhet_id", "twice_in_file"),
    "same appointment twice": (
        f"{HEADS}\na;;;;p9;N;;stöd;;;2025-01-01\na;;;;p9;N;;stöd;;;2025-06-01",
        3,
        "person_id",
        "same_appointment",
    ),
    "person with two names": (f"{HEADS}\na;;;;p9;N;;stöd\nl;;;;p9;M;;stöd", 3, "namn", "person_differs"),
    "no such day": (f"{HEADS}\nx;X;enhet;l;;;;;;;2027-02-30", 2, "fran", "bad_day"),
    "day long ago": (f"{HEADS}\nx;X;enhet;l;;;;;;;0027-02-03", 2, "fran", "bad_day"),
    "ends before it begins": (
        f"{HEADS}\nx;X;enhet;l;;;;;;;2027-02-03;2027-02-01",
        2,
        "till",
        "wrong_period",
    ),
    "before the unit": (f"{HEADS}\na;;;;p9;N;;stöd;;;2020-01-01", 2, "fran", "unit_begins_later"),
    "before its parent": (f"{HEADS}\nx;X;enhet;l;;;;;;;2020-01-01", 2, "fran", "parent_not_in_force"),
    "closed over its units": (f"{HEADS}\nl;L;sektion;f;;;;;;;;2098-01-01", 2, "till", "open_subunits"),
    "neither yes nor no": (f"{HEADS}\na;;;;p9;N;;stöd;;kanske", 2, "tf", "not_yes_or_no"),
    "no address": (f"{HEADS}\na;;;;p9;N;ingen;stöd", 2, "epost", "bad_address"),
    "name missing": (f"{HEADS}\nx;;enhet;l", 2, "enhet", "missing"),
    "name too long": (f"{HEADS}\nx;{'x' * 201};enhet;l", 2, "enhet", "too_long"),
    "person without id": (f"{HEADS}\na;;;;;N;;stöd", 2, "person_id", "missing"),
    "unknown unit": (f"{HEADS}\nzzz;;;;p9;N;;stöd", 2, "enhet_id", "unknown_unit"),
    "open quotation mark": (f'{HEADS}\nx;"X;enhet;l', 2, "", "broken_csv"),
    "empty": ("", 0, "", "empty"),
}


def test_a_unit_is_made_no_kind_that_those_appointed_there_cannot_be_at(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    read(GOOD + "b;Bolaget;bolag;ks;;;;;;;2024-01-01;\nb;;;;p5;Vera VD;;chef;;;2024-01-01;\n")
    report = read(f"{HEADS}\nb;Bolaget;utskott;ks")
    assert [(one.row, one.column, one.reason) for one in report.problems] == [(2, "typ", "role_not_here")]
    assert (
        read(f"{HEADS}\nb;Bolaget;utskott;ks\nb;;;;p5;Vera VD;;chef;;;2024-01-01;2024-12-31").problems != ()
    )
    ended = read(f"{HEADS}\nb;;;;p5;Vera VD;;chef;;;2024-01-01;2024-12-31")
    assert ended.applied
    assert read(f"{HEADS}\nb;Bolaget;utskott;ks").applied


def test_a_unit_that_becomes_the_kind_at_the_top_is_led_by_the_chief_executive(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    read(
        f"{HEADS}\nkf;KF;kommunfullmäktige;;;;;;;;2024-01-01;\nks;KS;kommunstyrelse;kf;;;;;;;2024-01-01;\n"
        "b;Kontoret;bolag;ks;;;;;;;2024-01-01;\n"
    )
    assert read(f"{HEADS}\nb;Kontoret;förvaltning;ks").applied
    assert [one.name for one in session.scalars(select(Unit).where(Unit.is_top_administration))] == [
        "Kontoret"
    ]


def test_a_unit_becomes_the_one_at_the_top_after_one_that_has_ended(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    heads = (
        f"{HEADS}\nkf;KF;kommunfullmäktige;;;;;;;;2020-01-01;\nks;KS;kommunstyrelse;kf;;;;;;;2020-01-01;\n"
    )
    assert read(
        f"{heads}gammal;Kansliet;förvaltning;ks;;;;;;;2020-01-01;2023-12-31\nb;Kontoret;bolag;ks;;;;;;;2020-01-01;\n"
    ).applied
    report = read(f"{HEADS}\nb;Kontoret;förvaltning;ks")
    assert report.problems == ()
    assert session.scalars(
        select(Unit.name).where(Unit.is_top_administration, Unit.valid_to.is_(None))
    ).all() == ["Kontoret"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_refused_whole_with_row_and_reason(
    session: Session, read: Callable[..., ImportReport], fault: str
) -> None:
    read(GOOD)
    before = everything(session)
    content, row, column, reason = FAULTS[fault]
    report = read(content)
    assert (row, column, reason) in [(one.row, one.column, one.reason) for one in report.problems]
    assert not report.applied
    assert everything(session) == before
    assert str(report)


def test_every_fault_that_can_be_told_is_told_at_once_in_the_order_of_the_rows(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    read(GOOD)
    before = everything(session)
    report = read(
        f"{HEADS}\na;;;;p9;Nils;;chef\nl;Lärandesektionen;sektion;a\na;Förskolan Ängen;enhet;l\nx;X;borg;l\n"
        "y;Y;enhet;zzz\nf;;;;p2;Bo Ek;;chef;;;;2026-02-30\nf;;;;p8;Mia;;chef;;;2026-03-01\n"
    )
    assert [(one.row, one.column, one.reason) for one in report.problems] == [
        (2, "roll", "two_managers"),
        (3, "ligger_under", "ring"),
        (3, "typ", "kind_not_under"),
        (5, "typ", "unknown_kind"),
        (6, "ligger_under", "unknown_parent"),
        (7, "till", "bad_day"),
    ]
    assert everything(session) == before


def workbook(fill: Callable[[Any, Any], None]) -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept)
    fill(book, book.add_worksheet())
    book.close()
    return kept.getvalue()


def with_extra_part(content: bytes, name: str, data: bytes) -> bytes:
    kept = io.BytesIO(content)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
    return kept.getvalue()


def good_rows(book: Any, sheet: Any) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, line in enumerate(GOOD.splitlines()):
        for column, cell in enumerate(line.split(";")):
            if row and column in (10, 11) and cell:
                sheet.write_datetime(row, column, date.fromisoformat(cell), day)
            elif cell:
                sheet.write_string(row, column, cell)


def test_a_workbook_says_the_same_as_the_text_file(read: Callable[..., ImportReport]) -> None:
    report = read(workbook(good_rows))
    assert report.counts() == {"unit.created": 6, "person.created": 3, "appointment.created": 3}


def test_ids_that_a_workbook_holds_as_numbers_are_whole(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["enhet_id", "enhet", "typ"])
        sheet.write_row(1, 0, [1001, "KF", "kommunfullmäktige"])

    read(workbook(fill))
    assert session.scalars(select(Unit.external_id)).one() == "1001"


def formula(_book: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, ["enhet_id", "enhet", "typ"])
    sheet.write_formula(1, 1, '=HYPERLINK("http://x")', value="KF")


def merged(_book: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, HEADS.split(";"))
    sheet.write_row(1, 0, ["a", "", "", "", "p8", "Eva Ek", "", "stöd", "", "", "2026-04-01"])
    sheet.write_row(2, 0, ["l", "", "", "", "p8", "Eva Ek", "", "stöd", "", "", "2026-04-01"])
    sheet.merge_range("L2:L3", "2026-06-30")


def error_shown(_book: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, ["enhet_id", "enhet", "typ"])
    sheet.write_row(1, 0, ["x", "Förskolan", "enhet"])
    sheet.write_formula(2, 1, "=NA()", value="#N/A")


def pasted_error() -> bytes:
    """An error pasted as a value, as a spreadsheet leaves it where a look-up found nothing."""
    content, kept = workbook(error_shown), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            data = old.read(one).replace(b"<f>NA()</f>", b"")
            new.writestr(one.filename, data)
    return kept.getvalue()


def test_where_cells_are_merged_or_show_an_error_is_told(read: Callable[..., ImportReport]) -> None:
    for content, row, column, reason in (
        (workbook(merged), 2, "L", "merged"),
        (pasted_error(), 3, "B", "cell_error"),
    ):
        report = read(content)
        assert [(one.row, one.column, one.reason) for one in report.problems] == [(row, column, reason)]
        assert f"Rad {row}, kolumn {column}" in str(report)


def test_merged_cells_of_another_sheet_are_nobodys_business(read: Callable[..., ImportReport]) -> None:
    def with_help(book: Any, sheet: Any) -> None:
        good_rows(book, sheet)
        book.add_worksheet("Hjälp").merge_range("A1:C1", "Så här fyller du i")

    assert not read(workbook(with_help)).problems


def test_a_letter_written_in_two_signs_is_that_letter_and_what_nobody_sees_is_left_out(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    read(GOOD)
    session.commit()
    assert read(f"{HEADS}\na;Fo\u0308rskolan A\u0308ngen;enhet;l\n").changes == ()
    read(f"{HEADS}\nx;\x1b[31mRöd\u202e;enhet;l\n")
    assert session.scalars(select(Unit.name).where(Unit.external_id == "x")).one() == "[31mRöd"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: workbook(formula), "formula"),
        (lambda: with_extra_part(workbook(good_rows), "xl/vbaProject.bin", b"x"), "macros"),
        (lambda: with_extra_part(b"PK\x05\x06" + b"\0" * 18, "a.txt", b"x"), "not_excel"),
        (lambda: b"PK\x03\x04 and nothing more", "broken_excel"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old_excel"),
        (lambda: GOOD.encode("windows-1252"), "wrong_encoding"),
        (lambda: GOOD.encode("utf-16"), "wrong_encoding"),
        (lambda: b"enhet_id\n\0\0", "not_text"),
        (lambda: b"x" * (20 * 1024 * 1024 + 1), "too_large"),
        (lambda: b"enhet_id\n" + b"x\n" * 200_001, "too_many_rows"),
    ],
)
def test_files_that_cannot_be_trusted_are_not_read(
    session: Session, read: Callable[..., ImportReport], content: Callable[[], bytes], reason: str
) -> None:
    before = everything(session)
    report = read(content())
    assert [one.reason for one in report.problems] == [reason]
    assert everything(session) == before


def test_a_small_file_that_unpacks_into_a_huge_one_is_not_unpacked(
    read: Callable[..., ImportReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_UNPACKED", 1_000_000)
    report = read(with_extra_part(workbook(good_rows), "xl/big.xml", b"0" * 1_000_001))
    assert [one.reason for one in report.problems] == ["unpacks_too_large"]


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("part_name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_a_file_of_entities_is_not_expanded(read: Callable[..., ImportReport], part_name: str) -> None:
    content = workbook(good_rows)
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == part_name:
                head, rest = data.split(b"?>", 1)
                data = (
                    head
                    + b"?>"
                    + LAUGHS
                    + rest.replace(">Lär".encode(), ">&b;&c;Lär".encode()).replace(b"Sheet1", b"&b;&c;")
                )
            new.writestr(part, data)
    report = read(kept.getvalue())
    assert [one.reason for one in report.problems] == ["broken_excel"]


def test_with_a_byte_order_mark_commas_or_english_heads_it_is_read_too(
    read: Callable[..., ImportReport],
) -> None:
    content = "unit_id,unit,kind,parent\nkf,Council,municipal council,\nks,Board,executive board,kf\n"
    assert read(b"\xef\xbb\xbf" + content.encode()).counts() == {"unit.created": 2}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_taken_out_can_be_read_back_and_changes_nothing(
    session: Session, read: Callable[..., ImportReport], language: str
) -> None:
    town = make_municipality(session)
    make_unit(session, "=1+1", under=session.scalars(select(Unit).where(Unit.kind == "section")).first())
    make_appointment(session, make_person(session), town.unit, deputy=True)
    make_appointment(session, make_person(session), town.board, Role.POLITICIAN, duty="vice_chair")
    kinds = load_profile("tranemo").unit_kinds
    rows = list(
        exporting.exported_rows(session, clock.today(), everyone=True, kinds=kinds, language=language)
    )
    written = {row[column] for row in rows for column in ("typ", "roll", "uppdrag", "tf") if row.get(column)}
    known = {
        "sv": {"kommunfullmäktige", "kommunstyrelse", "enhet", "chef", "stöd", "vice ordförande", "ja"},
        "en": {"municipal council", "executive board", "unit", "manager", "support", "vice chair", "yes"},
    }
    assert known[language] <= written
    assert "executive_board" not in written
    for content in (exporting.as_csv(rows), exporting.as_xlsx(rows)):
        report = read(content)
        assert not report.problems, str(report)
        assert report.changes == ()
    assert b";'=1+1;" in exporting.as_csv(rows)
    with zipfile.ZipFile(io.BytesIO(exporting.as_xlsx(rows))) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("name", ["tranemo", "kungalv", "lerum", "karlskoga", "perstorp"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_is_written_as_it_is_read_also_where_its_name_is_the_key_of_another(
    name: str, language: str
) -> None:
    kinds = load_profile(name).unit_kinds
    read = written_kinds(kinds)
    for key, word in exporting.kind_words(kinds, language).items():
        assert read[word.casefold()] == key
    assert all(read[kind.key] == kind.key for kind in kinds)
    if name == "karlskoga":
        assert exporting.kind_words(kinds, "en")["department"] == "förvaltning"


def test_a_plan_that_no_longer_holds_is_not_applied(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    looked_at = read(GOOD, dry_run=True)
    make_person(session, "Åsa Öberg", email="asa@exempel.se")
    late = read(GOOD, expected=looked_at.fingerprint)
    assert late.outdated
    assert not late.applied
    assert session.scalar(select(func.count()).select_from(Unit)) == 0


def test_statements_do_not_grow_with_the_file(
    read: Callable[..., ImportReport],
    statements: Callable[[], AbstractContextManager[list[str]]],
    session: Session,
) -> None:
    counted = []
    for size in (20, 200):
        rows = "".join(
            f"{size}-{number};Enhet;enhet;l\n{size}-{number};;;;{size}p{number};N;;chef\n"
            for number in range(size)
        )
        read(GOOD)
        with statements() as sent:
            assert read(f"{HEADS}\n{rows}").applied
        counted.append(len(sent))
    assert counted[1] <= counted[0] + 4


@pytest.mark.parametrize("profile", ["tranemo", "kungalv", "lerum", "karlskoga", "perstorp"])
@pytest.mark.parametrize(("ends", "language"), [(".csv", "sv"), (".xlsx", "en")])
def test_the_file_to_fill_in_can_be_read_in_as_it_is(
    session: Session, tmp_path: Path, profile: str, ends: str, language: str
) -> None:
    file, kinds = tmp_path / f"mall{ends}", load_profile(profile).unit_kinds
    exporting.write_template(file, kinds, language)
    report = import_organisation(session, file, actor_id=None, dry_run=True, kinds=kinds)
    assert not report.problems and report.changes


def test_the_file_to_fill_in_is_written_from_the_command_line(app: Flask, tmp_path: Path) -> None:
    run, file = app.test_cli_runner().invoke, tmp_path / "mall.xlsx"
    assert run(cli, ["import", "template", str(file)]).exit_code == 0
    written = file.read_bytes()
    again = run(cli, ["import", "template", str(file)])
    assert again.exit_code == 1 and file.read_bytes() == written
    other = run(cli, ["import", "template", str(tmp_path / "mall.txt")])
    assert other.exit_code == 1 and ".csv or .xlsx" in other.output


def test_a_duty_from_before_its_unit_says_when_the_unit_begins(read: Callable[..., ImportReport]) -> None:
    early = f"{HEADS}\nkf;Kommunfullmäktige;kommunfullmäktige\nkf;;;;p1;Åsa;;förtroendevald;;;2019-01-01;"
    (problem,) = read(early).problems
    assert (problem.reason, problem.column) == ("new_unit_begins_later", "fran")
    assert problem.details["day"] == clock.today()
    read(GOOD)
    (problem,) = read(f"{HEADS}\na;;;;p9;Åsa;;medarbetare;;;2019-01-01;").problems
    assert (problem.reason, problem.details["day"]) == ("unit_begins_later", date(2024, 1, 1))


class TestThroughThePages:
    @pytest.fixture
    def admin(self, session: Session, client: SamsynClient) -> SamsynClient:
        return sign_in(client, session, make_municipality(session).administrator)

    FILE = f"{HEADS}\nnorr;Norra skolan;enhet;samsyn-6"

    def upload(self, admin: SamsynClient, content: bytes, section: int | None = None) -> Any:
        return admin.post("/organisation/las-in", data={"file": (io.BytesIO(content), "fil.csv")})

    def test_the_plan_is_shown_then_applied(self, admin: SamsynClient, session: Session) -> None:
        section = session.scalars(select(Unit).where(Unit.name == "Lärandesektionen")).one()
        content = f"{HEADS}\nnorr;Norra skolan;enhet;samsyn-{section.id}".encode()
        shown = self.upload(admin, content)
        assert shown.status_code == 200
        assert "Ny enhet: Norra skolan" in shown.text
        assert session.scalar(select(Unit.id).where(Unit.name == "Norra skolan")) is None
        word = shown.text.split('name="word" value="')[1].split('"')[0]
        fingerprint = shown.text.split('name="fingerprint" value="')[1].split('"')[0]
        done = admin.post("/organisation/las-in/genomfor", data={"word": word, "fingerprint": fingerprint})
        assert done.status_code == 302
        session.rollback()
        assert session.scalar(select(Unit.id).where(Unit.name == "Norra skolan"))
        again = admin.post("/organisation/las-in/genomfor", data={"word": word, "fingerprint": fingerprint})
        assert again.location.endswith("/las-in")

    def test_a_file_is_read_before_the_transaction_begins(
        self, admin: SamsynClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waited_for: list[bool] = []
        reading = spreadsheet._csv_rows

        def read(data: bytes) -> Any:
            waited_for.append(db.session.in_transaction())
            return reading(data)

        monkeypatch.setattr(spreadsheet, "_csv_rows", read)
        shown = self.upload(admin, GOOD.replace("kf;K", "kf2;K").encode())
        assert waited_for == [False]
        assert shown.status_code == 422
        section = admin.get("/organisation/ta-med.csv").text
        shown = self.upload(admin, section.replace("Lärandesektionen", "Lärande").encode())
        word = shown.text.split('name="word" value="')[1].split('"')[0]
        fingerprint = shown.text.split('name="fingerprint" value="')[1].split('"')[0]
        done = admin.post("/organisation/las-in/genomfor", data={"word": word, "fingerprint": fingerprint})
        assert (done.status_code, done.location) == (302, "/organisation/")
        assert waited_for == [False] * 3
        assert "Lärandesektionen" not in admin.get("/organisation/ta-med.csv").text

    def test_what_an_english_reader_takes_out_is_in_english_and_changes_nothing(
        self, admin: SamsynClient
    ) -> None:
        admin.post("/sprak", data={"language": "en"})
        taken = admin.get("/organisation/ta-med.csv")
        assert ";municipal council;" in taken.text
        assert ";manager;" in taken.text
        shown = self.upload(admin, taken.text.encode())
        assert shown.status_code == 200
        assert 'name="fingerprint"' not in shown.text, "nothing would change"

    def test_faults_are_shown_with_row_and_column(self, admin: SamsynClient) -> None:
        shown = self.upload(admin, f"{HEADS}\nx;X;enhet;zzz".encode())
        assert shown.status_code == 422
        assert "Rad 2, kolumn ligger_under" in shown.text

    def test_fifty_megabytes_are_refused_without_being_read(self, admin: SamsynClient) -> None:
        answer = self.upload(admin, b"x" * 50 * 1024 * 1024)
        assert answer.status_code == 413

    def test_no_file_says_so(self, admin: SamsynClient) -> None:
        answer = admin.post("/organisation/las-in", data={})
        assert answer.status_code == 422
        assert "Välj en fil." in answer.text

    def test_another_persons_file_is_not_found(
        self, admin: SamsynClient, session: Session, clients: Callable[[], SamsynClient]
    ) -> None:
        shown = self.upload(admin, GOOD.replace("kf;K", "kf2;K").encode())
        for word in ("../../etc/passwd", "x" * 80, "å", ""):
            answer = admin.post("/organisation/las-in/genomfor", data={"word": word, "fingerprint": ""})
            assert answer.status_code == 302
        assert shown.status_code in {200, 422}


def test_what_the_command_line_tells_of_a_file_is_told_in_either_language(app: Flask, tmp_path: Path) -> None:
    good, faulty = tmp_path / "bra.csv", tmp_path / "fel.csv"
    good.write_text(GOOD)
    faulty.write_text(f"{HEADS}\nx;X;borg;\n")
    for language, told, wrong in (
        ("sv", "Ny enhet: Förvaltningen", "kolumn typ"),
        ("en", "New unit: Förvaltningen", "column typ"),
    ):
        more = ["--language", language]
        run = app.test_cli_runner().invoke(cli, ["import", "organisation", str(good), "--dry-run", *more])
        assert (run.exit_code, told in run.output) == (0, True), run.output
        run = app.test_cli_runner().invoke(cli, ["import", "organisation", str(faulty), *more])
        assert (run.exit_code, wrong in run.output) == (1, True), run.output


def test_our_number_of_somebody_is_not_taken_for_another_who_had_it_elsewhere(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    read(GOOD)
    ada = make_person(session, "Ada Administratör", email="ada@exempel.se")
    before = everything(session)
    row = f"l;;;;samsyn-{ada.id};Sven Sektionschef;sven@exempel.se;chef;;;;"
    report = read(f"{HEADS}\n{row}\n")
    assert [(one.row, one.column, str(one.reason)) for one in report.problems] == [
        (2, "person_id", "number_of_other")
    ]
    assert f"Här är samsyn-{ada.id} Ada Administratör och inte Sven Sektionschef." in str(report)
    assert everything(session) == before and ada.name == "Ada Administratör"


def test_who_is_known_by_our_number_may_have_another_name_where_the_address_says_it_is_the_same(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    read(GOOD)
    ada = make_person(session, "Ada Ek", email="ada@exempel.se")
    assert read(f"{HEADS}\nl;;;;samsyn-{ada.id};Ada Berg;Ada@exempel.se;stöd;;;;\n").applied
    session.refresh(ada)
    assert ada.name == "Ada Berg"
    assert read(f"{HEADS}\nl;;;;samsyn-{ada.id};ada  berg;;stöd;;;;\n").applied


def test_a_number_of_ours_that_nothing_here_has_is_refused(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    """It would be the number of whoever is made by hand later, and a file would mean both."""
    read(GOOD)
    before = everything(session)
    report = read(
        f"{HEADS}\nsamsyn-900;Nya skolan;enhet;l;;;;;;;;\nsamsyn-900;;;;samsyn-901;Ny Chef;;chef;;;;\n"
        "samsyn-900;;;;p1;Åsa Öberg;asa@exempel.se;stöd;;;;\n"
    )
    assert [(one.row, one.column, str(one.reason)) for one in report.problems] == [
        (2, "enhet_id", "number_of_nobody"),
        (3, "person_id", "number_of_nobody"),
    ]
    assert everything(session) == before


def test_an_id_that_looks_like_our_number_stays_whose_it_is(
    session: Session, read: Callable[..., ImportReport]
) -> None:
    """Files of earlier versions gave such ids."""
    read(GOOD)
    olle = make_person(session, "Olle Kostchef")
    hand = make_person(session, "Hand Gjord")
    olle.external_id = f"samsyn-{hand.id}"
    session.flush()
    assert read(f"{HEADS}\ns;;;;samsyn-{hand.id};Olle Kostchef;;chef;;;;\n").applied
    held = session.scalars(select(Appointment).where(Appointment.person_id == olle.id)).one()
    assert held.role == Role.MANAGER
    session.refresh(hand)
    assert hand.name == "Hand Gjord"
