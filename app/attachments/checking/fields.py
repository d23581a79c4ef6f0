"""Fields of a Word document: what they say, wherever their instructions are parted, and which of them fetch something."""

import re
from dataclasses import dataclass, field

from app.attachments.checking.leading import leads_elsewhere
from app.attachments.errors import Reason, Refusal

_FETCHING = frozenset({"INCLUDETEXT", "INCLUDE", "IMPORT", "DDE", "DDEAUTO", "LINK", "DATABASE", "RD"})
"""What takes in another file or asks another program, however near it lies: one's own files are not for whoever sent this."""
_PICTURE = "INCLUDEPICTURE"
_WORD = re.compile(r"\s*([^\s\"\\]+)\s*(?:\"((?:[^\"\\]|\\.)*)\"?|(\S*))", re.DOTALL)
_SPELT = re.compile(r"\s*QUOTE\b[^\"]*\d", re.IGNORECASE)
"""Words put together from the numbers of their letters: nobody writes so but to hide what is said."""
_RESULT = "\x00"
"""Stands in an instruction where another field stands in it."""
LONGEST = 32 * 1024
"""Characters of one instruction."""
DEEPEST = 200


@dataclass(slots=True)
class _Field:
    said: list[str] = field(default_factory=list)
    length: int = 0
    told: bool = False
    """What stands after is what it gave, and no longer what it is asked."""


@dataclass(slots=True)
class Fields:
    """The fields of one part, as they begin and end; raises `Refusal` for one that fetches something."""

    _open: list[_Field] = field(default_factory=list)

    def mark(self, kind: str) -> None:
        """Take the beginning, the middle or the end of a field."""
        if kind == "begin":
            if len(self._open) >= DEEPEST:
                raise Refusal(Reason.BOMB)
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].told = True
        elif kind == "end" and self._open:
            self._settle(self._open.pop())

    def say(self, text: str) -> None:
        """Take a piece of an instruction; one outside of any field is looked at by itself."""
        if not self._open:
            require_nothing_fetched(text)
            return
        last = self._open[-1]
        if last.told:
            return
        last.length += len(text)
        if last.length > LONGEST:
            raise Refusal(Reason.BOMB)
        last.said.append(text)

    def finish(self) -> None:
        """Look at what was begun and never ended."""
        while self._open:
            self._settle(self._open.pop())

    def _settle(self, done: _Field) -> None:
        require_nothing_fetched("".join(done.said))
        if self._open and not self._open[-1].told:
            self._open[-1].said.append(_RESULT)


def require_nothing_fetched(instruction: str) -> None:
    """Refuse an instruction by which something is fetched; raises `Refusal`.

    What asks for something another field is to tell is refused too: what that will be, nobody knows. A picture that lay on the
    writer's own disk, or came by mail, is one that was pasted: Word writes where, and nothing is fetched from others by it.
    """
    found = _WORD.match(instruction)
    if found is None:
        return
    name = found[1].upper()
    if _RESULT in name or name in _FETCHING or _SPELT.match(instruction):
        raise Refusal(Reason.FETCHES)
    if name == _PICTURE:
        target = re.sub(r"\\(.)", r"\1", found[2] if found[2] is not None else found[3])
        if _RESULT in target or leads_elsewhere(target):
            raise Refusal(Reason.FETCHES)
