"""Judging a single indicator: what its figure proposes, after which periods, and that not measured is never red."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.quality.indicators.models import Better, Nature, Periodicity
from app.quality.judging.rules import periods_to_judge, proposal, scale_for
from app.quality.judging.weighing import Judged, Lack, Unweighed, weigh
from app.quality.measuring.about import About
from app.quality.measuring.models import Sex
from app.quality.measuring.periods import read_period
from app.quality.measuring.queries import Kept
from app.steering.loader import load_profile

PERSTORP = load_profile("perstorp")
AUGUST = read_period("2026-R08")


def about(better: str = Better.HIGHER, target: str | None = "85", **more: object) -> About:
    targets = {2026: Decimal(target)} if target is not None else {}
    found = About(
        1, "Läsning", Nature.QUANTITATIVE, "procent", 0, better, None, None, False, Periodicity.ROUND, None, targets,
        frozenset(), (8, 12),
    )  # fmt: skip
    for name, value in more.items():
        object.__setattr__(found, name, value)
    return found


def kept(value: str | None, text: str = "", *, not_measured: bool = False) -> Kept:
    return Kept(
        id=1,
        indicator_id=1,
        unit_id=1,
        period=AUGUST.key,
        ends_on=AUGUST.last,
        sex=Sex.UNDIVIDED,
        value=Decimal(value) if value is not None else None,
        text=text,
        not_measured=not_measured,
        state="final",
        source="hand",
        at=datetime(2026, 9, 1, tzinfo=UTC),
        person="",
        revision=1,
        talked=False,
    )


@pytest.mark.parametrize(
    ("one", "found", "level", "per_cent"),
    [
        (about(), kept("85"), "green", 100),
        (about(), kept("74"), "yellow", 87),
        (about(), kept("1"), "red", 1),
        # Zero is measured; nothing is not.
        (about(), kept("0"), "red", 0),
        (about(), None, "black", None),
        (about(), kept(None, "Vi hann inte."), None, None),
        (about(), kept(None, "Görs vartannat år.", not_measured=True), None, None),
        (about(Better.LOWER, "24"), kept("24"), "green", 100),
        (about(Better.LOWER, "0"), kept("0"), "green", 100),
        (about(target=None), kept("74"), None, None),
        (about(target=None), None, None, None),
        (about(Better.NONE), kept("74"), None, None),
        (about(nature=Nature.QUALITATIVE), None, None, None),
    ],
)
def test_what_the_figure_of_a_period_proposes(
    one: About, found: Kept | None, level: str | None, per_cent: int | None
) -> None:
    scale = scale_for(PERSTORP)
    assert scale is not None
    proposed = proposal(scale, one, AUGUST, found)
    assert (proposed.level.key if proposed.level else None, proposed.per_cent) == (level, per_cent)


@pytest.mark.parametrize(
    ("day", "measured", "offered"),
    [
        (date(2026, 8, 31), (), []),
        (date(2026, 8, 31), (AUGUST,), ["2026-R08"]),
        (date(2026, 9, 1), (), ["2026-R08"]),
        (date(2027, 1, 1), (), ["2026-R12", "2026-R08"]),
    ],
)
def test_a_period_is_judged_when_it_is_over_or_measured_in_years_with_something_to_reach(
    day: date, measured: tuple[object, ...], offered: list[str]
) -> None:
    assert [one.key for one in periods_to_judge(about(), measured, day)] == offered  # type: ignore[arg-type]
    assert periods_to_judge(about(skipped=frozenset({"2026-R08"})), (AUGUST,), date(2026, 9, 1)) == []


@pytest.mark.parametrize(
    ("judged", "proposed", "lack"),
    [
        (Judged("none_such"), "yellow", Lack.LEVEL),
        (Judged("green"), "yellow", Lack.REASON_TO_DIFFER),
        (Judged("red", "  "), "black", Lack.REASON_TO_DIFFER),
        (Judged("green", "x" * 20_001), "yellow", Lack.ROOM),
        (Judged("green", "Var femte är ny."), "yellow", None),
        (Judged("yellow"), "yellow", None),
        (Judged("green"), None, None),
    ],
)
def test_what_a_judgement_lacks_beside_what_was_proposed(
    judged: Judged, proposed: str | None, lack: Lack | None
) -> None:
    scale = scale_for(PERSTORP)
    assert scale is not None
    level = next((one for one in scale.levels if one.key == proposed), None)
    if lack is None:
        assert weigh(scale, judged, level).level.key == judged.level
        return
    with pytest.raises(Unweighed) as caught:
        weigh(scale, judged, level)
    assert caught.value.lack is lack


def test_only_a_model_with_a_scale_for_indicators_judges_them() -> None:
    assert {
        key
        for key in ("tranemo", "kungalv", "lerum", "karlskoga", "perstorp")
        if scale_for(load_profile(key))
    } == {"perstorp"}
