"""Pages on which risks are read in from a file."""

from pathlib import Path

from flask import flash, redirect, render_template
from flask_babel import LazyString, gettext, lazy_gettext, ngettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.exports.answers import register_file
from app.organisation.forms import FileForm
from app.organisation.planning.states import own_id
from app.organisation.reading_in import Answer, ReadingIn
from app.organisation.wording import FAULTS as FILE_FAULTS
from app.organisation.wording import problem_words
from app.quality.risks.blueprint import reader, risks
from app.quality.risks.files import columns
from app.quality.risks.files.reading import NEEDED
from app.quality.risks.files.services import Report, import_risks, units_written_by
from app.quality.risks.wording import FAULTS, scale_in_force
from app.ui.addresses import url_for

SHOWN_AT_MOST = 200

REASONS: dict[str, LazyString] = {
    # What is wrong in a form is wrong in a file too, but where the file says it in its own words.
    **{fault.value: words for fault, words in FAULTS.items() if fault.value not in FILE_FAULTS},
    "risk_not_your_unit": lazy_gettext(
        "%(unit)s finns inte bland de enheter du skriver risker för. Är enheten stängd, ta bort raden eller byt enhet."
    ),
    "risk_of_no_unit": lazy_gettext("Skriv vilken enhet risken gäller."),
    "risk_twice": lazy_gettext("Samma risk står redan på rad %(first)s."),
    "unknown_word": lazy_gettext("”%(value)s” går inte att läsa. Skriv något av: %(known)s."),
    "no_risks": lazy_gettext("Filen har inga rader under kolumnnamnen."),
}


@risks.get("/las-in")
@requires(May.WRITE_CONTROL)
def read_in() -> str:
    """Ask for a file."""
    return _ask(FileForm())


def _ask(form: FileForm) -> str:
    return render_template(
        "risks/import.html", form=form, columns=columns.COLUMNS, ignored=columns.IGNORED, needed=NEEDED
    )


@risks.post("/las-in")
@requires(May.WRITE_CONTROL)
def try_file() -> Answer:
    """Read a file without changing anything, and show what it would make."""
    return RISKS.try_file()


def _read(path: Path, _person_id: int, expected: str | None) -> Report:
    return import_risks(
        db.session,
        path,
        reader=reader(),
        scale=scale_in_force(),
        dry_run=expected is None,
        expected=expected,
    )


def _show(report: Report, word: str) -> str:
    return render_template(
        "risks/plan.html",
        report=report,
        plan=report.plan,
        word=word,
        problems=[problem_words(one, REASONS) for one in report.plan.problems[:SHOWN_AT_MOST]],
        most=SHOWN_AT_MOST,
    )


RISKS = ReadingIn(
    "risks.read_in", _ask, _read, _show, lambda one: bool(one.plan.problems), lambda one: bool(one.plan.new)
)


@risks.post("/las-in/genomfor")
@requires(May.WRITE_CONTROL)
def carry_out() -> Answer:
    """Make what was shown, if it still is the same."""
    return RISKS.carry_out(_done)


def _done(report: Report) -> Response:
    number = len(report.plan.new)
    flash(ngettext("En risk är inläst.", "%(num)s risker är inlästa.", number), "done")
    return redirect(url_for("risks.index"))


@risks.get("/mall.<any(csv,xlsx):sort>")
@requires(May.WRITE_CONTROL)
def template_file(sort: str) -> Response:
    """Give a file with the right columns and a row that shows how."""
    units = units_written_by(db.session, reader())
    held = {one.unit_id for one in acting().holdings}
    mine = next((one for one in units if one.id in held), units[0] if units else None)
    rows = columns.example_rows(mine.name, own_id(mine.id), clock.today()) if mine else []
    return register_file(sort, "risker-mall", columns.COLUMNS, rows, sheet=gettext("Risker"))
