"""Typing in from paper without scripts: one button saves all fields, and what cannot be saved is shown alone."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from app.dialogues.models import Picture, State, Verdict
from app.dialogues.queries.said import themes_of
from app.dialogues.rules import LONGEST_TEXT
from app.organisation.models import Person
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on

MINE, THEIRS = "Det jag skrev av.", "Det som skrevs under tiden."


def page_of(table: Table) -> str:
    return f"{table.here}/fran-papper"


def sent(table: Table, *texts: str, **more: str) -> dict[str, str]:
    """Give the fields as the page sends them: one text for each theme, as far as the texts go."""
    fields = dict(more)
    for theme, text in zip(themes_of(table.session, table.dialogue.id), texts, strict=False):
        fields |= {f"text-{theme.id}": text, f"base-{theme.id}": ""}
    return fields


def pictures(table: Table) -> list[str]:
    table.session.commit()
    return list(
        table.session.scalars(
            select(Picture.text).where(Picture.author_id == table.rep_person.id).order_by(Picture.theme_id)
        )
    )


def notes(table: Table) -> list[str]:
    table.session.commit()
    table.session.expire_all()
    return [theme.note.text if theme.note else "" for theme in themes_of(table.session, table.dialogue.id)]


def test_one_button_saves_all_and_leaves_nothing_where_nothing_was_typed(table: Table) -> None:
    answer = table.rep.post(page_of(table), data=sent(table, "Ett.", "", "Tre.", pictures="1"))
    assert answer.status_code == 302
    assert pictures(table) == ["Ett.", "Tre."]


def test_one_that_was_changed_elsewhere_is_shown_with_both_texts_and_the_rest_is_saved(table: Table) -> None:
    table.rep.post(f"{table.at_theme}/min-bild", data={"text": THEIRS, "base": ""})
    answer = table.rep.post(page_of(table), data=sent(table, MINE, "Två.", pictures="1"))
    assert answer.status_code == 409
    assert MINE in answer.text and THEIRS in answer.text
    assert "Två." not in answer.text
    assert pictures(table) == [THEIRS, "Två."]

    theme = table.theme.id
    assert f'name="base-{theme}" value="1"' in answer.text
    again = {"pictures": "1", f"text-{theme}": f"{THEIRS} {MINE}", f"base-{theme}": "1"}
    assert table.rep.post(page_of(table), data=again).status_code == 302
    assert pictures(table) == [f"{THEIRS} {MINE}", "Två."]


def test_one_too_long_is_given_back_and_the_rest_is_saved(table: Table) -> None:
    long = "å" * LONGEST_TEXT + " SLUTET"
    answer = table.rep.post(page_of(table), data=sent(table, long, "Två.", pictures="1"))
    assert answer.status_code == 422
    assert "SLUTET" in answer.text
    assert pictures(table) == ["Två."]


def test_notes_and_judgements_go_together(table: Table) -> None:
    table.to(State.HELD)
    second = themes_of(table.session, table.dialogue.id)[1]
    judged = {f"verdict-{second.id}": "partly"}
    fields = sent(table, notes(table)[0], "Vi frågar familjerna.", **judged)
    assert table.over.post(page_of(table), data=fields).status_code == 302
    assert notes(table)[1] == "Vi frågar familjerna."
    table.session.refresh(second)
    assert second.over_verdict == Verdict.PARTLY


def test_what_the_other_noted_meanwhile_is_shown_beside(table: Table) -> None:
    table.to(State.HELD)
    note = table.theme.note
    assert note is not None
    fields = sent(table, MINE, "Två.") | {f"base-{table.theme.id}": str(note.revision_id)}
    table.write_note(table.over, THEIRS)
    answer = table.rep.post(page_of(table), data=fields)
    assert answer.status_code == 409
    assert MINE in answer.text and THEIRS in answer.text
    assert table.over_person.name in words_on(answer)
    assert notes(table)[:2] == [THEIRS, "Två."]


def test_pictures_typed_in_when_the_meeting_has_begun_are_given_back(table: Table) -> None:
    table.to(State.HELD)
    before = notes(table)
    answer = table.rep.post(page_of(table), data=sent(table, MINE, "Två.", pictures="1"))
    assert answer.status_code == 422
    assert MINE in answer.text and "Två." in answer.text
    assert notes(table) == before


def test_nobody_else_types_in(
    table: Table, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    stranger = visit(town.sibling_manager)
    assert stranger.post(page_of(table), data=sent(table, MINE, pictures="1")).status_code == 404
