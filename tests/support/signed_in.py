"""People at a client without the sign-in page: for tests that are about what comes after it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Credential
from app.accounts.services import add_credential
from app.accounts.signing_in import begin
from app.organisation.models import Person
from tests.support.client import SamsynClient


def sign_in(client: SamsynClient, session: Session, person: Person) -> SamsynClient:
    """Let `client` be `person` from here on; an account is made where there is none."""
    # A request before this may have left the session reading; what we write begins anew.
    session.commit()
    if session.get(Credential, person.id) is None:
        add_credential(session, person_id=person.id, username=f"person.{person.id}", actor_id=None)
    token = begin(session, person_id=person.id)
    session.commit()
    with client.session_transaction() as stored:
        stored["_user_id"] = token
        stored["_fresh"] = True
        stored["seen"] = int(clock.now().timestamp())
    return client
