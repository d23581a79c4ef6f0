"""Two who keep something for now, or lift that, in the same moment: one of them does it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records.holding import HoldRefused, lift_hold, place_hold
from app.records.models import Hold
from app.records.verifying import verify
from tests.factories.organisation import make_person
from tests.support.at_once import second_while_first
from tests.support.world import World


def test_two_who_keep_the_same_for_now_at_once_are_one_hold(world: World, session: Session) -> None:
    actor_id = make_person(session, "Arkivarien").id
    session.commit()

    def keep(own: Session) -> Hold:
        return place_hold(own, kind="unit_text", object_id=1, reason="Prövas.", actor_id=actor_id)

    with pytest.raises(HoldRefused, match="already_held"):
        second_while_first(world, keep, keep)

    def lift(own: Session) -> None:
        lift_hold(own, kind="unit_text", object_id=1, reason="Klart.", actor_id=actor_id)

    with pytest.raises(HoldRefused, match="not_held"):
        second_while_first(world, lift, lift)
    session.expire_all()
    assert len(session.scalars(select(Hold)).all()) == 1
    assert verify(session).faults == []
