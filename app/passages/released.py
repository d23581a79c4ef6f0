"""What else happens when a passage is released: features above say what, in the same transaction."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.passages.models import Passage

Follows = Callable[[Session, Passage], None]


class Released:
    """What follows the release of a passage."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._follows: dict[str, Follows] = {}

    def register(self, key: str, follows: Follows) -> None:
        """Add or replace what follows; `key` names whose it is."""
        self._follows[key] = follows

    def tell(self, session: Session, passage: Passage) -> None:
        """Let everything that follows happen."""
        for follows in self._follows.values():
            follows(session, passage)


released = Released()
