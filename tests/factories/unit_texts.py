"""Texts of units, written through the services of the product."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.analysis.mission import KIND as CORE_MISSION
from app.organisation.models import Person, Unit
from app.writing import services
from app.writing.kinds import TextKind
from app.writing.models import Part, TextState, UnitText
from app.writing.rules import Nearness

MANAGES = Nearness(leads=True, writes=True, above=True, reads=True)


def loaded_text(session: Session, text: UnitText) -> UnitText:
    """Load a text anew with its parts."""
    return session.scalars(
        select(UnitText)
        .where(UnitText.id == text.id)
        .options(joinedload(UnitText.unit), selectinload(UnitText.parts).selectinload(Part.taken_in))
        .execution_options(populate_existing=True)
    ).one()


def make_text(
    session: Session,
    unit: Unit,
    by: Person,
    words: str = "Vi finns för barnen.",
    *,
    kind: TextKind = CORE_MISSION,
    year: int = 2026,
    state: TextState = TextState.DRAFT,
) -> UnitText:
    """Begin a text, write its first part, and bring it to a state."""
    text = services.begin(session, actor_id=by.id, kind=kind, unit=unit, near=MANAGES, year=year)
    text = loaded_text(session, text)
    first = text.parts[0]
    services.write_part(
        session, actor_id=by.id, text=text, near=MANAGES, part=first, words=words, base=first.revision_id or 0
    )
    if state is TextState.ESTABLISHED:
        services.establish_text(
            session, actor_id=by.id, text=text, near=MANAGES, kind=kind, revision=text.revision, brought={}
        )
    elif state is not TextState.DRAFT:
        services.step(session, actor_id=by.id, text=text, near=MANAGES, target=state)
    return loaded_text(session, text)
