"""The columns of a file of figures, and the rows of a template: what there is, for the units one writes for."""

from collections.abc import Iterable, Iterator

from app.economy import money
from app.economy.files.reading import Standing
from app.organisation.planning.states import own_id

Row = dict[str, str]


def template_rows(units: Iterable[Standing], year: int, month: int) -> Iterator[Row]:
    """Give one row for each unit and a period, with what is known already: a file to fill in and read in again."""
    for one in units:
        yield {
            "enhet_id": one.external_id or own_id(one.unit_id),
            "enhet": one.name,
            "ar": str(year),
            "manad": str(month),
            "budget": money.exact(one.budget),
            "utfall": money.exact(one.outcome),
            "helarsprognos": money.exact(one.expected),
            "sager": one.says,
            "varfor": one.why,
        }
