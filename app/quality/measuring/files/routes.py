"""Pages on which measurements are read in from a file, and the template for it."""

from pathlib import Path

from flask import flash, redirect, render_template, url_for
from flask_babel import LazyString, gettext, lazy_gettext, ngettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.organisation.forms import FileForm
from app.organisation.reading_in import Answer, ReadingIn, download
from app.organisation.wording import problem_words
from app.quality.measuring.blueprint import asked_number, measuring, reader
from app.quality.measuring.files import exporting
from app.quality.measuring.files.services import Report, import_measurements, template_rows
from app.quality.measuring.numbers import number_words, with_unit
from app.quality.measuring.wording import FAULTS as MEASURE_FAULTS
from app.quality.measuring.wording import SEXES, WRONG, doubt_words

SHOWN_AT_MOST = 200

FAULTS: dict[str, LazyString] = {
    "not_your_unit": lazy_gettext("Enheten finns inte bland dem du mäter för."),
    "not_measured_here": lazy_gettext(
        "”%(value)s” är ingen indikator som mäts i den enheten. Använd numret ur mallen."
    ),
    "bad_period": lazy_gettext("”%(value)s” är ingen period. Skriv som i mallen, till exempel 2026-H1."),
    "unknown_sex": lazy_gettext("”%(value)s” går inte att läsa. Skriv alla, kvinnor eller män."),
    "not_divided": lazy_gettext("Indikatorn är inte uppdelad på kön."),
    "words_on_the_whole": lazy_gettext("Orden skrivs på raden för alla."),
    "twice": lazy_gettext("Samma mätning står också på rad %(first)s."),
    "no_rows": lazy_gettext("Filen har inga rader under kolumnnamnen."),
    **{fault.value: words for fault, words in MEASURE_FAULTS.items()},
    **{wrong.value: words for wrong, words in WRONG.items()},
}


@measuring.get("/mata/las-in")
@requires(May.WRITE_QUALITY)
def read_in() -> str:
    """Ask for a file."""
    return _ask(FileForm())


def _ask(form: FileForm) -> str:
    return render_template("measuring/files/import.html", form=form, columns=exporting.COLUMNS)


@measuring.post("/mata/las-in")
@requires(May.WRITE_QUALITY)
def try_file() -> Answer:
    """Read a file without changing anything, and show what it would change."""
    return MEASUREMENTS.try_file()


def _read(path: Path, person_id: int, expected: str | None) -> Report:
    return import_measurements(
        db.session, path, actor_id=person_id, dry_run=expected is None, expected=expected
    )


def _show(report: Report, word: str) -> str:
    return render_template(
        "measuring/files/plan.html",
        report=report,
        plan=report.plan,
        word=word,
        problems=[problem_words(one, FAULTS) for one in report.plan.problems[:SHOWN_AT_MOST]],
        most=SHOWN_AT_MOST,
        sexes=SEXES,
        asked=lambda one: doubt_words(one.doubt, one.planned.indicator),
        figure=lambda value, one, locale: with_unit(
            number_words(value, locale, decimals=one.indicator.decimals), one.indicator.unit_of_measure
        ),
    )


MEASUREMENTS = ReadingIn(
    "measuring.read_in",
    _ask,
    _read,
    _show,
    lambda one: bool(one.plan.problems),
    lambda one: bool(one.plan.changing),
)


@measuring.post("/mata/las-in/genomfor")
@requires(May.WRITE_QUALITY)
def carry_out() -> Answer:
    """Keep what was shown, if it still is the same."""
    return MEASUREMENTS.carry_out(_done)


def _done(report: Report) -> Response:
    kept = len(report.plan.changing)
    flash(ngettext("En mätning är sparad ur filen.", "%(num)s mätningar är sparade ur filen.", kept), "done")
    return redirect(url_for("measuring.to_measure"))


@measuring.get("/mata/mall.<any(csv,xlsx):sort>")
@requires(May.WRITE_QUALITY)
def template_file(sort: str) -> Response:
    """Give a file with a row for each measurement of the latest period, to fill in."""
    rows = list(exporting.rows_of(template_rows(db.session, reader(), asked_number("enhet"))))
    return download(rows, exporting.COLUMNS, sort, "mata-mall", gettext("Mätningar"))
