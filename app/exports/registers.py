"""A register as a file: CSV that Swedish Excel opens right, or a workbook. No cell becomes a formula or a link."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from app.organisation.exporting import harmless

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | date | int | Decimal | None


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write rows as CSV, dates as 2027-03-16."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(name) for name in head])
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _written(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        # A number, with the comma Swedish programs read; a minus before it begins no formula.
        return f"{cell:f}".replace(".", ",")
    return "" if cell is None else harmless(str(cell))


def as_xlsx(sheet: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write rows as a workbook: words as words, dates as dates that sort; the head stays in sight."""
    import xlsxwriter

    kept = io.BytesIO()
    book = xlsxwriter.Workbook(
        kept,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": True},
    )
    page = book.add_worksheet(sheet)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    page.freeze_panes(1, 0)
    page.set_column(0, 0, 44)
    page.set_column(1, max(1, len(head) - 1), 18)
    for place, name in enumerate(head):
        page.write_string(0, place, name, bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, place, cell, day)
            elif isinstance(cell, (int, Decimal)):
                page.write_number(number, place, cell)
            elif cell:
                page.write_string(number, place, cell)
    book.close()
    return kept.getvalue()
