"""The two steps in which a file is read in, tried and then carried out as it was shown; and how one is given to keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from flask import flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting
from app.db import db
from app.organisation import exporting, keeping
from app.organisation.forms import FileForm
from app.organisation.spreadsheet import read_beforehand
from app.ui.addresses import url_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Answer = str | Response | tuple[str, int]


class Outcome(Protocol):
    """What came of reading a file: whether it was carried out, and whether it is no longer what was shown."""

    @property
    def applied(self) -> bool: ...

    @property
    def outdated(self) -> bool: ...


Report = TypeVar("Report", bound=Outcome)


@dataclass(frozen=True, slots=True)
class ReadingIn(Generic[Report]):
    """How one kind of file is read in.

    `read` is given the file, who reads it in, and what was shown (`None` when it is only tried). `begins` is the view that
    asks for a file, `ask` its page with a form, `show` the page of what came of it.
    """

    begins: str
    ask: Callable[[FileForm], str]
    read: Callable[[Path, int, str | None], Report]
    show: Callable[[Report, str], str]
    is_faulty: Callable[[Report], bool]
    changes: Callable[[Report], bool]

    def try_file(self) -> Answer:
        """Read a file without changing anything, and show what it would change; it waits only where it would."""
        form = FileForm()
        if not form.validate():
            return self.ask(form), 422
        person_id = acting().person_id
        word = keeping.keep(person_id, form.file.data.stream)
        report = self._read(keeping.kept(person_id, word), person_id, None)
        db.session.rollback()
        if self.is_faulty(report) or not self.changes(report):
            keeping.forget(person_id, word)
        return self.show(report, word), 422 if self.is_faulty(report) else 200

    def carry_out(self, done: Callable[[Report], Response]) -> Answer:
        """Carry out what was shown, if it still is the same; `done` says so once it is kept, and leads on."""
        person_id, word = acting().person_id, request.form.get("word", "")
        try:
            path = keeping.kept(person_id, word)
        except keeping.NotKept:
            flash(gettext("Filen finns inte kvar. Välj den igen."), "problem")
            return redirect(url_for(self.begins))
        report = self._read(path, person_id, request.form.get("fingerprint", ""))
        if not report.applied:
            db.session.rollback()
            return self.show(report, word), 409 if report.outdated else 422
        # Asked before it is kept: afterwards what was read in would have to be loaded anew.
        answer = done(report)
        db.session.commit()
        keeping.forget(person_id, word)
        return answer

    def _read(self, path: Path, person_id: int, expected: str | None) -> Report:
        # Reading a file takes its time: nobody else waits for it, so the transaction begun so far is let go. The gate
        # has only asked in it who sends the file; nothing is written before its rows are known.
        db.session.rollback()
        with read_beforehand(path):
            return self.read(path, person_id, expected)


def download(
    rows: Sequence[exporting.Row], columns: Sequence[str], sort: str, name: str, sheet: str
) -> Response:
    """Give rows as a file, CSV or Excel."""
    content = exporting.as_csv(rows, columns) if sort == "csv" else exporting.as_xlsx(rows, columns, sheet)
    answer = Response(content, content_type=CSV if sort == "csv" else XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{sort}"'
    return answer
