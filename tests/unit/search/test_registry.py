"""Kinds are taken in as far as the index has room for their keys."""

import pytest

from app.search.registry import LONGEST_KEY, Family, Kind, Registry


@pytest.mark.parametrize("long", ["family", "kind"])
def test_a_key_the_index_has_no_room_for_is_refused_at_once(long: str) -> None:
    keys = {"family": "brief", "kind": "brief"} | {long: "k" * (LONGEST_KEY + 1)}
    family, kind = Family.__new__(Family), Kind.__new__(Kind)
    object.__setattr__(family, "key", keys["family"])
    object.__setattr__(kind, "key", keys["kind"])
    with pytest.raises(ValueError, match=keys[long]):
        Registry().register(family, [kind])
