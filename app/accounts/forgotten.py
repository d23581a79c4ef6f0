"""A forgotten password: somebody asks, and a mail with a one-time link goes to the address we have, if we have one.

Asking tells nothing of who is here: it is the same statements, whatever was typed, and the answer is the same page. The
link is made when the mail is sent (`link_for`): neither the outbox nor its backups ever hold a way in.
"""

import secrets
from datetime import timedelta

from sqlalchemy import Date, Insert, String, Table, bindparam, func, insert, literal, or_, select, union
from sqlalchemy.orm import Session

from app import clock
from app.accounts import rules, services, signing_in
from app.accounts.models import Credential
from app.db import UtcDateTime
from app.notifications.links import MAIL_OF_PASSWORD, Link, links
from app.notifications.models import MailState, Outgoing
from app.organisation.models import Appointment, Person, Unit, in_force
from app.organisation.reach import holdings

AGAIN_AFTER = timedelta(minutes=5)
"""Who has a link on its way gets no other meanwhile."""


_NAME, _DAY, _AT = (
    bindparam("name", type_=String),
    bindparam("day", type_=Date),
    bindparam("at", type_=UtcDateTime),
)
_IS_HERE = or_(Person.closed_on.is_(None), Person.closed_on > _DAY)
_CALLED = union(
    *(
        select(Credential.person_id.label("person_id"))
        .join(Person, Person.id == Credential.person_id)
        # An address of one who has left is another's by now.
        .where(called, _IS_HERE)
        for called in (Credential.username == _NAME, func.lower(Person.email) == _NAME)
    )
).subquery()
# Several with one address: nobody knows whose mail it would be, so each asks by user name.
_ONE = select(func.min(_CALLED.c.person_id)).having(func.count() == 1).scalar_subquery()


_OUTBOX: Table = Outgoing.__table__  # type: ignore[assignment]


def _put() -> Insert:
    may_come_in = (
        select(Appointment.id)
        .join(Unit, Unit.id == Appointment.unit_id)
        .where(
            Appointment.person_id == Person.id,
            in_force(Appointment.valid_from, Appointment.valid_to, _DAY),
            in_force(Unit.valid_from, Unit.valid_to, _DAY),
        )
        .exists()
    )
    on_its_way = (
        select(Outgoing.id)
        .where(
            Outgoing.person_id == Person.id,
            Outgoing.kind == MAIL_OF_PASSWORD,
            Outgoing.state == MailState.WAITING,
            Outgoing.created_at > bindparam("lately", type_=UtcDateTime),
        )
        .exists()
    )
    return insert(_OUTBOX).from_select(
        ["person_id", "kind", "created_at", "not_before", "attempts", "state", "message_id"],
        select(
            Person.id,
            literal(MAIL_OF_PASSWORD, String),
            _AT,
            _AT,
            literal(0),
            literal(MailState.WAITING.value, String),
            bindparam("message_id", type_=String),
        ).where(
            Person.id == _ONE,
            Person.email.is_not(None),
            may_come_in,
            ~on_its_way,
        ),
        include_defaults=False,
    )


_PUT = _put()


def install() -> None:
    """Have the mail's link made as it is sent."""
    links.register(MAIL_OF_PASSWORD, link_for)


def ask(session: Session, *, typed: str, address: str) -> None:
    """Put a link on its way to whoever has this user name, or alone has this address; raises `TooManyAttempts`.

    One statement finds the person and writes the mail, where there is one to write.
    """
    name = rules.normalised_username(typed)
    signing_in.announce_asking(session, name=name, address=address)
    now = clock.now()
    session.execute(
        _PUT,
        {
            # What nobody can be called is not asked for: PostgreSQL refuses some of it outright.
            "name": name if rules.username_fits(name) else "",
            "day": clock.today(),
            "at": now,
            "lately": now - AGAIN_AFTER,
            "message_id": secrets.token_hex(16),
        },
    )


def link_for(session: Session, person_id: int) -> Link | None:
    """Make the link of a mail that is being sent; None for who may not come in any more, whatever password they have."""
    credential = session.get(Credential, person_id)
    if credential is None or not holdings(session, person_id, clock.today()):
        return None
    path = services.make_mailed_link(session, person_id=person_id)
    return Link(
        path, {"username": credential.username, "minutes": rules.MAILED_LINK_LIFE // timedelta(minutes=1)}
    )
