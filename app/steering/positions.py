"""On which line of a TOML text each value stands, so that a mistake can be pointed at.

The standard library's reader keeps no positions. This one reads only text that it has already accepted, so it
need not judge syntax; it follows keys, strings, lists and inline tables and notes where each begins.
"""

from app.steering.errors import Place

_SPACE = " \t"
_BLANK = " \t\r\n"


class Positions:
    """Lines of the places in one TOML text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted_to = 0
        self._arrays: dict[Place, int] = {}
        self.lines: dict[Place, int] = {(): 1}
        self._read()

    def line_of(self, place: Place) -> int:
        """Give the line of `place`, or of the nearest place around it that stands in the text."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]

    def _note(self, place: Place) -> None:
        self._line += self._text.count("\n", self._counted_to, self._at)
        self._counted_to = self._at
        self.lines.setdefault(place, self._line)

    def _peek(self, length: int = 1) -> str:
        return self._text[self._at : self._at + length]

    def _skip(self, characters: str) -> None:
        while self._at < len(self._text) and self._text[self._at] in characters:
            self._at += 1

    def _skip_blank_and_comments(self) -> None:
        while True:
            self._skip(_BLANK)
            if self._peek() != "#":
                return
            end = self._text.find("\n", self._at)
            self._at = len(self._text) if end < 0 else end

    def _read(self) -> None:
        table: Place = ()
        while True:
            self._skip_blank_and_comments()
            if self._at >= len(self._text):
                return
            table = self._header() if self._peek() == "[" else self._pair(table, table)

    def _header(self) -> Place:
        is_list = self._peek(2) == "[["
        begin = self._at
        self._at += 2 if is_list else 1
        keys = self._keys()
        after = self._at + (2 if is_list else 1)
        self._at = begin
        place: Place = ()
        for key in keys[:-1]:
            place = self._inside((*place, key))
        place = (*place, keys[-1])
        if is_list:
            self._note(place)
            number = self._arrays[place] = self._arrays.get(place, -1) + 1
            place = (*place, number)
        self._note(place)
        self._at = after
        return place

    def _inside(self, place: Place) -> Place:
        """Step into the latest entry where `place` is a list of tables."""
        self._note(place)
        return (*place, self._arrays[place]) if place in self._arrays else place

    def _pair(self, table: Place, back_to: Place) -> Place:
        self._note(table)
        begin = self._at
        keys = self._keys()
        after = self._at + 1
        self._at = begin
        place = table
        for key in keys:
            place = (*place, key)
            self._note(place)
        self._at = after
        self._skip(_SPACE)
        self._value(place)
        return back_to

    def _keys(self) -> list[str]:
        """Read a dotted key and stop at the character after it."""
        keys = []
        while True:
            self._skip(_SPACE)
            keys.append(self._quoted() if self._peek() in "\"'" else self._bare())
            self._skip(_SPACE)
            if self._peek() != ".":
                return keys
            self._at += 1

    def _bare(self) -> str:
        begin = self._at
        while self._peek() and (self._peek().isalnum() or self._peek() in "-_"):
            self._at += 1
        return self._text[begin : self._at]

    def _quoted(self) -> str:
        """Read over a string of any of the four kinds and give what stands in it, escapes unread."""
        quote = self._peek()
        mark = quote * 3 if self._peek(3) == quote * 3 else quote
        self._at += len(mark)
        begin = self._at
        while self._peek(len(mark)) != mark:
            self._at += 2 if quote == '"' and self._peek() == "\\" else 1
        end = self._at
        self._at += len(mark)
        if len(mark) == 3:
            self._skip(quote)  # a string of this kind may end with up to two quotation marks of its own
        return self._text[begin:end]

    def _value(self, place: Place) -> None:
        first = self._peek()
        if first in "\"'":
            self._quoted()
        elif first == "[":
            self._list(place)
        elif first == "{":
            self._inline_table(place)
        else:
            while self._at < len(self._text) and self._peek() not in ",]}#\n":
                self._at += 1

    def _list(self, place: Place) -> None:
        self._at += 1
        number = 0
        while True:
            self._skip_blank_and_comments()
            if self._peek() == "]":
                self._at += 1
                return
            self._note((*place, number))
            self._value((*place, number))
            number += 1
            self._skip_blank_and_comments()
            if self._peek() == ",":
                self._at += 1

    def _inline_table(self, place: Place) -> None:
        self._at += 1
        while True:
            self._skip_blank_and_comments()
            if self._peek() == "}":
                self._at += 1
                return
            self._pair(place, place)
            self._skip_blank_and_comments()
            if self._peek() == ",":
                self._at += 1


def lines_of(text: str) -> Positions:
    """Find the line of every place in `text`, which the standard library's reader has accepted."""
    return Positions(text)
