"""Where a unit of a demo stood when it began is not where it stands now: otherwise nobody sees that anything has moved."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.demo import script

DEMO = Path(script.__file__).parent
Indicator = dict[str, Any]


def indicators(key: str) -> Iterator[Indicator]:
    for file in sorted((DEMO / key / "plans").glob("*.toml")):
        for plan in tomllib.loads(file.read_text(encoding="utf-8"))["plans"]:
            goals = [
                *plan.get("goals", ()),
                *(one["goal"] for one in plan.get("candidates", ()) if "goal" in one),
            ]
            for goal in goals:
                yield from goal.get("indicators", ())


def figure(said: str) -> str:
    """Give the figure a value begins with: “31 of 60” and “31” are the same."""
    return re.sub(r"(?<=\d)[ \u00a0](?=\d)", "", said).split(" ")[0].rstrip("%")


def present(one: Indicator) -> str:
    """Give what was measured last; empty where nothing was."""
    if one.get("said"):
        return str(one["said"][-1].get("value", ""))
    known = {int(year): value for year, value in one.get("results", {}).items() if value != "–"}
    return str(known[max(known)]) if known else ""


@pytest.mark.parametrize("key", script.municipalities())
def test_no_goal_began_where_it_stands_now(key: str) -> None:
    still = [
        one["name"]
        for one in indicators(key)
        if one.get("now") and figure(one["now"]) == figure(present(one))
    ]
    assert still == []


@pytest.mark.parametrize("key", ["kungalv", "karlskoga", "perstorp"])
def test_some_know_where_they_began_and_some_do_not(key: str) -> None:
    known = [bool(one.get("now")) for one in indicators(key)]
    assert known.count(True) >= 3
    assert known.count(False) >= 1
