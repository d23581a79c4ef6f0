"""Which model is in force: known to every worker at once, on its day by itself, and never in the middle of a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.models import Template
from app.modelling import services
from app.modelling.models import Adoption, ModelDraft
from app.modelling.settling import settle
from app.steering.loader import SHIPPED
from tests.factories.organisation import make_appointment, make_municipality, make_person
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in
from tests.support.statements import counted_statements
from tests.support.world import World

Clients = Callable[[], SamsynClient]


@pytest.fixture
def draft(session: Session) -> ModelDraft:
    text = (SHIPPED / "lerum.toml").read_text(encoding="utf-8")
    return services.copy(session, actor_id=None, name="Vår", text=text, origin_name="Lerum")


@pytest.fixture
def reader(session: Session, clients: Clients) -> SamsynClient:
    town = make_municipality(session)
    person = make_person(session, "Eva Läsare")
    make_appointment(session, person, town.unit, Role.EMPLOYEE)
    return sign_in(clients(), session, person)


def model_of(client: SamsynClient) -> str:
    return client.get("/om-modellen").text.split("<h1>", 1)[1].split("<", 1)[0]


def test_another_worker_knows_at_once_and_asks_no_more_than_before(
    world: World, session: Session, draft: ModelDraft, reader: SamsynClient
) -> None:
    other = world.another_app().test_client()
    with reader.session_transaction() as mine, other.session_transaction() as theirs:
        theirs.update(mine)
    with other.application.app_context():
        from app.db import db

        engine = db.engine
    assert "Tranemo" in model_of(other)
    with counted_statements(engine) as before:
        other.get("/om-modellen")
    services.adopt(session, actor_id=None, draft=draft, from_day=clock.today(), why="")
    session.commit()
    assert "Lerum" in model_of(other)
    with counted_statements(engine) as after:
        assert "Lerum" in model_of(other)
    assert len(after) == len(before)
    assert "Lerum" in model_of(reader)


def test_a_day_to_come_comes_by_itself_and_what_follows_is_done_once(
    session: Session, draft: ModelDraft, reader: SamsynClient
) -> None:
    day = clock.today() + timedelta(days=2)
    services.adopt(session, actor_id=None, draft=draft, from_day=day, why="")
    assert settle(session) == 0
    session.commit()
    with clock.frozen_at(clock.now() + timedelta(days=2)):
        assert settle(session) == 1
        assert settle(session) == 0
        session.commit()
        keys = set(session.scalars(select(Template.profile_key)))
        assert any(key and key.startswith("lerum") for key in keys)
    assert session.scalars(select(Adoption.settled_at)).one() is not None


def test_neither_a_model_with_mistakes_nor_a_day_that_has_been_is_put_into_use(
    session: Session, draft: ModelDraft
) -> None:
    from app.modelling.errors import Fault, Refused

    for day, text, fault in (
        (clock.today() - timedelta(days=1), draft.text, Fault.DAY_PASSED),
        (clock.today(), draft.text.replace("schema_version = 1", "schema_version = 2"), Fault.HAS_MISTAKES),
    ):
        draft.text = text
        with pytest.raises(Refused) as refused:
            services.adopt(session, actor_id=None, draft=draft, from_day=day, why="")
        assert refused.value.fault is fault
