"""Risks in any number for measuring, written straight into the tables: what is measured is reading them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.quality.risks.models import Risk
from bench.municipality import Municipality

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
ROWS_AT_ONCE = 500


def fill(session: Session, made: Municipality, number: int) -> None:
    """Write so many open risks, spread over the units, each judged with reasons."""
    rows = [_risk(made, place) for place in range(number)]
    for start in range(0, number, ROWS_AT_ONCE):
        session.execute(insert(Risk), rows[start : start + ROWS_AT_ONCE])


WRITING = 13
"""Statements that writing one risk takes: who asks, for which unit, the risk, its judgement, history and search."""


def as_sent(made: Municipality) -> dict[str, str]:
    """Give a risk as the form sends it, judged at once."""
    return {
        "title": "Fel lön betalas ut",
        "responsible_unit": str(made.unit_ids[0]),
        "nature": "operational",
        "happens": "Någon får för mycket eller för lite i lön, och det märks först när den hör av sig.",
        "cause": "Frånvaro rapporteras olika, och bara en person kan systemet.",
        "effect": "Det drabbar medarbetare och tar tid att rätta.",
        "reasoning": "Det har hänt två gånger i år.",
        "likelihood": "3",
        "consequence": "3",
        "save": "1",
    }


def _risk(made: Municipality, place: int) -> dict[str, object]:
    likelihood, consequence = 1 + place % 4, 1 + place // 4 % 4
    return {
        "unit_id": made.unit_ids[1 + place % (len(made.unit_ids) - 1)],
        "nature": "operational",
        "title": f"Risk {place} som någon har skrivit om",
        "happens": "Något går inte som det ska, och det märks först efter en tid.",
        "cause": "Bara en person kan det.",
        "effect": "De vi är till för får vänta, och någon får rätta till det i efterhand.",
        "existing": "Vi ser över det varje månad.",
        "category": "operations",
        "owner": "Ledningsgruppen",
        "review_on": date(2027, 1, 1) + timedelta(days=place % 300),
        "likelihood": likelihood,
        "consequence": consequence,
        "value": likelihood * consequence,
        "treated_likelihood": 1,
        "treated_consequence": consequence,
        "treated_value": consequence,
        "reasoned": True,
        "decided": "treat" if place % 3 else "",
        "state": "open",
        "closed_why": "",
        "revision": 1,
        "written_by_id": made.boss_id,
        "written_at": AT,
    }
