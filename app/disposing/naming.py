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
    """Name a record whose heading is part of what it says: what it is, its own day or year, what more may be said, its number."""
    head = str(what)
    if one.day is not None:
        head = gettext(
            "%(what)s från %(day)s", what=head, day=formats.long_day(one.day, str(get_locale() or "sv"))
        )
    elif one.year and not said:
        head = f"{head} {one.year}"
    told = [head, *said, gettext("nr %(number)s", number=one.object_id)]
    return ", ".join(one for one in told if one)
