"""The columns of a file of risks, and the rows that are taken out."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exports.registers import Cell
from app.organisation.models import Unit
from app.organisation.planning.states import own_id
from app.quality.risks.files.reading import COLUMNS, EXAMPLE, IGNORED, NATURE_WORDS
from app.quality.risks.models import Nature, Risk, RiskJudgement, RiskState
from app.quality.risks.queries.listing import Row
from app.quality.risks.wording import WAYS, level_word

__all__ = ["COLUMNS", "IGNORED", "example_rows", "rows_of"]

AT_ONCE = 500


def rows_of(session: Session, rows: Sequence[Row]) -> list[list[Cell]]:
    """Give the rows of a register as they are taken out, with the words of the latest judgements; few statements."""
    texts = _texts(session, [row.id for row in rows])
    told = _last_words(session, [row.id for row in rows])
    outside = _external_ids(session, {row.unit_id for row in rows})
    found: list[list[Cell]] = []
    for row in rows:
        cause, existing = texts.get(row.id, ("", ""))
        reasoning, treatment = told.get(row.id, ("", ""))
        found.append(
            [
                outside.get(row.unit_id) or own_id(row.unit_id),
                row.unit,
                NATURE_WORDS[Nature(row.nature)],
                row.title,
                row.happens,
                cause,
                row.effect,
                existing,
                row.category,
                ", ".join(part for part in (row.person or "", row.owner) if part),
                row.review_on,
                row.likelihood or None,
                row.consequence or None,
                reasoning,
                treatment,
                row.treated_likelihood or None,
                row.treated_consequence or None,
                level_word(row.value),
                str(WAYS[row.decided]) if row.decided else "",
                row.decided_until,
                gettext("undanlagd") if row.state == RiskState.CLOSED else "",
            ]
        )
    return found


def _texts(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for some in _some(ids):
        rows = session.execute(select(Risk.id, Risk.cause, Risk.existing).where(Risk.id.in_(some)))
        found |= {number: (cause, existing) for number, cause, existing in rows}
    return found


def _last_words(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for some in _some(ids):
        rows = session.execute(
            select(RiskJudgement.risk_id, RiskJudgement.reasoning, RiskJudgement.treatment)
            .where(RiskJudgement.risk_id.in_(some))
            .order_by(RiskJudgement.id)
        )
        # The latest comes last and stands.
        found |= {number: (reasoning, treatment) for number, reasoning, treatment in rows}
    return found


def _external_ids(session: Session, ids: set[int]) -> dict[int, str | None]:
    found: dict[int, str | None] = {}
    for some in _some(sorted(ids)):
        rows = session.execute(select(Unit.id, Unit.external_id).where(Unit.id.in_(some)))
        found |= {row.id: row.external_id for row in rows}
    return found


def _some(ids: Sequence[int]) -> list[Sequence[int]]:
    """Part ids into as many as a statement takes as values."""
    return [ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE)]


def example_rows(unit: str, external: str, day: date) -> list[list[Cell]]:
    """Give a row that shows how a risk is written."""
    said: dict[str, Cell] = {
        **EXAMPLE,
        "enhet_id": external,
        "enhet": unit,
        "slag": NATURE_WORDS[Nature.OPERATIONAL],
        "vem": "Lönegruppen",
        "ses_over": day,
        "sannolikhet": 3,
        "konsekvens": 2,
        "sannolikhet_efter": 2,
        "konsekvens_efter": 2,
    }
    return [[said.get(name, "") for name in COLUMNS]]
