"""What units write as subjects of dialogues. The subject is a unit's core mission or analysis as such, whichever version
stands: its number is that of the unit.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, collate, exists, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.db import SWEDISH
from app.organisation.models import Unit
from app.passages.subjects import Subject, SubjectKind
from app.ui.addresses import url_for
from app.writing.kinds import TextKind
from app.writing.models import TextState, UnitText
from app.writing.queries import readable_by


def subject_kind(kind: TextKind, backgrounds: tuple[str, ...]) -> SubjectKind:
    """Make the texts of a kind something dialogues can be about."""

    def named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
        if not actor.may(May.READ_PLANS):
            return {}
        rows = session.execute(
            select(Unit.id, Unit.name).where(Unit.id.in_(sorted(ids)), _readable(kind, actor))
        )
        return {unit_id: text_subject(kind, unit_id, name) for unit_id, name in rows}

    def offered(session: Session, actor: Actor, unit_ids: Collection[int], limit: int) -> list[Subject]:
        if not actor.may(May.READ_PLANS):
            return []
        rows = session.execute(
            select(Unit.id, Unit.name)
            .where(
                Unit.id.in_(sorted(unit_ids)), _readable(kind, actor, TextState.SHARED, TextState.ESTABLISHED)
            )
            .order_by(collate(Unit.name, SWEDISH), Unit.id)
            .limit(limit)
        )
        return [text_subject(kind, unit_id, name) for unit_id, name in rows]

    return SubjectKind(kind.key, kind.lazy_label(), named, offered, backgrounds)


def _readable(kind: TextKind, actor: Actor, *states: TextState) -> ColumnElement[bool]:
    text = exists().where(
        UnitText.unit_id == Unit.id,
        UnitText.kind == kind.key,
        UnitText.state != TextState.ASIDE,
        readable_by(actor, clock.today()),
    )
    return text.where(UnitText.state.in_(states)) if states else text


def text_subject(kind: TextKind, unit_id: int, name: str) -> Subject:
    """Give what a unit writes of a kind as something a dialogue can be about."""
    href = url_for("writing.newest", kind_key=kind.key, unit_id=unit_id)
    return Subject(kind.key, unit_id, f"{kind.label()}, {name}", href, unit_id)
