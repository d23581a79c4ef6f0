"""What was raised goes on with the line it was raised from, where one of its units is no more and the line is carried over.

Its words, who released them and when stay as they are; whose it is follows the posts, as with what was established (ADR 0053).
"""

from collections.abc import Sequence

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, selectinload

from app.passages.facts import KIND, passage_facts
from app.passages.models import Passage
from app.records.appending import Change, record_many
from app.search.models import SearchText


def raised_in(session: Session, source_kind: str, source_ids: Select[int]) -> Sequence[Passage]:
    """Give what was raised from some sources, held for change."""
    return session.scalars(
        select(Passage)
        .where(Passage.source_kind == source_kind, Passage.source_id.in_(source_ids))
        .options(selectinload(Passage.subjects))
        .order_by(Passage.id)
        .with_for_update(of=Passage)
    ).all()


def carry_over(
    session: Session, passages: Sequence[Passage], *, over_unit_id: int, rep_unit_id: int, actor_id: int
) -> None:
    """Let what was raised stand between two units from now on: who leads them, and who is above them, reads it."""
    changes = []
    for passage in passages:
        before = _ends(passage)
        passage.over_unit_id, passage.rep_unit_id = over_unit_id, rep_unit_id
        if _ends(passage) != before:
            changes.append(Change("passage.carried_over", KIND, passage.id, before, _ends(passage)))
    session.flush()
    # The index keeps with each text which units it stands at.
    session.execute(
        update(SearchText)
        .where(SearchText.owner == KIND, SearchText.owner_id.in_([one.object_id for one in changes]))
        .values(over_unit_id=over_unit_id, rep_unit_id=rep_unit_id)
        .execution_options(synchronize_session=False)
    )
    record_many(session, actor_id=actor_id, changes=changes)


def _ends(passage: Passage) -> dict[str, object]:
    facts = passage_facts(passage)
    return {side: facts[side] for side in ("over", "rep")}
