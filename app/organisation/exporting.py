"""The organisation as a file: the same columns as are read in, so that what is taken out can be changed and read back."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.organisation.appointments import SHOWN_TO_ALL
from app.organisation.models import Appointment, Person, Placement, Unit, in_force
from app.organisation.planning.states import own_id
from app.organisation.rows import COLUMNS, written_kinds
from app.steering.schema import UnitKind

ROLE_WORDS = {
    "manager": "chef",
    "support": "stöd",
    "politician": "förtroendevald",
    "auditor": "revisor",
    "employee": "medarbetare",
    "administrator": "administratör",
}
"""How roles are written in Swedish; the keys are how they are written in English."""

DUTY_WORDS = {
    "sv": {"chair": "ordförande", "vice_chair": "vice ordförande"},
    "en": {"chair": "chair", "vice_chair": "vice chair"},
}
YES_WORDS = {"sv": "ja", "en": "yes"}

Row = dict[str, str]


def kind_words(kinds: Iterable[UnitKind], language: str) -> dict[str, str]:
    """Give what is written for each kind: its name in a language, in Swedish where that name would be read in as another
    kind, and its key where that would too.
    """
    kinds = list(kinds)
    read = written_kinds(kinds)
    found = {}
    for kind in kinds:
        names = (kind.names.in_language(language).singular, kind.names.sv.singular)
        found[kind.key] = next((name for name in names if read.get(name.casefold()) == kind.key), kind.key)
    return found


def role_word(role: str, language: str) -> str:
    """Give how a role is written."""
    return role if language == "en" else ROLE_WORDS[role]


EXAMPLE_DAY = "2026-01-01"


def example_rows(kinds: Sequence[UnitKind], language: str) -> list[Row]:
    """Give rows that show how: the topmost unit of the model, one under it, and somebody there.

    They can be read in as they are: whoever begins a duty on a day has a unit that is there by then.
    """
    words = kind_words(kinds, language)
    top = next(kind for kind in kinds if not kind.parents)
    second = next((kind for kind in kinds if top.key in kind.parents), top)
    above, below = words[top.key], words[second.key]
    return [
        {"enhet_id": "100", "enhet": above.capitalize(), "typ": above, "fran": EXAMPLE_DAY},
        {
            "enhet_id": "110",
            "enhet": below.capitalize(),
            "typ": below,
            "ligger_under": "100",
            "fran": EXAMPLE_DAY,
        },
        {
            "enhet_id": "110",
            "person_id": "p1",
            "namn": "Anna Exempel",
            "epost": "anna@exempel.se",
            "roll": role_word("support", language),
            "titel": "Controller",
            "fran": EXAMPLE_DAY,
        },
    ]


def exported_rows(
    session: Session, day: date, *, everyone: bool, kinds: Sequence[UnitKind], language: str
) -> Iterator[Row]:
    """Give the units of a day, then the appointments of that day; every role only where `everyone`.

    Kinds, roles and duties are written as people know them in a `language`. Units and people made by hand have no id of
    their own; they get one from ours so that the rows hang together.
    """
    ids: dict[int, str] = {}
    words, duties = kind_words(kinds, language), DUTY_WORDS[language]
    units = session.execute(
        select(Unit, Placement.parent_id)
        .join(Placement, Placement.unit_id == Unit.id)
        .where(in_force(Placement.valid_from, Placement.valid_to, day))
        .order_by(Unit.id)
    ).all()
    for unit, _parent in units:
        ids[unit.id] = unit.external_id or own_id(unit.id)
    for unit, parent in units:
        yield {
            "enhet_id": ids[unit.id],
            "enhet": unit.name,
            "typ": words.get(unit.kind, unit.kind),
            "ligger_under": ids.get(parent, "") if parent is not None else "",
            "fran": unit.valid_from.isoformat(),
            "till": _last_day(unit.valid_to),
        }
    held = (
        select(Appointment, Person)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
        )
        .order_by(Appointment.unit_id, Appointment.id)
    )
    if not everyone:
        held = held.where(Appointment.role.in_(SHOWN_TO_ALL))
    for one, person in session.execute(held):
        yield {
            "enhet_id": ids.get(one.unit_id, ""),
            "person_id": person.external_id or own_id(person.id),
            "namn": person.name,
            "epost": person.email or "",
            "roll": role_word(one.role, language),
            "titel": one.title,
            "uppdrag": duties.get(one.duty, ""),
            "tf": YES_WORDS[language] if one.is_deputy else "",
            "fran": one.valid_from.isoformat(),
            "till": _last_day(one.valid_to),
        }


def as_csv(rows: Iterable[Row], columns: Sequence[str] = tuple(COLUMNS)) -> bytes:
    """Write rows as CSV that Swedish Excel opens right; no cell can become a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(row.get(column, "")) for column in columns])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def write_template(file: Path, kinds: Sequence[UnitKind], language: str) -> None:
    """Write a file to fill in, as its name ends: .csv or .xlsx; raises ValueError for others, OSError where it cannot."""
    rows = example_rows(kinds, language)
    writers = {".csv": lambda: as_csv(rows), ".xlsx": lambda: as_xlsx(rows, tuple(COLUMNS), "Organisation")}
    if file.suffix.lower() not in writers:
        raise ValueError(f"{file}: the name must end in .csv or .xlsx")
    filled = writers[file.suffix.lower()]()
    with file.open("xb") as out:
        try:
            out.write(filled)
            out.flush()
        except OSError:
            # Half a file would be in the way of the next try.
            file.unlink(missing_ok=True)
            raise


FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def harmless(text: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{text}" if text[:1] in FORMULAS else text


def as_said(cell: str) -> str:
    """Read a cell as it was said: what was made harmless as it was taken out comes back as it was."""
    said = cell.replace("\0", "").strip()
    return said[1:] if said[:1] == "'" and said[1:2] in FORMULAS else said


def as_xlsx(
    rows: Iterable[Row], columns: Sequence[str] = tuple(COLUMNS), sheet_name: str = "Organisation"
) -> bytes:
    """Write rows as a workbook whose cells are all plain text."""
    import xlsxwriter

    kept = io.BytesIO()
    book = xlsxwriter.Workbook(
        kept,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": True},
    )
    sheet = book.add_worksheet(sheet_name)
    bold = book.add_format({"bold": True})
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column, bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 18)
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            if row.get(column):
                sheet.write_string(number, place, row[column])
    book.close()
    return kept.getvalue()


def _last_day(end: date | None) -> str:
    return (end - timedelta(days=1)).isoformat() if end else ""
