"""Answering an invitation: seen by the other, asked anew with another time, a proposed time taken with one press."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock as time
from app.access.matrix import Role
from app.clock import STOCKHOLM
from app.dialogues.inviting.rules import shown_time
from app.dialogues.models import Dialogue, PairKind, Participant, Side, State
from app.dialogues.planning.pages import about_day
from app.notifications.models import Notice, Outgoing
from app.organisation.models import Appointment, Person
from app.records.models import HistoryEntry
from app.records.verifying import verify
from tests.factories.dialogues import make_dialogue, make_series
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on

Visit = Callable[[Person], SamsynClient]


@pytest.fixture
def ahead(table: Table) -> Table:
    """A meeting in ten days, planned by the overarching side."""
    table.dialogue = make_dialogue(table.session, table.series, table.over_person, table.rep_person)
    table.session.commit()
    return table


def of(table: Table, side: Side) -> Participant:
    return next(one for one in table.fresh().participants if one.side == side)


def say(client: SamsynClient, table: Table, reply: str, words: str = "", **fields: str) -> None:
    shown = shown_time(table.fresh())
    client.post(f"{table.here}/svar", data={"reply": reply, "words": words, "shown": shown, **fields})


def no_to(table: Table) -> dict[str, str]:
    return {"reply": "declined", "shown": shown_time(table.fresh())}


def propose(client: SamsynClient, table: Table, at: datetime, words: str = "") -> int:
    local = at.astimezone(STOCKHOLM)
    answer = client.post(
        f"{table.here}/annan-tid",
        data={"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "words": words},
    )
    return answer.status_code


def expected_on(client: SamsynClient, path: str) -> str:
    found = re.search(r'name="expected" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def later(table: Table, **away: float) -> datetime:
    return (table.fresh().starts_at + timedelta(**away)).replace(second=0, microsecond=0)


def answers_told(session: Session, person: Person) -> list[object]:
    session.commit()
    rows = session.scalars(
        select(Notice.words).where(Notice.person_id == person.id, Notice.kind == "answer").order_by(Notice.id)
    )
    return [words["what"] for words in rows]


def test_who_plans_comes_and_the_other_is_asked(ahead: Table) -> None:
    assert of(ahead, Side.OVER).reply == "accepted"
    assert of(ahead, Side.REP).reply is None
    assert "Kommer du?" in words_on(ahead.rep.get(ahead.here + "/"))
    assert "har inte svarat än" in words_on(ahead.over.get(ahead.here + "/"))


def test_saying_yes_is_seen_by_the_other_told_and_in_the_history(ahead: Table) -> None:
    say(ahead.rep, ahead, "accepted")
    assert of(ahead, Side.REP).reply == "accepted"
    assert "Ni kommer båda" in words_on(ahead.over.get(ahead.here + "/"))
    assert answers_told(ahead.session, ahead.over_person) == ["accepted"]
    assert answers_told(ahead.session, ahead.rep_person) == []
    entry = ahead.session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq.desc()).limit(1)).one()
    assert (entry.action, entry.actor_id) == ("reply", ahead.rep_person.id)
    assert "Svarade på inbjudan: kommer" in words_on(ahead.over.get(f"{ahead.here}/lasare"))


def test_saying_the_same_again_is_no_news(ahead: Table) -> None:
    for _ in range(2):
        say(ahead.rep, ahead, "accepted")
    assert answers_told(ahead.session, ahead.over_person) == ["accepted"]


def test_saying_no_with_words_that_stay_between_the_two(
    ahead: Table, visit: Visit, town: Municipality
) -> None:
    guest = make_person(ahead.session, "Gun Gäst")
    make_appointment(ahead.session, guest, town.section, Role.SUPPORT)
    ahead.session.commit()
    for client in (ahead.over, ahead.rep):
        client.post(f"{ahead.here}/gaster", data={"person": guest.id})
    say(ahead.rep, ahead, "declined", "HEMLIGT SKÄL")
    page = words_on(ahead.over.get(ahead.here + "/"))
    assert "kan inte komma" in page
    assert "HEMLIGT SKÄL" in page
    assert "HEMLIGT" not in visit(guest).get(ahead.here + "/").text
    assert "HEMLIGT" not in visit(guest).get(f"{ahead.here}/lasare").text
    kept = ahead.session.scalars(select(Notice)).all()
    assert "HEMLIGT" not in str([one.words for one in kept])


def test_too_many_words_are_given_back(ahead: Table) -> None:
    answer = ahead.rep.post(f"{ahead.here}/svar", data=no_to(ahead) | {"words": "å" * 501})
    assert answer.status_code == 422
    assert "å" * 501 in answer.text
    assert of(ahead, Side.REP).reply is None


def test_a_proposed_time_is_taken_with_one_press_by_the_other(ahead: Table) -> None:
    at = later(ahead, days=2)
    assert propose(ahead.rep, ahead, at, "Hellre då") == 302
    assert ahead.fresh().starts_at != at
    page = words_on(ahead.over.get(ahead.here + "/"))
    assert "föreslår en annan tid" in page
    assert "Hellre då" in page
    sequence = ahead.fresh().calendar_sequence
    ahead.over.post(f"{ahead.here}/ta-tiden", data={"expected": expected_on(ahead.over, ahead.here + "/")})
    moved = ahead.fresh()
    assert moved.starts_at == at
    assert moved.calendar_sequence == sequence + 1
    assert [one.reply for one in moved.participants] == ["accepted", "accepted"]
    assert {one.reply_words for one in moved.participants} == {""}
    told = ahead.session.scalars(
        select(Notice.kind).where(Notice.person_id == ahead.rep_person.id).order_by(Notice.id.desc()).limit(1)
    ).one()
    assert told == "change"
    assert verify(ahead.session).faults == []


def test_the_start_page_takes_answers_and_times(ahead: Table) -> None:
    page = ahead.rep.get("/")
    assert f'action="{ahead.here}/svar"' in page.text
    assert f'href="{ahead.here}/annan-tid"' in page.text
    shown = re.search(r'name="shown" value="([^"]+)"', page.text)
    assert shown is not None
    said = {"reply": "accepted", "from": "start", "shown": html.unescape(shown[1])}
    # A page of before the meeting was moved answers nothing.
    stale = later(ahead, days=-1).isoformat()
    ahead.rep.post(f"{ahead.here}/svar", data=said | {"shown": stale})
    assert f'action="{ahead.here}/svar"' in ahead.rep.get("/").text
    answer = ahead.rep.post(f"{ahead.here}/svar", data=said)
    assert answer.location == "/"
    assert f'action="{ahead.here}/svar"' not in ahead.rep.get("/").text
    at = later(ahead, days=2)
    propose(ahead.rep, ahead, at)
    answer = ahead.over.post(
        f"{ahead.here}/ta-tiden", data={"expected": expected_on(ahead.over, "/"), "from": "start"}
    )
    assert answer.location == "/"
    assert ahead.fresh().starts_at == at


def undo_on(answer: TestResponse) -> str:
    found = re.search(r'action="([^"]+/svar/angra[^"]*)"', answer.text)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_saying_no_on_the_start_page_can_be_undone_and_leaves_a_trace(ahead: Table) -> None:
    answer = ahead.rep.post(
        f"{ahead.here}/svar", data={"reply": "declined", "from": "start"}, follow_redirects=True
    )
    assert "Du har svarat att du inte kan komma." in words_on(answer)
    assert answer.request.path == "/"
    assert answers_told(ahead.session, ahead.over_person) == ["declined"]
    answer = ahead.rep.post(undo_on(answer), follow_redirects=True)
    assert answer.request.path == "/"
    assert f'action="{ahead.here}/svar"' in answer.text, "one is asked again"
    assert of(ahead, Side.REP).reply is None
    assert answers_told(ahead.session, ahead.over_person) == [], "nobody has been told"
    page = words_on(ahead.over.get(f"{ahead.here}/lasare"))
    assert "Svarade på inbjudan: kan inte komma" in page
    assert "Tog tillbaka sitt svar" in page
    assert verify(ahead.session).faults == []


def test_undoing_gives_back_what_one_had_said_before(ahead: Table) -> None:
    at = later(ahead, days=2)
    propose(ahead.rep, ahead, at, "Hellre då")
    answer = ahead.rep.post(f"{ahead.here}/svar", data=no_to(ahead), follow_redirects=True)
    ahead.rep.post(undo_on(answer))
    mine = of(ahead, Side.REP)
    assert (mine.reply, mine.proposed_at, mine.reply_words) == ("proposed", at, "Hellre då")
    assert verify(ahead.session).faults == []


def test_mail_about_an_answer_waits_until_it_can_no_longer_be_undone_unseen(
    ahead: Table, clock: Callable[[datetime], None]
) -> None:
    ahead.over_person.email = "over@exempel.se"
    ahead.session.commit()
    before = ahead.session.scalars(select(Outgoing.id)).all()
    answer = ahead.rep.post(f"{ahead.here}/svar", data=no_to(ahead), follow_redirects=True)
    mail = ahead.session.scalars(select(Outgoing).where(Outgoing.id.not_in(before))).one()
    assert mail.not_before > time.now() + timedelta(minutes=4)
    ahead.rep.post(undo_on(answer))
    ahead.session.commit()
    assert ahead.session.scalars(select(Outgoing.id)).all() == before


def test_who_has_read_an_answer_is_told_that_it_was_taken_back(ahead: Table) -> None:
    answer = ahead.rep.post(f"{ahead.here}/svar", data=no_to(ahead), follow_redirects=True)
    ahead.session.commit()
    told = ahead.session.scalars(
        select(Notice.id).where(Notice.person_id == ahead.over_person.id, Notice.kind == "answer")
    ).one()
    ahead.over.post(f"/nytt/{told}/oppna")
    ahead.rep.post(undo_on(answer))
    assert answers_told(ahead.session, ahead.over_person) == ["declined", "taken_back"]
    assert "har tagit tillbaka sitt svar" in words_on(ahead.over.get("/nytt"))


def test_an_answer_that_holds_no_longer_is_not_undone(ahead: Table) -> None:
    answer = ahead.rep.post(f"{ahead.here}/svar", data=no_to(ahead), follow_redirects=True)
    undo = undo_on(answer)
    change(ahead.over, ahead, later(ahead, days=1))
    ahead.rep.post(undo)
    assert of(ahead, Side.REP).reply is None
    say(ahead.rep, ahead, "accepted")
    ahead.rep.post(undo)
    assert of(ahead, Side.REP).reply is None, "the last answer is the one undone"
    refused = ahead.rep.post(undo, follow_redirects=True)
    assert "gäller inte längre" in words_on(refused)
    assert of(ahead, Side.REP).reply is None


def test_nobody_undoes_the_answer_of_another(ahead: Table, visit: Visit, town: Municipality) -> None:
    answer = ahead.rep.post(f"{ahead.here}/svar", data=no_to(ahead), follow_redirects=True)
    assert visit(town.other_unit_manager).post(undo_on(answer)).status_code == 404
    ahead.over.post(undo_on(answer))
    assert of(ahead, Side.REP).reply == "declined"


def test_a_time_that_was_changed_meanwhile_is_not_taken_unseen(ahead: Table) -> None:
    propose(ahead.rep, ahead, later(ahead, days=2))
    seen = expected_on(ahead.over, ahead.here + "/")
    propose(ahead.rep, ahead, later(ahead, days=3))
    before = ahead.fresh().starts_at
    answer = ahead.over.post(f"{ahead.here}/ta-tiden", data={"expected": seen}, follow_redirects=True)
    assert "inte föreslagen längre" in words_on(answer)
    assert ahead.fresh().starts_at == before
    say(ahead.rep, ahead, "accepted")
    ahead.over.post(f"{ahead.here}/ta-tiden", data={"expected": seen})
    assert ahead.fresh().starts_at == before


def test_nobody_takes_the_time_they_proposed_themselves(ahead: Table) -> None:
    propose(ahead.rep, ahead, later(ahead, days=2))
    seen, before = expected_on(ahead.over, ahead.here + "/"), ahead.fresh().starts_at
    ahead.rep.post(f"{ahead.here}/ta-tiden", data={"expected": seen})
    assert ahead.fresh().starts_at == before


def test_who_proposed_an_earlier_time_gives_the_other_a_day(
    ahead: Table, clock: Callable[[datetime], None]
) -> None:
    """Otherwise one could read the other's unshared picture by having a time taken and starting at once (ADR 0009)."""
    soon = (time.now() + timedelta(minutes=5)).replace(second=0, microsecond=0)
    propose(ahead.rep, ahead, soon)
    ahead.over.post(f"{ahead.here}/ta-tiden", data={"expected": expected_on(ahead.over, ahead.here + "/")})
    assert ahead.fresh().starts_at == soon
    clock(soon + timedelta(minutes=5))
    ahead.rep.post(f"{ahead.here}/steg", data={"till": "held"})
    assert ahead.state == State.PLANNED
    ahead.over.post(f"{ahead.here}/steg", data={"till": "held"})
    assert ahead.state == State.HELD


def change(client: SamsynClient, table: Table, at: datetime, place: str = "") -> None:
    local = at.astimezone(STOCKHOLM)
    client.post(
        f"{table.here}/andra",
        data={
            "title": table.fresh().title,
            "day": f"{local:%Y-%m-%d}",
            "time": f"{local:%H:%M}",
            "minutes": str(table.fresh().minutes),
            "place": place,
            "expected": table.fresh().calendar_sequence,
        },
    )


def test_another_time_asks_anew_and_another_place_does_not(ahead: Table) -> None:
    change(ahead.over, ahead, later(ahead, days=1))
    say(ahead.rep, ahead, "accepted")
    change(ahead.over, ahead, later(ahead), "Rum 7")
    assert of(ahead, Side.REP).reply == "accepted"
    change(ahead.rep, ahead, later(ahead, hours=1), "Rum 7")
    assert of(ahead, Side.REP).reply == "accepted"
    assert of(ahead, Side.OVER).reply is None
    assert verify(ahead.session).faults == []


def test_a_meeting_that_is_held_after_all_asks_anew(ahead: Table) -> None:
    say(ahead.rep, ahead, "declined", "Sjuk")
    ahead.rep.post(f"{ahead.here}/stall-in", data={"reason": "Sjuk"})
    ahead.over.post(f"{ahead.here}/steg", data={"till": "planned"})
    assert [one.reply for one in ahead.fresh().participants] == ["accepted", None]
    assert of(ahead, Side.REP).reply_words == ""
    assert verify(ahead.session).faults == []


def test_who_takes_over_is_asked_anew(ahead: Table, visit: Visit, town: Municipality) -> None:
    say(ahead.rep, ahead, "declined", "Sjuk")
    for one in ahead.session.scalars(select(Appointment).where(Appointment.person_id == ahead.rep_person.id)):
        one.valid_to = time.today()
    new = make_person(ahead.session, "Nils Ny")
    make_appointment(ahead.session, new, town.unit, since=time.today())
    ahead.session.commit()
    assert visit(new).post(f"{ahead.here}/svar", data={"reply": "accepted"}).status_code == 302
    assert of(ahead, Side.REP).reply == "declined", "who has not taken over does not answer"
    visit(new).post(f"{ahead.here}/ta-over")
    assert (of(ahead, Side.REP).reply, of(ahead, Side.REP).reply_words) == (None, "")
    assert verify(ahead.session).faults == []


@pytest.mark.parametrize(
    ("day", "at"),
    [("2020-01-01", "09:00"), ("", "09:00"), ("2027-02-30", "09:00"), ("9999-12-31", "09:00"),
     ("2027-03-01", "25:00"), ("0001-01-01", "09:00"), ("i morgon", "nio")],
)  # fmt: skip
def test_a_time_that_cannot_be_is_refused_with_all_that_was_typed(ahead: Table, day: str, at: str) -> None:
    answer = ahead.rep.post(f"{ahead.here}/annan-tid", data={"day": day, "time": at, "words": "BEHÅLLS"})
    assert answer.status_code == 422
    assert "BEHÅLLS" in answer.text
    assert of(ahead, Side.REP).reply is None


def test_no_answer_that_is_none(ahead: Table) -> None:
    assert ahead.rep.post(f"{ahead.here}/svar", data={"reply": "kanske"}).status_code == 400
    assert ahead.rep.post(f"{ahead.here}/svar", data={}).status_code == 400
    answer = ahead.rep.post(f"{ahead.here}/svar", data={"reply": "proposed"})
    assert answer.location.endswith("/annan-tid")


def test_nobody_answers_once_the_meeting_is_held(ahead: Table, visit: Visit, town: Municipality) -> None:
    ahead.to(State.HELD)
    say(ahead.rep, ahead, "declined")
    assert of(ahead, Side.REP).reply is None
    assert ahead.rep.get(f"{ahead.here}/annan-tid").status_code == 302
    assert 'id="reply"' not in ahead.rep.get(ahead.here + "/").text


def test_nobody_is_asked_whether_they_come_to_what_should_have_begun(table: Table) -> None:
    """The meeting of the table was to begin yesterday, and has not."""
    for client in (table.over, table.rep):
        assert 'id="reply"' not in client.get(table.here + "/").text
        assert f'action="{table.here}/svar"' not in client.get("/").text


def test_outsiders_neither_see_nor_answer(ahead: Table, visit: Visit, town: Municipality) -> None:
    for person in (town.chief_executive, town.other_unit_manager):
        outsider = visit(person)
        for path in ("svar", "ta-tiden", "annan-tid"):
            assert outsider.post(f"{ahead.here}/{path}", data={"reply": "accepted"}).status_code == 404
        for path in ("annan-tid", "mote.ics"):
            assert outsider.get(f"{ahead.here}/{path}").status_code == 404


def test_a_forged_answer_is_found(ahead: Table) -> None:
    say(ahead.rep, ahead, "declined")
    assert verify(ahead.session).faults == []
    of(ahead, Side.REP).reply = "accepted"
    ahead.session.commit()
    assert [fault for fault in verify(ahead.session).faults if "reply" in str(fault)]


def test_two_who_take_the_same_time_move_the_meeting_once(ahead: Table) -> None:
    propose(ahead.rep, ahead, later(ahead, days=2))
    seen = expected_on(ahead.over, ahead.here + "/")
    for _ in range(2):
        ahead.over.post(f"{ahead.here}/ta-tiden", data={"expected": seen})
    assert ahead.fresh().calendar_sequence == 1


def test_the_meeting_page_needs_one_further_statement_for_a_proposed_time(
    ahead: Table, statements: Callable[[], object]
) -> None:
    propose(ahead.rep, ahead, later(ahead, days=2), "Hellre då")
    ahead.over.get(ahead.here + "/")
    with statements() as sent:  # type: ignore[attr-defined]
        ahead.over.get(ahead.here + "/")
    seats = [one for one in sent if "dialogue_participant" in one and "WHERE dialogue_participant" in one]
    assert len([one for one in seats if "UNION ALL" not in one]) == 0
    assert len(seats) == 1, "what speaks against the time proposed"
    assert len(sent) <= 13


def all_dialogues(session: Session) -> list[Dialogue]:
    return list(session.scalars(select(Dialogue)))


def test_every_meeting_has_an_identity_of_its_own(ahead: Table) -> None:
    found = [one.calendar_uid for one in all_dialogues(ahead.session)]
    assert len(set(found)) == len(found) >= 2
    assert all(re.fullmatch(r"[0-9a-f-]{36}", one) for one in found)


def test_a_meeting_called_off_says_so_wherever_one_would_change_it(ahead: Table) -> None:
    ahead.rep.post(f"{ahead.here}/stall-in", data={"reason": "Sjuk"})
    for path in ("andra", "annan-tid"):
        page = words_on(ahead.over.get(f"{ahead.here}/{path}", follow_redirects=True))
        assert "Mötet är inställt. Ska det bli av tar ni först tillbaka det." in page
        assert "redan börjat" not in page


def test_a_blank_reason_keeps_one_in_the_form(ahead: Table) -> None:
    answer = ahead.rep.post(f"{ahead.here}/stall-in", data={"reason": "   "})
    assert answer.status_code == 422
    assert 'name="reason"' in answer.text
    assert "Skriv varför mötet ställs in." in words_on(answer)
    assert ahead.state == State.PLANNED


def test_who_called_it_off_is_said_and_taking_it_back_is_confirmed(ahead: Table, town: Municipality) -> None:
    guest = make_person(ahead.session, "Gun Gäst")
    make_appointment(ahead.session, guest, town.section, Role.SUPPORT)
    ahead.session.commit()
    assert "Bjud in en stödperson" in ahead.over.get(ahead.here + "/").text
    ahead.rep.post(f"{ahead.here}/stall-in", data={"reason": "Sjuk"})
    page = words_on(ahead.over.get(ahead.here + "/"))
    assert f"{ahead.rep_person.name} ställde in mötet" in page
    assert "Bjud in en stödperson" not in page
    answer = ahead.over.post(f"{ahead.here}/steg", data={"till": "planned"}, follow_redirects=True)
    assert f"Mötet ska hållas igen. {ahead.rep_person.name} får en ny inbjudan." in words_on(answer)


def test_a_meeting_is_not_taken_back_into_the_time_of_another(ahead: Table) -> None:
    ahead.rep.post(f"{ahead.here}/stall-in", data={"reason": "Sjuk"})
    another = make_dialogue(
        ahead.session, ahead.series, ahead.over_person, ahead.rep_person, starts_at=later(ahead, minutes=30)
    )
    ahead.session.commit()
    page = ahead.over.get(ahead.here + "/").text
    assert f'href="/dialoger/{another.id}/"' in page
    assert "Ta tillbaka mötet" not in page
    answer = ahead.over.post(f"{ahead.here}/steg", data={"till": "planned"}, follow_redirects=True)
    assert "Ni har ett annat möte då nu." in words_on(answer)
    assert ahead.state == State.CANCELLED
    ahead.rep.post(f"/dialoger/{another.id}/stall-in", data={"reason": "Också sjuk"})
    ahead.over.post(f"{ahead.here}/steg", data={"till": "planned"})
    assert ahead.state == State.PLANNED


def test_when_the_other_cannot_come_the_page_leads_to_another_time(ahead: Table) -> None:
    say(ahead.rep, ahead, "declined")
    page = ahead.over.get(ahead.here + "/").text
    assert f'href="{ahead.here}/andra">Hitta en annan tid' in page


def test_what_speaks_against_a_proposed_time_stands_beside_taking_it(
    ahead: Table, visit: Visit, town: Municipality
) -> None:
    """In the words used when booking: that somebody is taken, and what with only for those who may read of it."""
    at = later(ahead, days=2)
    above = make_series(ahead.session, town.council, town.section)
    make_dialogue(ahead.session, above, town.chief_executive, ahead.over_person, starts_at=at).title = "Eget"
    guest = make_person(ahead.session, "Gun Gäst")
    make_appointment(ahead.session, guest, town.section, Role.SUPPORT)
    ahead.session.commit()
    for client in (ahead.over, ahead.rep):
        client.post(f"{ahead.here}/gaster", data={"person": guest.id})
    propose(ahead.rep, ahead, at)
    page = ahead.over.get(ahead.here + "/")
    reply = words_on(page).split("föreslår en annan tid")[1].split("Ta den tiden")[0]
    assert "Att tänka på den dagen: " in reply
    assert "du: Eget" in reply
    for client in (ahead.rep, visit(guest)):
        assert "Att tänka på den dagen" not in client.get(ahead.here + "/").text
    taken = ahead.over.post(
        f"{ahead.here}/ta-tiden",
        data={"expected": expected_on(ahead.over, ahead.here + "/")},
        follow_redirects=True,
    )
    assert "Att tänka på den dagen: " in words_on(taken), "as when a time is booked"


def test_nothing_is_said_of_a_proposed_time_nothing_speaks_against(ahead: Table) -> None:
    at = next(
        day
        for day in (later(ahead, days=number) for number in range(1, 9))
        if not about_day(day.astimezone(STOCKHOLM).date())
    )
    propose(ahead.rep, ahead, at)
    assert "Att tänka på den dagen" not in ahead.over.get(ahead.here + "/").text


def test_a_meeting_with_another_is_a_taken_time_and_no_more(ahead: Table, town: Municipality) -> None:
    at = later(ahead, days=2)
    other = make_series(
        ahead.session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=worker(ahead, town)
    )
    secret = make_dialogue(ahead.session, other, ahead.rep_person, worker(ahead, town), starts_at=at)
    secret.title = "HEMLIGT"
    ahead.session.commit()
    propose(ahead.rep, ahead, at)
    page = ahead.over.get(ahead.here + "/")
    assert f"{ahead.rep_person.name}: upptagen" in words_on(page)
    assert "HEMLIGT" not in page.text


def worker(table: Table, town: Municipality) -> Person:
    known = table.session.scalars(select(Person).where(Person.name == "Mia Medarbetare")).one_or_none()
    if known is None:
        known = make_person(table.session, "Mia Medarbetare")
        make_appointment(table.session, known, town.unit, Role.EMPLOYEE)
    return known
