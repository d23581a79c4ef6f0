"""What features above do when a unit or a person gets another name that stands in what they keep."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Names:
    """Units and people by their ids; None where it is not known yet whose names are to change."""

    units: Collection[int] | None = ()
    people: Collection[int] | None = ()


Hold = Callable[[Session, Names], None]
Changed = Callable[[Session, Names, int | None], None]


class Bearers:
    """Those who keep texts that names of units and people stand in: `hold` before the turn of the history is taken, as all
    who write take what they change before it; `changed` in the same transaction, told who did it (None: a command).
    """

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, tuple[Hold, Changed]] = {}

    def register(self, key: str, hold: Hold, changed: Changed) -> None:
        """Add or replace what a feature does."""
        self._known[key] = hold, changed

    def hold(self, session: Session, names: Names) -> None:
        """Keep those waiting who write where the names stand."""
        for hold, _changed in self._known.values():
            hold(session, names)

    def changed(self, session: Session, names: Names, actor_id: int | None) -> None:
        """Tell all that these have got another name."""
        for _hold, changed in self._known.values():
            changed(session, names, actor_id)


bearers = Bearers()
