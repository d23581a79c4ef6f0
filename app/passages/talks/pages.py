"""What the pages of subjects show of the talks about them; that words of others are read is noted."""

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.paging import Found
from app.passages.subjects import Ref
from app.passages.talks import queries
from app.passages.talks.queries import Said, TalkedAbout, TalkRow
from app.records.reading_log import log_readings

READ_AS = "subject"
"""What the log of readings calls words read on the page of a subject."""


def talked_about(session: Session, actor: Actor, kind: str, ids: Collection[int]) -> dict[int, TalkedAbout]:
    """Give what is known of the talks about many subjects of one kind, for `components/talked.html`; by number.

    Those nobody talked about are left out. `ids` are subjects that `actor` may read; takes three statements at most.
    """
    found = queries.talked_about(session, actor=actor, day=clock.today(), kind=kind, ids=ids)
    _note_readings(actor, (about.said for about in found.values() if about.said is not None))
    return found


def talked_about_many(session: Session, actor: Actor, refs: Collection[Ref]) -> dict[Ref, TalkedAbout]:
    """Give the same about subjects of several kinds at once, by what points at them; as many statements as for one kind."""
    found = queries.talked_about_many(session, actor=actor, day=clock.today(), refs=refs)
    _note_readings(actor, (about.said for about in found.values() if about.said is not None))
    return found


def talks_of(session: Session, actor: Actor, kind: str, subject_id: int, page: int = 1) -> Found[TalkRow]:
    """Give the talks about one subject that `actor` may read, the latest first, a page at a time."""
    found = queries.talks_of(
        session, actor=actor, day=clock.today(), kind=kind, subject_id=subject_id, page=page
    )
    _note_readings(actor, (said for row in found.rows for said in (row.noted, *row.passages) if said))
    return found


def _note_readings(actor: Actor, said: Iterable[Said]) -> None:
    read: dict[str, set[int]] = {}
    for one in said:
        if one.passage_id is None:
            read.setdefault(one.source[0], set()).add(one.source[1])
        elif actor.person_id not in one.released_by_ids:
            read.setdefault("passage", set()).add(one.passage_id)
    for kind, ids in read.items():
        log_readings(kind, sorted(ids), READ_AS if kind != "passage" else "passage")
