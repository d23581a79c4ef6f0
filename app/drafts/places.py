"""Which forms keep drafts: features say so of the views their forms are sent to, and who writes there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict


@dataclass(frozen=True, slots=True)
class Place:
    """A view whose form keeps drafts: what people type, and what they choose beside it.

    A form that changes what stands tells in `stands` which version of it one writes on, so that its draft knows it too:
    what others have changed since is told when it is sent, however old the draft is. `about` gives what is written about,
    by the values in the address, to one who may write there; it answers 404 to others.
    """

    endpoint: str
    typed: tuple[str, ...]
    about: Callable[[Mapping[str, Any]], tuple[str, int]]
    chosen: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()

    def fields(self, form: MultiDict[str, str]) -> dict[str, str]:
        """Take from a form what is kept of it, with line ends of one kind."""
        return {
            name: form[name].replace("\r\n", "\n").replace("\0", "")
            for name in (*self.typed, *self.chosen, *self.stands)
            if name in form
        }

    def says_nothing(self, fields: Mapping[str, str]) -> bool:
        """Tell whether nobody has typed anything."""
        return not any(fields.get(name, "").strip() for name in self.typed)


class Places:
    """The forms that keep drafts, by their views."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, Place] = {}

    def register(self, *found: Place) -> None:
        """Add or replace some."""
        self._known |= {one.endpoint: one for one in found}

    def get(self, endpoint: str) -> Place | None:
        """Give what is known of a view."""
        return self._known.get(endpoint)


places = Places()
