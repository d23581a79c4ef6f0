"""Drafts of steering models that were thrown away, as what can be disposed of: the room of models lies below this one."""

from collections.abc import Iterator

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, exists, func, literal, select
from sqlalchemy.orm import Session

from app.disposing.kinds import year_in
from app.disposing.things import Thing, says_something
from app.modelling.facts import DRAFT
from app.modelling.models import ModelDraft, ModelVersion
from app.organisation.models import Unit
from app.records.earlier import GONE, Written

_WHOLE = select(func.min(Unit.id)).scalar_subquery()
"""Whose a model is: the first unit there was, the municipality itself."""

_THROWN_IN = year_in(ModelDraft.discarded_at)


def _written(session: Session, number: int) -> Iterator[Written]:
    draft = session.get_one(ModelDraft, number)
    words = {"name": GONE, "text": "", "before": "", "origin_text": ""}
    yield Written(DRAFT, number, draft, words)


def _over(_year: int) -> ColumnElement[bool]:
    used = exists().where(ModelVersion.draft_id == ModelDraft.id)
    return and_(ModelDraft.discarded_at.is_not(None), says_something(ModelDraft.name), ~used)


MODEL_DRAFTS = Thing(
    kind=DRAFT,
    of=literal("model_draft"),
    number=ModelDraft.id,
    unit_id=_WHOLE,
    year=_THROWN_IN,
    since_at=ModelDraft.discarded_at,
    at=ModelDraft.made_at,
    over=_over,
    written=_written,
    goes=lazy_gettext("utkastets namn och allt som stod i det"),
)
