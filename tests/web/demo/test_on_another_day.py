"""The demo loads on other days than this one: after the turn of a year most of what it tells of is of the year before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.models import Dialogue, State
from app.records.verifying import verify
from tests.support.demo import demo_municipality
from tests.support.demo_days import not_worked, numbers_of_another_year


@pytest.mark.one_database
def test_it_loads_in_january(session: Session) -> None:
    with clock.frozen_at(datetime(clock.today().year + 1, 1, 4, 14, tzinfo=UTC)):
        demo_municipality(session)
        found = dict(session.execute(select(Dialogue.state, func.count()).group_by(Dialogue.state)).all())
        assert set(found) == set(State)
        assert verify(session).faults == []
        assert not_worked(session) == []
        assert numbers_of_another_year(session) == []
