"""The walk through every view as everybody: done once for each kind of database, looked at by many tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.routes import Walk
    from tests.support.world import World


NEAREST = ("chief_executive", "section_manager", "unit_manager", "former")
"""Those above, somebody who writes, and somebody who did."""

NEAR_AND_FAR = ("section_manager", "unit_manager", "former", "half_guest", "chief_executive", "administrator")
"""One of each way to be near what is written, those it was near once or halfway, and two whose pages open to nobody else."""

WALKING = {"sqlite": 4, "postgresql": 1}
"""How many walk at a time. Workers begin at different ends, and whoever is done first takes the next few."""


@pytest.fixture(scope="session")
def walked(
    worlds: Callable[..., World],
    database_kind: str,
    worker_id: str,
    pytestconfig: pytest.Config,
    once: Callable[[str, Callable[[], Walk]], Walk],
) -> Walk:
    """What everybody was answered at every GET address, as a page and, those nearest, as a fragment.

    On PostgreSQL a smaller cast walks, and sees the first pages of every view only, unless it is the only database asked for:
    who may read what is the same condition.
    """
    from tests.support.population import PEOPLE, populated
    from tests.support.routes import FEW, Walk, walk

    whole = database_kind == "sqlite" or pytestconfig.getoption("--db") != "both"
    everybody = tuple(PEOPLE) if whole else NEAREST
    as_fragments = NEAR_AND_FAR if whole else ()
    most = None if whole else FEW
    groups = len(everybody) // WALKING[database_kind]

    def group(number: int) -> Walk:
        def seen() -> Walk:
            place = worlds(database_kind, "walked")
            place.reset(populated)
            return walk(place, everybody[number::groups], fragments=as_fragments, most=most)

        return once(f"walk-{database_kind}-{number}", seen)

    parts = {number: group(number) for number in sorted(range(groups), reverse=worker_id == "gw1")}
    return Walk.together(parts[number] for number in range(groups))
