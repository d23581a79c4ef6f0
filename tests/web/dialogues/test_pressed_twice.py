"""What is pressed twice, or by both at once, is done once; a page of before the other was there writes nothing over."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.models import Addendum, Agreement, Decision, Guest, Participant, RaisedMatter, State
from app.records.verifying import verify
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.web.dialogues.conftest import Table, words_on

MADE = {
    "overenskommelser/ny": (Agreement, {"what": "Ringa familjerna", "who": "rep", "due_on": "2031-02-01"}),
    "beslut": (Decision, {"text": "Frukosten stannar"}),
    "lyft": (RaisedMatter, {"text": "Vikariepoolen räcker inte."}),
}


@pytest.mark.parametrize("what", MADE)
def test_what_is_written_down_twice_stands_once(table: Table, session: Session, what: str) -> None:
    table.to(State.HELD)
    kind, said = MADE[what]
    for theme in ({"theme": table.theme.id}, {}):
        for _press in range(2):
            assert table.over.post(f"{table.here}/{what}", data=said | theme).status_code == 302
    session.expire_all()
    assert len(session.scalars(select(kind)).all()) == 2, "one on the theme, one on the whole"
    assert verify(session).faults == []


def test_what_was_taken_out_can_be_written_down_anew(table: Table, session: Session) -> None:
    table.to(State.HELD)
    decision = table.decide(table.over)
    table.over.post(f"{table.here}/beslut", data={"decision": decision.id, "remove": 1, "revision": 1})
    table.over.post(f"{table.here}/beslut", data={"text": decision.text, "theme": table.theme.id})
    session.expire_all()
    assert [one.removed_at is None for one in session.scalars(select(Decision).order_by(Decision.id))] == [
        False,
        True,
    ]


def test_an_addendum_sent_twice_is_one_and_both_may_write_the_same(table: Table, session: Session) -> None:
    table.to(State.ESTABLISHED)
    for client in (table.over, table.over, table.rep):
        client.post(f"{table.here}/tillagg", data={"text": "Det gällde även lördagen."})
    session.expire_all()
    assert len(session.scalars(select(Addendum)).all()) == 2


@pytest.mark.parametrize("till", ["held", "establishing"])
def test_both_who_take_the_same_step_are_where_they_wanted(table: Table, till: str) -> None:
    table.to(State.HELD if till == "establishing" else State.PREPARING)
    for client in (table.over, table.rep, table.rep):
        answer = client.post(f"{table.here}/steg", data={"till": till}, follow_redirects=True)
        assert "går inte att ta härifrån" not in answer.text
    assert table.state == till
    # Who had established has not lost it by the other's late press.
    if till == "establishing":
        table.write_whole("Det här är helheten.")
        table.consent(table.over)
        table.rep.post(f"{table.here}/steg", data={"till": "establishing"})
        assert table.consents() == 1


def noted(session: Session, table: Table) -> dict[int, bool | None]:
    session.expire_all()
    found = session.scalars(select(Participant).where(Participant.dialogue_id == table.dialogue.id)).all()
    return {one.person_id: one.attended for one in found}


def stood(table: Table) -> list[str]:
    """Give what a page of the meeting says it has noted."""
    page = table.over.get(f"{table.here}/").text
    return [part.split('"')[0] for part in page.split('name="stood" value="')[1:]]


def test_who_was_there_is_not_written_over_by_a_page_of_before(table: Table, session: Session) -> None:
    table.to(State.HELD)
    over, rep, before = table.over_person.id, table.rep_person.id, stood(table)
    assert before == [f"{over}:", f"{rep}:"]
    table.rep.post(f"{table.here}/narvaro", data={"stood": before, "present": [rep]})
    assert noted(session, table) == {over: False, rep: True}
    for place, where in (("meeting", "/"), ("whole", "/helhet")):
        late = {"stood": before, "present": [over, rep], "from": place}
        told = table.over.post(f"{table.here}/narvaro", data=late)
        assert told.location.startswith(f"{table.here}{where}")
        assert "Närvaron har ändrats sedan du öppnade sidan" in table.over.get(told.location).text
        assert noted(session, table) == {over: False, rep: True}
    # The same once more, or on how it stands, is no clash.
    table.over.post(f"{table.here}/narvaro", data={"stood": before, "present": [rep]})
    table.over.post(f"{table.here}/narvaro", data={"stood": stood(table), "present": [over, rep]})
    assert noted(session, table) == {over: True, rep: True}


def test_nothing_is_noted_of_a_guest_who_was_not_on_the_page(
    table: Table, session: Session, town: Municipality
) -> None:
    table.to(State.HELD)
    before = stood(table)
    guest = make_person(session, "Gun Gäst")
    make_appointment(session, guest, town.section, Role.SUPPORT)
    session.commit()
    for client in (table.over, table.rep):
        client.post(f"{table.here}/gaster", data={"person": guest.id})
    everybody = [table.over_person.id, table.rep_person.id]
    table.over.post(f"{table.here}/narvaro", data={"stood": before, "present": everybody})
    session.expire_all()
    assert noted(session, table) == dict.fromkeys(everybody, True)
    assert session.scalars(select(Guest)).one().attended is None


def test_a_line_changed_since_is_not_changed_back_by_a_page_of_before(table: Table, session: Session) -> None:
    line = f"/dialoger/serie/{table.series.id}/andra"
    page = table.rep.get(line).text
    before = page.split('name="stood" value="')[1].split('"')[0]
    kept = {"template": table.series.template_id, "rhythm": "", "stood": before}
    assert table.over.post(line, data=kept | {"ended": "y"}).status_code == 302
    late = table.rep.post(line, data=kept)
    assert late.status_code == 409
    assert "Serien har ändrats sedan du öppnade sidan" in words_on(late)
    assert "Serien är avslutad" in words_on(late)
    session.expire_all()
    assert table.series.ended_on == clock.today()
    now = late.text.split('name="stood" value="')[1].split('"')[0]
    assert table.rep.post(line, data=kept | {"stood": now}).status_code == 302
    session.expire_all()
    assert table.series.ended_on is None
