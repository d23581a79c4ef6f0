"""Quality factors that were never established and put away, as what can be disposed of."""

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, literal
from sqlalchemy.orm import Session

from app.disposing.kinds import year_in
from app.disposing.things import Thing, says_something
from app.quality.disposing import all_of_factor
from app.quality.factors.models import Factor, FactorState
from app.records.earlier import Written


def _written(session: Session, number: int) -> list[Written]:
    return all_of_factor(session, session.get_one(Factor, number))


def _over(_year: int) -> ColumnElement[bool]:
    return and_(
        Factor.edition_id.is_(None),
        Factor.goal_id.is_(None),
        Factor.state == FactorState.DISCARDED,
        says_something(Factor.title),
    )


FACTOR_DRAFTS = Thing(
    kind="factor_draft",
    of=literal("quality_factor"),
    number=Factor.id,
    unit_id=Factor.unit_id,
    year=year_in(Factor.state_since),
    since_at=Factor.state_since,
    at=Factor.written_at,
    over=_over,
    written=_written,
    name=lazy_gettext("Kvalitetsfaktor som aldrig fastställdes"),
    goes=lazy_gettext("faktorn med sina indikatorer och allt som skrivits om den"),
)
