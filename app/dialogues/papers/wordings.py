"""The words on paper that are the product's own, and how paper writes dates: the year always stands."""

import re
from datetime import date, datetime

from flask_babel import LazyString, gettext, lazy_gettext

from app.dialogues.models import Dialogue, PairKind, Side, Verdict
from app.ui import formats
from app.ui.install import locale

VERDICTS: dict[str, LazyString] = {
    Verdict.SAME: lazy_gettext("samma bild"),
    Verdict.PARTLY: lazy_gettext("delvis samma bild"),
    Verdict.DIFFERENT: lazy_gettext("olika bilder"),
}

ROLES: dict[str, dict[Side, LazyString]] = {
    PairKind.MANAGERS: {
        Side.OVER: lazy_gettext("Överordnad chef"),
        Side.REP: lazy_gettext("Rapporterande chef"),
    },
    PairKind.PRESIDIUM: {Side.OVER: lazy_gettext("Presidiet"), Side.REP: lazy_gettext("Kommunchef")},
    PairKind.BOARD: {
        Side.OVER: lazy_gettext("Nämndens presidium"),
        Side.REP: lazy_gettext("Rapporterande chef"),
    },
    PairKind.EMPLOYEE: {Side.OVER: lazy_gettext("Chef"), Side.REP: lazy_gettext("Medarbetare")},
}


LANGUAGES = ("sv", "en")
"""Those in which the day may stand in a title: the one that proposed it need not read what the reader does."""


def day(value: date | datetime | None) -> str:
    """Write a date for paper, held together on one line."""
    if value is None:
        return gettext("utan datum")
    return formats.long_day(value, locale()).replace(" ", "\xa0")


def moment(value: datetime) -> str:
    """Write a date with the time of day."""
    return gettext("%(day)s kl. %(time)s", day=day(value), time=formats.clock_time(value, locale()))


def page_words() -> tuple[str, str]:
    """Give the words of “page 1 of 2”."""
    return gettext("Sida"), gettext("av")


def title_of(dialogue: Dialogue) -> str:
    """Name a meeting with its whole date, said once and as the reader writes it."""
    when = day(dialogue.starts_at)
    for language in LANGUAGES:
        number, month, year = formats.long_day(dialogue.starts_at, language).split()
        said = re.compile(rf"(?<!\d){number}\s+{month}(\s+{year})?\b", re.IGNORECASE)
        if said.search(dialogue.title):
            return said.sub(when, dialogue.title, count=1)
    return f"{dialogue.title} {when}"


def role_of(dialogue: Dialogue, side: Side, unit: str) -> str:
    """Say what a side is in this kind of dialogue, and of which unit."""
    roles = ROLES.get(dialogue.series.pair_kind, ROLES[PairKind.MANAGERS])
    return f"{roles[side]}, {unit}"
