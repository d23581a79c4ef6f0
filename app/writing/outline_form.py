"""The shape of an editor of headings: rows as they stand in the browser, with buttons that move, add and remove them.

Every button posts the whole form and gets it back changed, so nothing typed is lost and no script is needed.
Each row carries a key of its own while it is edited; ids in the page are made from it, so that focus
follows a moved row.
"""

import re
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

ROW_KEY = re.compile(r"[a-z][0-9]{1,6}")
MOST_ROWS = 100
"""Rows a form is read for, removed ones included; what is beyond was never made in the page."""


@dataclass(slots=True)
class Row:
    """A heading in the editor. A removed one stays, folded, until the form is saved, so that it can be taken back."""

    key: str
    title: str = ""
    questions: str = ""
    backgrounds: list[str] = field(default_factory=list)
    removed: bool = False
    order: list[str] = field(default_factory=list)
    """The order its backgrounds had when it was opened; checkboxes know none."""
    known_as: str = ""
    """The name it has had since it was first saved, by which one year's words are found beside another's."""


def rows_sent(form: MultiDict[str, str], name: str) -> list[str]:
    """Give the keys of the rows a form holds, in their order."""
    return [key for key in dict.fromkeys(form.getlist(name)) if ROW_KEY.fullmatch(key)][:MOST_ROWS]


def number_sent(text: str) -> int:
    """Read the number of the version a writer began from; anything else is 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@dataclass(slots=True)
class EditedRows:
    """The rows of an editor, and what its buttons do with them."""

    rows: list[Row] = field(default_factory=list)

    def standing_rows(self) -> list[Row]:
        """Give the rows that will be saved: neither removed nor empty."""
        return [row for row in self.rows if not row.removed and (row.title.strip() or row.questions.strip())]

    def press(self, button: str) -> str | None:
        """Do what a button in the form says; give the key of the row to show, or None when unknown."""
        what, _, key = button.partition(":")
        if what == "add":
            return self._add()
        at = next((index for index, row in enumerate(self.rows) if row.key == key), None)
        if at is None:
            return None
        if what in {"up", "down"}:
            self._move(at, -1 if what == "up" else 1)
        elif what in {"remove", "restore"}:
            self.rows[at].removed = what == "remove"
        else:
            return None
        return key

    def _add(self) -> str:
        used = {int(row.key[1:]) for row in self.rows}
        key = f"t{max(used, default=0) + 1}"
        if len(self.rows) < MOST_ROWS:
            self.rows.append(Row(key))
        return key

    def _move(self, at: int, step: int) -> None:
        """Pass the next theme that is not removed; at the end of the line nothing happens."""
        to = at + step
        while 0 <= to < len(self.rows) and self.rows[to].removed:
            to += step
        if 0 <= to < len(self.rows):
            self.rows.insert(to, self.rows.pop(at))
