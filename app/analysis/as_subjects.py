"""The values of the municipality as subjects of dialogues."""

from collections.abc import Collection

from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.analysis.values import VALUE, VISION, Value, values_now
from app.passages.subjects import Subject, SubjectKind
from app.ui.addresses import url_for


def _subject(value: Value) -> Subject:
    href = url_for("analysis.vision", _anchor=f"del-{value.key}")
    return Subject(VALUE, value.id, value.name, href, value.unit_id)


def _named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    return {one.id: _subject(one) for one in values_now(session, actor, ids)}


def _offered(session: Session, actor: Actor, _unit_ids: Collection[int], limit: int) -> list[Subject]:
    return [_subject(one) for one in values_now(session, actor)[:limit]]


VALUES = SubjectKind(VALUE, lazy_gettext("Värde"), _named, _offered, (VISION,))
