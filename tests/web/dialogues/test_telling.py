"""Who is told what of a dialogue: those it concerns now, nobody of what they did themselves, and never a text."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock as time
from app.access.matrix import Role
from app.dialogues import telling
from app.dialogues.holding import services as holding
from app.dialogues.inviting import rules as inviting_rules
from app.dialogues.inviting import services as inviting
from app.dialogues.models import Addendum, AgreementState, Guest, Reply, Side, State
from app.dialogues.preparing import services as preparing
from app.dialogues.series import services
from app.notifications.delivering import make_days
from app.notifications.due import due
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import Notice, Outgoing, Pace
from app.notifications.services import choose
from app.organisation.models import Appointment, Person
from tests.factories.dialogues import loaded, make_dialogue, make_series, seats
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table


def told(session: Session, person: Person) -> list[str]:
    """Give the kinds a person has been told of, in order."""
    session.commit()
    rows = session.execute(
        select(Notice.kind, Notice.words).where(Notice.person_id == person.id).order_by(Notice.id)
    )
    return [f"{kind} {words['what']}" if words.get("what") else kind for kind, words in rows]


def unread(session: Session, person: Person) -> list[str]:
    """Give the kinds of what a person has not read, in order."""
    session.commit()
    rows = session.execute(
        select(Notice.kind, Notice.words)
        .where(Notice.person_id == person.id, Notice.read_at.is_(None))
        .order_by(Notice.id)
    )
    return [f"{kind} {words['what']}" if words.get("what") else kind for kind, words in rows]


def propose(table: Table, *days: int) -> None:
    """Let the one below propose other times, the last one standing."""
    for number in days:
        dialogue = table.fresh()
        _, rep = seats(dialogue)
        inviting.reply(
            table.session, seat=rep, dialogue=dialogue, answer=Reply.PROPOSED,
            proposed_at=dialogue.starts_at + timedelta(days=number),
        )  # fmt: skip


def move(table: Table, *, days: int = 0, place: str = "") -> None:
    """Let the one above change the meeting."""
    dialogue = table.fresh()
    over, _ = seats(dialogue)
    services.change_meeting(
        table.session, seat=over, dialogue=dialogue, title=dialogue.title, minutes=dialogue.minutes,
        starts_at=dialogue.starts_at + timedelta(days=days), place=place or dialogue.place, expected=dialogue.calendar_sequence,
    )  # fmt: skip


def test_a_proposal_overtakes_the_one_before(table: Table) -> None:
    propose(table, 7, 14)
    assert unread(table.session, table.over_person) == ["answer proposed"]


def test_taking_a_proposal_leaves_none_to_answer_and_says_it_was_taken(table: Table) -> None:
    propose(table, 7)
    dialogue = table.fresh()
    over, _ = seats(dialogue)
    theirs = next(one for one in dialogue.participants if one.side == Side.REP)
    inviting.take_proposed(
        table.session, seat=over, dialogue=dialogue, expected=inviting_rules.expected(dialogue, theirs)
    )
    assert unread(table.session, table.over_person) == []
    assert unread(table.session, table.rep_person) == ["change taken"]


def test_a_move_overtakes_the_invitation_and_the_answers(table: Table) -> None:
    propose(table, 7)
    move(table, days=3)
    assert unread(table.session, table.rep_person) == ["change"]
    assert unread(table.session, table.over_person) == []
    move(table, days=1)
    assert unread(table.session, table.rep_person) == ["change"]


def test_another_place_leaves_a_proposal_of_another_time_standing(table: Table) -> None:
    propose(table, 7)
    move(table, place="Rum 9")
    assert unread(table.session, table.over_person) == ["answer proposed"]


def test_a_meeting_called_off_leaves_nothing_else_unread_of_it(table: Table) -> None:
    make_dialogue(table.session, table.series, table.over_person, table.rep_person)
    propose(table, 7)
    table.over.post(f"{table.here}/stall-in", data={"reason": "Sjuk"})
    assert unread(table.session, table.over_person) == []
    # The invitation left is that of the other meeting.
    assert unread(table.session, table.rep_person) == ["invitation", "cancellation"]
    table.over.post(f"{table.here}/steg", data={"till": "planned"})
    assert unread(table.session, table.rep_person) == ["invitation", "invitation reinstated"]


def test_what_is_overtaken_is_left_out_of_the_mail_of_the_day(
    table: Table, clock: Callable[[datetime], None]
) -> None:
    session = table.session
    choose(session, person_id=table.over_person.id, paces={Kind.ANSWER: Pace.DAILY})
    propose(table, 7)
    move(table, days=3)
    session.commit()
    clock(time.now() + timedelta(days=1))
    assert make_days(session) == 0


def test_who_plans_is_not_told_and_the_other_is_invited(table: Table) -> None:
    assert told(table.session, table.rep_person) == ["invitation"]
    assert told(table.session, table.over_person) == []


def test_a_change_is_told_and_a_save_without_one_is_not(table: Table) -> None:
    dialogue = table.fresh()
    over, _ = seats(dialogue)
    for place in ("Rum 7", "Rum 7"):
        services.change_meeting(
            table.session, seat=over, dialogue=dialogue, expected=dialogue.calendar_sequence, title=dialogue.title,
            starts_at=dialogue.starts_at, minutes=60, place=place,
        )  # fmt: skip
    assert told(table.session, table.rep_person) == ["invitation", "change"]
    assert told(table.session, table.over_person) == []


def test_cancelling_and_reinstating_are_told_without_the_reason(table: Table) -> None:
    table.over.post(f"{table.here}/stall-in", data={"reason": "HEMLIGT SKÄL"})
    table.over.post(f"{table.here}/steg", data={"till": "planned"})
    assert told(table.session, table.rep_person) == ["invitation", "cancellation", "invitation reinstated"]
    assert "HEMLIGT" not in json.dumps([one.words for one in table.session.scalars(select(Notice))])


def test_sharing_is_told_once_however_often_it_is_done(table: Table) -> None:
    dialogue = table.fresh()
    _, rep = seats(dialogue)
    for _ in range(2):
        preparing.share_pictures(table.session, seat=rep, dialogue=dialogue)
        preparing.take_back_pictures(table.session, seat=rep, dialogue=dialogue)
    assert told(table.session, table.over_person) == ["shared"]


def test_the_second_to_share_tells_that_both_can_read(table: Table) -> None:
    table.to(State.PREPARING)
    assert told(table.session, table.over_person)[-1] == "shared open"
    assert told(table.session, table.rep_person)[-1] == "shared"


def test_whoever_shared_first_is_told_that_both_are_open_also_by_one_who_had_taken_theirs_back(
    table: Table,
) -> None:
    for way in ("dela", "ta-tillbaka"):
        table.rep.post(f"{table.here}/{way}", data={"anyway": "1"})
    table.over.post(f"{table.here}/dela", data={"anyway": "1"})
    table.rep.post(f"{table.here}/dela", data={"anyway": "1"})
    assert table.fresh().revealed_at is not None
    assert told(table.session, table.over_person)[-1] == "shared open"


def test_consents_are_told_and_so_is_their_fall(table: Table) -> None:
    table.to(State.ESTABLISHING)
    table.consent(table.rep)
    assert told(table.session, table.over_person)[-1] == "establish"
    table.write_whole("Något annat än du fastställde.")
    assert told(table.session, table.rep_person)[-1] == "reopened"
    before = len(told(table.session, table.over_person))
    table.consent(table.rep)
    table.consent(table.over)
    assert table.state == State.ESTABLISHED
    assert len(told(table.session, table.over_person)) == before + 1, "the last consent asks nobody for more"


def test_who_changes_what_they_consented_to_is_not_told(table: Table) -> None:
    table.to(State.ESTABLISHING)
    table.consent(table.over)
    table.write_whole("Jag ändrade själv.")
    assert "reopened" not in told(table.session, table.over_person)


def test_an_addendum_waits_for_the_other(table: Table) -> None:
    table.to(State.ESTABLISHED)
    table.rep.post(f"{table.here}/tillagg", data={"text": "Ett tillägg"})
    assert told(table.session, table.over_person)[-1] == "establish addendum"
    assert told(table.session, table.rep_person)[-1] != "establish addendum"


def test_guests_are_asked_about_invited_and_may_say_no(
    table: Table, session: Session, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    guest = make_person(session, "Gun Gäst")
    make_appointment(session, guest, town.section, Role.SUPPORT)
    session.commit()
    table.over.post(f"{table.here}/gaster", data={"person": guest.id})
    assert unread(session, table.rep_person)[-1] == "guests proposed"
    assert told(session, guest) == []
    table.rep.post(f"{table.here}/gaster", data={"person": guest.id})
    assert "guests proposed" not in unread(session, table.rep_person)
    assert told(session, guest) == ["guests invited"]
    table.over.post(f"{table.here}/stall-in", data={"reason": "Sjuk"})
    table.over.post(f"{table.here}/steg", data={"till": "planned"})
    assert told(session, guest) == ["guests invited", "cancellation guest", "invitation guest"]
    visit(guest).post(f"{table.here}/tacka-nej", data={"reason": "HEMLIGT"})
    assert told(session, table.over_person)[-1] == "guests declined"
    assert told(session, table.rep_person)[-1] == "guests declined"
    assert "HEMLIGT" not in json.dumps([one.words for one in session.scalars(select(Notice))])


def test_a_guest_is_told_when_one_of_the_two_takes_the_invitation_back(
    table: Table, session: Session, town: Municipality
) -> None:
    guest = make_person(session, "Gun Gäst")
    make_appointment(session, guest, town.section, Role.SUPPORT)
    session.commit()
    table.over.post(f"{table.here}/gaster", data={"person": guest.id})
    number = session.scalars(select(Guest.id)).one()
    table.over.post(f"{table.here}/gaster/{number}/ta-tillbaka")
    assert told(session, guest) == [], "only asked about so far"
    for client in (table.over, table.rep):
        client.post(f"{table.here}/gaster", data={"person": guest.id})
    table.rep.post(f"{table.here}/gaster/{number}/ta-tillbaka")
    assert told(session, guest) == ["guests invited", "guests uninvited"]
    table.over.post(f"{table.here}/gaster/{number}/ta-tillbaka")
    assert told(session, guest) == ["guests invited", "guests uninvited"], "told once"
    last = session.scalars(select(Notice).where(Notice.person_id == guest.id).order_by(Notice.id)).all()[-1]
    assert (last.path, last.words["who"]) == ("/", table.rep_person.name)


def test_who_has_left_is_told_nothing_and_who_came_is(
    table: Table, session: Session, town: Municipality
) -> None:
    leave(session, town.unit_manager)
    new = make_person(session, "Nils Ny")
    make_appointment(session, new, town.unit, since=time.today())
    session.commit()
    before = told(session, table.rep_person)
    table.over.post(f"{table.here}/stall-in", data={"reason": "Sjuk"})
    assert told(session, table.rep_person) == before
    assert told(session, new) == ["cancellation"]


def test_what_one_was_told_by_a_post_goes_as_one_leaves_it(
    table: Table, session: Session, town: Municipality
) -> None:
    table.over.post(f"{table.here}/stall-in", data={"reason": "Sjuk"})
    make_appointment(session, table.rep_person, town.other_unit, deputy=True)
    other = make_dialogue(
        session, make_series(session, town.section, town.other_unit), table.over_person, table.rep_person
    )
    session.commit()
    before = len(told(session, table.over_person))
    assert leaving.let_go(session, time.today()) == 0
    for one in session.scalars(select(Appointment).where(Appointment.unit_id == town.unit.id)):
        one.valid_to = time.today() + timedelta(days=1)
    session.commit()
    assert leaving.let_go(session, time.today()) == 0, "not before the day"
    assert leaving.let_go(session, time.today() + timedelta(days=1)) > 0
    session.commit()
    left = session.scalars(select(Notice.about_id).where(Notice.person_id == table.rep_person.id)).all()
    assert set(left) == {other.id}, "what belongs to another post stays"
    assert len(told(session, table.over_person)) == before


def test_a_guest_keeps_what_leads_nowhere(table: Table, session: Session, town: Municipality) -> None:
    guest = make_person(session, "Gun Gäst")
    make_appointment(session, guest, town.section, Role.SUPPORT)
    session.commit()
    for client in (table.over, table.rep):
        client.post(f"{table.here}/gaster", data={"person": guest.id})
    number = session.scalars(select(Guest.id).where(Guest.person_id == guest.id)).one()
    table.over.post(f"{table.here}/gaster/{number}/ta-tillbaka")
    assert "guests uninvited" in told(session, guest)
    leave(session, guest)
    leaving.let_go(session, time.today())
    assert "guests uninvited" in told(session, guest)


def test_taking_over_is_told_across_the_table(
    table: Table, session: Session, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    leave(session, town.unit_manager)
    new = make_person(session, "Nils Ny")
    make_appointment(session, new, town.unit, since=time.today())
    session.commit()
    visit(new).post(f"{table.here}/ta-over")
    assert told(session, table.over_person)[-1] == "take_over"
    assert told(session, new) == []


def leave(session: Session, person: Person) -> None:
    for one in session.scalars(select(Appointment).where(Appointment.person_id == person.id)):
        one.valid_to = time.today()
    session.flush()


def reminded(session: Session, kind: str) -> int:
    """Tell what is due, and give how many were told of one kind; what else is near that day is told beside it."""
    of_kind = select(func.count()).select_from(Notice).where(Notice.kind == kind)
    before = session.scalar(of_kind) or 0
    due.tell(session, time.now())
    session.flush()
    return (session.scalar(of_kind) or 0) - before


def test_one_is_reminded_once_three_days_before_unless_ready(
    table: Table, session: Session, clock: Callable[[datetime], None]
) -> None:
    start = time.now()
    dialogue = make_dialogue(
        session, table.series, table.over_person, table.rep_person, starts_at=start + timedelta(days=10)
    )
    over, _ = seats(loaded(session, dialogue))
    preparing.share_pictures(session, seat=over, dialogue=loaded(session, dialogue))
    session.commit()
    for days, reminders in ((1, 0), (6.9, 0), (7.1, 1), (7.2, 0), (9, 0), (11, 0)):
        clock(start + timedelta(days=days))
        assert reminded(session, "prepare") == reminders, days
        session.commit()
    assert unread(session, table.rep_person)[-1] == "prepare"
    assert "prepare" not in told(session, table.over_person)
    _, rep = seats(loaded(session, dialogue))
    preparing.share_pictures(session, seat=rep, dialogue=loaded(session, dialogue))
    assert "prepare" not in unread(session, table.rep_person)


def test_who_was_just_invited_is_not_reminded_the_same_day(
    table: Table, session: Session, clock: Callable[[datetime], None]
) -> None:
    start = time.now()
    make_dialogue(
        session, table.series, table.over_person, table.rep_person, starts_at=start + timedelta(days=2)
    )
    session.commit()
    due.tell(session, start)
    assert "prepare" not in told(session, table.rep_person)
    clock(start + timedelta(hours=25))
    due.tell(session, time.now())
    assert told(session, table.rep_person)[-1] == "prepare"


def test_agreements_are_told_to_those_who_promised(table: Table, clock: Callable[[datetime], None]) -> None:
    session = table.session
    table.to(State.HELD)
    agreement = table.agree(table.over, "HEMLIGT LÖFTE")
    agreement.due_on = time.today() + timedelta(days=10)
    session.commit()
    assert reminded(session, "agreement_due") == 0
    start = time.now()
    for days, reminders in ((8, 1), (9, 0), (12, 0)):
        clock(start + timedelta(days=days))
        assert reminded(session, "agreement_due") == reminders, days
        session.commit()
    assert unread(session, table.rep_person)[-1] == "agreement_due"
    holding.close_agreement(
        session,
        person_id=table.over_person.id,
        agreement=agreement,
        state=AgreementState.DONE,
        revision=agreement.revision,
    )
    assert "agreement_due" not in unread(session, table.rep_person)
    words = session.scalars(select(Notice.words).where(Notice.kind == "agreement_due")).one()
    assert words["said_on"] == table.dialogue.starts_at.astimezone(time.STOCKHOLM).date().isoformat()
    assert "agreement_due" not in told(session, table.over_person)
    assert "HEMLIGT" not in json.dumps([one.words for one in session.scalars(select(Notice))])


def test_the_links_lead_somewhere(table: Table, app: Flask) -> None:
    """The addresses are written by hand below the web, so they are held against the routes here."""
    session = table.session
    table.to(State.ESTABLISHED)
    table.rep.post(f"{table.here}/tillagg", data={"text": "Ett tillägg"})
    session.commit()
    for person, client in ((table.over_person, table.over), (table.rep_person, table.rep)):
        paths = session.scalars(select(Notice.path).where(Notice.person_id == person.id)).all()
        assert paths
        for path in paths:
            assert client.get(path.partition("#")[0]).status_code in {200, 302}, path
    adapter = app.url_map.bind("localhost")
    assert adapter.match("/dialoger/1/skriv")[0] == "dialogues.write_next"
    assert adapter.match("/dialoger/serie/1/")[0] == "dialogues.series_page"
    assert adapter.match("/lyft/1")[0] == "passages.one"


def test_mail_follows_what_was_told(table: Table) -> None:
    table.over_person.email, table.rep_person.email = None, "rep@exempel.se"
    table.session.commit()
    table.to(State.PREPARING)
    rows = table.session.scalars(select(Outgoing)).all()
    assert {row.person_id for row in rows} == {table.rep_person.id}


def test_around_names_both_and_asks_few_statements(table: Table, statements: Callable[[], object]) -> None:
    with statements() as sent:  # type: ignore[attr-defined]
        people = telling.around(table.session, table.dialogue)
    assert people.across(Side.REP) == table.over_person.name
    assert len(sent) <= 6


def test_what_was_asked_is_no_news_once_it_is_done_or_no_longer_asked(table: Table) -> None:
    one, two = table.over_person, table.rep_person
    asked = {"establish", "reopened", "establish addendum", "shared", "shared open", "invitation", "prepare"}

    def asks(person: Person) -> list[str]:
        return [kind for kind in unread(table.session, person) if kind in asked]

    table.to(State.ESTABLISHING)
    assert asks(one) == asks(two) == [], "what lay ahead is past"
    table.consent(table.rep)
    assert asks(one) == ["establish"]
    table.rep.post(f"{table.here}/helhet/angra")
    assert asks(one) == [], "nobody waits for one any more"
    table.consent(table.rep)
    table.write_whole("Något annat än du fastställde.")
    assert (asks(one), asks(two)) == ([], ["reopened"])
    table.consent(table.rep)
    table.consent(table.over)
    assert table.state == State.ESTABLISHED
    assert asks(one) == asks(two) == []
    for words in ("Ett tillägg", "Ett tillägg till"):
        table.rep.post(f"{table.here}/tillagg", data={"text": words})
    assert asks(one) == ["establish addendum"] * 2
    first, second = table.session.scalars(select(Addendum).order_by(Addendum.id)).all()
    table.over.post(
        f"{table.here}/tillagg/{first.id}", data={"wish": "establish", "revision": first.revision}
    )
    assert asks(one) == ["establish addendum"]
    table.rep.post(
        f"{table.here}/tillagg/{second.id}", data={"wish": "withdraw", "revision": second.revision}
    )
    assert asks(one) == []
