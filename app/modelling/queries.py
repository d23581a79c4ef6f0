"""Reads of drafts, versions and what is in force when."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, ScalarSelect, select
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.modelling.models import Adoption, ModelDraft, ModelVersion
from app.organisation.models import Person


def mark_on(day: date | BindParameter[date]) -> ScalarSelect[str]:
    """Give the mark of the decision by which a model is in force on a day, as part of a statement that is asked anyway."""
    return (
        select(Adoption.mark)
        .where(Adoption.withdrawn_at.is_(None), Adoption.from_day <= day)
        .order_by(Adoption.from_day.desc(), Adoption.id.desc())
        .limit(1)
        .correlate_except(Adoption)
        .scalar_subquery()
    )


def mark_in_force(session: Session, day: date) -> str:
    """Give the mark of the decision by which a model is in force on a day; nothing where none has been put into use by then."""
    return session.scalar(select(mark_on(day))) or ""


def texts_up_to(session: Session, day: date) -> list[tuple[str, str]]:
    """Give mark and text of every model that has come into force by a day, the latest first."""
    rows = session.execute(
        select(Adoption.mark, ModelVersion.text)
        .join(ModelVersion, ModelVersion.id == Adoption.version_id)
        .where(Adoption.withdrawn_at.is_(None), Adoption.from_day <= day)
        .order_by(Adoption.from_day.desc(), Adoption.id.desc())
    )
    return [(mark, text) for mark, text in rows]


def text_on(session: Session, day: date) -> str | None:
    """Give the text of the model in force on a day; None where none has been put into use by then."""
    return session.scalar(
        select(ModelVersion.text)
        .join(Adoption, Adoption.version_id == ModelVersion.id)
        .where(Adoption.mark == mark_on(day))
    )


def text_at(session: Session, moment: datetime) -> str | None:
    """Give the text of the model in force at a moment that has been; None where none had been put into use by then."""
    return session.scalar(
        select(ModelVersion.text)
        .join(Adoption, Adoption.version_id == ModelVersion.id)
        .where(
            Adoption.withdrawn_at.is_(None),
            Adoption.from_day <= moment.astimezone(clock.STOCKHOLM).date(),
            Adoption.decided_at <= moment,
        )
        .order_by(Adoption.from_day.desc(), Adoption.id.desc())
        .limit(1)
    )


def adoptions(session: Session) -> list[Adoption]:
    """Give every decision about what is in force when that stands, the latest day first."""
    return list(
        session.scalars(
            select(Adoption)
            # What a version says is long, and few pages need it.
            .options(joinedload(Adoption.version).defer(ModelVersion.text), joinedload(Adoption.decided_by))
            .where(Adoption.withdrawn_at.is_(None))
            .order_by(Adoption.from_day.desc(), Adoption.id.desc())
        )
    )


def adoption(session: Session, adoption_id: int, *, lock: bool = False) -> Adoption | None:
    """Give one decision with its version."""
    wanted = select(Adoption).options(joinedload(Adoption.version)).where(Adoption.id == adoption_id)
    return session.scalars(wanted.with_for_update(of=Adoption) if lock else wanted).one_or_none()


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft as a line in a list, without its text."""

    id: int
    name: str
    origin_name: str
    changed_at: datetime
    changed_by: str | None
    discarded: bool


def drafts(session: Session) -> list[DraftLine]:
    """List the drafts, the latest changed first."""
    rows = session.execute(
        select(
            ModelDraft.id,
            ModelDraft.name,
            ModelDraft.origin_name,
            ModelDraft.changed_at,
            Person.name,
            ModelDraft.discarded_at.is_not(None),
        )
        .outerjoin(Person, Person.id == ModelDraft.changed_by_id)
        .order_by(ModelDraft.changed_at.desc(), ModelDraft.id.desc())
    )
    return [DraftLine(*row) for row in rows]


def draft(session: Session, draft_id: int, *, lock: bool = False) -> ModelDraft | None:
    """Give a draft with its text and who changed it last; locked where it is to be changed."""
    wanted = select(ModelDraft).options(joinedload(ModelDraft.changed_by)).where(ModelDraft.id == draft_id)
    if lock:
        wanted = wanted.with_for_update(of=ModelDraft).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def version(session: Session, version_id: int) -> ModelVersion | None:
    """Give a version with its text."""
    return session.get(ModelVersion, version_id)


def to_settle(session: Session, day: date) -> list[Adoption]:
    """Give the decisions whose day has come and from which nothing has followed yet."""
    return list(
        session.scalars(
            select(Adoption)
            .where(Adoption.withdrawn_at.is_(None), Adoption.settled_at.is_(None), Adoption.from_day <= day)
            .order_by(Adoption.from_day, Adoption.id)
            .with_for_update()
        )
    )
