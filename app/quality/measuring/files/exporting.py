"""The file one measures in: a row for each measurement that is due or that one may want to correct, prefilled."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.organisation.planning.states import own_id
from app.quality.measuring.due import ToMeasure
from app.quality.measuring.models import Sex
from app.quality.measuring.numbers import typed_words
from app.quality.measuring.queries import Kept
from app.quality.measuring.rules import main_sex, sexes

COLUMNS = (
    "enhet_id",
    "enhet",
    "indikator_id",
    "indikator",
    "period",
    "kon",
    "varde",
    "mattenhet",
    "ord",
    "preliminar",
    "ska_inte_matas",
    "forra_perioden",
    "forra_vardet",
)
"""One row for each measurement, of those divided by sex one for each. `ska_inte_matas` says why, instead of a value."""

IGNORED = frozenset({"enhet", "indikator", "mattenhet", "forra_perioden", "forra_vardet"})
"""Columns that help the one who fills in, and are not read."""

NEEDED = ("enhet_id", "indikator_id", "period")

SEX_WORDS: dict[Sex, str] = {Sex.UNDIVIDED: "", Sex.ALL: "alla", Sex.WOMEN: "kvinnor", Sex.MEN: "män"}

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Measurable:
    """Something one may measure by file: the row, what the file names its unit by, what is kept now and of the time before."""

    row: ToMeasure
    unit_name: str
    now: Mapping[Sex, Kept]
    before: Mapping[Sex, Kept]


def unit_id_words(unit_id: int, external_id: str | None) -> str:
    """Give the id a file names a unit by."""
    return external_id or own_id(unit_id)


def rows_of(found: Iterable[Measurable]) -> Iterator[Row]:
    """Give the rows of the template, with what is kept already."""
    for one in found:
        for sex in sexes(one.row.by_sex, one.row.nature):
            now, before = one.now.get(sex), one.before.get(sex)
            is_main = sex == main_sex(one.row.by_sex)
            yield {
                "enhet_id": one.unit_name,
                "enhet": one.row.unit,
                "indikator_id": str(one.row.indicator_id),
                "indikator": one.row.name,
                "period": one.row.period.key,
                "kon": SEX_WORDS[sex],
                "varde": _value(now),
                "mattenhet": one.row.unit_of_measure,
                "ord": now.text if now is not None and is_main and not now.not_measured else "",
                "preliminar": "ja" if now is not None and now.preliminary and not now.empty else "",
                "ska_inte_matas": now.text if now is not None and now.not_measured else "",
                "forra_perioden": before.period if before is not None else "",
                "forra_vardet": _value(before),
            }


def _value(one: Kept | None) -> str:
    return typed_words(one.value, "sv") if one is not None and one.value is not None else ""
