"""Pages on which figures are read in from a file, and the file to fill in."""

from pathlib import Path

from flask import flash, redirect, render_template
from flask_babel import LazyString, gettext, lazy_gettext, ngettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.economy.blueprint import asked_number, asked_year, economy
from app.economy.files.columns import template_rows
from app.economy.files.reading import COLUMNS
from app.economy.files.services import Report, import_figures, standing_for_template
from app.economy.money import Unread
from app.economy.periods import period_now, periods_of
from app.economy.wording import UNREAD, period_name
from app.organisation.forms import FileForm
from app.organisation.reading_in import Answer, ReadingIn, download
from app.organisation.rows import Problem
from app.organisation.wording import FAULTS as FILE_FAULTS
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for

SHOWN_AT_MOST = 200

FAULTS: dict[str, LazyString] = {
    "not_your_unit": lazy_gettext("Enheten finns inte bland dem vars ekonomi du skriver."),
    "already_submitted": lazy_gettext(
        "Enhetens prognos för den tiden är redan lämnad. Den ändras inte från en fil: dra tillbaka den först."
    ),
    "said_twice": lazy_gettext("Samma enhet och tid står också på rad %(first)s."),
    "bad_year": lazy_gettext("”%(value)s” är inget år. Skriv som 2027."),
    "bad_month": lazy_gettext("”%(value)s” är ingen månad. Skriv den sista månaden som siffra, 1 till 12."),
    "no_figures": lazy_gettext("Filen har inga rader under kolumnnamnen."),
}


def problem_words(problem: Problem) -> str:
    """Say where in a file something is wrong, and what."""
    reason = _reason(problem)
    if not problem.row:
        return reason
    if not problem.column:
        return gettext("Rad %(row)s: %(reason)s", row=problem.row, reason=reason)
    return gettext(
        "Rad %(row)s, kolumn %(column)s: %(reason)s", row=problem.row, column=problem.column, reason=reason
    )


def _reason(problem: Problem) -> str:
    if problem.reason.startswith("amount_"):
        why = UNREAD[Unread(problem.reason.removeprefix("amount_"))]
        return gettext("”%(value)s”. %(why)s", value=problem.details["value"], why=why)
    known = FAULTS.get(problem.reason) or FILE_FAULTS[problem.reason]
    return str(known) % {name: str(value) for name, value in problem.details.items()}


@economy.get("/las-in")
@requires(May.WRITE_ECONOMY)
def read_in() -> str:
    """Ask for a file."""
    return _ask(FileForm())


def _ask(form: FileForm) -> str:
    periods, today = periods_of(profile_in_force()), clock.today()
    year = today.year
    return render_template(
        "economy/files/import.html",
        form=form,
        columns=COLUMNS,
        year=year,
        periods=[(one.month, period_name(one)) for one in periods],
        now=period_now(periods, year, today),
    )


@economy.post("/las-in")
@requires(May.WRITE_ECONOMY)
def try_file() -> Answer:
    """Read a file without changing anything, and show what it would write."""
    return FIGURES.try_file()


def _read(path: Path, person_id: int, expected: str | None) -> Report:
    return import_figures(db.session, path, actor_id=person_id, dry_run=expected is None, expected=expected)


def _show(report: Report, word: str) -> str:
    return render_template(
        "economy/files/plan.html",
        report=report,
        plan=report.plan,
        word=word,
        problems=[problem_words(one) for one in report.plan.problems[:SHOWN_AT_MOST]],
        most=SHOWN_AT_MOST,
    )


FIGURES = ReadingIn(
    "economy.read_in",
    _ask,
    _read,
    _show,
    lambda one: bool(one.plan.problems),
    lambda one: bool(one.plan.changing),
)


@economy.post("/las-in/genomfor")
@requires(May.WRITE_ECONOMY)
def carry_out() -> Answer:
    """Write what was shown, if it still is the same."""
    return FIGURES.carry_out(_done)


def _done(report: Report) -> Response:
    written = report.plan.changing
    flash(
        ngettext(
            "En prognos är inläst, som utkast.", "%(num)s prognoser är inlästa, som utkast.", len(written)
        ),
        "done",
    )
    if len(written) == 1:
        return redirect(url_for("economy.index", enhet=written[0].unit.id, ar=written[0].year))
    first = written[0] if written else None
    return redirect(
        url_for("economy.units", ar=first.year, manad=first.month) if first else url_for("economy.units")
    )


@economy.get("/mall.<any(csv,xlsx):sort>")
@requires(May.WRITE_ECONOMY)
def template_file(sort: str) -> Response:
    """Give a file with a row for each unit one writes for, and what is known already."""
    year, month = asked_year(), asked_number("manad")
    if month is None or not 1 <= month <= 12:
        month = period_now(periods_of(profile_in_force()), year, clock.today()).month
    rows = list(
        template_rows(standing_for_template(db.session, acting().person_id, year, month), year, month)
    )
    return download(rows, COLUMNS, sort, f"ekonomi-{year}-{month}", gettext("Ekonomi"))
