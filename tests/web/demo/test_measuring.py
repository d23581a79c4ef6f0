"""Municipalities of a given size, for measuring."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import func, select

from app.demo import growing, script
from app.demo.loading import DemoRefused, load_demo
from app.dialogues.models import Dialogue, Series, State
from app.organisation.ancestry import compare_ancestry
from app.organisation.models import Ancestry, Unit
from app.records.verifying import verify
from tests.factories.accounts import sign_in


def test_as_many_units_as_asked_for_with_two_dialogues_for_each_pair(session, client):
    load_demo(session, profile_key="tranemo", size=600, seed=3)

    assert session.scalar(select(func.count(Unit.id))) == 600
    pairs = session.scalar(select(func.count(Series.id)))
    states = dict(session.execute(select(Dialogue.state, func.count()).group_by(Dialogue.state)).all())
    assert pairs == 597
    assert states == {State.ESTABLISHED: pairs, State.PREPARING: pairs}
    assert session.scalar(select(func.max(Ancestry.depth))) == 5
    assert compare_ancestry(session).agrees
    assert verify(session).faults == []
    assert sign_in(client, "enhetschef", "samsyn-demo").status_code == 303
    assert client.get("/").status_code == 200


def test_the_same_seed_gives_the_same_municipality():
    wanted = script.organisation("tranemo")
    one, same, other = (growing.grow(wanted, 200, random.Random(seed)).units for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_too_small_a_municipality_is_refused(session):
    with pytest.raises(DemoRefused, match="at least"):
        load_demo(session, profile_key="tranemo", size=2, seed=1)
