"""The walk through every view as everybody: done once for each kind of database, looked at by many tests."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import pytest
from filelock import FileLock

if TYPE_CHECKING:
    from tests.support.routes import Walk
    from tests.support.world import World


NEAR_AND_FAR = ("section_manager", "unit_manager", "deputy", "former", "guest", "half_guest", "administrator")


Made = TypeVar("Made")


@pytest.fixture(scope="session")
def once(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Callable[[str, Callable[[], Made]], Made]:
    """Make something slow once in a run, whichever worker comes first; the others wait and read it."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder if worker_id == "master" else folder.parent

    def made(name: str, make: Callable[[], Made]) -> Made:
        kept = shared / f"{name}.pickle"
        with FileLock(f"{kept}.lock"):
            if not kept.exists():
                kept.write_bytes(pickle.dumps(make()))
            found: Made = pickle.loads(kept.read_bytes())
        return found

    return made


@pytest.fixture(scope="session")
def walked(
    worlds: Callable[..., World],
    database_kind: str,
    once: Callable[[str, Callable[[], Walk]], Walk],
) -> Walk:
    """What everybody was answered at every GET address, as a page and as a fragment.

    On PostgreSQL a smaller cast walks: one of each way to be near a dialogue, and one far from it.
    """
    from tests.support.population import populated
    from tests.support.routes import walk

    def seen() -> Walk:
        place = worlds(database_kind, "walked")
        place.reset(populated)
        return walk(place) if database_kind == "sqlite" else walk(place, NEAR_AND_FAR, fragments=False)

    return once(f"walk-{database_kind}", seen)
