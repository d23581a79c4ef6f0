"""Writes to models: copying, changing, putting into use, withdrawing; each keeps its history, flushes, never commits."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.modelling import queries
from app.modelling.checking import checked
from app.modelling.errors import ChangedMeanwhile, Fault, Refused
from app.modelling.facts import ADOPTION, DRAFT, VERSION, adoption_facts, draft_facts, version_facts
from app.modelling.models import Adoption, ModelDraft, ModelVersion
from app.records.appending import wait_for_turn
from app.records.services import record
from app.steering.as_toml import written

LONGEST_NAME = 200
LONGEST_WHY = 4000


def copy(session: Session, *, actor_id: int | None, name: str, text: str, origin_name: str) -> ModelDraft:
    """Begin a draft as a copy of a model."""
    return _begun(session, actor_id, "model.copied", name, text, origin_name, text)


def take_in(
    session: Session, *, actor_id: int | None, name: str, text: str, origin_name: str, origin_text: str
) -> ModelDraft:
    """Begin a draft from a file, whatever its mistakes; it is compared with the model it was made from, or in force."""
    return _begun(session, actor_id, "model.imported", name, text, origin_name, origin_text)


def _begun(
    session: Session,
    actor_id: int | None,
    action: str,
    name: str,
    text: str,
    origin_name: str,
    origin_text: str,
) -> ModelDraft:
    moment = clock.now()
    draft = ModelDraft(
        name=" ".join(name.split())[:LONGEST_NAME],
        text=text,
        origin_name=origin_name[:LONGEST_NAME],
        origin_text=origin_text,
        made_at=moment,
        made_by_id=actor_id,
        changed_at=moment,
        changed_by_id=actor_id,
    )
    session.add(draft)
    session.flush()
    _record(session, actor_id, action, draft, None)
    return draft


def change(
    session: Session,
    *,
    actor_id: int | None,
    draft: ModelDraft,
    tables: Mapping[str, Any],
    place: str,
    was: object = None,
    becomes: object = None,
) -> bool:
    """Keep a draft as it is now, whatever its mistakes; tells whether anything was changed.

    The draft is locked by the caller. `was` and `becomes` are the part of it that changed, at `place`.
    """
    text = written(tables)
    if text == draft.text:
        return False
    before = draft_facts(draft)
    draft.before, draft.text = draft.text, text
    _moved(session, actor_id, draft)
    _record(session, actor_id, "model.changed", draft, before, place=place, was=was, becomes=becomes)
    return True


def rename(session: Session, *, actor_id: int | None, draft: ModelDraft, name: str) -> None:
    """Call a draft something else."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name or name == draft.name:
        return
    before = draft_facts(draft)
    draft.name = name
    _moved(session, actor_id, draft)
    _record(session, actor_id, "model.changed", draft, before)


def undo(session: Session, *, actor_id: int | None, draft: ModelDraft, revision: int) -> None:
    """Take back the latest change of a draft; raises `ChangedMeanwhile` when it is no longer the latest."""
    if draft.revision != revision or draft.before is None:
        raise ChangedMeanwhile
    before = draft_facts(draft)
    draft.text, draft.before = draft.before, draft.text
    _moved(session, actor_id, draft)
    _record(session, actor_id, "model.changed", draft, before)


def discard(session: Session, *, actor_id: int | None, draft: ModelDraft, away: bool) -> None:
    """Lay a draft aside, or take it back."""
    if (draft.discarded_at is not None) == away:
        return
    before = draft_facts(draft)
    draft.discarded_at = clock.now() if away else None
    _moved(session, actor_id, draft)
    _record(session, actor_id, "model.discarded" if away else "model.restored", draft, before)


def _moved(session: Session, actor_id: int | None, draft: ModelDraft) -> None:
    draft.revision += 1
    draft.changed_at, draft.changed_by_id = clock.now(), actor_id
    session.flush()


def _record(
    session: Session,
    actor_id: int | None,
    action: str,
    draft: ModelDraft,
    before: Mapping[str, object] | None,
    *,
    place: str = "",
    was: object = None,
    becomes: object = None,
) -> None:
    after: dict[str, object] = dict(draft_facts(draft))
    if place:
        before = {**(before or {}), "place": {place: was}}
        after["place"] = {place: becomes}
    record(
        session, actor_id=actor_id, action=action, kind=DRAFT, object_id=draft.id, before=before, after=after
    )


@dataclass(frozen=True, slots=True)
class Read:
    """What somebody read before putting a draft into use: at which revision, and beside which model in force (its mark)."""

    revision: int
    in_force: str


def adopt(
    session: Session,
    *,
    actor_id: int | None,
    draft: ModelDraft,
    from_day: date,
    why: str,
    read: Read | None = None,
) -> Adoption:
    """Put a draft into use from a day, as a version of its own; `read` is None where no page was read. Raises `Refused`.

    The draft is locked by the caller.
    """
    wait_for_turn(session)
    if read is not None and read.in_force != queries.mark_in_force(session, clock.today()):
        raise Refused(Fault.ANOTHER_CAME_FIRST)
    if read is not None and read.revision != draft.revision:
        raise Refused(Fault.DRAFT_CHANGED)
    if from_day < clock.today():
        raise Refused(Fault.DAY_PASSED)
    if checked(draft.text).profile is None:
        raise Refused(Fault.HAS_MISTAKES)
    if from_day > clock.today() and any(one.from_day == from_day for one in queries.adoptions(session)):
        raise Refused(Fault.DAY_TAKEN)
    version = _version(session, actor_id, draft)
    adoption = Adoption(
        mark=secrets.token_hex(16),
        version_id=version.id,
        from_day=from_day,
        why=why.strip()[:LONGEST_WHY],
        decided_at=clock.now(),
        decided_by_id=actor_id,
    )
    session.add(adoption)
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="model.adopted",
        kind=ADOPTION,
        object_id=adoption.id,
        after=adoption_facts(adoption),
    )
    return adoption


def _version(session: Session, actor_id: int | None, draft: ModelDraft) -> ModelVersion:
    """Give the version that holds the draft as it is: a new one, unless the latest of it already does."""
    latest = session.scalars(
        select(ModelVersion)
        .where(ModelVersion.draft_id == draft.id)
        .order_by(ModelVersion.number.desc())
        .limit(1)
    ).one_or_none()
    if latest is not None and latest.text == draft.text and latest.name == draft.name:
        return latest
    version = ModelVersion(
        number=(session.scalar(select(func.max(ModelVersion.number))) or 0) + 1,
        draft_id=draft.id,
        name=draft.name,
        text=draft.text,
        made_at=clock.now(),
        made_by_id=actor_id,
    )
    session.add(version)
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="model.version_made",
        kind=VERSION,
        object_id=version.id,
        after=version_facts(version),
    )
    return version


def withdraw(session: Session, *, actor_id: int | None, adoption: Adoption) -> None:
    """Take back a decision whose day has not come. Raises `Refused`."""
    if adoption.withdrawn_at is not None:
        return
    if adoption.from_day <= clock.today():
        raise Refused(Fault.IN_FORCE)
    before = adoption_facts(adoption)
    adoption.withdrawn_at, adoption.withdrawn_by_id = clock.now(), actor_id
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="model.adoption_withdrawn",
        kind=ADOPTION,
        object_id=adoption.id,
        before=before,
        after=adoption_facts(adoption),
    )
