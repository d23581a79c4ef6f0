"""What kinds of text units write: features register theirs when the app is built."""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from flask_babel import LazyString, gettext
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.writing.models import NO_YEAR, Part, UnitText
from app.writing.rules import Nearness

if TYPE_CHECKING:
    from app.writing.content import Content


@dataclass(frozen=True, slots=True)
class Heading:
    """A part a new text begins with."""

    key: str
    title: str
    questions: str = ""
    brings: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """Something the product puts into a part beside the own words, at the moment of looking.

    `lines` are (words, small line under them, address); words first.
    """

    title: str
    lines: Sequence[tuple[str, str, str]] = ()
    gap: str = ""
    missing: Sequence[str] = ()
    """Sentences that stand beneath the lines: what is not there beside what is."""
    quoted: bool = False
    """Whether the lines are others' words, quoted with their source."""
    takes: Sequence[str] = ()
    """Where lines can be taken into the text with one press: an address to post to for each line, empty for one that is."""
    figures: Sequence[str] = ()
    """Figures that belong to the lines, folded beneath the words; empty where a line has none."""
    passages: Sequence[int] = ()
    """Which released passage each line quotes, 0 for none: its words are for those who may read that passage."""
    marks: Sequence[tuple[str, str]] = ()
    """The shape and the colour of the level each line begins by naming; empty where it tells of none."""


def _nothing_lacks(_session: Session, _text: UnitText) -> list[str]:
    return []


ByPart = dict[int, Sequence[Brought]]
"""What is put into the parts of a text, by the ids of the parts."""


def _brings_nothing(_session: Session, _text: UnitText, _parts: Sequence[Part]) -> ByPart:
    return {}


def _nothing_repeats(_session: Session, _text: UnitText) -> dict[str, str]:
    return {}


def _nothing_closes(_session: Session, _text: UnitText) -> list["Closing"]:
    return []


def _nothing_follows(_session: Session, _text: UnitText, _actor_id: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Closing:
    """What somebody has said of an established text since: words, and who said them when."""

    title: str
    words: str
    about: str


@dataclass(frozen=True, slots=True)
class Handing:
    """A kind of text that is handed over to somebody: how its pages and its papers differ from what is merely established.

    `page` gives the address of its own page; `withhold` takes away words the one who reads may not read, `closing` tells what
    the receiver said.
    """

    page: Callable[[Session, UnitText], str]
    withhold: Callable[[Session, "Content"], "Content"]
    closing: Callable[[Session, UnitText], list[Closing]] = _nothing_closes


@dataclass(frozen=True, slots=True)
class Doers:
    """Who writes texts of a kind, where not every unit does.

    `words` names them in the language of the reader; `among` gives which of some units are asked for one, `names` tells whether
    a kind of unit is named itself, and not only written for.
    """

    words: Callable[[], str]
    among: Callable[[Session, Collection[int], date], set[int]]
    names: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class TextKind:
    """A kind of text. `label` and `explanation` are asked for in the language of the reader.

    `headings` gives what a new version of it begins with,
    `lacks` what is missing before it can be established, `brings` what stands by itself in some of a text's parts.
    """

    key: str
    label: Callable[[], str]
    explanation: Callable[[], str]
    headings: Callable[[Session, int, int], Sequence[Heading]]
    home: Callable[[int, int], str]
    """Gives the address of the page the text belongs to, for a unit and a year."""
    by_year: bool = False
    arranged: bool = False
    """Whether its writers order, leave out and add parts themselves."""
    adds: Callable[[], str] = lambda: gettext("Lägg till en egen del")
    """What its writers are told they can add, where they arrange it."""
    lacks: Callable[[Session, UnitText], list[str]] = _nothing_lacks
    brings: Callable[[Session, UnitText, Sequence[Part]], ByPart] = _brings_nothing
    shipped: Callable[[], Sequence[Heading]] | None = None
    """The headings that come with the steering model, where the municipality may have its own instead."""
    repeats: Callable[[Session, UnitText], dict[str, str]] = _nothing_repeats
    """What is said of the parts, by their keys, whose words are still those of the version before, while it is written."""
    quotes_below: bool = False
    """Whether what units below have established of the same kind can be quoted in it."""
    on_established: Callable[[Session, UnitText, int], None] = _nothing_follows
    """What else follows in the same transaction when a version is established, and by whom (a person's id)."""
    for_everyone: bool = False
    """Whether an established one is for everybody who reads any unit's texts, not only for those above."""

    room: Callable[[], str] = lambda: gettext("Analys & plan")
    """Gives the name of the room its pages belong to, as in the menu."""
    door: str = ""
    """The endpoint of that room's door, where the address of its pages does not tell it."""
    top_only: bool = False
    """Whether only the top administrative unit has one: it is the whole municipality's."""
    led_only: bool = False
    """Whether the unit's own manager alone writes it and reads its drafts: support does not."""

    doers: Doers | None = None
    """Who writes one, where not every unit does; what others have written before stays theirs to read and go on with."""
    handing: Handing | None = None
    """How it is handed over, where it is; then it is begun, read and handed over on pages of its own."""

    def brought_into(self, session: Session, text: UnitText, *, but: Collection[str] = ()) -> ByPart:
        """Give what the product puts into each part of a text now; none into what is left out, nor what `but` names."""
        parts = [part for part in text.parts if part.brings and not part.left_out and part.brings not in but]
        return self.brings(session, text, parts) if parts else {}

    def near(self, near: Nearness) -> Nearness:
        """Give what somebody is to texts of this kind, who is so near to those of the unit."""
        return replace(near, writes=near.leads) if self.led_only else near

    def asked_of(self, session: Session, unit_ids: Collection[int], day: date) -> set[int]:
        """Give which of some units are asked for a text of this kind."""
        return set(unit_ids) if self.doers is None else self.doers.among(session, unit_ids, day)

    def lazy_label(self) -> LazyString:
        """Give the label as a text whose language is chosen when it is shown."""
        return LazyString(self.label)

    def lazy_explanation(self) -> LazyString:
        """Give the explanation as a text whose language is chosen when it is shown."""
        return LazyString(self.explanation)

    def year_of(self, year: int) -> int:
        """Give the year a text of this kind is kept under."""
        return year if self.by_year else NO_YEAR


@dataclass(frozen=True, slots=True)
class Family:
    """Many kinds of text that are alike, told apart by what follows the family's name in their keys.

    `make` gives the kind of a key; `nearness` what somebody is to such a text of a unit, who is so near to the unit's other
    texts; `written_by` is its SQL twin: the further texts somebody writes. `of_model` gives what of the model in force that
    depends on, for statements that are put together once.
    """

    make: Callable[[str], TextKind]
    nearness: Callable[[Session, Actor, str, int, date, Nearness], Nearness]
    written_by: Callable[[Actor, date], ColumnElement[bool] | None]
    of_model: Callable[[], Hashable]


class Kinds:
    """The kinds of text this installation knows."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[str, TextKind] = {}
        self._families: dict[str, Family] = {}

    def register_family(self, name: str, family: Family) -> None:
        """Add or replace a family: the kinds whose keys begin with its name and a slash."""
        self._families[name] = family

    def family(self, key: str) -> Family | None:
        """Give the family a kind belongs to, if any."""
        name, parted, _ = key.partition("/")
        return self._families.get(name) if parted else None

    def family_names(self) -> list[str]:
        """Give the name of every family."""
        return list(self._families)

    def families(self) -> list[Family]:
        """Give every family."""
        return list(self._families.values())

    def register(self, *found: TextKind) -> None:
        """Add or replace some."""
        # A new one rather than a changed one: others may be going through it.
        self._known = self._known | {kind.key: kind for kind in found}

    def get(self, key: str) -> TextKind | None:
        """Give a kind by its key."""
        family = self.family(key)
        return family.make(key) if family is not None else self._known.get(key)

    def all(self) -> list[TextKind]:
        """Give every kind, in the order of registration."""
        return list(self._known.values())


kinds = Kinds()


@dataclass(frozen=True, slots=True)
class PartLink:
    """A way on from a part while it is written, for instance to make a candidate of a conclusion."""

    label: str
    href: str


class Beside:
    """What features put beside a part while it is written: folded backgrounds, and ways on."""

    def __init__(self) -> None:
        """Begin with none."""
        self._backgrounds: dict[str, Callable[[Session, UnitText], dict[int, list[Brought]]]] = {}
        self._links: dict[str, Callable[[UnitText, Part], list[PartLink]]] = {}

    def register_background(
        self, key: str, load: Callable[[Session, UnitText], dict[int, list[Brought]]]
    ) -> None:
        """Add or replace something to look at beside parts, loaded for a whole text at once, by the id of the part."""
        self._backgrounds[key] = load

    def register_links(self, key: str, links: Callable[[UnitText, Part], list[PartLink]]) -> None:
        """Add or replace ways on from a part."""
        self._links[key] = links

    def backgrounds(self, session: Session, text: UnitText) -> dict[int, list[Brought]]:
        """Give what can be looked at beside each part, by its id."""
        found: dict[int, list[Brought]] = {}
        for load in self._backgrounds.values():
            for part_id, ones in load(session, text).items():
                found.setdefault(part_id, []).extend(ones)
        return found

    def links(self, text: UnitText, part: Part) -> list[PartLink]:
        """Give the ways on from a part."""
        return [one for links in self._links.values() for one in links(text, part)]


beside = Beside()
