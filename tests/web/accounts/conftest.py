"""A small municipality where four people have accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.guard import PUBLIC, requirement, requires
from app.access.matrix import May, Role
from app.accounts.models import Credential, SignIn
from tests.factories.accounts import make_account, sign_in
from tests.factories.organisation import make_appointment, make_person, make_unit
from tests.support.client import SamsynClient
from tests.support.world import Seed


def four_accounts(session: Session) -> None:
    """Chef leads a unit, admin administers, annan leads another unit, and utan has an account but no post."""
    top = make_unit(session, "Kommunen", is_top=True)
    for username, name, role in (
        ("chef", "Karin Holmberg", Role.MANAGER),
        ("admin", "Alva Ek", Role.ADMINISTRATOR),
        ("annan", "Östen Ål", Role.MANAGER),
        ("utan", "Ulf Tun", None),
    ):
        person = make_person(session, name, email=f"{username}@kommunen.example")
        if role is not None:
            make_appointment(session, person, make_unit(session, f"Enhet {name}", under=top), role)
        make_account(session, person, username)
    make_person(session, "Nils Ny", email="nils.ny@kommunen.example")


@pytest.fixture
def seed() -> Seed | None:
    return four_accounts


@pytest.fixture
def chef(client: SamsynClient) -> SamsynClient:
    """A client signed in as the manager."""
    assert sign_in(client, "chef").status_code == 303
    return client


@pytest.fixture
def admin(clients: Callable[[], SamsynClient]) -> SamsynClient:
    """Another client, signed in as the administrator."""
    client = clients()
    assert sign_in(client, "admin").status_code == 303
    return client


@pytest.fixture
def person_id(session: Session) -> Callable[[str], int]:
    """Find a person's id by user name."""
    return lambda username: session.scalars(
        select(Credential.person_id).where(Credential.username == username)
    ).one()


@pytest.fixture
def open_for(session: Session) -> Callable[[str], int]:
    """Count a person's sign-ins that have not ended."""

    def count(username: str) -> int:
        session.rollback()
        found = session.scalars(
            select(SignIn.id)
            .join(Credential, Credential.person_id == SignIn.person_id)
            .where(Credential.username == username, SignIn.ended_at.is_(None))
        ).all()
        return len(found)

    return count


@pytest.fixture
def form_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a form of another feature, answered here by an echo of what it was sent."""

    @requires(May.USE)
    def echo(**_values: object) -> str:
        return f"sparat: {request.form.get('text')}"

    for rule in app.url_map.iter_rules():
        guarded = requirement(app, rule.endpoint) not in {None, PUBLIC}
        if "POST" in (rule.methods or ()) and guarded and not rule.endpoint.startswith("accounts."):
            monkeypatch.setitem(app.view_functions, rule.endpoint, echo)
            with app.test_request_context():
                values = dict.fromkeys(rule.arguments, 1)
                yield app.url_map.bind("").build(rule.endpoint, values, method="POST")
            return
    pytest.fail("no other feature has a form")
