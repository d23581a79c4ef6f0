"""On whatever day the demo is loaded, a goal is written before anything else happens to it."""

from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace

import pytest

from app.demo import planning, script
from app.demo.calendar import Calendar
from app.steering.loader import load_profile


@pytest.mark.parametrize("key", script.municipalities())
def test_a_goal_is_written_first(key):
    profile, parts = load_profile(key), planning.plans(key)
    for day in range(0, 366, 3):
        now = datetime(2027, 1, 2, 10, tzinfo=UTC) + timedelta(days=day)
        for part in parts:
            planner = planning.Planner(SimpleNamespace(calendar=Calendar(now), session=None), profile, part)
            written = {
                do.args[0].title: moment
                for moment, do in planner.events()
                if isinstance(do, partial) and do.func == planner.write
            }
            for goal in part.goals:
                first = min((moment for moment, _ in planner.life(goal)), default=None)
                assert first is None or written[goal.title] < first, (now.date(), part.unit, goal.title)
