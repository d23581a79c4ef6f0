"""Of all that is written in the populated municipality, nothing stands in a notice or in a mail."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.notifications.due import due
from app.notifications.letters import message
from app.notifications.models import Notice, Outgoing, Pace
from app.notifications.services import put_in_outbox
from app.notifications.transport import sender_for
from app.organisation.models import Person
from tests.support.canaries import canaries_in, canary
from tests.support.population import populated
from tests.support.world import Seed
from tests.web.notifications.conftest import BASE


@pytest.fixture
def seed() -> Seed | None:
    return populated


def test_no_word_of_a_dialogue_leaves_by_mail_or_stands_among_the_news(session: Session) -> None:
    due.tell(session, clock.now())
    notices = session.scalars(select(Notice)).all()
    kinds = {notice.kind for notice in notices}
    assert kinds >= {
        "invitation",
        "cancellation",
        "shared",
        "establish",
        "take_over",
        "matter_answered",
        "guests",
    }
    # What a governing document is called is no secret: everybody reads the register.
    told = canaries_in(json.dumps([[one.words, one.path, one.occasion] for one in notices]))
    assert told <= {canary("town", "documents", "title"), canary("control", "board_decided", "control")}
    # As if everybody wanted everything by mail, in one letter each.
    for person in session.scalars(select(Person)):
        person.email = f"person{person.id}@exempel.se"
        row = put_in_outbox(session, person_id=person.id, kind="digest")
        session.execute(
            update(Notice).where(Notice.person_id == person.id).values(outgoing_id=row.id, pace=Pace.NONE)
        )
    session.flush()
    letters = session.scalars(
        select(Outgoing)
        .options(joinedload(Outgoing.person), selectinload(Outgoing.notices))
        .execution_options(populate_existing=True)
    ).all()
    written = [one for one in letters if one.notices]
    assert len(written) > 5
    for outgoing in written:
        mail = message(outgoing, sender=sender_for("", BASE), base_url=BASE)
        everything = str(mail["Subject"]) + "".join(
            part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"
        )
        titles = {canary("town", "documents", "title"), canary("control", "board_decided", "control")}
        assert canaries_in(everything) <= titles, outgoing.person.name
