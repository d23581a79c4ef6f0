"""The same choice sent twice in the same moment, as by a double press, is kept once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.notifications.kinds import KINDS, Kind
from app.notifications.models import NoticeChoice, Pace
from app.notifications.services import choose
from tests.factories.organisation import make_person
from tests.support.at_once import second_while_first
from tests.support.world import World


def test_a_choice_made_twice_at_once_is_kept_once(world: World, session: Session) -> None:
    person_id = make_person(session, "Nils Ny").id
    session.commit()
    kind = next(kind for kind in Kind if KINDS[kind].pace is not Pace.NONE)
    other = Pace.DAILY if KINDS[kind].pace is Pace.AT_ONCE else Pace.AT_ONCE

    def choosing(pace: Pace) -> bool:
        return second_while_first(
            world,
            lambda first: choose(first, person_id=person_id, paces={kind: Pace.NONE}),
            lambda second: choose(second, person_id=person_id, paces={kind: pace}),
        )

    assert choosing(other)
    with world.session() as looking:
        assert looking.execute(select(NoticeChoice.kind, NoticeChoice.pace)).all() == [(kind, other)]
