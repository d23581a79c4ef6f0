"""Names of records as pages of disposal show them, for the kinds whose headings are part of what they say."""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import LazyString, get_locale, gettext
from sqlalchemy.orm import Session

from app.disposing.kinds import Called, Kept
from app.ui import formats


def by_number(name: Callable[[Kept], str]) -> Callable[[Session, Sequence[Kept]], Mapping[int, Called]]:
    """Name records without asking the database: what sort of thing it is, and whose."""

    def called(_session: Session, records: Sequence[Kept]) -> dict[int, Called]:
        return {one.edition_id: Called(name(one), one.unit) for one in records}

    return called


def by_its_day(what: str | LazyString, one: Kept, *said: str) -> str:
    """Name a record whose heading is part of what it says: what it is, its own day or year, what more may be said, its number.

    The day stands where `what` says (`%(day)s`), else after it.
    """
    head, day = str(what), ""
    if one.day is not None:
        day = formats.long_day(one.day, str(get_locale() or "sv"))
    if "%(day)s" in head:
        head %= {"day": day}
    elif day:
        head = gettext("%(what)s från %(day)s", what=head, day=day)
    elif one.year and not said:
        head = f"{head} {one.year}"
    told = [head, *said, gettext("nr %(number)s", number=one.object_id)]
    return ", ".join(one for one in told if one)


def between(one: str, other: str) -> str:
    """Say which two a dialogue was between; nothing where it was within one unit."""
    return gettext("%(over)s och %(rep)s", over=one, rep=other) if one != other else ""


def under_theme(theme: str | None) -> str:
    """Say under which theme of an agenda something stands: themes come from the municipality's templates."""
    return gettext("temat %(theme)s", theme=theme) if theme else ""
