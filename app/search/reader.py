"""Who searches, and what that person reads of each family."""

from collections.abc import Collection, Hashable
from datetime import date

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.search.registry import Asked, Reach, registry

Ways = tuple[tuple[str, Hashable], ...]
"""The families somebody reads of, each with the way in which."""


class Reader:
    """Who searches on which day; each family is asked what that person reads of it once, and only when it matters."""

    def __init__(self, session: Session, actor: Actor, day: date) -> None:
        """Begin with nothing asked."""
        self.session, self.asks = session, Asked(actor, day)
        self._reached: dict[str, Reach] = {}

    def _reach(self, key: str) -> Reach:
        if key not in self._reached:
            self._reached[key] = registry.families[key].reach(self.session, self.asks)
        return self._reached[key]

    def ways(self, among: Collection[str] | None = None) -> Ways:
        """Give the families this person reads of, of all or of some."""
        keys = [key for key in registry.families if among is None or key in among]
        return tuple((key, self._reach(key).way) for key in keys if self._reach(key).way is not None)

    def whose(self, ways: Ways) -> list[str]:
        """Give the keys of what might be read in these ways."""
        return [one for key, _way in ways for one in self._reach(key).whose]

    def values(self, ways: Ways) -> dict[str, object]:
        """Give what the gaps of these families' conditions are filled with."""
        return {name: value for key, _way in ways for name, value in self._reach(key).values.items()}
