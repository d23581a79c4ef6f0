"""What a question can be asked about: a registry of kinds, each of which tells the two units it lies between."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Two:
    """The two ends: the unit that says what, the unit that says how, or the employee there."""

    giver_unit_id: int
    taker_unit_id: int
    taker_person_id: int | None = None


Ends = Callable[[Session, int], Two | None]
"""Gives the two a thing lies between; None where there are not two."""

Reads = Callable[[Session, Actor, int], bool]
"""Tells whether somebody reads a thing as it is now."""


class ZoneSubjects:
    """The kinds of things questions can be asked about here."""

    def __init__(self) -> None:
        """Begin with none; they are registered when the app is built."""
        self._known: dict[str, tuple[Ends, Reads]] = {}

    def register(self, kind: str, ends: Ends, reads: Reads) -> None:
        """Add or replace a kind."""
        self._known[kind] = ends, reads

    def ends(self, session: Session, kind: str, subject_id: int) -> Two | None:
        """Give the two that one thing lies between."""
        known = self._known.get(kind)
        return known[0](session, subject_id) if known is not None else None

    def reads(self, session: Session, actor: Actor, kind: str, subject_id: int) -> bool:
        """Tell whether somebody reads the thing."""
        known = self._known.get(kind)
        return known is not None and known[1](session, actor, subject_id)


zone_subjects = ZoneSubjects()
