"""Assignments in a report: those the unit has taken, with what was said last of each."""

from datetime import date

from flask_babel import gettext

from app import clock
from app.assignments.models import State
from app.assignments.queries.listing import Mine, Row, Wanted, register
from app.assignments.rules import OPEN
from app.assignments.subjects import reader_of
from app.assignments.wording import STATES
from app.clock import STOCKHOLM
from app.reports.putting.about import About, Lines, bold
from app.ui.addresses import url_for
from app.ui.install import day
from app.writing.kinds import Brought


def assignments(about: About) -> list[Brought]:
    """Give the assignments a unit itself has taken: those that run, and those closed in the period."""
    wanted = Wanted(states=OPEN | {State.CLOSED}, role=Mine.TAKEN, unit_id=about.unit.id)
    rows = register(about.session, reader_of(about.reader, clock.today()), wanted, whole=True).rows
    found = Lines(gap=gettext("Enheten har inga uppdrag just nu."))
    for row in rows:
        # What somebody in the unit has taken is between them and who gave it.
        if row.person is None and row.taker == about.unit.name and _lately(about, row):
            _row(found, row)
    return [found.put()]


def _lately(about: About, row: Row) -> bool:
    if row.state != State.CLOSED:
        return True
    closed: date | None = row.latest_at.astimezone(STOCKHOLM).date() if row.latest_at else row.due_on
    return closed is not None and about.covers(closed)


def _row(found: Lines, row: Row) -> None:
    words = "\n\n".join(part for part in (bold(row.title), row.latest) if part)
    said = [gettext("från %(giver)s", giver=row.giver), str(STATES[row.state]).lower()]
    if row.due_on is not None:
        said.append(gettext("klart senast %(day)s", day=day(row.due_on)))
    if row.latest_at is not None:
        said.append(gettext("sagt senast %(day)s", day=day(row.latest_at)))
    found.add(words, " · ".join(said), url_for("assignments.one", assignment_id=row.id))
    if not row.latest:
        found.missing.append(gettext("Inget är sagt om ”%(title)s” än.", title=row.title))
