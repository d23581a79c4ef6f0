"""Writes of frames: what a unit may use in each year of a plan, and what it carries along."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.economy import keeping
from app.economy.errors import ChangedMeanwhile, Fault, Refused
from app.economy.facts import FRAME, frame_facts
from app.economy.models import Frame
from app.economy.rights import require_frame_setter
from app.economy.rules import carries_over
from app.records.noting import note
from app.steering.schema import Profile


@dataclass(frozen=True, slots=True)
class Given:
    """What a unit is given for a year: kronor where there are any; `revision` is what was read, 0 where there was nothing."""

    year: int
    amount: int | None
    carried: int | None
    words: str
    revision: int


def set_frames(session: Session, *, actor_id: int, unit_id: int, profile: Profile, given: list[Given]) -> int:
    """Set the frames of a unit for some years; gives how many changed.

    Raises `NotYours`, `Refused`, and `ChangedMeanwhile` when somebody else changed one of them since.
    """
    require_frame_setter(session, actor_id, unit_id)
    years = [keeping.year(one.year) for one in given]
    standing = {
        one.year: one
        for one in session.scalars(
            select(Frame)
            .where(Frame.unit_id == unit_id, Frame.year.in_(years))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    }
    return sum(_set(session, actor_id, unit_id, profile, one, standing.get(one.year)) for one in given)


def _set(
    session: Session, actor_id: int, unit_id: int, profile: Profile, given: Given, frame: Frame | None
) -> bool:
    words = keeping.words(given.words, f"words_{given.year}", most=2000)
    said = (given.amount, given.carried, words)
    if (frame.revision if frame is not None else 0) != given.revision:
        raise ChangedMeanwhile
    if said == ((frame.amount, frame.carried, frame.words) if frame is not None else (None, None, "")):
        return False
    if given.carried and not carries_over(profile.rules):
        raise Refused(Fault.NO_CARRYING, f"carried_{given.year}")
    before = frame_facts(frame) if frame is not None else None
    if frame is None:
        frame = Frame(unit_id=unit_id, year=given.year, revision=0)
        session.add(frame)
    frame.amount, frame.carried, frame.words = said
    frame.revision += 1
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action="frame.set",
        kind=FRAME,
        object_id=frame.id,
        before=before,
        after=frame_facts(frame),
    )
    return True
