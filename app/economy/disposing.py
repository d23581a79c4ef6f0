"""What goes when a submitted forecast or an established recovery plan is lawfully erased: the same words where they were written.

That there was one, of which unit and year, and its figures stay; the words, the remedies' too, go here and in the history.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.economy import facts
from app.economy.models import EconomicRemedy, Forecast, Recovery, RemedyNote
from app.records.disposal import erase_told

ERASED = "–"
"""What stands where a text must not be empty."""


def erase_beside_forecast(session: Session, forecast_id: int, because: str, actor_id: int | None) -> None:
    """Erase the words of a forecast and of the remedies that stand beside it, and what the history tells of them."""
    forecast = session.get_one(Forecast, forecast_id)
    forecast.says, forecast.why, forecast.withdrawn_why = "", "", ""
    remedies = session.scalars(select(EconomicRemedy).where(EconomicRemedy.forecast_id == forecast_id)).all()
    _erase_remedies(session, list(remedies), because, actor_id)
    erase_told(session, facts.FORECAST, [forecast_id], because, actor_id)


def erase_beside_recovery(session: Session, plan_id: int, because: str, actor_id: int | None) -> None:
    """Erase the words of a recovery plan and of its steps, and what the history tells of them."""
    session.get_one(Recovery, plan_id).words = ""
    steps = session.scalars(select(EconomicRemedy).where(EconomicRemedy.recovery_id == plan_id)).all()
    _erase_remedies(session, list(steps), because, actor_id)
    erase_told(session, facts.RECOVERY, [plan_id], because, actor_id)


def _erase_remedies(
    session: Session, remedies: list[EconomicRemedy], because: str, actor_id: int | None
) -> None:
    for one in remedies:
        one.what, one.who = ERASED, ""
    notes = session.scalars(
        select(RemedyNote).where(RemedyNote.remedy_id.in_([one.id for one in remedies]))
    ).all()
    for note in notes:
        note.text = ""
    session.flush()
    erase_told(session, facts.REMEDY, [one.id for one in remedies], because, actor_id)
    erase_told(session, facts.REMEDY_NOTE, [one.id for one in notes], because, actor_id)
