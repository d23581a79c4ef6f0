"""Who searches, and what that person reads of each family."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.search.registry import Asked, Reach, registry

Ways = tuple[tuple[str, Hashable], ...]
"""The families somebody reads of, each with the way in which."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody reads of some families: in which ways, by which keys, and what the gaps of the conditions are filled with."""

    ways: Ways = ()
    whose: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)


class Reader:
    """Who searches on which day; each family is asked what that person reads of it once, and only when it matters."""

    def __init__(self, session: Session, actor: Actor, day: date) -> None:
        """Begin with nothing asked."""
        self.session, self.asks = session, Asked(actor, day)
        self._reached: dict[tuple[str, bool], Reach] = {}

    def _reach(self, key: str, *, few: bool) -> Reach:
        found = self._reached.get((key, few))
        if found is None:
            family = registry.families[key]
            quick = family.few if few else None
            found = quick.reach(self.asks) if quick else family.reach(self.session, self.asks)
            self._reached[key, few] = found
        return found

    def reading(self, among: Collection[str] | None = None, *, few: bool = False) -> Reading:
        """Tell what this person reads of all families, or of some; `few` when only few texts can be meant."""
        keys = [key for key in registry.families if among is None or key in among]
        reached = [(key, self._reach(key, few=few)) for key in keys]
        there = [(key, one) for key, one in reached if one.way is not None]
        return Reading(
            tuple((key, one.way) for key, one in there),
            [key for _family, one in there for key in one.whose],
            {name: value for _family, one in there for name, value in one.values.items()},
        )
