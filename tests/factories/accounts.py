"""Accounts for tests, and signing in as someone."""

from __future__ import annotations

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts import passwords, services
from app.accounts.models import Credential
from app.organisation.models import Person
from tests.support.client import SamsynClient

PASSWORD = "en ramsa att minnas"


def make_account(session: Session, person: Person, username: str, *, password: str = PASSWORD) -> Credential:
    """Give a person an account with a password, hashed cheaply."""
    return services.add_credential(
        session,
        person_id=person.id,
        username=username,
        actor_id=None,
        password_hash=passwords.hasher(cheap=True).hash(password),
    )


def sign_in(client: SamsynClient, username: str, password: str = PASSWORD, **fields: str) -> TestResponse:
    """Sign in through the page, as a person does."""
    return client.post("/logga-in", data={"username": username, "password": password, **fields})
