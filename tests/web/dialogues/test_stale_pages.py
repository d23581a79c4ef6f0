"""Pages from before the other did something: what is sent from them undoes nothing, and what one typed stays."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta

import pytest
from lxml.html import document_fromstring
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.clock import STOCKHOLM
from app.dialogues.models import Agreement, AgreementState, Dialogue, Participant, Side, State, Verdict
from app.records.verifying import verify
from tests.factories.dialogues import make_dialogue
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on


@pytest.fixture
def ahead(table: Table) -> Table:
    """A meeting in ten days, planned by the overarching side."""
    table.dialogue = make_dialogue(table.session, table.series, table.over_person, table.rep_person)
    table.session.commit()
    return table


def hidden(answer: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found is not None
    return html.unescape(found[1])


def typed(dialogue: Dialogue, at: datetime | None = None, **fields: str) -> dict[str, str]:
    """Give what the form of a meeting's time and place sends where one has changed only what is named."""
    local = (at or dialogue.starts_at).astimezone(STOCKHOLM)
    stands = {"title": dialogue.title, "minutes": str(dialogue.minutes), "place": dialogue.place}
    return stands | {"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"} | fields


def move(client: SamsynClient, table: Table, at: datetime, **fields: str) -> None:
    expected = hidden(client.get(f"{table.here}/andra"), "expected")
    sent = typed(table.fresh(), at, expected=expected, **fields)
    assert client.post(f"{table.here}/andra", data=sent).status_code == 302


def later(table: Table, days: int) -> datetime:
    return (table.fresh().starts_at + timedelta(days=days)).replace(second=0, microsecond=0)


def in_words(moment: datetime) -> str:
    return f"{moment.astimezone(STOCKHOLM):%H.%M}"


def of(table: Table, side: Side) -> Participant:
    return next(one for one in table.fresh().participants if one.side == side)


@pytest.mark.parametrize("field", ["as the page had it", "absent", "made up"])
def test_a_form_of_before_the_move_moves_nothing_back(ahead: Table, field: str) -> None:
    before = typed(ahead.fresh(), place="Rum 12")
    expected = hidden(ahead.rep.get(f"{ahead.here}/andra"), "expected")
    at = later(ahead, 3)
    move(ahead.over, ahead, at)
    ahead.rep.post(f"{ahead.here}/svar", data={"reply": "accepted", "shown": f"{at.isoformat()}/90"})
    sent = {"as the page had it": {"expected": expected}, "absent": {}, "made up": {"expected": "x"}}[field]
    answer = ahead.rep.post(f"{ahead.here}/andra", data=before | sent)
    assert answer.status_code == 409
    stands = ahead.fresh()
    assert (stands.starts_at, stands.place, stands.earlier_by_id) == (at, "", None)
    assert [one.reply for one in stands.participants] == ["accepted", "accepted"]
    page = words_on(answer)
    assert "Mötet har ändrats sedan du öppnade sidan" in page
    assert in_words(at) in page.split("Ändra tid och plats")[-1]
    assert 'value="Rum 12"' in answer.text
    again = before | {"expected": hidden(answer, "expected")}
    assert ahead.rep.post(f"{ahead.here}/andra", data=again).status_code == 302
    assert ahead.fresh().place == "Rum 12", "having read how it stands, one decides"


def test_a_faulty_form_of_before_is_still_of_before(ahead: Table) -> None:
    before = typed(ahead.fresh(), expected=hidden(ahead.rep.get(f"{ahead.here}/andra"), "expected"))
    at = later(ahead, 3)
    move(ahead.over, ahead, at)
    faulty = ahead.rep.post(f"{ahead.here}/andra", data=before | {"title": ""})
    assert faulty.status_code == 422
    again = before | {"expected": hidden(faulty, "expected")}
    assert ahead.rep.post(f"{ahead.here}/andra", data=again).status_code == 409
    assert ahead.fresh().starts_at == at


@pytest.mark.parametrize("answer", ["accepted", "declined"])
def test_an_answer_to_a_time_never_seen_is_none(ahead: Table, answer: str) -> None:
    shown = hidden(ahead.rep.get(ahead.here + "/"), "shown")
    at = later(ahead, 3)
    move(ahead.over, ahead, at)
    for sent in ({"shown": shown}, {}):
        told = ahead.rep.post(f"{ahead.here}/svar", data={"reply": answer, **sent}, follow_redirects=True)
        assert of(ahead, Side.REP).reply is None
        assert "Mötet har fått en annan tid" in words_on(told)
        assert in_words(at) in words_on(told)
    seen = hidden(ahead.rep.get(ahead.here + "/"), "shown")
    ahead.rep.post(f"{ahead.here}/svar", data={"reply": answer, "shown": seen})
    assert of(ahead, Side.REP).reply == answer


def test_why_one_cannot_come_is_given_back_with_another_time(ahead: Table) -> None:
    shown = hidden(ahead.rep.get(ahead.here + "/"), "shown")
    move(ahead.over, ahead, later(ahead, 3))
    sent = {"reply": "declined", "words": "BEHÅLLS", "shown": shown}
    answer = ahead.rep.post(f"{ahead.here}/svar", data=sent)
    assert answer.status_code == 409
    assert "BEHÅLLS" in answer.text
    assert "Mötet har fått en annan tid" in words_on(answer)
    assert of(ahead, Side.REP).reply is None


def test_a_yes_to_an_hour_is_none_to_a_whole_day(ahead: Table) -> None:
    shown = hidden(ahead.rep.get(ahead.here + "/"), "shown")
    move(ahead.over, ahead, later(ahead, 0), minutes="480")
    ahead.rep.post(f"{ahead.here}/svar", data={"reply": "accepted", "shown": shown})
    assert of(ahead, Side.REP).reply is None


def test_another_place_is_no_other_time(ahead: Table) -> None:
    move(ahead.over, ahead, later(ahead, 0))
    shown = hidden(ahead.rep.get(ahead.here + "/"), "shown")
    move(ahead.over, ahead, later(ahead, 0), place="Rum 4")
    ahead.rep.post(f"{ahead.here}/svar", data={"reply": "accepted", "shown": shown})
    assert of(ahead, Side.REP).reply == "accepted"


def test_the_start_page_may_say_which_time_it_showed(ahead: Table) -> None:
    """It shows when a meeting begins and not how long it is."""
    shown = ahead.fresh().starts_at.isoformat()
    move(ahead.over, ahead, later(ahead, 3))
    sent = {"reply": "accepted", "from": "start"}
    ahead.rep.post(f"{ahead.here}/svar", data=sent | {"shown": shown})
    assert of(ahead, Side.REP).reply is None
    ahead.rep.post(f"{ahead.here}/svar", data=sent | {"shown": ahead.fresh().starts_at.isoformat()})
    assert of(ahead, Side.REP).reply == "accepted"


THEIRS, MINE = "Klart före jul, alla tre.", "Två av tre, resten släpper vi."


def stands(table: Table) -> tuple[str, str]:
    table.session.commit()
    table.session.expire_all()
    one = table.session.scalars(select(Agreement)).one()
    return one.state, one.closing_words


@pytest.mark.parametrize("wish", ["done", "dropped"])
@pytest.mark.parametrize("field", ["as the page had it", "absent", "made up"])
def test_words_an_agreement_was_closed_with_are_not_written_over(table: Table, wish: str, field: str) -> None:
    made = table.to(State.HELD).agree(table.over)
    address, read = f"/dialoger/overenskommelser/{made.id}/stang", made.revision
    closed = table.over.post(address, query_string={"revision": read}, data={"done": "1", "words": THEIRS})
    assert closed.status_code == 302
    asked = {"as the page had it": {"revision": read}, "absent": {}, "made up": {"revision": "x"}}[field]
    answer = table.rep.post(address, query_string=asked, data={wish: "1", "words": MINE})
    assert answer.status_code == 409
    assert stands(table) == (AgreementState.DONE, THEIRS)
    page = html.unescape(answer.text.split("<main")[1])
    assert THEIRS in page
    assert re.search(rf">\s*{re.escape(MINE)}</textarea>", page)
    found = re.search(rf'action="({address}[^"]*)"', page)
    assert found is not None
    assert f'name="{wish}"' in page
    assert table.rep.post(found[1], data={wish: "1", "words": MINE}).status_code == 302
    assert stands(table) == (AgreementState.DONE if wish == "done" else AgreementState.DROPPED, MINE)
    assert verify(table.session).faults == []


def test_what_has_other_words_since_is_not_ticked_off_unread(table: Table) -> None:
    made = table.to(State.HELD).agree(table.over)
    tick = re.search(r'hx-post="([^"]+/stang[^"]*)"', table.rep.get(table.at_theme).text)
    assert tick is not None
    address = html.unescape(tick[1])
    change = {"what": "Ringa alla familjer", "who": "rep", "revision": made.revision}
    table.over.post(f"{table.here}/overenskommelser/{made.id}", data=change)
    listed = table.rep.htmx(address, method="POST", data={"done": "1"}, target="agreements")
    assert listed.status_code == 200
    assert "<html" not in listed.text
    assert "Överenskommelsen har ändrats sedan du läste den" in words_on(listed)
    assert "Ringa alla familjer" in listed.text
    assert stands(table) == (AgreementState.OPEN, "")
    page = table.rep.post(address, data={"done": "1"})
    assert page.status_code == 409
    assert "Ringa alla familjer" in page.text
    assert stands(table) == (AgreementState.OPEN, "")
    again = re.search(r'hx-post="([^"]+/stang[^"]*)"', listed.text)
    assert again is not None
    table.rep.htmx(html.unescape(again[1]), method="POST", data={"done": "1"}, target="agreements")
    assert stands(table) == (AgreementState.DONE, "")


def test_closing_from_the_start_page_drops_no_words_and_can_be_undone(table: Table) -> None:
    made = table.to(State.HELD).agree(table.over)
    address = f"/dialoger/overenskommelser/{made.id}/stang"
    start = {"done": "1", "from": "start"}
    told = table.rep.post(address, data=start, follow_redirects=True)
    assert stands(table) == (AgreementState.DONE, "")
    undo = re.search(rf'action="({address}[^"]*)"', told.text)
    assert undo is not None
    assert table.rep.post(html.unescape(undo[1])).status_code == 302
    assert stands(table) == (AgreementState.OPEN, "")
    table.session.refresh(made)
    dropped = {"dropped": "1", "words": THEIRS}
    table.over.post(address, query_string={"revision": made.revision}, data=dropped)
    assert table.rep.post(address, data=start).status_code == 409
    assert stands(table) == (AgreementState.DROPPED, THEIRS)
    assert table.rep.post(html.unescape(undo[1])).status_code == 409
    assert stands(table) == (AgreementState.DROPPED, THEIRS)


def test_the_line_of_meetings_ticks_what_it_shows(table: Table) -> None:
    made = table.to(State.HELD).agree(table.over)
    line = table.rep.get(f"/dialoger/serie/{table.series.id}/").text
    tick = re.search(rf'action="(/dialoger/overenskommelser/{made.id}/stang[^"]*)"', line)
    assert tick is not None
    assert table.rep.post(html.unescape(tick[1]), data={"done": "1"}).status_code == 302
    assert stands(table) == (AgreementState.DONE, "")


def sent_without_scripts(page: TestResponse, form_id: str) -> dict[str, str]:
    """Give what a browser sends of a form as the page came: of what is chosen, and of what stands outside it too."""
    parsed = document_fromstring(page.text)
    found = parsed.xpath(f"//*[@name][@form='{form_id}' or ancestor::form[@id='{form_id}'][not(@form)]]")
    return {
        one.get("name"): (one.text or "").removeprefix("\n")
        if one.tag == "textarea"
        else one.get("value", "")
        for one in found
        if one.tag != "button" and (one.get("type") != "radio" or one.get("checked") is not None)
    }


@pytest.mark.parametrize("place", ["theme", "from paper"])
def test_words_sent_from_a_page_of_before_take_no_judgement_back(table: Table, place: str) -> None:
    theme = table.to(State.HELD).theme.id
    address, form, text = {
        "theme": (table.at_theme, f"note-{theme}-form", "text"),
        "from paper": (f"{table.here}/fran-papper", "paper", f"text-{theme}"),
    }[place]
    sent_to = f"{address}/anteckning" if place == "theme" else address
    judge = f"{table.at_theme}/omdome"
    table.rep.post(judge, data={"verdict": "same"})
    before = sent_without_scripts(table.rep.get(address), form)
    assert before[f"verdict-{theme}"] == Verdict.SAME
    table.rep.post(judge, data={"verdict": "different"})
    before |= {text: before[text] + " Mer."}
    assert table.rep.post(sent_to, data=before).status_code == 302
    table.fresh()
    assert table.theme.rep_verdict == Verdict.DIFFERENT, "nobody judged anything on that page"
    # What is chosen there is what one says now.
    stands = sent_without_scripts(table.rep.get(address), form)
    assert table.rep.post(sent_to, data=stands | {f"verdict-{theme}": "partly"}).status_code == 302
    table.fresh()
    assert table.theme.rep_verdict == Verdict.PARTLY
