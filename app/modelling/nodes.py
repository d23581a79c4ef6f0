"""The form of a table of a model as a tree of fields with values, choices and mistakes, ready to be drawn.

One engine for every table there is: the schema says what fields there are, `field_words` what they are called.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel.dates import get_month_names
from flask_babel import gettext
from pydantic import BaseModel

from app.modelling.field_words import choice_of, hint_of, label_of, one_of
from app.modelling.fields import Field, fields_of
from app.modelling.names import actors, called, offered
from app.modelling.sections import SECTIONS
from app.steering.errors import Place, Problem


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(slots=True)
class Item:
    """One entry of a list inside a form."""

    place: Place
    number: int
    title: str
    nodes: list["Node"]
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name in the form."""
        return _name(self.place)

    @property
    def wrong(self) -> bool:
        """Whether anything in it is wrong."""
        return bool(self.errors) or any(one.wrong for one in self.nodes)


@dataclass(slots=True)
class Node:
    """One field of a form, with what stands below it."""

    place: Place
    sort: str
    label: str
    hint: str = ""
    value: Any = ""
    required: bool = False
    optional: bool = False
    """Whether it can be left empty, which is said where one could think otherwise."""
    choices: list[Choice] = field(default_factory=list)
    nodes: list["Node"] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    one: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name in the form."""
        return _name(self.place)

    @property
    def id(self) -> str:
        """Its name in the page."""
        return "f-" + self.name.replace(".", "-")

    @property
    def wrong(self) -> bool:
        """Whether it or anything below it is wrong."""
        return (
            bool(self.errors) or any(one.wrong for one in self.nodes) or any(one.wrong for one in self.items)
        )

    @property
    def chosen(self) -> str:
        """What is chosen, in words."""
        return ", ".join(one.label for one in self.choices if one.chosen and one.value)

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.value or any(one.chosen and one.value for one in self.choices) or self.items) or any(
            one.filled for one in self.nodes
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """What forms are drawn with: the whole model, for what can be pointed at, and the reader's language."""

    tables: Mapping[str, Any]
    language: str

    def nodes(
        self,
        table: type[BaseModel],
        value: Any,
        pattern: str,
        place: Place = (),
        names: Sequence[str] = (),
    ) -> list[Node]:
        """Give the fields of a table; those named, in their order, or all."""
        stands = {"sv": value} if isinstance(value, str) else value
        stands = stands if isinstance(stands, Mapping) else {}
        known = {one.name: one for one in fields_of(table)}
        return [
            self._node(known[name], stands.get(name), f"{pattern}.{name}".lstrip("."), (*place, name))
            for name in (names or known)
        ]

    def _node(self, one: Field, value: Any, pattern: str, place: Place) -> Node:
        label = _label(one)
        node = Node(place, one.sort, label, hint_of(one.owner, one.name), required=one.required)
        node.optional = not one.required and one.default is None
        if one.table is not None and one.sort == "tables":
            node.one = one_of(one.name)
            node.items = self._items(one, value, pattern, place)
        elif one.table is not None:
            node.nodes = self.nodes(one.table, value, pattern, place)
        elif one.sort == "flag":
            node.value = bool(one.default) if value is None else value
        elif one.sort in {"choices", "keys", "actors", "months"}:
            chosen = [str(entry) for entry in value] if isinstance(value, list) else []
            node.choices = self._choices(one, f"{pattern}[]", chosen)
        else:
            node.value = said(value if value is not None else one.default)
            if one.sort in {"choice", "month", "actor"} or (one.sort == "key" and one.name != "key"):
                node.choices = self._choices(one, pattern, [node.value] if node.value else [])
                if node.optional and (node.choices or self._points(one, pattern)):
                    node.choices.insert(0, Choice("", gettext("inget valt"), not node.value))
                elif node.choices and not node.value:
                    node.choices.insert(0, Choice("", gettext("välj"), True))
        return node

    def _items(self, one: Field, value: Any, pattern: str, place: Place) -> list[Item]:
        assert one.table is not None  # noqa: S101  # nosec B101  said by the caller
        entries = value if isinstance(value, list) else []
        made = []
        for number, entry in enumerate(entries):
            here = (*place, number)
            text = entry if isinstance(entry, str) else called(entry, self.language) or _in_one(entry)
            nodes = self.nodes(one.table, entry, f"{pattern}[]", here)
            made.append(Item(here, number, text or first_said(nodes), nodes))
        return made

    def _choices(self, one: Field, pattern: str, chosen: Sequence[str]) -> list[Choice]:
        options = self._options(one, pattern)
        known = {value for value, _ in options}
        # What stands and can no longer be chosen stays to be seen; the check tells that it points at nothing.
        options += [
            (value, value) for value in chosen if value not in known and (options or one.sort != "key")
        ]
        return [Choice(value, label, value in chosen) for value, label in options]

    def _points(self, one: Field, pattern: str) -> bool:
        """Tell whether a field points at something, also while there is nothing to point at."""
        return one.sort != "key" or offered(self.tables, pattern, self.language) is not None

    def _options(self, one: Field, pattern: str) -> list[tuple[str, str]]:
        if one.options:
            return [(value, choice_of(one.owner, one.name, value)) for value in one.options]
        if one.sort in {"month", "months"}:
            months = get_month_names("wide", locale=self.language)
            return [(str(number), months[number]) for number in range(1, 13)]
        if one.sort in {"actor", "actors"}:
            return actors(self.tables, self.language)
        return offered(self.tables, pattern, self.language) or []


def _label(one: Field) -> str:
    section = SECTIONS.get(one.name) if one.owner == "Profile" else None
    return str(section.label) if section is not None else label_of(one.owner, one.name)


def first_said(nodes: Sequence[Node]) -> str:
    """Give what the first field says in which anything stands, for what has no name: a month, what is set going."""
    return next((shown for one in nodes if (shown := one.chosen or said(one.value))), "")


def _in_one(entry: Any) -> str:
    """Give what an entry says in one language, for lists of texts."""
    return " ".join(str(entry.get("sv", "")).split())[:80] if isinstance(entry, Mapping) else ""


def said(value: Any) -> str:
    """Give what a field shows of a value that is no choice; empty for what has fields of its own."""
    if value is None or isinstance(value, bool | list | tuple | dict):
        return ""
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def _name(place: Place) -> str:
    return ".".join(str(step) for step in place)


def put_mistakes(nodes: Sequence[Node], base: Place, problems: Iterable[Problem], language: str) -> list[str]:
    """Put each mistake at the nearest field around its place; gives those that belong to none of them."""
    left: list[str] = []
    known = dict(_all(nodes))
    for problem in problems:
        place = problem.place[len(base) :]
        while place and place not in known:
            place = place[:-1]
        (known[place].errors if place else left).append(problem.reason(language))
    return left


def _all(nodes: Sequence[Node]) -> Iterable[tuple[Place, Node | Item]]:
    for node in nodes:
        yield node.place, node
        yield from _all(node.nodes)
        for item in node.items:
            yield item.place, item
            yield from _all(item.nodes)
