"""The short versions of what `python -m bench` tries for long."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

import pytest
from flask import Flask

from bench import fuzz, oracle, plans
from bench.timing import in_process
from tests.support.chance import chance_for
from tests.support.world import World, _aside


@pytest.fixture
def empty_url(worlds: Callable[..., World], database_kind: str) -> str:
    """The address of a database without tables."""
    place = worlds(database_kind, "long")
    place.engine.dispose()
    place.database.empty()
    return place.database.url


def test_bad_input_is_never_answered_with_500(empty_url: str) -> None:
    seed = chance_for("test_bad_input_is_never_answered_with_500")
    outcome = _aside(lambda: fuzz.run(empty_url, requests=800, seed=seed, slowest=None))
    assert fuzz.distinct(outcome.faults) == [], f"with seed {seed}"
    assert outcome.requests == 800


def test_access_is_decided_as_an_independent_oracle_decides_it(empty_url: str) -> None:
    seed = chance_for("test_access_is_decided_as_an_independent_oracle_decides_it")
    outcome = _aside(lambda: oracle.run(empty_url, decisions=5000, seed=seed))
    assert outcome.differences == [], f"with seed {seed}"
    assert outcome.decisions >= 5000


@pytest.mark.one_database
def test_the_pages_of_plans_can_all_be_measured(
    worlds: Callable[..., World], database_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = worlds(database_kind, "long")
    place.reset()
    place.engine.dispose()
    # Its tables are there already: making them takes longer than all that is measured.
    monkeypatch.setattr(plans, "empty_database", lambda _kind: nullcontext(place.database.url))
    monkeypatch.setattr(plans, "cost", asked_once)
    said: list[str] = []
    table = _aside(lambda: plans.report(database_kind, [30], said.append))
    assert [one for one in said if not one.startswith("30 units: ")] == []
    assert table.count("\n") == 2 + len(said) - 1
    assert "–" not in table


def asked_once(app: Flask, path: str, cookie: str) -> plans.Cost:
    """Ask for a page once, where nobody is to know how long it takes."""
    return plans.Cost(0, 0, len(in_process(app, path, cookie)()))
