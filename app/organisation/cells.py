"""A row of a file one reads in: its cells by the names of their columns, and where its faults are noted."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.organisation.exporting import as_said
from app.organisation.heads import OwnUnit
from app.organisation.rows import Problem


def by_column(places: Mapping[str, int], cells: Sequence[str]) -> dict[str, str]:
    """Give the cells of a row by the names of their columns; a row that ends early has nothing in the last of them."""
    return {name: cells[at] if at < len(cells) else "" for name, at in places.items()}


class Cells:
    """One row. What it says is read column by column, and what cannot be read is noted among the file's problems."""

    def __init__(self, number: int, cells: Mapping[str, str], problems: list[Problem]) -> None:
        self.number, self.cells, self.problems = number, cells, problems

    def cell(self, name: str) -> str:
        """Give what a cell says; nothing where the file has no such column."""
        return as_said(self.cells.get(name, ""))

    def wrong(self, column: str, reason: str, **details: object) -> None:
        """Note a fault."""
        self.problems.append(Problem(self.number, column, reason, details))

    def unit(self, units: Mapping[str, OwnUnit]) -> OwnUnit | None:
        """Give the unit the row is about, by its id or its name; None where it is none of those."""
        return units.get(self.cell("enhet_id").casefold()) or units.get(self.cell("enhet").casefold())

    def text(self, name: str, most: int, *, needed: bool = False) -> str:
        """Read words; a cell that needs some and one with too many are faults."""
        said = self.cell(name).replace("\r\n", "\n").replace("\r", "\n")
        if needed and not said:
            self.wrong(name, "missing")
        if len(said) > most:
            self.wrong(name, "too_long", most=most)
        return said

    def day(self, name: str, first_year: int, last_year: int) -> date | None:
        """Read a day written as 2027-01-31, with the midnight some spreadsheets put after it or without."""
        said = self.cell(name)
        if not said:
            return None
        try:
            day = date.fromisoformat(said[:10] if said[10:].strip() in {"", "00:00:00"} else said)
        except ValueError:
            self.wrong(name, "bad_day", value=said)
            return None
        if not first_year <= day.year <= last_year:
            self.wrong(name, "bad_day", value=said)
            return None
        return day
