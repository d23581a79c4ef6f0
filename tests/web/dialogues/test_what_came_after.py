"""Before the next meeting one reads what came after the last was established: addenda, own opinions, answers from above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.establishing import services
from app.dialogues.models import State
from app.dialogues.queries.said import themes_of
from app.organisation.models import Person
from app.passages.models import Passage
from tests.factories.dialogues import establish, loaded, make_dialogue, raise_matter, seats
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on

OPINION, ADDED, PROPOSED = "Jag såg det annorlunda.", "Det var sex barn, inte sju.", "Bara föreslaget."
ANSWER = "Vi tar upp vikariepoolen i januari."


def add(table: Table, text: str, *, by_both: bool) -> None:
    dialogue = loaded(table.session, table.dialogue)
    over, rep = seats(dialogue)
    made = services.write_addendum(table.session, seat=over, dialogue=dialogue, text=text)
    for seat in (over, rep) if by_both else ():
        services.consent_to_addendum(
            table.session, seat=seat, dialogue=dialogue, addendum=made, revision=made.revision
        )
    table.session.commit()


def test_it_stands_under_last_time_beside_the_record(
    table: Table, town: Municipality, session: Session, visit: Callable[[Person], SamsynClient]
) -> None:
    table.to(State.HELD)
    raise_matter(session, table.dialogue, "Vikariepoolen räcker inte.")
    establish(session, table.dialogue, whole="Vi ser sju barn.", opinion=OPINION)
    session.commit()
    add(table, ADDED, by_both=True)
    add(table, PROPOSED, by_both=False)
    passage = session.scalars(select(Passage.id)).one()
    assert visit(town.chief_executive).post(f"/lyft/{passage}/svar", data={"text": ANSWER}).status_code == 302
    coming = make_dialogue(
        session, table.series, table.over_person, table.rep_person, starts_at=clock.now() + timedelta(days=90)
    )
    first, other = themes_of(session, coming.id)[:2]
    session.commit()
    for client in (table.over, table.rep):
        page = client.get(f"/dialoger/{coming.id}/tema/{first.id}")
        told = words_on(page)
        assert "Vi ser sju barn." in told
        assert ADDED in told and "tillägg av er båda" in told
        assert OPINION in told and "egen mening, Eva Enhetschef" in told
        assert ANSWER in told and f"/lyft/{passage}" in page.text
        assert PROPOSED not in told
    # An answer belongs to the theme it was raised on.
    elsewhere = words_on(table.rep.get(f"/dialoger/{coming.id}/tema/{other.id}"))
    assert ADDED in elsewhere and ANSWER not in elsewhere
