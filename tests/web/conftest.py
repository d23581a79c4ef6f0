"""The walk through every view as everybody: done once for each kind of database, looked at by many tests."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

if TYPE_CHECKING:
    from tests.support.routes import Walk
    from tests.support.world import World


NEAR_AND_FAR = ("section_manager", "unit_manager", "deputy", "former", "guest", "half_guest", "administrator")


@pytest.fixture(scope="session")
def walked(
    worlds: Callable[..., World],
    database_kind: str,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
) -> Walk:
    """What everybody was answered at every GET address, as a page and as a fragment.

    On PostgreSQL a smaller cast walks: one of each way to be near a dialogue, and one far from it.
    """
    from tests.support.population import populated
    from tests.support.routes import walk

    # One worker walks, the others wait and read what it saw.
    folder = tmp_path_factory.getbasetemp()
    kept = (folder if worker_id == "master" else folder.parent) / f"walk-{database_kind}.pickle"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            place = worlds(database_kind, "walked")
            place.reset(populated)
            whole = database_kind == "sqlite"
            seen = walk(place) if whole else walk(place, NEAR_AND_FAR, fragments=False)
            kept.write_bytes(pickle.dumps(seen))
        found: Walk = pickle.loads(kept.read_bytes())
    return found
