"""The words on paper that are the product's own, and how paper writes dates: the year always stands."""

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


def day(value: date | datetime | None) -> str:
    """Write a date for paper."""
    return formats.long_day(value, locale()) if value is not None else gettext("utan datum")


def moment(value: datetime) -> str:
    """Write a date with the time of day."""
    return gettext("%(day)s kl. %(time)s", day=day(value), time=formats.clock_time(value, locale()))


def page_words() -> tuple[str, str]:
    """Give the words of “page 1 of 2”."""
    return gettext("Sida"), gettext("av")


def title_of(dialogue: Dialogue) -> str:
    """Name a meeting with its whole date, said once."""
    when = day(dialogue.starts_at)
    if when in dialogue.title:
        return dialogue.title
    without_year = when.rsplit(" ", 1)[0]
    if without_year in dialogue.title:
        return dialogue.title.replace(without_year, when, 1)
    return f"{dialogue.title} {when}"


def role_of(dialogue: Dialogue, side: Side, unit: str) -> str:
    """Say what a side is in this kind of dialogue, and of which unit."""
    roles = ROLES.get(dialogue.series.pair_kind, ROLES[PairKind.MANAGERS])
    return f"{roles[side]}, {unit}"
