"""Two write in one note at once: both find their words, or both are told; nothing is overwritten in silence."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.dialogues.models import SharedText, SharedTextRevision, State
from app.records.verifying import verify
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table

EDITORS, SAVES = 50, 4


def autosave(client: SamsynClient, address: str, text: str, base: int | str) -> TestResponse:
    return client.post(address, data={"text": text, "base": str(base)}, headers={"X-Autosave": "1"})


@pytest.fixture
def held(table: Table) -> Table:
    return table.to(State.HELD)


def test_additions_of_both_stand_in_the_note(held: Table) -> None:
    address = f"{held.at_theme}/anteckning"
    start = held.theme.note
    assert start is not None
    base = start.revision_id
    first = autosave(held.over, address, start.text + "\nÖverordnad tillägger.", base or 0)
    second = autosave(held.rep, address, "Först detta. " + start.text, base or 0)
    assert first.json is not None and second.json is not None
    assert (first.json["state"], second.json["state"]) == ("saved", "merged")
    assert second.json["text"] == "Först detta. Vi ser det så här.\nÖverordnad tillägger."
    # The script goes on from the merged text.
    third = autosave(held.rep, address, second.json["text"] + " Och mer.", second.json["merged_base"])
    assert third.json is not None
    assert third.json["state"] == "saved"


def test_who_changes_the_sentence_the_other_changed_is_shown_both_texts(held: Table) -> None:
    address = f"{held.at_theme}/anteckning"
    note = held.theme.note
    assert note is not None
    base = note.revision_id or 0
    autosave(held.over, address, "Vi ser det på ett sätt.", base)
    told = autosave(held.rep, address, "Vi ser det på flera sätt.", base)
    assert told.status_code == 409
    assert told.json is not None
    assert told.json["theirs"] == "Vi ser det på ett sätt."
    assert told.json["theirs_by"] == "Sven Sektionschef"
    page = held.rep.post(address, data={"text": "Vi ser det på flera sätt.", "base": base})
    assert page.status_code == 409
    assert "Vi ser det på ett sätt." in page.text
    assert "Vi ser det på flera sätt." in page.text
    # Having read both, one decides from what stands now.
    chosen = autosave(held.rep, address, "Vi ser det på ett eller flera sätt.", told.json["base"])
    assert chosen.json is not None
    assert chosen.json["state"] == "saved"


def test_the_same_save_sent_twice_is_kept_once(held: Table) -> None:
    address = f"{held.at_theme}/anteckning"
    note = held.theme.note
    assert note is not None
    base = note.revision_id or 0
    for _ in range(2):
        again = autosave(held.over, address, "Samma text.", base)
        assert again.json is not None
        assert again.json["state"] == "saved"
    held.session.expire_all()
    assert held.theme.note is not None
    assert held.theme.note.text == "Samma text."


def test_a_base_that_was_never_given_overwrites_nothing(held: Table) -> None:
    address = f"{held.at_theme}/anteckning"
    for base in ("999999", "-1", "abc", "", "0"):
        told = autosave(held.rep, address, "Skriver över allt.", base)
        held.session.commit()
        held.session.expire_all()
        note = held.theme.note
        assert note is not None
        assert "Vi ser det så här." in note.text or told.status_code == 409


def test_ones_own_picture_in_two_windows_is_a_conflict_and_keeps_both(table: Table) -> None:
    address = f"{table.at_theme}/min-bild"
    assert autosave(table.rep, address, "I ena fönstret", 0).status_code == 200
    told = autosave(table.rep, address, "I andra fönstret", 0)
    assert told.status_code == 409
    assert told.json is not None
    assert told.json["theirs"] == "I ena fönstret"


class Editor:
    """One of many windows in which one of the two writes, as the script does: save, take the merge, go on."""

    def __init__(self, client: SamsynClient, address: str, name: str, text: str, base: int) -> None:
        self.client, self.address, self.name, self.text, self.base = client, address, name, text, base
        self.acknowledged: list[str] = []
        self.sent: list[str] = []
        self.refused = 0

    def work(self) -> None:
        random = Random(self.name)
        for number in range(SAVES):
            words = f"{self.name} skriver {number}. "
            lines = self.text.split("\n")
            place = random.randrange(len(lines))
            lines[place] += words
            self.save("\n".join(lines), words)

    def save(self, text: str, words: str) -> None:
        answer = autosave(self.client, self.address, text, self.base)
        body = json.loads(answer.text)
        if answer.status_code == 409:
            # Told with both texts: the writer takes theirs and has the own words beside it.
            assert body["theirs"]
            self.text, self.base = body["theirs"], int(body["base"])
            self.refused += 1
            return
        assert answer.status_code == 200, body
        self.acknowledged.append(words)
        self.sent.append(text)
        merged = body["state"] == "merged"
        self.text = body["text"] if merged else text
        self.base = int(body["merged_base"] if merged else body["base"])


def test_fifty_editors_lose_no_acknowledged_word(held: Table, session: Session) -> None:
    address = f"{held.at_theme}/anteckning"
    note = held.theme.note
    assert note is not None
    begun, base, shared_id = "\n".join(f"Rad {n}. " for n in range(20)), note.revision_id or 0, note.id
    first = autosave(held.over, address, begun, base)
    assert first.json is not None
    editors = []
    for number in range(EDITORS):
        client = (held.over, held.rep)[number % 2]
        own = session_like(client)
        editors.append(Editor(own, address, f"Fönster{number}", begun, int(first.json["base"])))
    session.commit()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(Editor.work, editors))
    session.expire_all()
    final = session.get_one(SharedText, shared_id).text
    kept = set(
        session.scalars(select(SharedTextRevision.text).where(SharedTextRevision.shared_text_id == shared_id))
    )
    for editor in editors:
        assert len(editor.acknowledged) + editor.refused == SAVES
        for words in editor.acknowledged:
            assert words in final, f"{words!r} was acknowledged and is gone"
        assert set(editor.sent) <= kept
    assert sum(len(editor.acknowledged) for editor in editors) > EDITORS
    assert verify(session).faults == []


def session_like(client: SamsynClient) -> SamsynClient:
    """Give a further window of the same person: a client with the same cookie."""
    other = client.application.test_client()
    assert isinstance(other, SamsynClient)
    with client.session_transaction() as stored:
        known = dict(stored)
    with other.session_transaction() as fresh:
        fresh.update(known)
    return other
