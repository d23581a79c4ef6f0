"""A record lawfully erased goes from every table in which its words stand, and what is left verifies."""

from __future__ import annotations

import io
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.attachments.models import Attachment
from app.db import Base
from app.dialogues.inviting.rules import shown_time
from app.dialogues.models import Addendum, Consent, State
from app.organisation.models import Person
from app.records.disposal import ErasureRefused, erase_edition, erase_history_content
from app.records.models import Edition, HistoryEntry, Signature
from app.records.verifying import verify
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table

OPINION, EARLIER, TAKEN_BACK = (
    "Jag ser det annorlunda i grunden.",
    "Först såg jag det så.",
    "Det tog jag tillbaka.",
)
SAID = (
    *(OPINION, EARLIER, TAKEN_BACK, "bemanningen i bilaga", "bort i tid"),
    *("Det här är helheten.", "Det här är hela helheten.", "Vi ser det så här.", "Frukosten stannar"),
)
STAYS = ("Överordnads bild.", "Ringa familjerna")
"""Pictures stay with the two, agreements with their line of meetings."""


def everywhere(session: Session) -> str:
    """Give all that stands in all tables."""
    session.rollback()
    return "\n".join(
        str(value)
        for table in Base.metadata.sorted_tables
        for row in session.execute(select(table))
        for value in row
        if isinstance(value, (str, dict, list))
    )


def established(table: Table) -> Edition:
    """Establish with an own opinion, after one that fell and one that was taken back."""
    table.to(State.HELD)
    table.over.post(
        f"{table.here}/filer",
        data={
            "file": [(io.BytesIO(b"hej"), "bemanningen i bilaga.txt"), (io.BytesIO(b"d"), "bort i tid.txt")]
        },
        content_type="multipart/form-data",
    )
    table.session.commit()
    gone = table.session.scalars(select(Attachment.id).where(Attachment.name == "bort i tid.txt")).one()
    table.over.post(f"{table.here}/filer/{gone}", data={"wish": "remove"})
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.decide(table.over)
    table.agree(table.rep)
    table.write_whole("Det här är helheten.")
    table.consent(table.rep, own_opinion=EARLIER)
    table.write_whole("Det här är hela helheten.")
    table.consent(table.rep, own_opinion=TAKEN_BACK)
    table.rep.post(f"{table.here}/helhet/angra")
    table.consent(table.rep, own_opinion=OPINION)
    table.consent(table.over)
    assert table.state == State.ESTABLISHED
    return table.session.scalars(select(Edition)).one()


def test_all_the_record_says_goes_and_what_is_left_verifies(
    table: Table, session: Session, app: Flask
) -> None:
    edition = established(table)
    before = verify(session)
    assert before.faults == []
    words = everywhere(session)
    for text in (*SAID, *STAYS):
        assert text in words, text
    erase_edition(session, edition=edition, because="Gallringsbeslut 12", actor_id=table.over_person.id)
    session.commit()
    words = everywhere(session)
    assert [text for text in SAID if text in words] == []
    assert [text for text in STAYS if text not in words] == []
    outcome = verify(session, anchor=before.anchor)
    assert outcome.faults == []
    assert outcome.erased > before.erased
    assert {one.erased_at is None for one in session.scalars(select(Attachment))} == {False}
    assert len(session.scalars(select(Consent)).all()) == 2, "that both established stays"
    assert len(session.scalars(select(Signature)).all()) == 2
    for client in (table.over, table.rep):
        page = client.get(f"{table.here}/")
        assert page.status_code == 200
        assert "Texten är gallrad enligt beslut den" in page.text
        assert "bemanningen" not in page.text
        assert "Vi ser det så här." not in client.get(table.at_theme).text


ANSWERED, ANSWERED_FIRST, DECLINED, CALLED_OFF = (
    "Jag är hos läkaren då.",
    "Kanske, jag ser hur det går.",
    "Jag är jävig i frågan.",
    "Halva huset är sjukt i magen.",
)
ABOUT_COMING = (ANSWERED, ANSWERED_FIRST, DECLINED, CALLED_OFF)


def test_what_was_said_about_coming_goes_with_the_record(
    table: Table, town: Municipality, session: Session, visit: Callable[[Person], SamsynClient]
) -> None:
    guest = make_person(session, "Gun Gäst")
    make_appointment(session, guest, town.section, Role.SUPPORT)
    session.commit()
    for words in (ANSWERED_FIRST, ANSWERED):
        table.rep.post(
            f"{table.here}/svar",
            data={"reply": "declined", "words": words, "shown": shown_time(table.fresh())},
        )
    table.rep.post(f"{table.here}/stall-in", data={"reason": CALLED_OFF})
    table.over.post(f"{table.here}/steg", data={"till": "planned"})
    table.rep.post(
        f"{table.here}/svar",
        data={"reply": "accepted", "words": ANSWERED, "shown": shown_time(table.fresh())},
    )
    for client in (table.over, table.rep):
        client.post(f"{table.here}/gaster", data={"person": guest.id})
    visit(guest).post(f"{table.here}/tacka-nej", data={"reason": DECLINED})
    edition = established(table)
    words = everywhere(session)
    assert [text for text in ABOUT_COMING if text not in words] == []
    erase_edition(session, edition=edition, because="Gallringsbeslut 14", actor_id=None)
    session.commit()
    words = everywhere(session)
    assert [text for text in ABOUT_COMING if text in words] == []
    assert verify(session).faults == []
    page = table.over.get(f"{table.here}/lasare")
    assert page.status_code == 200
    assert "Svarade på inbjudan" in page.text, "that somebody answered stays"


def test_an_addendum_erased_goes_too_and_the_record_stays(table: Table, session: Session) -> None:
    established(table)
    words = "Rättelse: det var sju barn."
    table.over.post(f"{table.here}/tillagg", data={"text": words})
    session.commit()
    number = session.scalars(select(Addendum.id)).one()
    for client in (table.over, table.rep):
        client.post(f"{table.here}/tillagg/{number}", data={"wish": "establish", "revision": 1})
    assert words in table.rep.get(f"{table.here}/").text
    session.commit()
    edition = session.scalars(select(Edition).where(Edition.kind == "dialogue_addendum")).one()
    erase_edition(session, edition=edition, because="Beslut 13", actor_id=None)
    session.commit()
    assert words not in everywhere(session)
    assert OPINION in everywhere(session)
    assert verify(session).faults == []
    page = table.rep.get(f"{table.here}/").text
    assert "Tillägget är gallrat enligt beslut." in page
    assert OPINION in page


def test_a_record_whose_history_went_before_can_still_be_erased(table: Table, session: Session) -> None:
    edition = established(table)
    for kind in ("attachment", "dialogue", "decision", "shared_text"):
        entries = session.scalars(
            select(HistoryEntry.seq).where(
                HistoryEntry.object_kind == kind,
                HistoryEntry.action.not_in(["established", "edition.erased"]),
            )
        ).all()
        erase_history_content(session, of=entries, because="Beslut 11", actor_id=None)
    erase_edition(session, edition=edition, because="Beslut 12", actor_id=None)
    session.commit()
    assert OPINION not in everywhere(session)
    assert verify(session).faults == []


def test_nothing_is_erased_without_a_reason(table: Table, session: Session) -> None:
    edition = established(table)
    try:
        erase_edition(session, edition=edition, because=" ", actor_id=None)
    except ErasureRefused as refused:
        assert refused.reason == "no_reason"
    session.rollback()
    assert OPINION in everywhere(session)
