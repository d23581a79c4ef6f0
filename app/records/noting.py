"""One entry of the history for each write: what was before, as far as it changed, and all that stands after."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.records.services import record

Facts = Mapping[str, object]


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
    changed = {name: value for name, value in (before or {}).items() if value != after.get(name)}
    record(
        session,
        actor_id=actor_id,
        action=action,
        kind=kind,
        object_id=object_id,
        before=changed if before is not None else None,
        after=after,
    )
