"""The shape of the editor: a template as it stands in the browser, with buttons that move, add and remove
themes.

Every button posts the whole form and gets it back changed, so nothing typed is lost and no script is needed.
Each theme carries a key of its own while it is edited; ids in the page are made from it, so that focus
follows a moved theme.
"""

import re
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from app.dialogues.agenda import rules
from app.dialogues.agenda.rules import AgendaTheme
from app.dialogues.models import PairKind

_KEY = re.compile(r"[a-z][0-9]{1,6}")
_KIND = re.compile(r"[a-z_]{1,40}")
MOST_ROWS = 100
"""Rows a form is read for, removed ones included; what is beyond was never made in the page."""


@dataclass(slots=True)
class Row:
    """A theme in the editor. A removed one stays, folded, until the form is saved, so that it can be taken
    back.
    """

    key: str
    title: str = ""
    questions: str = ""
    backgrounds: list[str] = field(default_factory=list)
    removed: bool = False
    order: list[str] = field(default_factory=list)
    """The order its backgrounds had when it was opened; checkboxes know none."""


@dataclass(slots=True)
class TemplateForm:
    """A template as typed. `base` and `base_name` are the version number and name the writer began from."""

    name: str = ""
    pair_kind: str = PairKind.MANAGERS
    base: int = 0
    base_name: str = ""
    rows: list[Row] = field(default_factory=list)

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> "TemplateForm":
        """Take it out of a posted form."""
        keys = [key for key in dict.fromkeys(form.getlist("theme")) if _KEY.fullmatch(key)][:MOST_ROWS]
        base = form.get("base", "")
        return cls(
            name=form.get("name", "").replace("\x00", ""),
            pair_kind=form.get("pair_kind", ""),
            base=int(base) if base.isascii() and base.isdigit() and len(base) < 10 else 0,
            base_name=rules.clean_line(form.get("base_name", "")),
            rows=[cls._row(form, key) for key in keys],
        )

    @staticmethod
    def _row(form: MultiDict[str, str], key: str) -> Row:
        order = [kind for kind in form.get(f"order-{key}", "").split() if _KIND.fullmatch(kind)]
        chosen = [kind for kind in form.getlist(f"backgrounds-{key}") if _KIND.fullmatch(kind)]
        return Row(
            key=key,
            title=form.get(f"title-{key}", "").replace("\x00", ""),
            questions=form.get(f"questions-{key}", "").replace("\x00", "").replace("\r\n", "\n"),
            backgrounds=sorted(chosen, key=lambda kind: order.index(kind) if kind in order else len(order)),
            removed=form.get(f"removed-{key}") == "1",
            order=order,
        )

    @classmethod
    def of(cls, name: str, pair_kind: str, number: int, themes: tuple[AgendaTheme, ...]) -> "TemplateForm":
        """Open a version for editing."""
        rows = [
            Row(
                f"t{position}",
                theme.title,
                theme.questions,
                list(theme.backgrounds),
                order=list(theme.backgrounds),
            )
            for position, theme in enumerate(themes, start=1)
        ]
        return cls(name, pair_kind, number, name, rows)

    @classmethod
    def empty(cls, pair_kind: str) -> "TemplateForm":
        """Begin a new template with room for its first theme."""
        return cls(pair_kind=pair_kind, rows=[Row("t1")])

    def standing_rows(self) -> list[Row]:
        """Give the rows that will be saved: neither removed nor empty."""
        return [row for row in self.rows if not row.removed and (row.title.strip() or row.questions.strip())]

    def themes(self) -> list[AgendaTheme]:
        """Give what will be saved, in order."""
        return [AgendaTheme(r.title, r.questions, tuple(r.backgrounds)) for r in self.standing_rows()]

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
