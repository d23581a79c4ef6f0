"""An assignment from draft to closed: whose each field is through every door, what is refused, what is undone and told."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.assignments import services
from app.assignments.errors import NotYours, Refused
from app.assignments.models import Assignment, AssignmentWord, Side
from app.assignments.rules import Step
from app.assignments.services import Entry, To
from app.assignments.telling import remind_of_assignments, tell_step
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.organisation.models import Person
from app.records.verifying import verify
from app.search.keeping import compare
from app.steering.in_force import EXTENSION
from tests.factories.assignments import give, make_assignment, step, whole
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality, make_appointment, make_manager, make_person, make_unit
from tests.factories.planning import profile
from tests.support.client import SamsynClient
from tests.support.news import unread
from tests.support.remembering import remembered
from tests.support.told_again import sent_when_told

Visit = Callable[[str], SamsynClient]
WHO = (
    "chief", "section", "unit", "sibling", "other_section", "other_unit", "support", "chair", "auditor", "administrator",
    "employee", "secretary", "other_support",
)  # fmt: skip


def one(session: Session) -> Assignment:
    session.rollback()
    return session.scalars(select(Assignment).order_by(Assignment.id.desc())).first()  # type: ignore[return-value]


@pytest.fixture
def taken(session: Session, town: Municipality) -> Assignment:
    """An assignment from the section to the unit, acknowledged."""
    return remembered(session, _taken, session, town)


def _taken(session: Session, town: Municipality) -> Assignment:
    given = give(session, town.section_manager, town.section, town.unit)
    found = step(session, given, town.unit_manager, Step.ACKNOWLEDGE)
    session.commit()
    return found


@pytest.mark.parametrize("who", WHO)
def test_what_and_when_are_written_by_the_giver_alone_and_how_and_who_by_the_taker_alone(
    session: Session, taken: Assignment, visit: Visit, people: dict[str, Person], who: str
) -> None:
    number, client = taken.id, visit(who)
    what = client.post(
        f"/uppdrag/{number}/vad", data={"title": "Något annat", "how": "Mitt hur", "revision": taken.revision}
    )
    how = client.post(
        f"/uppdrag/{number}/hur", data={"how": "Mitt hur", "title": "Något annat", "revision": taken.revision}
    )
    now = one(session)
    assert (now.title == "Något annat") is (who == "section")
    assert (now.how == "Mitt hur") is (who == "unit")
    assert (what.status_code, how.status_code) == (
        303 if who == "section" else 404,
        303 if who == "unit" else 404,
    )
    # The services ask anew, whatever door it came through.
    actor = acting_as(session, people[who])
    if who != "section":
        with pytest.raises(NotYours):
            services.change(
                session, actor=actor, one=now, entry=Entry("Genom en annan dörr"), revision=now.revision
            )
    if who != "unit":
        with pytest.raises(NotYours):
            services.describe(
                session, actor=actor, one=now, how="Genom en annan dörr", who="", revision=now.revision
            )
    assert verify(session).faults == []


@pytest.mark.parametrize("who", WHO)
def test_each_step_is_taken_by_its_side_alone(
    session: Session, taken: Assignment, visit: Visit, who: str
) -> None:
    client = visit(who)
    for wanted, owner in ((Step.REPORT, "unit"), (Step.ENOUGH, "section"), (Step.WITHDRAW, "section")):
        answer = client.post(f"/uppdrag/{taken.id}/steg/{wanted.value}", data={"words": ""})
        assert answer.status_code == 404 if who != owner else answer.status_code in {409, 422}
    assert one(session).state == "acknowledged"


def test_a_board_gives_to_the_administration_through_the_chief_executive_and_by_no_other_door(
    session: Session, town: Municipality, visit: Visit
) -> None:
    chair = visit("chair")
    page = chair.get("/uppdrag/nytt").text
    assert "Förvaltningen (Karin Kommunchef)" in page
    assert "Lärandesektionen" not in page
    for unit in (town.section, town.unit, town.other_section):
        answer = chair.post(
            "/uppdrag/nytt", data={"to": unit.id, "title": "Direkt dit", "what": "Mina ord", "do": "give"}
        )
        assert answer.status_code == 422
        assert "går alltid genom kommunchefen" in answer.text
        assert "Mina ord" in answer.text
        with pytest.raises(Refused):
            services.draft(
                session,
                actor=acting_as(session, town.politician),
                profile=profile(),
                giver_unit_id=town.board.id,
                to=To(unit.id),
                entry=Entry("Direkt dit"),
            )
    assert (
        chair.post(
            "/uppdrag/nytt", data={"to": town.administration.id, "title": "Rätt väg", "do": "give"}
        ).status_code
        == 303
    )
    assert one(session).state == "given"


def test_nobody_gives_in_the_name_of_a_unit_they_do_not_lead(
    session: Session, town: Municipality, visit: Visit
) -> None:
    for who in ("section", "support", "auditor", "administrator"):
        assert visit(who).get(f"/uppdrag/nytt?enhet={town.board.id}").status_code == 404
    member = make_person(session, "Maj Ledamot")
    make_appointment(session, member, town.board, "politician", duty="member")  # type: ignore[arg-type]
    with pytest.raises(NotYours):
        services.draft(
            session,
            actor=acting_as(session, member),
            profile=profile(),
            giver_unit_id=town.board.id,
            to=To(town.administration.id),
            entry=Entry("Som ledamot"),
        )


def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client, good = visit("section"), {"to": town.unit.id, "title": "Bra", "frame": "Inom ram."}
    for wrong, said in (
        ({"title": " "}, "Skriv vad som ska uppnås."),
        ({"title": "å" * 301}, "300"),
        ({"to": ""}, "Välj vem som ska ta uppdraget."),
        ({"to": "p999"}, "Dit kan ni inte ge uppdrag"),
        ({"to": "hej"}, "Välj vem som ska ta uppdraget."),
        ({"due_on": "i morgon"}, "Inte ett giltigt datum"),
        ({"due_on": str(clock.today() - timedelta(days=1))}, "Den dagen har redan varit."),
    ):
        answer = client.post("/uppdrag/nytt", data=good | wrong)
        assert answer.status_code == 422, wrong
        assert said in answer.text, wrong
        assert "Inom ram." in answer.text
    assert session.scalars(select(Assignment)).all() == []
    answer = client.post("/uppdrag/1/steg/invand", data={"words": "x"})
    assert answer.status_code == 404


@pytest.mark.parametrize("named", [False, True])
def test_where_the_model_names_a_taker_what_nobody_takes_is_saved_and_given_when_somebody_does(
    named: bool, session: Session, town: Municipality, visit: Visit, app: Flask
) -> None:
    steering = profile()
    rules = steering.rules.model_copy(update={"assignments_name_taker": named})
    vacant, client = make_unit(session, "Utan chef", under=town.section), visit("section")
    app.extensions[EXTENSION] = steering.model_copy(update={"rules": rules})
    try:
        data = {"to": str(vacant.id), "title": "Kortare kö", "do": "give"}
        told = client.post("/uppdrag/nytt", data=data, follow_redirects=True).text
        assert ("Ingen leder enheten som ska ta uppdraget" in told) is named
        assert one(session).state == ("draft" if named else "given")
        if named:
            there = f"/uppdrag/{one(session).id}"
            assert "Lämna uppdraget" not in client.get(f"{there}/").text
            refused = client.post(f"{there}/steg/lamna")
            assert refused.status_code == 409
            assert "Ingen leder enheten som ska ta uppdraget" in refused.text
            assert "Lämna uppdraget" not in refused.text
            make_appointment(session, make_person(session, "Nina Nychef"), vacant)
            assert "Lämna uppdraget" in client.get(f"{there}/").text
            client.post(f"{there}/steg/lamna")
            assert one(session).state == "given"
    finally:
        app.extensions[EXTENSION] = steering


def test_from_draft_to_closed_with_words_at_every_step_and_each_told_to_the_other(
    session: Session, town: Municipality, visit: Visit
) -> None:
    giver, taker = visit("section"), visit("unit")
    giver.post("/uppdrag/nytt", data={"to": town.unit.id, "title": "Kortare väntan", "do": "save"})
    number = one(session).id
    page = f"/uppdrag/{number}/"
    assert taker.get(page).status_code == 404
    assert "Kortare väntan" not in taker.get("/uppdrag/?lage=alla").text

    def take(client: SamsynClient, wanted: Step, words: str = "") -> int:
        answer = client.post(
            f"{page}steg/{wanted.value}", data={"words": words, "revision": one(session).revision}
        )
        return answer.status_code

    assert take(giver, Step.GIVE) == 303
    assert "Kvittera" in taker.get(page).text
    assert take(taker, Step.OBJECT, "") == 422
    assert take(taker, Step.OBJECT, "Vi hinner inte i vår.") == 303
    assert "Vi hinner inte i vår." in giver.get(page).text
    assert take(giver, Step.HOLD_TO, "Till hösten går bra.") == 303
    assert take(taker, Step.ACKNOWLEDGE, "Förstått.") == 303
    assert taker.post(f"{page}sag", data={"words": "Vi har börjat."}).status_code == 303
    assert take(taker, Step.REPORT, "Nu svarar vi på en vecka.") == 303
    assert take(giver, Step.MORE, "Också på sommaren?") == 303
    assert take(taker, Step.REPORT, "Ja, också då.") == 303
    assert take(giver, Step.ENOUGH) == 303
    shown = taker.get(page).text
    for words in (
        "Vi hinner inte i vår.",
        "Till hösten går bra.",
        "Vi har börjat.",
        "Också på sommaren?",
        "Ja, också då.",
    ):
        assert words in shown
    assert one(session).state == "closed"
    told = [
        (notice.person_id, notice.words["what"])
        for notice in session.scalars(
            select(Notice).where(Notice.about_kind == "assignment").order_by(Notice.id)
        )
    ]
    mine, theirs = town.section_manager.id, town.unit_manager.id
    assert told == [
        (theirs, "given"), (mine, "objected"), (theirs, "held_to"), (mine, "acknowledged"), (mine, "reported"),
        (theirs, "asked_further"), (mine, "reported"), (theirs, "report_acknowledged"),
    ]  # fmt: skip
    assert verify(session).faults == []
    assert compare(session).agrees


def test_what_was_acknowledged_in_other_words_waits_to_be_acknowledged_again(
    session: Session, taken: Assignment, visit: Visit
) -> None:
    read = taken.revision
    giver = visit("section")
    answer = giver.post(
        f"/uppdrag/{taken.id}/vad",
        data={"title": "Ännu kortare", "revision": read},
        follow_redirects=True,
    )
    assert "väntar på kvittering igen" in answer.text
    assert one(session).state == "given"
    late = visit("unit").post(
        f"/uppdrag/{taken.id}/steg/kvittera",
        data={"revision": read, "words": "Jag läste det gamla."},
    )
    assert late.status_code == 409
    assert "Jag läste det gamla." in late.text
    assert one(session).state == "given"


def test_two_who_hold_the_same_side_do_not_overwrite_each_other(
    session: Session, taken: Assignment, visit: Visit
) -> None:
    read = taken.revision
    client = visit("section")
    client.post(f"/uppdrag/{taken.id}/vad", data={"title": "Först", "revision": read})
    answer = client.post(f"/uppdrag/{taken.id}/vad", data={"title": "Sist", "revision": read})
    assert answer.status_code == 409
    assert "Sist" in answer.text
    assert "Först" in answer.text
    assert one(session).title == "Först"


UNDONE = [
    (Step.ACKNOWLEDGE, Step.UNACKNOWLEDGE, "unit"),
    (Step.OBJECT, Step.UNOBJECT, "unit"),
    (Step.WITHDRAW, Step.RESTORE, "section"),
]


@pytest.mark.parametrize(("done", "undo", "who"), UNDONE)
def test_a_step_is_undone_from_its_notice_and_leaves_its_words_out_of_sight(
    session: Session, town: Municipality, visit: Visit, done: Step, undo: Step, who: str
) -> None:
    given = give(session, town.section_manager, town.section, town.unit)
    session.commit()
    client = visit(who)
    answer = client.post(
        f"/uppdrag/{given.id}/steg/{done.value}", data={"words": "Mina ord här."}, follow_redirects=True
    )
    assert f"/uppdrag/{given.id}/steg/{undo.value}" in answer.text
    assert client.post(f"/uppdrag/{given.id}/steg/{undo.value}").status_code == 303
    assert one(session).state == "given"
    assert "Mina ord här." not in client.get(f"/uppdrag/{given.id}/").text
    assert session.scalars(select(AssignmentWord.text)).all() == ["Mina ord här."]
    assert verify(session).faults == []
    assert compare(session).agrees


def test_the_chain_shows_who_gave_what_to_whom_and_hides_what_is_written_about_other_steps(
    session: Session, town: Municipality, visit: Visit
) -> None:
    first = give(session, town.politician, town.board, town.administration, "Roten", what="Bara för de två.")
    first = step(session, first, town.chief_executive, Step.ACKNOWLEDGE, "Förstått uppifrån.")
    second = give(session, town.chief_executive, town.administration, town.section, "Delen", parent=first)
    second = step(session, second, town.section_manager, Step.ACKNOWLEDGE)
    third = give(session, town.section_manager, town.section, town.unit, "Biten", parent=second)
    hidden = make_assignment(
        session, town.section_manager, town.section, town.sibling, "Syskonets bit", parent=second
    )
    session.commit()
    page = visit("unit").get(f"/uppdrag/{third.id}/").text
    assert page.index("Roten") < page.index("Delen")
    assert "Syskonets bit" not in page
    assert f"/uppdrag/{first.id}/" not in page
    assert visit("unit").get(f"/uppdrag/{first.id}/").status_code == 404
    assert hidden.state == "draft"
    chair = visit("chair").get(f"/uppdrag/{first.id}/").text
    assert "Biten" in chair
    assert whole(session, third, town.section_manager).root_id == first.id
    # What was delegated is known further down: its giver cannot make it a draft again.
    with pytest.raises(Refused):
        services.take(
            session, actor=acting_as(session, town.politician), profile=profile(), one=first, step=Step.UNGIVE
        )
    with pytest.raises(NotYours):
        make_assignment(
            session, town.other_section_manager, town.other_section, town.other_unit, parent=second
        )


def test_a_presidium_reads_what_its_own_body_gives_and_no_assignment_further_down(
    session: Session, town: Municipality, visit: Visit
) -> None:
    first = give(session, town.politician, town.board, town.administration, "Roten")
    first = step(session, first, town.chief_executive, Step.ACKNOWLEDGE)
    second = give(
        session,
        town.chief_executive,
        town.administration,
        town.section,
        "Delen",
        what="Hur ni vill.",
        parent=first,
    )
    session.commit()
    chair = visit("chair")
    assert "Delen" in chair.get(f"/uppdrag/{first.id}/").text
    assert chair.get(f"/uppdrag/{second.id}/").status_code == 404
    assert "Delen" not in chair.get("/uppdrag/").text
    assert "Läses av" in visit("section").get(f"/uppdrag/{second.id}/").text


def test_what_an_employee_takes_is_read_by_employee_and_manager_alone(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one_ = give(session, town.unit_manager, town.unit, town.unit, "Lugna lämningar", to=town.employee)
    session.commit()
    for who in WHO:
        seen = visit(who).get(f"/uppdrag/{one_.id}/")
        assert seen.status_code == (200 if who in {"unit", "employee"} else 404), who
    page = visit("unit").get(f"/uppdrag/{one_.id}/").text
    assert f"Läses av {town.unit_manager.name} och {town.employee.name}." in page
    assert "Stöd för enheten" not in page
    # The draft was the giver's alone: to who takes it the way begins when it was given.
    steps = re.compile(r'<ol class="steps".*?</ol>', re.DOTALL)
    theirs = visit("employee").get(f"/uppdrag/{one_.id}/").text
    drawn = [found.group() for found in (steps.search(page), steps.search(theirs)) if found]
    assert ["Utkast" in one for one in drawn] == [True, False]
    # An employee reads no plans: no door to the thread, which would be closed.
    assert "/plan/trad/" in page
    assert "/plan/trad/" not in visit("employee").get(f"/uppdrag/{one_.id}/").text


def test_a_reorganisation_leaves_no_assignment_without_an_owner(
    session: Session, town: Municipality, taken: Assignment
) -> None:
    from app.organisation import reorganising

    made = reorganising.merge_units(
        session,
        unit_ids=[town.unit.id, town.sibling.id],
        name="Förskolan Kotten",
        on=clock.today(),
        actor_id=None,
    )
    manager = make_person(session, "Nya Chefen")
    make_appointment(session, manager, made, since=clock.today())
    found = whole(session, taken, manager)
    step(session, found, manager, Step.REPORT, "Vi tog över den.")
    assert found.state == "reported"
    assert make_unit is not None


def test_those_who_take_are_reminded_of_the_day_once_and_once_when_it_has_passed(
    session: Session, town: Municipality
) -> None:
    one_ = give(
        session, town.section_manager, town.section, town.unit, due_on=clock.today() + timedelta(days=3)
    )
    session.commit()
    assert remind_of_assignments(session, clock.now()) == 1
    assert remind_of_assignments(session, clock.now()) == 0
    assert remind_of_assignments(session, clock.now() + timedelta(days=5)) == 1
    assert remind_of_assignments(session, clock.now() + timedelta(days=6)) == 0
    assert one_.state == "given"
    assert [one.rpartition("/")[2] for one in unread(session, Kind.ASSIGNMENT_DUE)] == ["late"]


def test_when_all_are_reminded_more_people_take_no_more_statements(
    session: Session, town: Municipality
) -> None:
    day = clock.today() + timedelta(days=3)
    give(session, town.section_manager, town.section, town.unit, due_on=day)
    few = sent_when_told(session, remind_of_assignments, clock.now())
    for _ in range(4):
        unit = make_unit(session, under=town.section)
        make_manager(session, unit)
        give(session, town.section_manager, town.section, unit, due_on=day)
    assert sent_when_told(session, remind_of_assignments, clock.now()) == few
    assert len(unread(session, Kind.ASSIGNMENT_DUE)) == 5


def test_what_was_asked_of_the_other_is_no_news_once_it_is_done(session: Session, town: Municipality) -> None:
    day = clock.today() + timedelta(days=3)
    one = give(session, town.section_manager, town.section, town.unit, due_on=day)
    asked = (Kind.ASSIGNMENT, Kind.ASSIGNMENT_DUE)
    remind_of_assignments(session, clock.now())
    tell_step(session, one, Step.GIVE, Side.GIVER, town.section_manager.id)
    assert [one.split("/")[0] for one in unread(session, *asked)] == ["assignment_due", "assignment"]
    one = step(session, one, town.unit_manager, Step.ACKNOWLEDGE)
    assert [one.split("/")[0] for one in unread(session, *asked)] == ["assignment_due"]
    one = step(session, one, town.unit_manager, Step.REPORT, "Väntan är kortare.")
    tell_step(session, one, Step.REPORT, Side.TAKER, town.unit_manager.id)
    assert [one.split("/")[2] for one in unread(session, *asked)] == ["reported"]
    step(session, one, town.section_manager, Step.ENOUGH)
    assert unread(session, *asked) == []


def test_the_file_tells_the_swedish_day_an_assignment_was_given(
    session: Session, town: Municipality, visit: Visit, clock: Callable[[datetime], None]
) -> None:
    clock(datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    give(session, town.section_manager, town.section, town.unit, "Lugna morgnar", due_on=None)
    session.commit()
    (line,) = visit("section").get("/uppdrag/uppdrag.csv").text.splitlines()[1:]
    assert "2026-07-01" in line


def test_the_register_is_filtered_sorted_and_taken_away_as_the_address_says(
    session: Session, town: Municipality, visit: Visit
) -> None:
    give(
        session,
        town.section_manager,
        town.section,
        town.unit,
        "=Formel",
        due_on=clock.today() + timedelta(days=9),
    )
    give(session, town.section_manager, town.section, town.sibling, "Ängens gård")
    session.commit()
    client = visit("section")
    assert "Ängens gård" in client.get("/uppdrag/", query_string={"q": "gård"}).text
    assert "=Formel" not in client.get("/uppdrag/", query_string={"q": "gård"}).text
    assert "Inget uppdrag stämmer" in client.get("/uppdrag/?lage=klara").text
    page = client.get("/uppdrag/?ordning=-rubrik").text
    assert page.index("Ängens gård") < page.index("=Formel")
    lines = client.get("/uppdrag/uppdrag.csv").get_data(as_text=True)
    assert "'=Formel" in lines
    assert client.get("/uppdrag/uppdrag.xlsx").data[:2] == b"PK"
    assert "Här står uppdragen som ges och tas" in visit("other_unit").get("/uppdrag/").text
