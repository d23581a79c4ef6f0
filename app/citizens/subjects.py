"""A public commitment as what a dialogue is about: words said of it stand beside how it was kept."""

from collections.abc import Collection

from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.citizens.commitments.queries import decided_in, visible
from app.citizens.facts import COMMITMENT
from app.citizens.models import PublicCommitment
from app.citizens.queries import Reader
from app.passages.subjects import LONGEST_TITLE, Subject, SubjectKind
from app.ui.markdown import plain


def commitment_subject(one: PublicCommitment) -> Subject:
    """Give a commitment as a subject."""
    # Written out: the demo talks about it where there is no request, and so no address to be made.
    return Subject(
        COMMITMENT, one.id, plain(one.promise, LONGEST_TITLE), f"/invanare/loften/{one.id}", one.unit_id
    )


def _named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    if not actor.may(May.READ_PLANS):
        return {}
    reader = Reader(actor, clock.today())
    found = session.scalars(
        select(PublicCommitment).where(PublicCommitment.id.in_(sorted(ids)), visible(reader))
    )
    return {one.id: commitment_subject(one) for one in found}


def _offered(session: Session, actor: Actor, unit_ids: Collection[int], limit: int) -> list[Subject]:
    if not actor.may(May.READ_PLANS):
        return []
    found = session.scalars(decided_in(Reader(actor, clock.today()), unit_ids, limit))
    return [commitment_subject(one) for one in found]


KIND = SubjectKind(
    COMMITMENT, lazy_gettext("Löfte till invånare och brukare"), _named, _offered, ("commitments",)
)
