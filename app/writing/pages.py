"""What the pages of a text show: its parts as rows, who can read, what it would mean to establish it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import abort, url_for
from flask_babel import force_locale, gettext

from app import clock
from app.access.guard import acting
from app.db import db
from app.organisation.appointments import managers_above
from app.organisation.last_days import last_day_of
from app.organisation.wording import after_the_last_day
from app.records.appending import wait_for_turn
from app.records.models import Edition
from app.steering.routes import kind_name
from app.ui.doors import behind
from app.ui.install import listed
from app.writing import queries, rules
from app.writing.content import Content, draft_content, read_content, signs_of
from app.writing.kinds import ByPart, TextKind, kinds
from app.writing.models import Part, TextState, UnitText
from app.writing.queries import Opened
from app.writing.quoted import note_quoted

WRITTEN_IN = "sv"
"""The language of what the product itself puts into a municipality's texts: they are read long after, by everybody."""


@dataclass(frozen=True, slots=True)
class Place:
    """A text one may read, the kind it is of, and what one is to it."""

    opened: Opened
    kind: TextKind

    @property
    def text(self) -> UnitText:
        """The text."""
        return self.opened.text

    @property
    def near(self) -> rules.Nearness:
        """What one is to it."""
        return self.opened.near

    @property
    def name(self) -> str:
        """What the text is called: its kind, and the year where it is written anew each year."""
        return named(self.kind, self.text.year)

    @property
    def may_write(self) -> bool:
        """Tell whether one may change the words now."""
        return rules.why_not_write(self.text, self.near) is None

    @property
    def is_past(self) -> bool:
        """Tell whether the unit is no more: its text is read, and there is no page of the unit to go to."""
        end = self.text.unit.valid_to
        return end is not None and end <= clock.today()

    @property
    def afterwards(self) -> str:
        """Say until when the unit was there and who took over, where it is no more."""
        last = last_day_of(db.session, self.text.unit, clock.today()) if self.is_past else None
        return after_the_last_day(last) if last is not None else ""

    def address(self, view: str = "text", **values: Any) -> str:
        """Give the address of one of the text's pages; a text that is handed over has a page of its own."""
        if view == "text" and not values and self.kind.handing is not None:
            return self.kind.handing.page(db.session, self.text)
        return url_for(f"writing.{view}", text_id=self.text.id, **values)


def named(kind: TextKind, year: int) -> str:
    """Name a text by its kind and year."""
    return gettext("%(name)s %(year)s", name=kind.label(), year=year) if year else kind.label()


def place_of(text_id: int, *, write: bool = False) -> Place:
    """Load a text with what one is to it, or 404; `write` keeps other writers of it waiting."""
    found = queries.opened(db.session, acting(), text_id, clock.today(), lock=write)
    if found is None:
        abort(404)
    kind = kinds.get(found.text.kind)
    if kind is None:
        abort(404)
    behind(kind.door)
    return Place(found, kind)


def part_of(place: Place, part_id: int) -> Part:
    """Give a part of the text, or 404."""
    found = next((part for part in place.text.parts if part.id == part_id), None)
    if found is None:
        abort(404)
    return found


def brought_into(place: Place, *, but: Collection[str] = ()) -> ByPart:
    """Give what the product puts into each part now, in the language the text is written in, whoever looks or establishes."""
    with force_locale(WRITTEN_IN):
        return place.kind.brought_into(db.session, place.text, but=but)


def content_of(place: Place, *, but: Collection[str] = ()) -> tuple[Content | None, Edition | None]:
    """Give what the text says: what was established, or what would be now. None for what was lawfully erased.

    `but` is what a page shows of a draft in a way of its own, so that it is not put together twice.
    """
    edition = queries.edition_of(db.session, place.text)
    if edition is not None:
        content = read_content(edition)
        return (_for_reader(place, content) if content is not None else None), edition
    brought = brought_into(place, but=but)
    return _for_reader(place, draft_content(place.text, name=place.kind.label(), brought=brought)), None


def to_establish(place: Place) -> tuple[Content | None, str]:
    """Give what would be established now, as the one who reads it reads it, and the sign of what the product puts into it."""
    if place.text.edition_id is not None:
        return content_of(place)[0], ""
    content = draft_content(place.text, name=place.kind.label(), brought=brought_into(place))
    return _for_reader(place, content), signs_of(content)


def brought_to_establish(place: Place) -> ByPart:
    """Give what the product puts in, while later writers wait: what is released from here on belongs to the next version."""
    wait_for_turn(db.session)
    return brought_into(place)


def _for_reader(place: Place, content: Content) -> Content:
    """Take away what the one who reads may not read, where the kind of text quotes what is not for everybody.

    Otherwise all it quotes is read, and that is noted.
    """
    if place.kind.handing is not None:
        return place.kind.handing.withhold(db.session, content)
    note_quoted(db.session, content)
    return content


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads a text, and as what."""

    who: str
    what: str


def readers_of(place: Place) -> list[Reader]:
    """Tell in names and roles who can read the text as it is now, and who will when it is established."""
    unit = place.text.unit
    if place.is_past:
        return _readers_afterwards(place)
    above = managers_above(db.session, unit.id, clock.today())
    line = ", ".join(f"{one.person.name}, {one.unit.name}" for one in above)
    writers = gettext(
        "Chefen för %(unit)s, och stöd för %(kind)s och enheterna ovanför",
        unit=unit.name,
        kind=kind_name(unit.kind, "definite"),
    )
    if place.kind.led_only:
        writers = gettext("Chefen för %(unit)s", unit=unit.name)
    readers = [Reader(writers, gettext("läser och skriver"))]
    if line:
        when = (
            gettext("läser när texten är delad eller fastställd")
            if place.text.state == TextState.DRAFT
            else gettext("läser")
        )
        readers.append(Reader(line, when))
    if place.kind.led_only:
        support = gettext("Stöd för %(kind)s och enheterna ovanför", kind=kind_name(unit.kind, "definite"))
        readers.append(Reader(support, gettext("läser det som är fastställt")))
    return [*readers, *_readers_of_what_is_established()]


def _readers_of_what_is_established() -> list[Reader]:
    return [
        Reader(
            gettext("Förtroendevalda ovanför enheten, och revisorer"),
            gettext("läser det som är fastställt"),
        ),
        Reader(gettext("Administratörer"), gettext("läser inte")),
    ]


def _readers_afterwards(place: Place) -> list[Reader]:
    """Tell who reads what a unit that is no more had established: whoever reads what came after it."""
    last = last_day_of(db.session, place.text.unit, clock.today())
    if last is None or not last.heirs:
        return _readers_of_what_is_established()
    who = gettext("Chefer och stöd för %(units)s och enheterna ovanför", units=listed(last.heirs))
    return [
        Reader(who, gettext("läser det som är fastställt")),
        *_readers_of_what_is_established(),
    ]


def who_reads(place: Place) -> str:
    """Say in one sentence who can read the text as it is now."""
    unit = place.text.unit.name
    if place.is_past:
        return gettext(
            "De som leder och stödjer det som kom efter %(unit)s, cheferna ovanför, förtroendevalda och revisorer kan läsa "
            "det här. Ingen skriver i det längre.",
            unit=unit,
        )
    if place.kind.led_only and place.text.state != TextState.ESTABLISHED:
        return gettext("Bara chefen för %(unit)s kan läsa utkastet.", unit=unit)
    if place.text.state == TextState.ESTABLISHED:
        return gettext(
            "Chefen för %(unit)s, dess stöd, cheferna ovanför, förtroendevalda och revisorer kan läsa det här.",
            unit=unit,
        )
    if place.text.state == TextState.SHARED:
        return gettext(
            "Chefen för %(unit)s, dess stöd och cheferna ovanför kan läsa det här. Bara enheten skriver.",
            unit=unit,
        )
    return gettext("Bara chefen för %(unit)s och dess stöd kan läsa utkastet.", unit=unit)
