"""What things of a model are called in lists and selects, read from its tables as they stand; and keys made of names."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import Any, get_args

from flask_babel import gettext
from pydantic import BaseModel

from app.modelling.field_words import choice_of
from app.modelling.fields import fields_of
from app.steering.checks import REFERENCES, STARTED, found
from app.steering.shapes.keys import ActorRole
from app.steering.words import DEFAULT_TERMS

Option = tuple[str, str]
Tables = Mapping[str, Any]

TARGETS: dict[str, tuple[str, ...]] = dict(REFERENCES)
CALLED = ("names", "name", "title", "term", "word", "text", "what")
LONGEST = 80


def called(entry: Any, language: str = "sv") -> str:
    """Give what an entry of a model is called in a language; empty while it has no name."""
    if not isinstance(entry, Mapping):
        return ""
    said = next((entry[one] for one in CALLED if entry.get(one)), "")
    if isinstance(said, Mapping):
        said = (said.get(language) if language == "en" else None) or said.get("sv") or ""
    if isinstance(said, Mapping):
        said = said.get("singular", "")
    text = " ".join(str(said).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def named(tables: Tables, entry: Any, number: int, language: str) -> str:
    """Name an entry, also one that has no name of its own: a step between two, a step of publicity, otherwise its number."""
    if said := called(entry, language):
        return said
    if isinstance(entry, Mapping) and entry.get("giver") and entry.get("taker"):
        known = dict(actors(tables, language))
        giver, taker = str(entry["giver"]), str(entry["taker"])
        return gettext(
            "Från %(giver)s till %(taker)s", giver=known.get(giver, giver), taker=known.get(taker, taker)
        )
    if isinstance(entry, Mapping) and entry.get("step"):
        return choice_of("LegalEffect", "step", str(entry["step"])).capitalize()
    return gettext("Nummer %(number)s, utan namn", number=number + 1)


def known_by(entry: Any, number: int) -> str:
    """Give what an entry is known by among its siblings: its key, the two it stands between, its step; otherwise its place."""
    if not isinstance(entry, Mapping):
        return str(number)
    if entry.get("key") or entry.get("step"):
        return str(entry.get("key") or entry["step"])
    ends = [str(entry[one]) for one in ("giver", "taker") if entry.get(one)]
    return " → ".join(ends) if len(ends) == 2 else str(number)


def offered(tables: Tables, pattern: str, language: str) -> list[Option] | None:
    """Give what a field at a place can point at; None where it points at nothing."""
    if pattern.endswith("].ref"):
        lists: Iterable[str] = dict.fromkeys(one for ones in STARTED.values() for one in ones)
    elif pattern in TARGETS:
        lists = TARGETS[pattern]
    elif pattern.endswith(".term_key"):
        return sorted(
            ((key, term_word(tables, key, language)) for key in DEFAULT_TERMS), key=lambda one: one[1]
        )
    else:
        return None
    return [option for where in lists for option in _entries(tables, where, language)]


def _entries(tables: Tables, where: str, language: str) -> list[Option]:
    named = []
    for _, entry in found(tables, f"{where}[]"):
        if isinstance(entry, Mapping) and isinstance(entry.get("key"), str):
            named.append((entry["key"], called(entry, language) or entry["key"]))
    return named


def actors(tables: Tables, language: str) -> list[Option]:
    """Give everybody who can do or decide something: kinds of units and roles."""
    roles = [(f"role:{role}", term_word(tables, role, language)) for role in get_args(ActorRole)]
    return [*_entries(tables, "unit_kinds", language), *roles]


def term_word(tables: Tables, key: str, language: str) -> str:
    """Give the word of a model for a term of the product, or the product's own."""
    terms = tables.get("terms")
    own = terms.get(key) if isinstance(terms, Mapping) else None
    said = own.get(language) if isinstance(own, Mapping) else None
    if isinstance(said, Mapping) and said.get("singular"):
        return str(said["singular"])
    words = DEFAULT_TERMS.get(key)
    return words.in_language(language).singular if words is not None else key


def key_from(name: str, taken: Iterable[str]) -> str:
    """Make a key of a name, another than those taken."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]
    if not base or not base[0].isalpha():
        base = f"x_{base}".strip("_")
    taken, key, number = set(taken), base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key


def fill_keys(table: type[BaseModel], made: MutableMapping[str, Any], siblings: Sequence[Any] = ()) -> None:
    """Give an entry, and what stands in it, keys made of their names where nobody has written any."""
    for field in fields_of(table):
        if field.name == "key" and not made.get("key") and called(made):
            taken = [
                one["key"]
                for one in siblings
                if isinstance(one, Mapping) and one is not made and one.get("key")
            ]
            made["key"] = key_from(called(made), map(str, taken))
        inner = made.get(field.name)
        if field.table is None or field.sort not in {"table", "tables"} or not inner:
            continue
        entries = inner if isinstance(inner, list) else [inner]
        for one in entries:
            if isinstance(one, MutableMapping):
                fill_keys(field.table, one, entries)
