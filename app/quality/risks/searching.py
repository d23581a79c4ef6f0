"""Risks as search finds them: to whoever reads them as they are on their pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, Integer, Select, exists, literal, null, select
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.organisation.models import Unit
from app.quality.risks.models import Risk, RiskDecision, RiskJudgement
from app.quality.risks.queries.opening import readable_by
from app.quality.risks.reach import Reader, kinds_in, reader_of
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Shown, row_of
from app.steering.routes import profile_in_force

RISK_FAMILY = "risk"
WHOSE = "control"
"""The key of whoever reads risks and internal control."""

NOTHING = null().cast(Integer)
NO_TITLE = literal("")
"""What hangs on something has no title of its own in the index: the thing's may change, and is read when a hit is shown."""


def rows_of(identity: Any, owner: Any, part: Any, unit: Any, at: Any, title: Any, *body: Any) -> Select[Any]:
    """Select the texts of a table with what they are of and where; `body` is put together of several columns."""
    words = body[0]
    for one in body[1:]:
        words = words + "\n\n" + one
    return select(
        *row_of(identity, owner=owner, unit=unit, at=at, body=words, whose=WHOSE, part=part, title=title)
    )


RISK_KINDS = (
    Kind(
        "risk",
        RISK_FAMILY,
        "risk",
        Risk,
        Risk.id,
        ("title", "happens", "cause", "effect", "existing", "owner", "closed_why", "unit_id"),
        rows_of(
            Risk.id,
            Risk.id,
            NOTHING,
            Risk.unit_id,
            Risk.written_at,
            Risk.title,
            Risk.title,
            Risk.happens,
            Risk.cause,
            Risk.effect,
            Risk.existing,
            Risk.owner,
            Risk.closed_why,
        ),
    ),
    Kind(
        "risk_judgement",
        RISK_FAMILY,
        "risk",
        RiskJudgement,
        RiskJudgement.id,
        ("reasoning", "treatment"),
        rows_of(
            RiskJudgement.id,
            Risk.id,
            NOTHING,
            NOTHING,
            RiskJudgement.at,
            NO_TITLE,
            RiskJudgement.reasoning,
            RiskJudgement.treatment,
        ).join(Risk, Risk.id == RiskJudgement.risk_id),
    ),
    Kind(
        "risk_decision",
        RISK_FAMILY,
        "risk",
        RiskDecision,
        RiskDecision.id,
        ("words", "approver", "revoked_why"),
        rows_of(
            RiskDecision.id,
            Risk.id,
            NOTHING,
            NOTHING,
            RiskDecision.recorded_at,
            NO_TITLE,
            RiskDecision.words,
            RiskDecision.approver,
            RiskDecision.revoked_why,
        ).join(Risk, Risk.id == RiskDecision.risk_id),
    ),
)


def reader_who_asks(session: Session, asks: Asked) -> Reader:
    """Give the one who searches as a reader of risks and internal control."""
    return reader_of(session, asks.actor, asks.day, kinds_in(profile_in_force()))


def risk_reach(session: Session, asks: Asked) -> Reach:
    """Give the key of risks to those who read any; `within` tells which."""
    return Reach(reader_who_asks(session, asks), [WHOSE]) if asks.actor.may(May.READ_RISKS) else Reach()


def risks_within(reader: Reader) -> ColumnElement[bool]:
    """Give the condition of the register of risks."""
    return exists().where(Risk.id == PLACE.c.owner_id, readable_by(reader)).correlate(PLACE)


RISK_FACTS = select(Risk.id.label("owner_id"), Risk.title.label("title"), Unit.name.label("unit")).join(
    Unit, Unit.id == Risk.unit_id
)


def risks_shown(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    """Show a hit with its risk and unit."""
    return {
        hit.id: Shown(
            facts[hit.owner_id][0]["title"],
            url_for("risks.one", risk_id=hit.owner_id),
            f"{gettext('Risk')} · {facts[hit.owner_id][0]['unit']}",
        )
        for hit in hits
    }


RISKS = Family(RISK_FAMILY, risk_reach, risks_within, risks_shown, RISK_FACTS)
