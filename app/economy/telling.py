"""Reminds people of what they promised about the economy, and of the day by which a forecast is submitted."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, exists, literal
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import Role
from app.clock import STOCKHOLM
from app.economy import ahead
from app.economy.facts import FORECAST_OF, REMEDY
from app.economy.models import EconomicRemedy, Forecast, ForecastState
from app.economy.periods import periods_of
from app.economy.queries.whose import Reader, standing_at
from app.notifications.asking import asking
from app.notifications.due import due
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import Notice
from app.notifications.services import About, remind, tell, untold
from app.organisation.models import Ancestry, Appointment, in_force
from app.organisation.reach import holdings
from app.steering.routes import profile_in_force

AHEAD = timedelta(days=7)
"""How long before its day one is reminded."""

LATE = timedelta(days=30)
"""What is later than this was told of long ago, or came into the product late."""


def remind_of_remedies(session: Session, moment: datetime) -> int:
    """Tell those who are to do a remedy that its day comes, and once that it has passed."""
    today = moment.astimezone(STOCKHOLM).date()
    coming = ahead.remedies_due(session, today - LATE, today + AHEAD)
    occasions = {(one.person_id or 0, _occasion(one, today)): one for one in coming}
    return sum(_tell(session, one, occasion) for person, occasion, one in untold(session, occasions))


def _occasion(one: EconomicRemedy, today: date) -> str:
    late = one.due_on is not None and one.due_on < today
    return f"economic_remedy/{one.id}/{one.due_on}/{'late' if late else 'soon'}"


def _tell(session: Session, one: EconomicRemedy, occasion: str) -> int:
    person = one.person
    if person is None:
        return 0
    actor = Actor(person.id, person.name, person.language, holdings(session, person.id, clock.today()))
    if not standing_at(session, Reader(actor, clock.today()), one.unit_id).any:
        # Who has left the unit reads its economy no longer, and is not reminded of it.
        return 0
    return remind(
        session,
        person_id=person.id,
        kind=Kind.REMEDY_DUE,
        words={"due_on": one.due_on, "unit": one.unit.name},
        path=f"/ekonomi/atgard/{one.id}",
        occasion=occasion,
        about=About(REMEDY, one.id),
    )


def remind_of_forecasts(session: Session, moment: datetime) -> int:
    """Tell those who lead a unit that has not submitted that the day for it comes, once a period."""
    today = moment.astimezone(STOCKHOLM).date()
    told = 0
    for period in periods_of(profile_in_force()):
        kinds = frozenset(one for one in period.reporters if not one.startswith("role:"))
        for year in (today.year - 1, today.year):
            day = period.due_on(year)
            if day is None or not today <= day <= today + AHEAD or not kinds:
                continue
            silent = ahead.not_submitted(session, year=year, month=period.month, kinds=kinds, today=today)
            occasions = {
                (one.person_id, f"forecast/{one.unit_id}/{year}/{period.month}"): one for one in silent
            }
            for person_id, occasion, one in untold(session, occasions):
                told += tell(
                    session,
                    person_id=person_id,
                    kind=Kind.FORECAST_DUE,
                    words={"due_on": day, "unit": one.unit},
                    path=f"/ekonomi/?enhet={one.unit_id}&ar={year}",
                    occasion=occasion,
                    about=About(FORECAST_OF, one.unit_id),
                )
    return told


def _concerns(day: date) -> ColumnElement[bool]:
    """Give the condition that a remedy is still its person's: they write for its unit or lead one above it."""
    return (
        exists()
        .where(
            EconomicRemedy.id == Notice.about_id,
            EconomicRemedy.person_id == Notice.person_id,
            Appointment.person_id == Notice.person_id,
            Appointment.role.in_([Role.MANAGER, Role.SUPPORT]),
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            Ancestry.ancestor_id == Appointment.unit_id,
            Ancestry.descendant_id == EconomicRemedy.unit_id,
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
        )
        .correlate(Notice)
    )


def _remedy_asked(day: date) -> ColumnElement[bool]:
    """Give the condition that the remedy a notice is about is still its person's to do, and its day is near or past."""
    return (
        exists()
        .where(
            EconomicRemedy.id == Notice.about_id,
            EconomicRemedy.person_id == Notice.person_id,
            EconomicRemedy.due_on <= day + AHEAD,
            ahead.to_be_done(),
        )
        .correlate(Notice)
    )


def _forecast_asked(_day: date) -> ColumnElement[bool]:
    """Give the condition that the forecast a notice asks for is not submitted."""
    occasion = literal("forecast/").concat(cast(Forecast.unit_id, String)).concat("/")
    occasion = occasion.concat(cast(Forecast.year, String)).concat("/").concat(cast(Forecast.month, String))
    return ~exists().where(
        Forecast.unit_id == Notice.about_id,
        Forecast.state == ForecastState.SUBMITTED,
        occasion == Notice.occasion,
    ).correlate(Notice)


def register_due() -> None:
    """Let the jobs remind people until it is done, and let go of what was told to who has left a post."""
    asking.register(Kind.REMEDY_DUE, REMEDY, _remedy_asked)
    asking.register(Kind.FORECAST_DUE, FORECAST_OF, _forecast_asked)
    leaving.register(REMEDY, _concerns)
    due.register("economic_remedies", remind_of_remedies)
    due.register("forecasts", remind_of_forecasts)
