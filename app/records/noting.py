"""One entry of the history for each write: what was before, as far as it changed, and all that stands after."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.records.appending import Change, record_many

Facts = Mapping[str, object]


def change(*, action: str, kind: str, object_id: int, before: Facts | None, after: Facts) -> Change:
    """Give the entry a write has, for those who write several at once; see `note`."""
    changed = {name: value for name, value in (before or {}).items() if value != after.get(name)}
    return Change(action, kind, object_id, changed if before is not None else None, after)


def note(
    session: Session,
    *,
    actor_id: int | None,
    action: str,
    kind: str,
    object_id: int,
    before: Facts | None,
    after: Facts,
) -> None:
    """Write the entry; `before` is the state it began from, None when the thing is new."""
    session.flush()
    one = change(action=action, kind=kind, object_id=object_id, before=before, after=after)
    record_many(session, actor_id=actor_id, changes=[one])
