"""An establishing falls: the own opinion stands in its form again for its writer alone, and the page says what was changed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.attachments.models import Attachment
from app.dialogues.models import State
from app.drafts import rules
from app.drafts.models import Draft
from app.organisation.models import Person
from app.records.models import Signature
from app.records.verifying import verify
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.support.files import pdf
from tests.support.remembering import remembered
from tests.support.subjects import goal_of, register_goals
from tests.web.dialogues import test_consents as ways
from tests.web.dialogues.conftest import Table, words_on
from tests.web.dialogues.test_drafts import keep

WORDS = "Jag minns våren annorlunda."
LATER = "Jag har tänkt om sedan dess."
FELL = "så ditt fastställande gäller inte längre"


def attach(t: Table) -> None:
    t.over.post(
        f"{t.here}/filer",
        data={"file": (io.BytesIO(pdf("Underlag")), "underlag.pdf")},
        content_type="multipart/form-data",
    )


def take_file_away(t: Table) -> None:
    t.session.commit()
    file = t.session.scalars(select(Attachment)).one()
    t.over.post(f"{t.here}/filer/{file.id}", data={"wish": "remove"})


def mark_theme(t: Table) -> None:
    t.over.post(f"{t.at_theme}/handlar-om", data={"mark": str(t.session.info["goal"])})


WAYS: list[tuple[Callable[[Table], None], str]] = [
    (ways.change_note, "ändrade en anteckning"),
    (ways.change_whole, "ändrade den gemensamma bilden"),
    (ways.judge, "ändrade sitt omdöme om ett tema"),
    (ways.agree, "ändrade överenskommelserna"),
    (ways.change_agreement, "ändrade överenskommelserna"),
    (ways.decide, "ändrade besluten"),
    (ways.change_decision, "ändrade besluten"),
    (ways.remove_decision, "ändrade besluten"),
    (ways.release, "ändrade det som ska lyftas"),
    (ways.withdraw_released, "ändrade det som ska lyftas"),
    (ways.hold_back, "ändrade det som ska lyftas"),
    (ways.change_matter, "ändrade det som ska lyftas"),
    (ways.attendance, "ändrade närvaron"),
    (ways.guest_joins, "ändrade vilka som är inbjudna"),
    (ways.guest_leaves, "ändrade vilka som är inbjudna"),
    (attach, "ändrade filerna"),
    (take_file_away, "ändrade filerna"),
    (mark_theme, "ändrade vad ett tema handlar om"),
    (ways.step_back, "gick tillbaka till anteckningarna"),
]
"""Each way an establishing falls by what the other does, and what is said of it."""


@pytest.fixture
def given(table: Table, town: Municipality) -> Table:
    """A meeting being established, with the reporting side's consent and an own opinion in it."""
    register_goals()
    table.session.info.update(remembered(table.session, ways.one_of_everything, table, town))
    table.session.info["goal"] = goal_of(town.unit)
    table.rep.post(f"{table.here}/helhet/angra")
    attach(table)
    table.consent(table.rep, own_opinion=WORDS)
    assert table.consents() == 1
    return table


def drafts(t: Table) -> list[tuple[int, str]]:
    t.session.rollback()
    return [(one.person_id, one.fields) for one in t.session.scalars(select(Draft))]


def opinion(client: SamsynClient, t: Table) -> str:
    """Give what stands in the field of the own opinion, "" where there is none."""
    page = client.get(f"{t.here}/helhet").text
    found = re.search(r'<textarea[^>]*name="own_opinion"[^>]*>([^<]*)', page)
    return found[1].strip() if found else ""


def test_every_way_is_here() -> None:
    assert {way for way, _ in WAYS} >= set(ways.CHANGES)


@pytest.mark.parametrize(("change", "said"), WAYS, ids=lambda one: getattr(one, "__name__", ""))
def test_what_one_meant_stands_in_the_form_again_for_oneself_alone_and_the_page_says_what_was_changed(
    given: Table, change: Callable[[Table], None], said: str
) -> None:
    for page in ("/", "/helhet"):
        assert FELL not in given.rep.get(given.here + page).text
    change(given)
    assert given.consents() == 0
    for page in ("/", "/helhet"):
        shown = words_on(given.rep.get(given.here + page))
        assert re.search(rf"{given.over_person.name} {said} kl \d\d\.\d\d, {FELL}", shown), page
        assert FELL not in given.over.get(given.here + page).text
    if change is ways.step_back:
        given.over.post(f"{given.here}/steg", data={"till": "establishing"})
    assert opinion(given.rep, given) == WORDS
    for page in ("/", "/helhet", "/lasare", f"/tema/{given.theme.id}"):
        assert WORDS not in given.over.get(given.here + page).text
    assert [person for person, _ in drafts(given)] == [given.rep_person.id]
    # Sent again it is with the record, and no draft any more.
    given.consent(given.rep, own_opinion=opinion(given.rep, given))
    assert FELL not in given.rep.get(f"{given.here}/helhet").text
    assert drafts(given) == []
    given.consent(given.over)
    signed = given.session.scalars(select(Signature.own_opinion).order_by(Signature.side)).all()
    assert signed == [None, WORDS]
    assert verify(given.session).faults == []


def test_taken_back_it_stands_in_the_form_again_and_nothing_is_said_to_have_fallen(given: Table) -> None:
    answer = given.rep.post(f"{given.here}/helhet/angra", follow_redirects=True)
    assert "Din egna mening står kvar i rutan." in answer.text
    assert FELL not in answer.text
    assert opinion(given.rep, given) == WORDS
    assert WORDS not in given.over.get(f"{given.here}/helhet").text


def test_where_nothing_was_meant_nothing_is_put_back(table: Table) -> None:
    table.to(State.ESTABLISHING)
    table.consent(table.rep)
    table.rep.post(f"{table.here}/helhet/angra")
    assert "står kvar i rutan" not in table.rep.get(f"{table.here}/helhet").text
    table.consent(table.rep)
    ways.change_whole(table)
    assert drafts(table) == []


def test_what_one_has_written_there_since_wins(given: Table) -> None:
    keep(given.rep, f"{given.here}/helhet/faststall", own_opinion=LATER)
    ways.change_whole(given)
    assert opinion(given.rep, given) == LATER


def test_what_another_window_had_left_before_gives_way(table: Table) -> None:
    table.to(State.ESTABLISHING)
    keep(table.rep, f"{table.here}/helhet/faststall", own_opinion="Ett tidigare försök")
    table.consent(table.rep, own_opinion=WORDS)
    assert len(drafts(table)) == 1
    ways.change_whole(table)
    assert opinion(table.rep, table) == WORDS


def test_however_many_drafts_one_has_the_other_may_change_the_record(
    given: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST", 0)
    assert given.write_whole("En annan helhet.").status_code == 302
    assert opinion(given.rep, given) == WORDS


def test_whoever_takes_over_is_shown_nothing_of_it_and_the_other_is_told(
    given: Table, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    """The one who left their seat has it for themselves; the one across the table is told that theirs fell."""
    deputy = make_person(given.session, "Tove Tillförordnad")
    make_appointment(given.session, deputy, town.unit, deputy=True, since=clock.today() - timedelta(days=1))
    successor = visit(deputy)
    assert successor.post(f"{given.here}/ta-over").status_code == 302
    assert opinion(successor, given) == ""
    assert WORDS not in successor.get(f"{given.here}/helhet").text
    assert [person for person, _ in drafts(given)] == [given.rep_person.id]


def test_who_established_is_told_that_somebody_else_sits_there_now(
    given: Table, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    deputy = make_person(given.session, "Tove Tillförordnad")
    make_appointment(
        given.session, deputy, town.section, deputy=True, since=clock.today() - timedelta(days=1)
    )
    visit(deputy).post(f"{given.here}/ta-over")
    assert (
        "Tove Tillförordnad tog över platsen mitt emot dig kl" in given.rep.get(f"{given.here}/helhet").text
    )
    assert opinion(given.rep, given) == WORDS


def test_who_changes_something_after_establishing_is_told_it_is_ones_own_doing(given: Table) -> None:
    given.write_note(given.rep, "Jag skrev en mening till.")
    assert "Du har ändrat något sedan du fastställde" in given.rep.get(f"{given.here}/helhet").text
    assert opinion(given.rep, given) == WORDS


def test_a_change_of_another_day_is_told_with_its_day(given: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    ways.change_whole(given)
    later = clock.today() + timedelta(days=3)
    monkeypatch.setattr(clock, "today", lambda: later)
    shown = words_on(given.rep.get(f"{given.here}/helhet"))
    assert re.search(rf"ändrade den gemensamma bilden \d+ \w+ \d\d\.\d\d, {FELL}", shown)


def test_one_reads_ones_own_opinion_while_waiting_and_the_other_does_not_know_of_it(given: Table) -> None:
    mine, theirs = (given.rep.get(f"{given.here}/helhet").text, given.over.get(f"{given.here}/helhet").text)
    assert WORDS in mine
    assert "Din egna mening, som följer med." in mine
    assert WORDS not in theirs
    assert "som följer med." not in theirs
    given.consent(given.over)
    assert WORDS in given.over.get(f"{given.here}/").text


def test_without_a_shared_picture_one_writes_it_and_the_other_waits(table: Table) -> None:
    table.to(State.HELD)
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    over, rep = table.over_person.name, table.rep_person.name
    writes, waits = words_on(table.over.get("/")), words_on(table.rep.get("/"))
    assert f"Skriv den gemensamma bilden med {rep}" in writes
    assert f"{over} skriver den gemensamma bilden." in waits
    writes, waits = (words_on(one.get(f"{table.here}/")) for one in (table.over, table.rep))
    assert "Skriv den gemensamma bilden" in writes
    assert f"{over} skriver den gemensamma bilden." in waits
    for page in (writes, waits):
        assert "Läs och fastställ" not in page
    assert "Fastställ för min del" not in table.rep.get(f"{table.here}/helhet").text
    assert f"Du fastställer när {over} har skrivit" in table.rep.get(f"{table.here}/helhet").text
    table.write_whole("  \n ")
    assert "Läs och fastställ" not in table.rep.get("/").text
    table.write_whole("Det här är helheten.")
    for client in (table.over, table.rep):
        assert "Läs och fastställ" in client.get("/").text
        assert "Läs och fastställ" in client.get(f"{table.here}/").text
        assert "Fastställ för min del" in client.get(f"{table.here}/helhet").text


def test_who_is_to_write_the_shared_picture_is_called_by_name_and_oneself_you(table: Table) -> None:
    table.to(State.HELD)
    assert "skriver du den gemensamma bilden" in table.over.get(f"{table.here}/").text
    assert f"skriver {table.over_person.name} den gemensamma bilden" in table.rep.get(f"{table.here}/").text


def test_a_theme_one_has_judged_says_who_has_and_who_has_not(table: Table) -> None:
    table.to(State.ESTABLISHING)
    for verdict in ("", "partly"):
        table.over.post(f"{table.at_theme}/omdome", data={"verdict": verdict})
    table.rep.post(f"{table.at_theme}/omdome", data={"verdict": ""})
    page = words_on(table.rep.get(f"{table.here}/helhet"))
    over, rep = table.over_person.name, table.rep_person.name
    assert f"{over} säger delvis samma bild; {rep} har inte sagt sitt än" in page
    table.over.post(f"{table.at_theme}/omdome", data={"verdict": ""})
    assert "har inte sagt sitt än" not in words_on(table.rep.get(f"{table.here}/helhet"))


def test_an_addendum_says_whom_it_waits_for(table: Table) -> None:
    table.to(State.ESTABLISHED)
    table.rep.post(f"{table.here}/tillagg", data={"text": "En rättelse."})
    for client in (table.over, table.rep):
        assert "väntar på att båda fastställer" in client.get(f"{table.here}/").text
    page = table.rep.get(f"{table.here}/").text
    found = re.search(r'action="(/dialoger/\d+/tillagg/\d+)"', page)
    assert found is not None
    table.rep.post(found[1], data={"wish": "establish", "revision": "1"})
    over, rep = table.over_person.name, table.rep_person.name
    assert f"Du har fastställt det. Nu väntar det på {over}." in table.rep.get(f"{table.here}/").text
    assert f"{rep} har fastställt det. Nu väntar det på dig." in table.over.get(f"{table.here}/").text
    table.over.post(found[1], data={"wish": "establish", "revision": "1"})
    assert "Fastställt av båda" in table.over.get(f"{table.here}/").text


def test_a_page_in_answer_to_a_form_tells_its_own_address_and_where_it_was_sent_leads_there(
    table: Table,
) -> None:
    table.to(State.ESTABLISHING)
    answer = table.consent(table.rep, revision=1)
    assert answer.status_code == 409
    assert f'data-page="{table.here}/helhet"' in answer.text
    assert "data-page" not in table.rep.get(f"{table.here}/helhet").text
    for sent, page in (("helhet/faststall", "helhet"), ("helhet/angra", "helhet"), ("dela", "")):
        opened = table.rep.get(f"{table.here}/{sent}")
        assert (opened.status_code, opened.location) == (302, f"{table.here}/{page}")


def test_where_a_form_was_sent_leads_nobody_else_anywhere(
    table: Table, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    stranger = visit(town.other_unit_manager)
    for sent in ("helhet/faststall", "dela", "tillagg"):
        # Where an address leads is told by the address alone, and is the same for a meeting that is not there.
        assert stranger.get(f"{table.here}/{sent}", follow_redirects=True).status_code == 404
        assert stranger.get(f"/dialoger/999999/{sent}", follow_redirects=True).status_code == 404


def test_search_finds_an_own_opinion_for_whoever_gave_it_until_both_have_established(table: Table) -> None:
    table.to(State.HELD)
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Vi ser samma sak.")
    table.consent(table.rep, own_opinion="Jag hade velat pröva solfjädern.")
    asked = "/sok?q=solfj%C3%A4dern"
    assert "velat pröva" in words_on(table.rep.get(asked))
    assert "velat pröva" not in words_on(table.over.get(asked))
    table.consent(table.over)
    assert "velat pröva" in words_on(table.over.get(asked))
