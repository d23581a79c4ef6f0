"""Both establish the same: where what stands in the record reads otherwise than one of them read it, theirs no longer stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.dialogues import rules
from app.dialogues.models import State
from app.organisation import people, units
from app.organisation.models import Person, Unit
from app.records.models import Edition
from app.records.verifying import verify
from tests.factories.organisation import Municipality
from tests.web.dialogues import test_consents as ways
from tests.web.dialogues.conftest import Table, words_on

FELL = "så ditt fastställande gäller inte längre"
STANDS = "Du har fastställt den här versionen"
WORDS = "Jag minns våren annorlunda."


def rename_the_unit(t: Table, town: Municipality) -> None:
    units.rename_unit(t.session, unit_id=town.unit.id, name="Ängens förskola", actor_id=None)


def rename_the_section(t: Table, town: Municipality) -> None:
    units.rename_unit(t.session, unit_id=town.section.id, name="Lärande", actor_id=None)


def rename_a_person(t: Table, town: Municipality) -> None:
    change(t, town.section_manager)


def rename_a_guest(t: Table, town: Municipality) -> None:
    change(t, t.session.info["whole"])


def rename_by_the_way(t: Table, town: Municipality) -> None:
    """As a file read in does: past the services of one unit."""
    t.session.query(Unit).filter_by(id=town.unit.id).update({"name": "Ängens förskola"})


def change(t: Table, person: Person) -> None:
    people.change_person(
        t.session, person_id=person.id, actor_id=None, name=f"{person.name} Ny", email=person.email
    )


RENAMED = [rename_the_unit, rename_the_section, rename_a_person, rename_a_guest, rename_by_the_way]


@pytest.fixture
def given(table: Table, town: Municipality) -> Table:
    """A meeting being established, with a guest in it and the reporting side's consent with an own opinion."""
    table.session.info.update(ways.one_of_everything(table, town))
    table.rep.post(f"{table.here}/helhet/angra")
    table.consent(table.rep, own_opinion=WORDS)
    assert table.consents() == 1
    return table


def established(t: Table) -> dict[str, object]:
    t.session.commit()
    kept = t.session.scalars(select(Edition.content)).one()
    assert kept is not None
    content: dict[str, object] = json.loads(kept)
    return content


@pytest.mark.parametrize("renamed", RENAMED, ids=lambda one: one.__name__)
def test_what_is_called_otherwise_is_established_by_both(
    given: Table, town: Municipality, renamed: Callable[[Table, Municipality], None]
) -> None:
    for page in ("/", "/helhet"):
        assert FELL not in given.rep.get(given.here + page).text
    given.session.rollback()
    renamed(given, town)
    given.session.commit()
    for page in ("/", "/helhet"):
        shown = words_on(given.rep.get(given.here + page))
        assert "Något som står i det har ändrats" in shown and FELL in shown, page
        assert "Du har fastställt" not in shown, page
        assert f"{given.rep_person.name} har fastställt" not in words_on(given.over.get(given.here + page))
    told = given.consent(given.over)
    assert "väntar den på" in words_on(given.over.get(told.location))
    assert given.state == State.ESTABLISHING, "what the other established read otherwise"
    page = given.rep.get(f"{given.here}/helhet").text
    assert FELL in page and WORDS in page and STANDS not in page
    assert "Fastställ" in given.rep.get("/").text
    given.consent(given.rep, own_opinion=WORDS)
    assert given.state == State.ESTABLISHED
    assert established(given)["over_unit"] == given.fresh().series.over_post.unit.name
    assert verify(given.session).faults == []


def test_who_had_established_does_so_anew_themselves(given: Table, town: Municipality) -> None:
    rename_the_unit(given, town)
    given.session.commit()
    assert given.consent(given.rep, own_opinion=WORDS).status_code == 302
    assert STANDS in given.rep.get(f"{given.here}/helhet").text
    assert given.consents() == 1
    given.consent(given.over)
    assert given.state == State.ESTABLISHED
    assert established(given)["rep_unit"] == "Ängens förskola"
    assert verify(given.session).faults == []


def test_the_names_that_are_established_stand_with_the_rest(given: Table, town: Municipality) -> None:
    rename_the_unit(given, town)
    given.session.commit()
    page = words_on(given.rep.get(f"{given.here}/helhet"))
    with_it = page.split("Det här fastställs samtidigt")[1]
    assert f"{town.unit_manager.name}, Ängens förskola." in with_it
    assert f"{town.section_manager.name}, {town.section.name}" in with_it


def test_what_fell_stays_fallen_where_it_is_called_as_it_was_again(given: Table, town: Municipality) -> None:
    before = town.unit.name
    rename_the_unit(given, town)
    units.rename_unit(given.session, unit_id=town.unit.id, name=before, actor_id=None)
    given.session.commit()
    assert FELL in given.rep.get(f"{given.here}/helhet").text
    given.consent(given.over)
    assert given.state == State.ESTABLISHING


def test_other_names_than_those_of_the_record_change_nothing(given: Table, town: Municipality) -> None:
    units.rename_unit(given.session, unit_id=town.sibling.id, name="Björkens förskola", actor_id=None)
    change(given, town.employee)
    given.session.commit()
    assert STANDS in given.rep.get(f"{given.here}/helhet").text
    given.consent(given.over)
    assert given.state == State.ESTABLISHED


def test_what_the_model_no_longer_lets_be_raised_is_established_without_it_by_both(
    given: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "may_raise", lambda *_: False)
    assert STANDS not in given.rep.get(f"{given.here}/helhet").text
    given.consent(given.over)
    assert given.state == State.ESTABLISHING
    given.consent(given.rep)
    assert given.state == State.ESTABLISHED
    assert established(given)["raised"] == []


def test_nobody_establishes_what_the_page_called_otherwise(given: Table, town: Municipality) -> None:
    page = given.over.get(f"{given.here}/helhet").text
    called = re.search(r'name="called" value="([^"]*)"', page)
    assert called and called[1]
    given.session.rollback()
    rename_the_unit(given, town)
    given.session.commit()
    sent = {"revision": given.revision, "called": called[1], "own_opinion": WORDS}
    answer = given.over.post(f"{given.here}/helhet/faststall", data=sent)
    assert answer.status_code == 409
    assert "har ändrats sedan du läste" in answer.text and WORDS in answer.text
    assert given.consents() == 0


def test_what_is_established_keeps_the_names_both_read(given: Table, town: Municipality) -> None:
    given.consent(given.over, own_opinion="Jag med.")
    assert given.state == State.ESTABLISHED
    change(given, town.section_manager)
    change(given, town.unit_manager)
    given.session.commit()
    for page in ("", "faststalld"):
        record = given.over.get(f"{given.here}/{page}").text.split("<article")[1].split("</article>")[0]
        assert town.section_manager.name.removesuffix(" Ny") in record
        assert f"{town.section_manager.name}" not in record, page
        assert f"{town.unit_manager.name}" not in record, page
