"""What goes when a risk that is put away is disposed of: how it was described, judged and decided about."""

from collections.abc import Iterator

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Integer, and_, cast, extract, func, literal, select
from sqlalchemy.orm import Session

from app.disposing.kinds import year_in
from app.disposing.things import Thing, says_something
from app.quality.risks.facts import DECISION, JUDGEMENT, RISK
from app.quality.risks.models import Risk, RiskDecision, RiskJudgement, RiskState
from app.records.earlier import GONE, Written

COLUMNS = {
    "title": GONE,
    **dict.fromkeys(("happens", "cause", "effect", "existing", "owner", "closed_why"), ""),
}
NOTHING_KEPT = "{}"
"""What stands for the risk as it was when it was decided about: the same words, which go too."""

_CLOSED_IN = cast(extract("year", Risk.closed_on), Integer)


def _written(session: Session, number: int) -> Iterator[Written]:
    yield Written(RISK, number, session.get_one(Risk, number), COLUMNS)
    for one in session.scalars(select(RiskJudgement).where(RiskJudgement.risk_id == number)):
        yield Written(JUDGEMENT, one.id, one, {"reasoning": "", "treatment": ""})
    for decided in session.scalars(select(RiskDecision).where(RiskDecision.risk_id == number)):
        words = {"words": "", "approver": "", "revoked_why": "", "kept": NOTHING_KEPT}
        yield Written(DECISION, decided.id, decided, words)


def _over(_year: int) -> ColumnElement[bool]:
    return and_(Risk.state == RiskState.CLOSED, says_something(Risk.title))


CLOSED_RISKS = Thing(
    kind=RISK,
    of=literal("risk"),
    number=Risk.id,
    unit_id=Risk.unit_id,
    year=func.coalesce(_CLOSED_IN, year_in(Risk.written_at)),
    since_year=_CLOSED_IN,
    at=Risk.written_at,
    over=_over,
    written=_written,
    goes=lazy_gettext("risken med sina ord, skälen i bedömningarna och det som beslutats om den"),
)
