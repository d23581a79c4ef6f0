"""Pages on which goals are read in from a file and taken out as one."""

from collections.abc import Sequence
from pathlib import Path

from flask import flash, redirect, render_template, url_for
from flask_babel import LazyString, lazy_gettext, ngettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.organisation.forms import FileForm
from app.organisation.reading_in import Answer, ReadingIn, download
from app.organisation.wording import problem_words
from app.planning import rules
from app.planning.blueprint import (
    asked_number,
    asked_year,
    home_unit,
    open_unit,
    planning,
    unit_to_write,
)
from app.planning.checking.queries import ticks_of_many
from app.planning.files import exporting
from app.planning.files.services import Report, import_goals
from app.planning.files.ticking import columns_of
from app.planning.reading import GoalView
from app.planning.stages.queries import kept_parts, standing_of_many
from app.planning.unit_page import views_of_unit
from app.steering.routes import profile_in_force

SHOWN_AT_MOST = 200

FAULTS: dict[str, LazyString] = {
    "not_your_unit": lazy_gettext("Enheten finns inte bland dem du skriver mål för."),
    "unknown_goal_kind": lazy_gettext("”%(value)s” är inget slags mål som enheten kan ha."),
    "said_otherwise": lazy_gettext("Samma mål säger något annat på rad %(first)s."),
    "years_turned": lazy_gettext("Sista året kan inte ligga före det första."),
    "days_turned": lazy_gettext("Slutdagen kan inte ligga före startdagen."),
    "bad_year": lazy_gettext("”%(value)s” är inget år. Skriv som 2027."),
    "unknown_word": lazy_gettext("”%(value)s” går inte att läsa. Skriv något av: %(known)s."),
    "unknown_mark": lazy_gettext("”%(value)s” går inte att välja här. Skriv något av: %(known)s."),
    "no_marks": lazy_gettext("Det här slagets mål har inget sådant att välja."),
    "no_checklist": lazy_gettext("Det här slagets mål har ingen sådan checklista."),
    "unknown_tick": lazy_gettext(
        "”%(value)s” går inte att läsa. Skriv ja eller nej, och efter ett kolon en anteckning om du vill."
    ),
    "no_part_goals": lazy_gettext("Det här slagets mål har inga delmål."),
    "no_starting_point": lazy_gettext("Det här slagets mål börjar inte i något utgångsläge."),
    "cannot_hang_on": lazy_gettext(
        "Ett sådant mål kan inte hänga på ”%(value)s”. Skriv vad visionen, värdet eller det fastställda målet ovanför heter."
    ),
    "unknown_indicator": lazy_gettext(
        "”%(value)s” är ingen indikator under enhetens fastställda kvalitetsfaktorer."
    ),
    "several_so_called": lazy_gettext(
        "Det finns flera som heter ”%(value)s”. Välj i målets formulär i stället."
    ),
    "no_goals": lazy_gettext("Filen har inga rader under kolumnnamnen."),
}


@planning.get("/las-in")
@requires(May.WRITE_PLANS)
def read_in() -> str:
    """Ask for a file."""
    return _ask(FileForm())


def _ask(form: FileForm) -> str:
    return render_template("planning/files/import.html", form=form, checklists=_checklists())


def _checklists() -> list[str]:
    """Give the columns of the model's checklists."""
    return [one.head for one in columns_of(profile_in_force())]


@planning.post("/las-in")
@requires(May.WRITE_PLANS)
def try_file() -> Answer:
    """Read a file without changing anything, and show what it would make."""
    return GOALS.try_file()


def _read(path: Path, person_id: int, expected: str | None) -> Report:
    return import_goals(
        db.session,
        path,
        actor_id=person_id,
        profile=profile_in_force(),
        dry_run=expected is None,
        expected=expected,
    )


def _show(report: Report, word: str) -> str:
    return render_template(
        "planning/files/plan.html",
        report=report,
        plan=report.plan,
        word=word,
        problems=[problem_words(one, FAULTS) for one in report.plan.problems[:SHOWN_AT_MOST]],
        most=SHOWN_AT_MOST,
    )


GOALS = ReadingIn(
    "planning.read_in",
    _ask,
    _read,
    _show,
    lambda one: bool(one.plan.problems),
    lambda one: bool(one.plan.new or one.plan.ticked),
)


@planning.post("/las-in/genomfor")
@requires(May.WRITE_PLANS)
def carry_out() -> Answer:
    """Make what was shown, if it still is the same."""
    return GOALS.carry_out(_done)


def _done(report: Report) -> Response:
    made, ticked = report.plan.new, report.plan.ticked
    if made:
        flash(
            ngettext("Ett mål är inläst, som utkast.", "%(num)s mål är inlästa, som utkast.", len(made)),
            "done",
        )
    if ticked:
        flash(
            ngettext(
                "Ett kryss i en checklista är ändrat.",
                "%(num)s kryss i checklistor är ändrade.",
                len(ticked),
            ),
            "done",
        )
    first = made[0].unit.id if made else ticked[0].unit_id if ticked else None
    year = made[0].year if made else ticked[0].year if ticked else None
    return redirect(url_for("planning.index", enhet=first, ar=year))


@planning.get("/mall.<any(csv,xlsx):sort>")
@requires(May.WRITE_PLANS)
def template_file(sort: str) -> Response:
    """Give a file with the right columns and rows that show how."""
    opened = unit_to_write(asked_number("enhet") or home_unit())
    kinds = rules.kinds_for(profile_in_force(), opened.unit.kind)
    rows = exporting.example_rows(opened.unit, kinds[0].key if kinds else "", asked_year())
    return _download(rows, sort, "mal-mall", _checklists())


@planning.get("/ta-med.<any(csv,xlsx):sort>")
@requires(May.READ_PLANS)
def take_away(sort: str) -> Response:
    """Give a unit's goals of a year as a file, exactly as one sees them on its page."""
    opened = open_unit(asked_number("enhet") or home_unit())
    year = asked_year()
    views = views_of_unit(opened, year)
    # Checklists are read and ticked by those who write the goals alone.
    checklists = columns_of(profile_in_force()) if opened.standing.writes else ()
    ticks = ticks_of_many(db.session, [one.id for one in views]) if checklists else {}
    rows = list(exporting.rows_of(opened.unit, views, _part_goals(views), checklists, ticks))
    return _download(rows, sort, f"mal-{opened.unit.id}-{year}", [one.head for one in checklists])


def _part_goals(views: Sequence[GoalView]) -> dict[int, list[exporting.Stage]]:
    """Give the part-goals of some goals as one sees each: as they are now, or as the established version holds them."""
    now = standing_of_many(db.session, [one.id for one in views if one.live])
    return {
        view.id: [(one.what, one.due_on) for one in now.get(view.id, ())] if view.live else kept_parts(view)
        for view in views
    }


def _download(rows: list[exporting.Row], sort: str, name: str, checklists: Sequence[str]) -> Response:
    return download(rows, (*exporting.COLUMNS, *checklists), sort, name, "Mål")
