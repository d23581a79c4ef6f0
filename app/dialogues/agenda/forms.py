"""The shape of the editor: a template as it stands in the browser, with buttons that move, add and remove
themes.

Every button posts the whole form and gets it back changed, so nothing typed is lost and no script is needed.
Each theme carries a key of its own while it is edited; ids in the page are made from it, so that focus
follows a moved theme.
"""

import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.cleaning import clean_line
from app.dialogues.agenda.rules import AgendaTheme
from app.dialogues.models import PairKind
from app.writing.outline_form import EditedRows, Row, number_sent, rows_sent

_KIND = re.compile(r"[a-z_]{1,40}")


@dataclass(slots=True)
class TemplateForm(EditedRows):
    """A template as typed. `base` and `base_name` are the version number and name the writer began from."""

    name: str = ""
    pair_kind: str = PairKind.MANAGERS
    base: int = 0
    base_name: str = ""

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> "TemplateForm":
        """Take it out of a posted form."""
        return cls(
            name=form.get("name", "").replace("\x00", ""),
            pair_kind=form.get("pair_kind", ""),
            base=number_sent(form.get("base", "")),
            base_name=clean_line(form.get("base_name", "")),
            rows=[cls._row(form, key) for key in rows_sent(form, "theme")],
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
        return cls(name=name, pair_kind=pair_kind, base=number, base_name=name, rows=rows)

    @classmethod
    def empty(cls, pair_kind: str) -> "TemplateForm":
        """Begin a new template with room for its first theme."""
        return cls(pair_kind=pair_kind, rows=[Row("t1")])

    def themes(self) -> list[AgendaTheme]:
        """Give what will be saved, in order."""
        return [AgendaTheme(r.title, r.questions, tuple(r.backgrounds)) for r in self.standing_rows()]
