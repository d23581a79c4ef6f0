"""Without scripts every button that leads on saves what was typed first; what cannot be saved is shown and one stays."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.dialogues.models import Picture, State, Verdict
from app.dialogues.queries.said import themes_of, whole_of
from app.dialogues.rules import LONGEST_TEXT
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table

WORDS = "Det här skrev jag i fem minuter."
OTHER = "Något annat, skrivet i ett annat fönster."


def send(
    client: SamsynClient, address: str, text: str, then: str, base: object = "", **more: str
) -> TestResponse:
    """Press a button of the text's form that leads on."""
    return client.post(address, data={"text": text, "base": base, "then": then, **more})


def pictures(table: Table) -> list[str]:
    table.session.commit()
    return list(table.session.scalars(select(Picture.text).where(Picture.author_id == table.rep_person.id)))


def note(table: Table) -> str:
    table.session.commit()
    table.session.expire_all()
    found = table.theme.note
    assert found is not None
    return found.text


def buttons(page: str) -> dict[str, str]:
    """Give the buttons of a page that lead on by where they lead, with the form each sends."""
    found = re.findall(r'<button[^>]* form="([^"]+)" name="then" value="([^"]+)"', page)
    return {then: form for form, then in found}


class TestBeforeTheMeeting:
    def test_the_ways_on_are_buttons_of_the_texts_own_form(self, table: Table) -> None:
        themes = themes_of(table.session, table.dialogue.id)
        first, last = themes[0], themes[-1]
        page = table.rep.get(f"{table.here}/tema/{first.id}").text
        assert buttons(page)[f"{table.here}/tema/{themes[1].id}"] == f"picture-{first.id}-form"
        assert f'id="picture-{first.id}-form"' in page
        page = table.rep.get(f"{table.here}/tema/{last.id}").text
        assert buttons(page)["share"] == f"picture-{last.id}-form"

    def test_going_on_saves(self, table: Table) -> None:
        following = f"{table.here}/tema/{themes_of(table.session, table.dialogue.id)[1].id}"
        answer = send(table.rep, f"{table.at_theme}/min-bild", WORDS, following)
        assert answer.location == following
        assert pictures(table) == [WORDS]

    def test_going_on_with_nothing_typed_leaves_nothing_behind(self, table: Table) -> None:
        answer = send(table.rep, f"{table.at_theme}/min-bild", "", table.here + "/")
        assert answer.location == table.here + "/"
        assert pictures(table) == []
        assert table.state == State.PLANNED

    def test_a_text_changed_in_another_window_stops_and_both_are_shown(self, table: Table) -> None:
        table.rep.post(f"{table.at_theme}/min-bild", data={"text": OTHER, "base": ""})
        answer = send(table.rep, f"{table.at_theme}/min-bild", WORDS, table.here + "/")
        assert answer.status_code == 409
        assert WORDS in answer.text and OTHER in answer.text
        assert pictures(table) == [OTHER]

    def test_a_text_too_long_stops_and_is_given_back(self, table: Table) -> None:
        answer = send(
            table.rep, f"{table.at_theme}/min-bild", "å" * LONGEST_TEXT + " SLUTET", table.here + "/"
        )
        assert answer.status_code == 422
        assert "SLUTET" in answer.text

    @pytest.mark.parametrize("elsewhere", ["//exempel.se", "https://exempel.se/", "\\\\exempel.se"])
    def test_one_goes_on_within_the_site_only(self, table: Table, elsewhere: str) -> None:
        answer = send(table.rep, f"{table.at_theme}/min-bild", WORDS, elsewhere)
        assert answer.location.startswith(table.at_theme)
        assert pictures(table) == [WORDS]

    def test_sharing_takes_the_words_along(self, table: Table) -> None:
        answer = send(table.rep, f"{table.at_theme}/min-bild", WORDS, "share")
        assert answer.status_code == 302
        assert pictures(table) == [WORDS]
        assert next(one for one in table.fresh().participants if one.side == "rep").shared_at

    def test_where_sharing_is_final_the_words_are_among_what_is_shared(self, table: Table) -> None:
        table.over.post(f"{table.here}/dela")
        answer = send(table.rep, f"{table.at_theme}/min-bild", WORDS, "share")
        assert "Vill du dela nu?" in answer.text
        assert table.theme.title not in answer.text.split("Vill du dela nu?")[-1]
        assert pictures(table) == [WORDS]

    def test_nothing_is_shared_where_the_words_could_not_be_saved(self, table: Table) -> None:
        table.rep.post(f"{table.at_theme}/min-bild", data={"text": OTHER, "base": ""})
        answer = send(table.rep, f"{table.at_theme}/min-bild", WORDS, "share")
        assert answer.status_code == 409
        assert not any(one.shared_at for one in table.fresh().participants)


class TestInTheMeeting:
    @pytest.fixture(autouse=True)
    def hold(self, table: Table) -> None:
        table.to(State.HELD)

    def base(self, table: Table) -> int:
        found = table.theme.note
        assert found is not None
        return found.revision_id or 0

    def test_every_way_on_is_a_button_of_the_notes_form(self, table: Table) -> None:
        themes = themes_of(table.session, table.dialogue.id)
        found = buttons(table.rep.get(table.at_theme).text)
        following = f"{table.here}/tema/{themes[1].id}"
        new = f"{table.here}/overenskommelser/ny?tema={table.theme.id}"
        for then in (following, new, f"{table.at_theme}#verdict"):
            assert found[then] == f"note-{table.theme.id}-form", then
        last = buttons(table.rep.get(f"{table.here}/tema/{themes[-1].id}").text)
        assert f"{table.here}/helhet" in last

    def test_going_on_saves_the_note_and_the_judgement(self, table: Table) -> None:
        judged = {f"verdict-{table.theme.id}": "different"}
        answer = send(
            table.rep,
            f"{table.at_theme}/anteckning",
            WORDS,
            f"{table.here}/helhet",
            self.base(table),
            **judged,
        )
        assert answer.location == f"{table.here}/helhet"
        assert note(table) == WORDS
        assert table.theme.rep_verdict == Verdict.DIFFERENT

    def test_the_judgement_stays_where_the_note_could_not_be_saved(self, table: Table) -> None:
        base = self.base(table)
        table.write_note(table.over, OTHER)
        judged = {f"verdict-{table.theme.id}": "different"}
        answer = send(
            table.rep, f"{table.at_theme}/anteckning", WORDS, f"{table.here}/helhet", base, **judged
        )
        assert answer.status_code == 409
        assert WORDS in answer.text and OTHER in answer.text
        assert note(table) == OTHER
        assert table.theme.rep_verdict == Verdict.DIFFERENT

    def test_the_script_saves_the_note_and_leaves_the_judgement(self, table: Table) -> None:
        table.rep.post(
            f"{table.at_theme}/anteckning",
            data={"text": WORDS, "base": self.base(table), f"verdict-{table.theme.id}": "different"},
            headers={"X-Autosave": "1"},
        )
        assert note(table) == WORDS
        assert table.theme.rep_verdict != Verdict.DIFFERENT

    def test_no_judgement_is_made_up(self, table: Table) -> None:
        answer = send(
            table.rep,
            f"{table.at_theme}/anteckning",
            WORDS,
            table.here + "/",
            self.base(table),
            **{f"verdict-{table.theme.id}": "maybe"},
        )
        assert answer.status_code == 400

    def test_decisions_agreements_and_passages_are_sent_from_where_the_note_is_read(
        self, table: Table
    ) -> None:
        found = buttons(table.rep.get(table.at_theme).text)
        for place in ("decisions", "matters"):
            assert found[f"{table.at_theme}?las=1#{place}"] == f"note-{table.theme.id}-form"
        read = table.rep.get(f"{table.at_theme}?las=1").text
        assert "Ändra anteckningen" in read and f'action="{table.here}/beslut"' in read
        assert "data-autosave" not in read and "only-with-js" not in read

    @pytest.mark.parametrize("page", ["{at_theme}", "{here}/helhet"])
    def test_one_stays_where_the_note_is_read(self, table: Table, page: str) -> None:
        page = page.format(at_theme=table.at_theme, here=table.here)
        here = {"theme": table.theme.id} if page == table.at_theme else {}
        reading = f"{page}?las=1"
        sent = {"text": "Vi byter dag.", "las": "1"} | here
        assert table.rep.post(f"{table.here}/beslut", data=sent).location == f"{reading}#decisions"
        assert table.rep.post(f"{table.here}/lyft", data=sent).location == f"{reading}#matters"
        read = table.rep.get(reading).text
        removal = {"decision": re.findall(r'name="decision" value="(\d+)"', read)[0], "remove": "1"}
        removal |= {"revision": "1", "las": "1"}
        assert table.rep.post(f"{table.here}/beslut", data=removal).location == f"{reading}#decisions"
        told = table.rep.get(reading).text
        (undo,) = re.findall(r'action="([^"]+ater=[^"]+)"', told)
        assert table.rep.post(undo.replace("&amp;", "&")).location == f"{reading}#decisions"

    def test_without_the_note_being_read_one_comes_back_to_writing_it(self, table: Table) -> None:
        answer = table.rep.post(
            f"{table.here}/beslut", data={"text": "Vi byter dag.", "theme": table.theme.id}
        )
        assert answer.location == f"{table.at_theme}#decisions"

    def test_what_is_typed_of_the_whole_is_kept_before_the_notes(self, table: Table) -> None:
        table.write_note(table.over, OTHER)
        table.rep.post(f"{table.here}/steg", data={"till": "establishing"})
        table.over.post(f"{table.here}/helhet/fran-anteckningar", data={"text": WORDS, "base": ""})
        whole = whole_of(table.session, table.dialogue.id)
        assert whole is not None and whole.text.startswith(WORDS) and OTHER in whole.text

    def test_one_is_told_what_came_of_beginning_from_the_notes(self, table: Table) -> None:
        address = f"{table.here}/helhet/fran-anteckningar"
        for note, told in ((OTHER, "Anteckningarna står nu i texten."), ("", "Det finns inga anteckningar")):
            table.write_note(table.over, note)
            table.over.post(address, data={"text": "", "base": ""})
            assert told in table.over.get(f"{table.here}/helhet").text

    def test_nobody_overwrites_the_whole_by_beginning_from_the_notes(self, table: Table) -> None:
        table.write_note(table.over, OTHER)
        address = f"{table.here}/helhet/fran-anteckningar"
        for typed in (WORDS, "Något helt annat."):
            table.over.post(address, data={"text": typed, "base": ""})
        whole = whole_of(table.session, table.dialogue.id)
        assert whole is not None
        for words in (WORDS, "Något helt annat.", OTHER):
            assert words in whole.text


def test_taking_a_file_away_keeps_what_was_typed_beside_it(table: Table) -> None:
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": OTHER, "base": ""})
    file = {"file": (BytesIO(b"Siffror"), "siffror.txt")}
    table.rep.post(f"{table.at_theme}/filer", data=file, content_type="multipart/form-data")
    page = table.rep.get(table.at_theme).text
    (form, address) = re.findall(r'form="(picture-\d+-form)" formaction="([^"]*/filer/\d+[^"]*)"', page)[0]
    assert f'id="{form}"' in page
    base = table.session.scalars(select(Picture.revision)).first()
    answer = table.rep.post(address.replace("&amp;", "&"), data={"text": WORDS, "base": base})
    assert answer.location == f"{table.at_theme}#files"
    assert pictures(table) == [WORDS]
    assert "siffror.txt är borttagen" in table.rep.get(table.at_theme).text
