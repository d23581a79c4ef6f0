"""Which figures are asked about once before they are kept, and which are not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.quality.indicators.models import Periodicity
from app.quality.measuring.doubting import Odd, answer_to, doubt_of, doubts
from app.quality.measuring.models import Sex
from app.quality.measuring.numbers import is_share
from app.quality.measuring.periods import Period
from app.quality.measuring.rules import Entry


@pytest.mark.parametrize(
    ("value", "unit", "before", "odd"),
    [
        ("720", "%", ["72"], Odd.MORE_THAN_THE_WHOLE),
        ("720", "%", [], Odd.MORE_THAN_THE_WHOLE),
        ("100", "%", ["72"], None),
        ("104", "procent", ["98"], Odd.MORE_THAN_THE_WHOLE),
        ("104", "%", ["98", "110"], None),  # growth has been more than a hundred before
        ("1200", "%", ["98", "110"], Odd.TENFOLD),
        ("104", "procentenheter", ["98"], None),
        ("-3", "barn", ["4"], Odd.BELOW_ZERO),
        ("-3", "barn", [], Odd.BELOW_ZERO),
        ("-3", "tkr", ["4", "-1"], None),
        ("0", "barn", ["4"], None),
        ("720", "barn", ["72"], Odd.TENFOLD),
        ("719", "barn", ["72"], None),
        ("720", "barn", ["72", "600"], None),
        ("720", "barn", ["0"], None),
        ("720", "barn", [], None),
        ("-720", "tkr", ["-72"], Odd.TENFOLD),
        (None, "%", ["72"], None),
    ],
)
def test_what_is_hardly_so_is_asked_about_and_what_has_been_so_is_not(
    value: str | None, unit: str, before: list[str], odd: Odd | None
) -> None:
    found = doubt_of(
        Decimal(value) if value is not None else None, unit=unit, before=[Decimal(one) for one in before]
    )
    assert (found.odd if found else None) == odd
    if found:
        assert found.last == (Decimal(before[0]) if before else None)


@pytest.mark.parametrize(
    ("unit", "share"), [("%", True), ("% av barnen", True), ("Procent", True), ("kr", False), ("", False)]
)
def test_parts_of_a_hundred_are_known_by_their_unit(unit: str, share: bool) -> None:
    assert is_share(unit) is share


def test_a_figure_that_stands_already_is_not_asked_about_and_later_ones_say_nothing_of_it() -> None:
    period = Period(Periodicity.YEAR, 2025)
    stands = [("2026", date(2026, 12, 31), Decimal(2000)), ("2025", date(2025, 12, 31), Decimal(720))]
    asked = {sex: Entry(Decimal(720)) for sex in (Sex.ALL, Sex.WOMEN)}
    found = doubts(asked, period=period, unit="%", figures=lambda sex: stands if sex == Sex.ALL else [])
    assert set(found) == {Sex.WOMEN}
    assert answer_to(found) == "K720"
