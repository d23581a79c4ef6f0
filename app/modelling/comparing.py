"""What one model has changed of another, in words: section by section, thing by thing, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.dates import get_month_names
from flask_babel import gettext
from pydantic import BaseModel

from app.modelling.field_words import choice_of, label_of, one_of
from app.modelling.fields import Field, fields_of
from app.modelling.names import actors, called, known_by, named, offered, term_word
from app.modelling.nodes import Drawing, first_said, said
from app.modelling.sections import SECTIONS, TERMS, Section
from app.steering.schema import Profile
from app.steering.words import DEFAULT_TERMS, Forms, Words
from app.ui.install import day

Tables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what it is, what it said, what it says."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing: `kind` is added, removed, changed or moved."""

    kind: str
    name: str
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """What is changed in a section."""

    section: Section
    things: list[Changed]


class Comparison:
    """Holds one model against another, in the reader's language."""

    def __init__(self, before: Tables, after: Tables, language: str) -> None:
        self._before, self._after, self._language = before, after, language

    def sections(self) -> list[SectionChanges]:
        """Give the sections in which anything is changed, in the order of the editor."""
        found = []
        for section in SECTIONS.values():
            things = list(self._things(section))
            if things:
                found.append(SectionChanges(section, things))
        return found

    def _things(self, section: Section) -> Iterator[Changed]:
        if section.key == TERMS:
            yield from self._terms()
        elif section.is_list:
            yield from self._list(section)
        else:
            for name in section.names:
                one = next(known for known in fields_of(Profile) if known.name == name)
                differences = list(self._whole(one, self._before.get(name), self._after.get(name)))
                if differences:
                    label = str(SECTIONS[name].label) if name in SECTIONS else label_of("Profile", name)
                    yield Changed("changed", label, differences)

    def _whole(self, one: Field, before: Any, after: Any) -> Iterator[Difference]:
        """Give what differs in a part of a model that is one form: what it is called stands above, and is not said again."""
        if one.table is not None and one.sort != "tables":
            yield from self._tables(one.table, before, after, one.name, "")
        else:
            yield from self._field(one, before, after, one.name, "")

    def _terms(self) -> Iterator[Changed]:
        before, after = _table(self._before.get(TERMS)), _table(self._after.get(TERMS))
        for key in dict.fromkeys([*before, *after]):
            own = DEFAULT_TERMS[key].model_dump(exclude_none=True) if key in DEFAULT_TERMS else {}
            was, becomes = before.get(key) or own, after.get(key) or own
            differences = list(self._tables(Words, was, becomes, "terms", ""))
            if differences:
                # A word is always there: what changes is whether the model has one of its own.
                yield Changed("changed", term_word({}, key, self._language), differences)

    def _list(self, section: Section) -> Iterator[Changed]:
        before = _by_key(self._before.get(section.key))
        after = _by_key(self._after.get(section.key))
        for number, (key, entry) in enumerate(after.items()):
            name = named(self._after, entry, number, self._language)
            if key not in before:
                yield Changed("added", name)
                continue
            differences = list(self._tables(section.table, before[key], entry, f"{section.key}[]", ""))
            if differences:
                yield Changed("changed", name, differences)
        for number, (key, entry) in enumerate(before.items()):
            if key not in after:
                yield Changed("removed", named(self._before, entry, number, self._language))
        if _moved(before, after):
            yield Changed("moved", gettext("Ordningen"))

    def _tables(
        self, table: type[BaseModel], before: Any, after: Any, pattern: str, lead: str
    ) -> Iterator[Difference]:
        was, becomes = _table(before), _table(after)
        for one in fields_of(table):
            yield from self._field(
                one, was.get(one.name), becomes.get(one.name), f"{pattern}.{one.name}", lead
            )

    def _field(self, one: Field, before: Any, after: Any, pattern: str, lead: str) -> Iterator[Difference]:
        if before == after:
            return
        label = f"{lead}{label_of(one.owner, one.name)}"
        if one.table is Forms:
            yield Difference(label, _in_forms(before), _in_forms(after))
        elif one.table is not None and one.sort == "tables":
            yield from self._entries(one, before, after, pattern, label)
        elif one.table is not None:
            yield from self._tables(one.table, before, after, pattern, f"{label} › ")
        else:
            was, becomes = self._said(one, before, pattern), self._said(one, after, pattern)
            if was != becomes:
                yield Difference(label, was, becomes)

    def _entries(self, one: Field, before: Any, after: Any, pattern: str, label: str) -> Iterator[Difference]:
        assert one.table is not None  # noqa: S101  # nosec B101  said by the caller
        was, becomes = _by_key(before), _by_key(after)
        for key in dict.fromkeys([*was, *becomes]):
            if key not in was or key not in becomes:
                shown = self._in_short(one, becomes.get(key, was.get(key)), f"{pattern}[]")
                yield Difference(label, shown if key in was else "", shown if key in becomes else "")
                continue
            name = called(becomes[key], self._language) or called(was[key], self._language)
            # What has no name is told by its place, as the forms count them.
            where = f"{label} › {name or f'{one_of(one.name)} {[*becomes].index(key) + 1}'}"
            yield from self._tables(one.table, was[key], becomes[key], f"{pattern}[]", f"{where} › ")
        if _moved(was, becomes):
            told = [
                ", ".join(self._in_short(one, entry, f"{pattern}[]") for entry in entries.values())
                for entries in (was, becomes)
            ]
            yield Difference(f"{label} › {gettext('Ordningen')}", *told)

    def _in_short(self, one: Field, entry: Any, pattern: str) -> str:
        """Give what an entry inside a thing says in a few words: its name, its text, or what its first field says."""
        if isinstance(entry, str):
            return entry
        if name := called(entry, self._language):
            return name
        if isinstance(entry, Mapping) and "sv" in entry:
            return str((entry.get("en") if self._language == "en" else None) or entry["sv"])
        assert one.table is not None  # noqa: S101  # nosec B101  said by the caller
        tables = {**self._before, **self._after}
        return first_said(Drawing(tables, self._language).nodes(one.table, entry, pattern))

    def _said(self, one: Field, value: Any, pattern: str) -> str:
        if value is None and one.default not in (None, (), ""):
            value = list(one.default) if isinstance(one.default, tuple) else one.default
        if isinstance(value, bool):
            return gettext("ja") if value else gettext("nej")
        if isinstance(value, date):
            return day(value)
        if isinstance(value, list):
            return ", ".join(self._word(one, entry, f"{pattern}[]") for entry in value) if value else ""
        return "" if value is None else self._word(one, value, pattern)

    def _word(self, one: Field, value: Any, pattern: str) -> str:
        if one.options:
            return choice_of(one.owner, one.name, str(value))
        known: Sequence[tuple[str, str]] = ()
        if one.sort in {"month", "months"}:
            known = [
                (str(number), name) for number, name in get_month_names("wide", locale=self._language).items()
            ]
            value = str(value)
        if one.sort in {"actor", "actors"}:
            known = [*actors(self._after, self._language), *actors(self._before, self._language)]
        elif one.sort in {"key", "keys"} and one.name != "key":
            known = [
                *(offered(self._after, pattern, self._language) or ()),
                *(offered(self._before, pattern, self._language) or ()),
            ]
        return next((label for key, label in known if key == value), said(value))


def _table(value: Any) -> Tables:
    if isinstance(value, str):
        return {"sv": value}
    return value if isinstance(value, Mapping) else {}


def _in_forms(value: Any) -> str:
    """Give the forms of a word in one line."""
    forms = _table(value)
    return ", ".join(str(forms[name]) for name in Forms.model_fields if forms.get(name) and name != "article")


def _by_key(entries: Any) -> dict[str, Any]:
    """Give entries by what they are known by; of several known by the same each by its place too."""
    found: dict[str, Any] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        key = known_by(entry, number)
        found[key if key not in found else f"{key} {number}"] = entry
    return found


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether what stands in both stands in another order."""
    return [key for key in before if key in after] != [key for key in after if key in before]
