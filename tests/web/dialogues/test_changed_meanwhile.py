"""Words that were changed since one read them: both stand on the page, and one's own can be saved with one press."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.dialogues.models import Addendum, Agreement, RaisedMatter, State
from app.drafts.models import Draft
from tests.web.dialogues.conftest import Table

THEIRS, MINE = "Så skrev den andra.", "Så skrev jag."

Place = tuple[str, dict[str, object], Callable[[], str]]


def matter(table: Table) -> Place:
    made = table.to(State.HELD).propose(table.over)
    return (
        f"{table.here}/lyft/{made.id}",
        {"wish": "change", "revision": made.revision},
        lambda: table.session.scalars(select(RaisedMatter.text)).one(),
    )


def addendum(table: Table) -> Place:
    table.to(State.ESTABLISHED).over.post(f"{table.here}/tillagg", data={"text": "Först."})
    table.session.commit()
    made = table.session.scalars(select(Addendum)).one()
    return (
        f"{table.here}/tillagg",
        {"addendum": made.id, "revision": made.revision},
        lambda: table.session.scalars(select(Addendum.text)).one(),
    )


def agreement(table: Table) -> Place:
    made = table.to(State.HELD).agree(table.over)
    return (
        f"{table.here}/overenskommelser/{made.id}",
        {"who": "rep", "revision": made.revision},
        lambda: table.session.scalars(select(Agreement.what)).one(),
    )


@pytest.mark.parametrize("place", [matter, addendum, agreement])
def test_both_texts_are_shown_and_ones_own_can_be_saved(
    table: Table, place: Callable[[Table], Place]
) -> None:
    address, fields, said = place(table)
    name = "what" if place is agreement else "text"
    table.over.post(address, data=fields | {name: THEIRS})
    answer = table.rep.post(address, data=fields | {name: MINE})
    assert answer.status_code == 409
    page = html.unescape(answer.text.split("<main")[1])
    assert THEIRS in page
    assert re.search(rf">\s*{re.escape(MINE)}</textarea>", page)
    again = {name: value for name, value in fields.items() if name == "revision" or f'name="{name}"' in page}
    assert again.keys() == fields.keys()
    found = re.search(r'name="revision"[^>]*value="(\d+)"', page)
    assert found is not None
    table.session.commit()
    assert said() == THEIRS
    assert table.rep.post(address, data=fields | {"revision": found[1], name: MINE}).status_code == 302
    table.session.commit()
    assert said() == MINE


def test_in_the_list_ones_own_words_stay_in_their_field_under_those_that_stand(table: Table) -> None:
    address, fields, _ = matter(table)
    table.over.post(address, data=fields | {"text": THEIRS})
    answer = table.rep.htmx(address, method="POST", data=fields | {"text": MINE}, target="matters")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f">\n{MINE}</textarea>" in answer.text
    assert THEIRS in answer.text


WAITING = "har ändrats sedan du började skriva"


@pytest.mark.parametrize("place", [matter, addendum, agreement])
def test_a_draft_of_words_that_stand_knows_which_words_it_was_begun_on(
    table: Table, place: Callable[[Table], Place]
) -> None:
    address, fields, said = place(table)
    name = "what" if place is agreement else "text"
    page = {matter: table.at_theme, addendum: f"{table.here}/", agreement: address}[place]
    kept_at = f"{address}#tillagg-{fields['addendum']}" if place is addendum else address
    kept = {name: MINE, "revision": str(fields["revision"])} | ({"who": "rep"} if place is agreement else {})
    saved = table.rep.post(
        "/utkast",
        data={"draft_place": kept_at, **kept},
        headers={"X-Autosave": "1", "Accept": "application/json"},
    )
    assert saved.json is not None
    assert saved.json["state"] == "saved"
    begun = table.rep.get(page).text
    assert re.search(rf">\s*{re.escape(MINE)}</textarea>", begun)
    assert WAITING not in begun
    assert MINE not in table.over.get(page).text
    table.over.post(address, data=fields | {name: THEIRS})
    again = html.unescape(table.rep.get(page).text)
    assert THEIRS in again
    assert re.search(rf">\s*{re.escape(MINE)}</textarea>", again)
    assert WAITING in again
    answer = table.rep.post(address, data=fields | {name: MINE, "draft_base": saved.json["base"]})
    assert answer.status_code == 409, "what was begun on other words overwrites none"
    found = re.search(r'name="revision"[^>]*value="(\d+)"', answer.text.split("<main")[1])
    assert found is not None
    assert table.rep.post(address, data=fields | {"revision": found[1], name: MINE}).status_code == 302
    table.session.commit()
    assert said() == MINE
    assert table.session.scalars(select(Draft)).all() == [], "sent, though not from the form it was begun in"


def test_who_does_it_and_by_when_is_shown_where_the_other_has_changed_that(table: Table) -> None:
    address, fields, said = agreement(table)
    stands = {"what": said(), "who": "over", "together_with": "Rektorn", "due_on": "2099-02-03"}
    table.over.post(address, data=fields | stands)
    answer = table.rep.post(address, data=fields | {"what": MINE})
    assert answer.status_code == 409
    now = re.search(r'<figcaption class="source">(.*?)</figcaption>', answer.text, re.DOTALL)
    assert now is not None
    assert "Så står det nu" in now[1]
    assert "Sven, tillsammans med Rektorn" in now[1]
    assert "3 februari 2099" in now[1]


def test_a_proposed_addendum_says_that_it_was_changed_since_it_was_written(table: Table) -> None:
    path, fields, _ = addendum(table)
    writer = f"Skrivet av {table.over_person.name}"
    for client in (table.over, table.rep):
        assert f"{writer}, väntar på" in client.get(f"{table.here}/").text
    assert table.rep.post(path, data={**fields, "text": MINE}).status_code == 302
    for client in (table.over, table.rep):
        assert f"{writer} och ändrat sedan, väntar på" in client.get(f"{table.here}/").text
