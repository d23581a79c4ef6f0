"""The level below in a report: which reports have come and which have not, in neutral words and by name, never by merit."""

from flask_babel import gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.organisation.models import Unit
from app.reports import queries
from app.reports.asked import Asked
from app.reports.models import State
from app.reports.putting.about import About, Lines
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.install import day
from app.writing.kinds import Brought

NOBODY = Actor(0, "", "sv", ())


def has_any(session: Session, asked: Asked, unit: Unit, year: int) -> bool:
    """Tell whether units beneath hand in what a report puts together."""
    reader = queries.Reader(NOBODY, clock.today())
    return bool(queries.below(session, reader, profile_in_force(), asked, unit, year))


def brought(about: About) -> list[Brought]:
    """Give the reports beneath: those received, those handed in, and as gaps those that have not come."""
    reader = queries.Reader(about.reader, clock.today())
    found = Lines(
        gettext("Rapporter under oss"), gap=gettext("Ingen enhet under oss lämnar den här rapporten.")
    )
    for one in queries.below(about.session, reader, profile_in_force(), about.asked, about.unit, about.year):
        report = one.report
        if report is None or not one.has_come:
            found.missing.append(gettext("%(unit)s har inte lämnat än.", unit=one.unit))
        else:
            said = (
                gettext("mottagen %(day)s", day=day(report.state_since))
                if report.state == State.ACKNOWLEDGED
                else gettext("lämnad %(day)s", day=day(report.state_since))
            )
            found.add(one.unit, said, url_for("reports.one", follow_up_id=report.id))
    return [found.put()]
