"""What an indicator that follows Kolada is compared with, for the charts: quiet lines, never a ranking."""

from collections.abc import Collection, Mapping, Sequence

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.quality.kolada.queries import compared_with
from app.quality.kolada.reading import TOTAL
from app.quality.measuring.beside import Compared


def comparing(session: Session, indicator_ids: Collection[int]) -> Mapping[int, Sequence[Compared]]:
    """Give the figures of other places that some indicators are compared with, of all together, year by year."""
    return {
        indicator_id: [
            Compared(
                place.name,
                {
                    str(year): value
                    for (year, sex), value in place.values.items()
                    if sex == TOTAL and value is not None
                },
                gettext("Källa: Kolada"),
            )
            for place in places
        ]
        for indicator_id, places in compared_with(session, list(indicator_ids)).items()
    }
