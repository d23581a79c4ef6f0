"""Reads of what can be quoted: established texts of the same kind in the units straight below."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import collate, select
from sqlalchemy.orm import Session, joinedload

from app.access.actor import Actor
from app.db import SWEDISH
from app.organisation.models import Placement, Unit, in_force
from app.records.models import Edition
from app.writing.content import Content, read_content
from app.writing.models import TextState, UnitText
from app.writing.queries import readable_by

MOST = 200
"""Texts offered on one page; units with more under them than that are few."""


@dataclass(frozen=True, slots=True)
class Source:
    """An established text below, with what it says."""

    text: UnitText
    content: Content


def texts_below(session: Session, actor: Actor, text: UnitText, day: date) -> list[UnitText]:
    """Give the established texts of the same kind, of this year and the one before, in the units straight below."""
    return list(
        session.scalars(
            select(UnitText)
            .join(Placement, Placement.unit_id == UnitText.unit_id)
            .join(Unit, Unit.id == UnitText.unit_id)
            .where(
                Placement.parent_id == text.unit_id,
                in_force(Placement.valid_from, Placement.valid_to, day),
                UnitText.kind == text.kind,
                UnitText.year.in_([text.year, text.year - 1]),
                UnitText.state == TextState.ESTABLISHED,
                readable_by(actor, day),
            )
            .options(joinedload(UnitText.unit))
            .order_by(UnitText.year.desc(), collate(Unit.name, SWEDISH), UnitText.number.desc())
            .limit(MOST)
        )
    )


def source(session: Session, actor: Actor, text: UnitText, source_id: int, day: date) -> Source | None:
    """Give one of the texts below with what was established in it, or None when it cannot be quoted here."""
    found = next((one for one in texts_below(session, actor, text, day) if one.id == source_id), None)
    if found is None or found.edition_id is None:
        return None
    content = read_content(session.get_one(Edition, found.edition_id))
    return Source(found, content) if content is not None else None
