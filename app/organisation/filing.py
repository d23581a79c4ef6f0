"""Pages on which the organisation is read in from a file and taken out as one."""

from pathlib import Path

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation import exporting
from app.organisation.asking import asked_day
from app.organisation.blueprint import organisation
from app.organisation.foretelling import change_words, counted
from app.organisation.forms import FileForm
from app.organisation.importing import ImportReport, import_organisation
from app.organisation.reading_in import Answer, ReadingIn, download
from app.organisation.rows import COLUMNS
from app.organisation.wording import problem_words
from app.steering.routes import profile_in_force, reader_language
from app.ui.sending import TOGETHER, WayBack, leads_back, limits_on_page

SHOWN_AT_MOST = 500


@organisation.get("/las-in")
@requires(May.EDIT_ORGANISATION)
def import_file() -> str:
    """Ask for a file."""
    return _ask(FileForm())


def _ask(form: FileForm) -> str:
    return render_template(
        "organisation/import.html",
        form=form,
        # As a file says them, whatever the model calls them.
        roles=list(exporting.ROLE_WORDS)
        if reader_language() == "en"
        else list(exporting.ROLE_WORDS.values()),
        kinds=profile_in_force().all_unit_kinds(),
        limits=limits_on_page(TOGETHER),
    )


leads_back(
    "organisation.try_file",
    WayBack(
        lazy_gettext("Tillbaka till inläsningen"),
        lambda: url_for("organisation.import_file"),
        lambda: gettext("Filen får vara högst 15 MB."),
    ),
)


@organisation.post("/las-in")
@requires(May.EDIT_ORGANISATION)
def try_file() -> Answer:
    """Read a file without changing anything, and show what it would change."""
    return ORGANISATION.try_file()


def _read(path: Path, person_id: int, expected: str | None) -> ImportReport:
    return import_organisation(
        db.session,
        path,
        actor_id=person_id,
        dry_run=expected is None,
        kinds=profile_in_force().all_unit_kinds(),
        expected=expected,
    )


def _show(report: ImportReport, word: str) -> str:
    return render_template(
        "organisation/import_plan.html",
        report=report,
        word=word,
        problems=[problem_words(one) for one in report.problems[:SHOWN_AT_MOST]],
        changes=[change_words(one) for one in report.changes[:SHOWN_AT_MOST]],
        counted=counted(report.counts()),
        most=SHOWN_AT_MOST,
    )


ORGANISATION = ReadingIn(
    "organisation.import_file",
    _ask,
    _read,
    _show,
    lambda one: bool(one.problems),
    lambda one: bool(one.changes),
)


@organisation.post("/las-in/genomfor")
@requires(May.EDIT_ORGANISATION)
def apply_file() -> Answer:
    """Make the changes that were shown, if they still are the same."""
    return ORGANISATION.carry_out(_done)


def _done(report: ImportReport) -> Response:
    flash(gettext("Inläst: %(count)s ändringar.", count=len(report.changes)), "done")
    return redirect(url_for("organisation.tree"))


@organisation.get("/mall.<any(csv,xlsx):sort>")
@requires(May.EDIT_ORGANISATION)
def template_file(sort: str) -> Response:
    """Give an empty file with the right columns and rows that show how."""
    return _download(
        exporting.example_rows(profile_in_force().unit_kinds, reader_language()), sort, "organisation-mall"
    )


@organisation.get("/ta-med.<any(csv,xlsx):sort>")
@requires(May.READ_ORGANISATION)
def take_away(sort: str) -> Response:
    """Give the organisation of a day as a file."""
    day = asked_day()
    rows = list(
        exporting.exported_rows(
            db.session,
            day,
            everyone=acting().may(May.EDIT_ORGANISATION),
            kinds=profile_in_force().all_unit_kinds(),
            language=reader_language(),
        )
    )
    return _download(rows, sort, f"organisation-{day.isoformat()}")


def _download(rows: list[exporting.Row], sort: str, name: str) -> Response:
    return download(rows, tuple(COLUMNS), sort, name, "Organisation")
