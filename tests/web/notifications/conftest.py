"""Somebody to tell, and a way to run the jobs as the command does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.notifications.delivering import Delivered, deliver
from app.notifications.kinds import Kind
from app.notifications.models import Notice, Outgoing
from app.notifications.services import tell
from app.notifications.transport import sender_for, transport_for
from app.organisation.models import Person
from tests.factories.organisation import make_person
from tests.support.mail_server import Post, mail_server

BASE = "https://samsyn.exempel.se"


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server() as running:
        yield running


@pytest.fixture
def eva(session: Session) -> Person:
    return person(session, "Eva Enhetschef", "eva@exempel.se")


def person(session: Session, name: str, email: str | None, language: str = "sv") -> Person:
    made = make_person(session, name)
    made.email, made.language = email, language
    session.commit()
    return made


def say(
    session: Session, to: Person, occasion: str = "one", kind: Kind = Kind.INVITATION, **words: object
) -> None:
    """Tell somebody of a meeting."""
    facts = {"who": "Sven Sektionschef", "title": "Dialog i december", "place": "Rum 4", "minutes": 90}
    starts_at = clock.from_stockholm(clock.today(), 9)
    tell(
        session, person_id=to.id, kind=kind, words={**facts, "starts_at": starts_at, **words},
        path="/dialoger/1/", occasion=occasion,
    )  # fmt: skip
    session.commit()


def run(session: Session, mail_url: str, limit: int | None = None) -> Delivered:
    """Deliver as the command does."""
    transport = transport_for(mail_url)
    assert transport is not None
    return deliver(
        session, transport=transport, sender=sender_for(mail_url, BASE), base_url=BASE, limit=limit
    )


@pytest.fixture
def deliver_to(session: Session, post: Post) -> Callable[..., Delivered]:
    return lambda limit=None: run(session, f"smtp://127.0.0.1:{post.port}", limit)


def outbox(session: Session) -> list[Outgoing]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(Outgoing).order_by(Outgoing.id)))


def notices(session: Session, to: Person | None = None) -> list[Notice]:
    session.rollback()
    session.expire_all()
    wanted = select(Notice).order_by(Notice.id)
    return list(session.scalars(wanted.where(Notice.person_id == to.id) if to else wanted))
