"""The short version of `python -m bench kill`: what was acknowledged survives kill -9 of the whole server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bench.kill import run
from tests.support.chance import chance_for
from tests.support.world import World, _aside

KILLS = 3


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    worlds: Callable[..., World], database_kind: str, tmp_path: Path
) -> None:
    place = worlds(database_kind, "killed")
    place.engine.dispose()
    place.database.empty()
    seed = chance_for("test_nothing_acknowledged_is_lost_when_the_server_is_killed")
    outcome = _aside(lambda: run(place.database.url, kills=KILLS, seed=seed, log=tmp_path / "log"))
    assert outcome.faults == [], f"with seed {seed}"
    assert outcome.kills == KILLS
    assert outcome.acknowledged >= KILLS
