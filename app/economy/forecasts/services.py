"""Writes of forecasts: begun, written in, submitted, withdrawn, thrown away. Each with its entry in the history."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.economy import keeping, rules
from app.economy.errors import ChangedMeanwhile, Fault, NotYet, Refused
from app.economy.facts import FORECAST, FORECAST_OF, Facts, forecast_facts, remedy_content
from app.economy.models import EconomicRemedy, Forecast, ForecastState, Frame
from app.economy.queries import listing, opening
from app.economy.recovery.services import reckon
from app.economy.remedies.services import take_along
from app.economy.rights import require_leader, unit_written_by
from app.notifications.asking import asking
from app.notifications.services import About
from app.records.appending import wait_for_turn
from app.records.noting import note
from app.records.services import Signed, establish
from app.steering.schema import Profile

SIDE = "unit"
"""For whom one signs: the unit."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a forecast is to say: kronor where there are any, and the words beside them."""

    budget: int | None = None
    outcome: int | None = None
    expected: int | None = None
    says: str = ""
    why: str = ""


def begin(session: Session, *, actor_id: int, unit_id: int, year: int, month: int) -> Forecast:
    """Begin the forecast of a unit after a month, with the budget the unit has been given.

    Raises `NotYours`, and `Refused` when there is one already or there is no such time.
    """
    unit = unit_written_by(session, actor_id, unit_id)
    keeping.year(year)
    if not 1 <= month <= 12:
        raise Refused(Fault.UNKNOWN_MONTH, "month")
    _one_at_a_time(session)
    if opening.standing_forecast(session, unit.id, year, month) is not None:
        raise Refused(Fault.ALREADY_BEGUN)
    return _made(session, actor_id, unit.id, year, month, Figures(_given(session, unit.id, year)), "begun")


def _one_at_a_time(session: Session) -> None:
    """Let two who begin the same forecast of a unit come one after the other.

    Not by the unit: who has the turn of the history counts it anew before they let go of that (`supervision.keeping`).
    """
    wait_for_turn(session)


def _given(session: Session, unit_id: int, year: int) -> int | None:
    """Give the budget a unit stands with: what its last forecast of the year said, otherwise its frame with what is carried."""
    last = opening.last_submitted(session, unit_id, year)
    if last is not None and last.budget is not None:
        return last.budget
    frame = session.scalars(select(Frame).where(Frame.unit_id == unit_id, Frame.year == year)).one_or_none()
    if frame is None or frame.amount is None:
        return None
    return frame.amount + (frame.carried or 0)


def _made(
    session: Session, actor_id: int, unit_id: int, year: int, month: int, figures: Figures, action: str
) -> Forecast:
    last = session.scalar(
        select(func.max(Forecast.number)).where(
            Forecast.unit_id == unit_id, Forecast.year == year, Forecast.month == month
        )
    )
    forecast = Forecast(
        unit_id=unit_id,
        year=year,
        month=month,
        number=(last or 0) + 1,
        says="",
        why="",
        withdrawn_why="",
        state=ForecastState.DRAFT,
        state_since=clock.now(),
        revision=1,
        record_revision=1,
        written_by_id=actor_id,
        written_at=clock.now(),
    )
    _fill(forecast, figures)
    session.add(forecast)
    _noted(session, actor_id, action, forecast, None)
    return forecast


def change(session: Session, *, actor_id: int, forecast: Forecast, figures: Figures, revision: int) -> bool:
    """Change what a draft says as it read at `revision`; tells whether anything changed.

    Whatever it lacks, a draft is kept. Raises `Refused` and `ChangedMeanwhile`.
    """
    if not rules.is_open(forecast):
        raise Refused(Fault.LOCKED)
    if forecast.revision != revision:
        raise ChangedMeanwhile
    before = forecast_facts(forecast)
    _fill(forecast, figures)
    if forecast_facts(forecast) == before:
        return False
    forecast.revision += 1
    forecast.record_revision += 1
    _noted(session, actor_id, "changed", forecast, before)
    return True


def _fill(forecast: Forecast, figures: Figures) -> None:
    says, why = keeping.words(figures.says, "says"), keeping.words(figures.why, "why")
    forecast.budget, forecast.outcome, forecast.expected = figures.budget, figures.outcome, figures.expected
    forecast.says, forecast.why = says, why


def submit(session: Session, *, actor_id: int, forecast: Forecast, profile: Profile, expected: int) -> None:
    """Submit a forecast as it read at the record revision `expected`: from now on those above read it.

    A year that went over its budget opens its recovery. Raises `NotYours` for others than the unit's manager,
    `Refused`, `ChangedMeanwhile`, and `NotYet` with exactly what is missing.
    """
    require_leader(session, actor_id, forecast.unit_id)
    _step(forecast, ForecastState.SUBMITTED)
    if forecast.record_revision != expected:
        raise ChangedMeanwhile
    remedies = listing.remedies_for(session, forecast)
    lacking = rules.lacks_for_submission(forecast, remedies, profile.rules)
    if lacking:
        raise NotYet(lacking)
    before, at = forecast_facts(forecast), clock.now()
    locked = establish(
        session,
        kind=FORECAST,
        object_id=forecast.id,
        content=content_of(forecast, [one for one in remedies if rules.counts(one, forecast)]),
        signed=[Signed(actor_id, SIDE, at)],
    )
    forecast.state, forecast.state_since = ForecastState.SUBMITTED, at
    forecast.submitted_by_id, forecast.submitted_at, forecast.edition_id = actor_id, at, locked.id
    _noted(session, actor_id, "submitted", forecast, before)
    asking.settle(session, About(FORECAST_OF, forecast.unit_id))
    if rules.is_year_end(forecast):
        reckon(session, actor_id=actor_id, forecast=forecast, profile=profile)


def content_of(forecast: Forecast, remedies: list[EconomicRemedy]) -> Facts:
    """Give all that a submitted forecast says, as it is locked."""
    return {
        "unit": forecast.unit.name,
        "unit_id": forecast.unit_id,
        "year": forecast.year,
        "month": forecast.month,
        "budget": forecast.budget,
        "outcome": forecast.outcome,
        "expected": forecast.expected,
        "says": forecast.says,
        "why": forecast.why,
        "remedies": [remedy_content(one) for one in remedies],
    }


def withdraw(session: Session, *, actor_id: int, forecast: Forecast, why: str) -> Forecast:
    """Withdraw a submitted forecast with a reason, and begin a new one from what it said; gives the new one.

    What was submitted stands in its edition. Raises `NotYours` and `Refused`.
    """
    require_leader(session, actor_id, forecast.unit_id)
    _step(forecast, ForecastState.WITHDRAWN)
    before = forecast_facts(forecast)
    forecast.withdrawn_why = keeping.words(why, "words", required=True)
    forecast.state, forecast.state_since = ForecastState.WITHDRAWN, clock.now()
    _noted(session, actor_id, "withdrawn", forecast, before)
    said = Figures(forecast.budget, forecast.outcome, forecast.expected, forecast.says, forecast.why)
    new = _made(session, actor_id, forecast.unit_id, forecast.year, forecast.month, said, "begun")
    take_along(session, actor_id=actor_id, old=forecast, new=new)
    return new


def discard(session: Session, *, actor_id: int, forecast: Forecast) -> None:
    """Throw a draft away; it can be taken back. Raises `Refused`."""
    _turned(session, actor_id, forecast, ForecastState.DISCARDED, "discarded")


def restore(session: Session, *, actor_id: int, forecast: Forecast) -> None:
    """Take a draft back, unless another has been begun since; raises `Refused`."""
    _one_at_a_time(session)
    if opening.standing_forecast(session, forecast.unit_id, forecast.year, forecast.month) is not None:
        raise Refused(Fault.ALREADY_BEGUN)
    _turned(session, actor_id, forecast, ForecastState.DRAFT, "restored")


def _turned(session: Session, actor_id: int, forecast: Forecast, target: ForecastState, action: str) -> None:
    _step(forecast, target)
    before = forecast_facts(forecast)
    forecast.state, forecast.state_since = target, clock.now()
    _noted(session, actor_id, action, forecast, before)


def _step(forecast: Forecast, target: ForecastState) -> None:
    if not rules.may_step(forecast, target):
        raise Refused(Fault.NO_SUCH_STEP)


def _noted(session: Session, actor_id: int, action: str, forecast: Forecast, before: Facts | None) -> None:
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=f"forecast.{action}",
        kind=FORECAST,
        object_id=forecast.id,
        before=before,
        after=forecast_facts(forecast),
    )
