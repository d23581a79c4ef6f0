"""Names of records as pages of disposal show them, for the kinds whose headings are part of what they say."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from app.disposing.kinds import Called, Kept


def by_number(name: Callable[[Kept], str]) -> Callable[[Session, Sequence[Kept]], Mapping[int, Called]]:
    """Name records without asking the database: what sort of thing it is, and whose."""

    def called(_session: Session, records: Sequence[Kept]) -> dict[int, Called]:
        return {one.edition_id: Called(name(one), one.unit) for one in records}

    return called
