"""The short versions of what `python -m bench` tries for long."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench import fuzz, oracle
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
