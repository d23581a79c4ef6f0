"""Established dialogues as records: who has a part in them, what they are called, and which versions go together."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Select, and_, case, literal, or_, select
from sqlalchemy.orm import Session, joinedload

from app.dialogues.blueprint import meeting_name, pair_name
from app.dialogues.establishing.services import ADDENDUM, RECORD
from app.dialogues.models import Addendum, Dialogue, PairKind, Participant, Post, Series
from app.dialogues.queries.whose import WITH_POSTS
from app.disposing.kinds import Called, Columns, Kept, RecordKind, statement, year_in
from app.records.models import Edition


def _kept(_year: int) -> Select[Any]:
    talk = Series.pair_kind == PairKind.EMPLOYEE
    return (
        statement(
            Columns(
                of=case((talk, literal("employee_talk")), else_=literal("dialogue")),
                what=Series.pair_kind,
                unit_id=Post.unit_id,
                year=year_in(Dialogue.starts_at),
                since_at=Edition.established_at,
                title=Dialogue.title,
                registry_number=Dialogue.registry_number,
                record_type=Dialogue.record_type,
            )
        )
        .join(Dialogue, Dialogue.edition_id == Edition.id)
        .join(Series, Series.id == Dialogue.series_id)
        .join(Post, Post.id == Series.rep_post_id)
    )


def _called(session: Session, records: Sequence[Kept]) -> Mapping[int, Called]:
    wanted = (
        select(Dialogue)
        .where(Dialogue.id.in_(sorted(one.object_id for one in records)))
        .options(joinedload(Dialogue.series).options(*WITH_POSTS))
    )
    found = {one.id: one for one in session.scalars(wanted)}
    return {
        one.edition_id: Called(
            meeting_name(found[one.object_id]), pair_name(found[one.object_id].series), between=True
        )
        for one in records
    }


def _with_addenda(edition: Edition, session: Session) -> Sequence[Edition]:
    """Give every version of a record and of its addenda whose text is still there."""
    addenda = select(Addendum.id).where(Addendum.dialogue_id == edition.object_id)
    return session.scalars(
        select(Edition)
        .where(
            Edition.erased_at.is_(None),
            or_(
                and_(Edition.kind == RECORD, Edition.object_id == edition.object_id),
                and_(Edition.kind == ADDENDUM, Edition.object_id.in_(addenda)),
            ),
        )
        .order_by(Edition.id)
    ).all()


def _participants(edition: Edition, session: Session) -> set[int]:
    return set(
        session.scalars(select(Participant.person_id).where(Participant.dialogue_id == edition.object_id))
    )


RECORDS = RecordKind(
    kind=RECORD,
    kept=_kept,
    called=_called,
    goes=lazy_gettext("gemensam bild, anteckningar, beslut, egna meningar, tillägg och filer på mötet"),
    stays=lazy_gettext(
        "Kvar blir att mötet hölls, när, vilka som fastställde, och det här protokollet. Bilder, överenskommelser och det som "
        "lyfts gallras var för sig."
    ),
    editions=_with_addenda,
    people=_participants,
)
