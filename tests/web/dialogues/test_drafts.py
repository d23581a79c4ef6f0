"""What is begun in a form with a button and not sent is kept for its writer alone, until it is sent or thrown away."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.clock import today
from app.dialogues.models import State
from app.drafts import rules, services
from app.drafts.models import Draft
from app.records.models import HistoryEntry
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on

WORDS = "Jag ser det inte riktigt så."
NOT_SENT = "inte skickat än"


def keep(client: SamsynClient, place: str, base: str = "", **fields: str) -> TestResponse:
    return client.post(
        "/utkast",
        data={"draft_place": place, "draft_base": base, **fields},
        headers={"X-Autosave": "1", "Accept": "application/json"},
    )


def drafts(table: Table) -> list[Draft]:
    table.session.rollback()
    return list(table.session.scalars(select(Draft)).all())


def forms(table: Table) -> dict[str, tuple[str, str, str]]:
    """Give of each form that keeps drafts: its place, what it calls the words, and the page it stands on."""
    key = f"tema-{table.theme.id}"
    return {
        "decision": (f"{table.here}/beslut#{key}", "text", table.at_theme),
        "matter": (f"{table.here}/lyft#{key}", "text", table.at_theme),
        "agreement": (f"{table.here}/overenskommelser/ny#{key}", "what", table.at_theme),
        "opinion": (f"{table.here}/helhet/faststall", "own_opinion", f"{table.here}/helhet"),
        "addendum": (f"{table.here}/tillagg", "text", f"{table.here}/"),
    }


STATES = {"opinion": State.ESTABLISHING, "addendum": State.ESTABLISHED}
FURTHER = {"agreement": {"who": "rep", "due_on": "2027-03-01", "together_with": "Poolen"}}


@pytest.mark.parametrize("what", ["decision", "matter", "agreement", "opinion", "addendum"])
def test_what_was_begun_stands_in_the_form_for_its_writer_alone_until_it_is_sent(
    table: Table, what: str
) -> None:
    table.to(STATES.get(what, State.HELD))
    place, field, page = forms(table)[what]
    typed = {field: WORDS} | FURTHER.get(what, {})
    before = len(table.session.scalars(select(HistoryEntry.seq)).all())
    answer = keep(table.rep, place, **typed)
    assert answer.json is not None
    assert answer.json["state"] == "saved"
    assert answer.json["message"].startswith("Utkast sparat ")
    shown = table.rep.get(page).text
    assert all(text in shown for text in (*typed.values(), NOT_SENT, "Släng utkastet"))
    others = table.over.get(page).text
    assert WORDS not in others
    assert NOT_SENT not in others
    assert len(table.session.scalars(select(HistoryEntry.seq)).all()) == before
    path, _, key = place.partition("#")
    sent = {**typed, "draft_base": answer.json["base"], "revision": str(table.fresh().record_revision)}
    if key:
        sent["theme"] = key.removeprefix("tema-")
    assert table.rep.post(path, data=sent).status_code == 302
    assert drafts(table) == []
    assert NOT_SENT not in table.rep.get(page, follow_redirects=True).text


def test_an_own_opinion_half_written_is_said_to_go_along_when_one_establishes(table: Table) -> None:
    table.to(State.ESTABLISHING)
    place, field, page = forms(table)["opinion"]
    keep(table.rep, place, **{field: WORDS})
    assert (
        "Det som står här när du fastställer följer med, och ändras inte efteråt." in table.rep.get(page).text
    )


def test_a_draft_stands_on_its_own_theme_and_in_a_list_shown_anew(table: Table) -> None:
    table.to(State.HELD)
    place, field, page = forms(table)["decision"]
    keep(table.rep, place, **{field: WORDS})
    assert WORDS not in table.rep.get(f"{table.here}/helhet").text
    sent = table.rep.htmx(
        f"{table.here}/lyft", method="POST", data={"text": "Annat", "theme": table.theme.id}
    )
    assert NOT_SENT not in sent.text
    keep(table.rep, forms(table)["matter"][0], text="Till nästa gång")
    proposed = table.rep.htmx(
        f"{table.here}/lyft", method="POST", data={"text": "Ett till", "theme": table.theme.id}
    )
    assert "Till nästa gång" in proposed.text
    assert WORDS in table.rep.get(page).text


def test_a_draft_is_thrown_away_by_its_button_and_by_taking_the_words_away(table: Table) -> None:
    table.to(State.HELD)
    place, field, page = forms(table)["decision"]
    keep(table.rep, place, **{field: WORDS})
    thrown = table.rep.post(
        "/utkast/slang", data={"draft_place": place}, headers={"Referer": f"http://localhost{page}"}
    )
    assert thrown.location.endswith(page)
    assert drafts(table) == []
    assert "Utkastet är slängt." in words_on(table.rep.get(page))
    base = (keep(table.rep, place, **{field: WORDS}).json or {})["base"]
    assert (keep(table.rep, place, base, **{field: " "}).json or {})["base"] == ""
    assert drafts(table) == []


def test_two_pages_of_one_person_never_overwrite_each_other(table: Table) -> None:
    table.to(State.HELD)
    place, field, _ = forms(table)["decision"]
    first = keep(table.rep, place, **{field: "Ett"}).json or {}
    later = keep(table.rep, place, **{field: "Två"})
    told = later.json or {}
    assert (later.status_code, told["state"], told["theirs"]) == (409, "conflict", "Ett")
    assert told["base"] == first["base"]
    assert keep(table.rep, place, told["base"], **{field: "Två"}).status_code == 200
    # The first page sends its own words: those of the other stay a draft.
    table.rep.post(
        place.partition("#")[0],
        data={"text": "Ett", "theme": table.theme.id, "draft_base": first["base"]},
    )
    assert [draft.fields for draft in drafts(table)] == ['{"text": "Två"}']


def test_what_is_no_form_of_ones_own_answers_404(table: Table, town, visit) -> None:  # type: ignore[no-untyped-def]
    table.to(State.HELD)
    place, field, _ = forms(table)["decision"]
    stranger = visit(town.sibling_manager)
    for client, asked in (
        (stranger, place),
        (table.rep, "/dialoger/999/beslut"),
        (table.rep, f"{table.here}/ingenting"),
        (table.rep, f"{place}-Å"),
        (table.rep, "https://exempel.se/"),
        (table.rep, ""),
    ):
        assert keep(client, asked, **{field: WORDS}).status_code == 404
        assert client.post("/utkast/slang", data={"draft_place": asked}).status_code == 404
    assert drafts(table) == []


def test_too_long_or_too_many_is_told_and_changes_nothing(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.to(State.HELD)
    place, field, _ = forms(table)["decision"]
    answer = keep(table.rep, place, **{field: "x" * (rules.LONGEST + 1)})
    assert (answer.status_code, (answer.json or {})["state"]) == (422, "refused")
    monkeypatch.setattr(rules, "MOST", 0)
    answer = keep(table.rep, place, **{field: WORDS})
    assert (answer.status_code, (answer.json or {})["state"]) == (422, "refused")
    assert drafts(table) == []


def test_drafts_go_after_half_a_year_with_their_writer_and_with_the_dialogue(table: Table) -> None:
    table.to(State.HELD)
    place, field, _ = forms(table)["decision"]
    for client in (table.rep, table.over):
        keep(client, place, **{field: WORDS})
    old, new = drafts(table)
    assert services.tidy(table.session) == 0
    old.saved_at = clock.now() - rules.KEPT - timedelta(days=1)
    table.session.flush()
    assert services.tidy(table.session) == 1
    (table.over_person if new.person_id == table.over_person.id else table.rep_person).closed_on = today()
    table.session.flush()
    assert services.tidy(table.session) == 1
    table.session.commit()
    assert drafts(table) == []


@pytest.mark.parametrize("text", ["tema/{theme}/anteckning", "tema/{theme}/min-bild", "helhet/text"])
def test_what_one_has_not_chosen_about_is_kept_beside_its_text_and_belongs_to_the_dialogue(
    table: Table, town: Municipality, text: str, visit: Callable[..., SamsynClient]
) -> None:
    table.to(State.HELD)
    place = f"{table.here}/{text.format(theme=table.theme.id)}#bredvid"
    entries = json.dumps([["text", WORDS]])
    answer = keep(table.rep, place, entries=entries)
    assert answer.json is not None
    assert answer.json["state"] == "saved"
    begun = {one: one.get("/utkast", query_string={"at": place}).json for one in (table.rep, table.over)}
    assert begun[table.rep]["begun"][place]["entries"] == entries
    assert begun[table.over]["begun"] == {}
    (draft,) = drafts(table)
    assert (draft.object_kind, draft.object_id) == ("dialogue", table.dialogue.id)
    assert keep(table.rep, place, answer.json["base"], entries="").status_code == 200
    assert drafts(table) == []
    assert keep(visit(town.sibling_manager), place, entries=entries).status_code == 404
