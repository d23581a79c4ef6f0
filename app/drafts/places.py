"""Which forms keep drafts: every one with words, and in a way of their own those a feature says so of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from werkzeug.datastructures import MultiDict

from app.drafts import rules
from app.drafts.errors import NoEntries

ENTRIES = "entries"
"""What holds a whole form as the browser had it."""


class KeepsDrafts(Protocol):
    """What is known of a form that keeps drafts."""

    def fields(self, form: MultiDict[str, str]) -> dict[str, str]:
        """Take from what was sent what is kept of it."""

    def says_nothing(self, fields: Mapping[str, str]) -> bool:
        """Tell whether nobody has written anything."""

    def told(self, fields: Mapping[str, str]) -> str:
        """Give the words to show of what another page has saved."""

    def about(self, values: Mapping[str, Any], /) -> tuple[str, int]:
        """Tell what is written about, to one who may write there; answers 404 to others."""


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

    def told(self, fields: Mapping[str, str]) -> str:
        """Give the words to show of what another page has saved: those of the first field."""
        return fields.get(self.typed[0], "")


class AnyForm:
    """A form that no feature has said anything of: kept whole, and filled in again by the script, which knows its fields.

    It is about nothing we know of. Who may send the form is asked when it is sent: a draft is for its writer alone.
    """

    def fields(self, form: MultiDict[str, str]) -> dict[str, str]:
        """Take the entries as they were sent; none where the form is as it came. Raises `NoEntries`."""
        text = form.get(ENTRIES, "")
        if text and rules.entries_of(text) is None:
            raise NoEntries
        return {ENTRIES: text}

    def says_nothing(self, fields: Mapping[str, str]) -> bool:
        """Tell whether the form is as it came."""
        return not fields[ENTRIES]

    def told(self, fields: Mapping[str, str]) -> str:
        """Give nothing: the script finds the words among the entries."""
        return ""

    def about(self, values: Mapping[str, Any], /) -> tuple[str, int]:
        """Give what stands for nothing in particular."""
        return "form", 0


class WholeForm(AnyForm):
    """A form kept whole of which a feature says what it is about: its drafts go with that."""

    def __init__(self, endpoint: str, about: Callable[[Mapping[str, Any]], tuple[str, int]]) -> None:
        """Take the view it is sent to, and what gives what is written about, by the values in the address, or answers 404."""
        self.endpoint = endpoint
        self._about = about

    def about(self, values: Mapping[str, Any], /) -> tuple[str, int]:
        """Tell what is written about, to one who may write there; answers 404 to others."""
        return self._about(values)


class Places:
    """The forms that keep drafts, by their views."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, Place] = {}
        self._whole: dict[str, WholeForm] = {}

    def register(self, *found: Place) -> None:
        """Add or replace some."""
        self._known |= {one.endpoint: one for one in found}

    def register_whole(self, *found: WholeForm) -> None:
        """Add or replace some that are kept whole."""
        self._whole |= {one.endpoint: one for one in found}

    def get(self, endpoint: str) -> Place | None:
        """Give what is known of a view whose form is kept by its fields."""
        return self._known.get(endpoint)

    def keeps(self, endpoint: str) -> KeepsDrafts:
        """Give how the form of a view keeps drafts: whole, where nobody has said anything of it."""
        return self._known.get(endpoint) or self._whole.get(endpoint) or AnyForm()


places = Places()
