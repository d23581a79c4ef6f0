"""What goes when a submitted forecast or an established recovery plan is lawfully erased: the same words where they were written.

That there was one, of which unit and year, and its figures stay; the words, the remedies' too, go here and in the history.
"""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.economy import facts
from app.economy.models import EconomicRemedy, Forecast, Recovery, RemedyNote
from app.records.disposal import Erased
from app.records.earlier import GONE, Written, erase_all

FORECAST = {"says": "", "why": "", "withdrawn_why": ""}
PLAN = dict.fromkeys(("words", "judged_why", "who", "received_words", "closing_words"), "")
REMEDY = {"what": GONE, "who": ""}


def erase_beside_forecast(session: Session, erased: Erased) -> None:
    """Erase the words of a forecast and of the remedies that stand beside it, and what the history tells of them."""
    forecast = session.get_one(Forecast, erased.object_id)
    own = Written(facts.FORECAST, forecast.id, forecast, FORECAST)
    erase_all(session, erased, [own, *remedies_of(session, EconomicRemedy.forecast_id == forecast.id)])


def erase_beside_recovery(session: Session, erased: Erased) -> None:
    """Erase the words of a plan and of its steps, and what the history tells of them."""
    plan = session.get_one(Recovery, erased.object_id)
    own = Written(facts.RECOVERY, plan.id, plan, PLAN)
    erase_all(session, erased, [own, *remedies_of(session, EconomicRemedy.recovery_id == plan.id)])


def remedies_of(session: Session, of: ColumnElement[bool]) -> Iterator[Written]:
    """Give the words of some remedies, and of what was said of how they go."""
    remedies = session.scalars(select(EconomicRemedy).where(of)).all()
    for one in remedies:
        yield Written(facts.REMEDY, one.id, one, REMEDY)
    notes = select(RemedyNote).where(RemedyNote.remedy_id.in_([one.id for one in remedies]))
    for note in session.scalars(notes):
        yield Written(facts.REMEDY_NOTE, note.id, note, {"text": ""})
