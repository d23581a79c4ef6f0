"""Personal goals of an employee: written and read by the two alone, and known to others as a number that hides each of them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.dialogues.models import PairKind, Series
from app.dialogues.personal.models import PersonalGoal
from app.organisation.models import Person
from app.planning.models import Goal
from app.records.verifying import verify
from tests.factories.dialogues import make_dialogue, make_series
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.factories.planning import make_established
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
SECRET = "KANARIEFAGEL"


@pytest.fixture
def talks(
    session: Session, town: Municipality, people: dict[str, Person], model: Callable[[str], None]
) -> Series:
    """The line of talks of an employee and the manager, under a model that writes personal goals."""
    model("kungalv")
    series = make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=people["employee"])
    session.commit()
    return series


@pytest.fixture
def commitment(session: Session, town: Municipality, people: dict[str, Person], talks: Series) -> Goal:
    """A commitment of the unit, which personal goals may hang on."""
    above = make_established(session, town.council, people["secretary"], kind="strategic_goal")
    above = make_established(session, town.board, people["secretary"], above=above)
    goal = make_established(
        session, town.unit, town.unit_manager, "Lugna morgnar", kind="unit_commitment", above=above
    )
    session.commit()
    return goal


def test_the_two_write_and_read_it_and_nobody_else_does(
    session: Session, talks: Series, commitment: Goal, people: dict[str, Person], visit: Visit
) -> None:
    new = f"/dialoger/serie/{talks.id}/personligt-mal"
    wrong = visit("employee").post(new, data={"title": " ", "words": SECRET})
    assert wrong.status_code == 422
    assert SECRET in wrong.text
    visit("employee").post(new, data={"title": SECRET, "words": f"{SECRET} ord"})
    one = session.scalars(select(PersonalGoal)).one()
    here = f"/dialoger/personligt-mal/{one.id}"
    # The employee reads no plans: it is the manager who lets the goal hang on one, and then both read what that is called.
    assert "Lugna morgnar" not in visit("employee").get(here).text
    changed = {
        "title": SECRET,
        "words": SECRET,
        "state": "open",
        "how_it_goes": "Fjärilsvingen lyfter",
        "revision": 1,
    }
    visit("unit").post(here, data=changed | {"above_id": commitment.id})
    assert "Lugna morgnar" in visit("employee").get(here).text
    again = visit("employee").post(here, data=changed | {"title": "Mitt eget"})
    assert again.status_code == 409
    assert "Mitt eget" in again.text
    for who in ("unit", "employee"):
        assert SECRET in visit(who).get(f"/dialoger/serie/{talks.id}/").text, who
    others = [who for who in people if who not in {"unit", "employee"}]
    for who in others:
        client = visit(who)
        for path in (new, here, f"/dialoger/serie/{talks.id}/"):
            assert client.get(path).status_code == 404, (who, path)
        assert client.post(here, data=changed).status_code == 404, who
    for who in people:
        page = visit(who).get(f"/plan/mal/{commitment.id}")
        assert SECRET not in page.text
        assert "eget mål som hänger" not in page.text
        found = visit(who).get("/sok?q=fjärilsvingen").text
        assert SECRET not in found, who
    session.rollback()
    assert verify(session).faults == []


def test_who_stands_in_for_the_manager_reads_it_and_the_pages_do_not_say_otherwise(
    session: Session, town: Municipality, talks: Series, people: dict[str, Person], visit: Visit
) -> None:
    new = f"/dialoger/serie/{talks.id}/personligt-mal"
    line = f"/dialoger/serie/{talks.id}/"
    said = "Ni två läser det, och de som har era uppdrag."
    assert said in visit("employee").get(line).text
    begun = visit("employee").get(new).text
    assert "Medarbetaren och den som har chefens uppdrag läser det, ingen annan" in begun
    assert "Bara de två" not in begun
    told = visit("employee").post(new, data={"title": SECRET}, follow_redirects=True)
    assert said in told.text
    one = session.scalars(select(PersonalGoal)).one()
    here = f"/dialoger/personligt-mal/{one.id}"
    assert (
        "Ni två läser det här, och de som har era uppdrag nu och senare." in visit("employee").get(here).text
    )
    session.commit()
    make_appointment(session, people["sibling"], town.unit, deputy=True)
    session.commit()
    assert SECRET in visit("sibling").get(here).text


def test_others_know_how_many_there_are_once_they_are_five(
    session: Session, talks: Series, commitment: Goal, town: Municipality, visit: Visit
) -> None:
    for number in range(5):
        page = visit("section").get(f"/plan/mal/{commitment.id}").text
        assert "eget mål som hänger" not in page, number
        somebody = make_person(session, f"Anställd {number}")
        make_appointment(session, somebody, town.unit, "employee")
        series = make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=somebody)
        for _ in range(2):
            goal = PersonalGoal(
                series_id=series.id,
                kind="personal_goal",
                title=SECRET,
                above_id=commitment.id,
                written_by_id=somebody.id,
                written_at=commitment.written_at,
            )
            session.add(goal)
        session.commit()
    assert (
        "Fem medarbetare har ett eget mål som hänger på det här."
        in visit("section").get(f"/plan/mal/{commitment.id}").text
    )


def test_it_is_written_beside_its_theme_and_not_in_models_or_talks_without(
    session: Session,
    talks: Series,
    town: Municipality,
    people: dict[str, Person],
    model: Callable[[str], None],
    visit: Visit,
) -> None:
    dialogue = make_dialogue(session, talks, town.unit_manager, people["employee"])
    other = make_series(session, town.section, town.unit)
    session.commit()
    number = dialogue.id
    page = visit("employee").get(f"/dialoger/{number}/").text
    themes = dict(re.findall(rf'href="(/dialoger/{number}/tema/\d+)"[^>]*>\s*(?:<[^>]+>)*([^<]+)', page))
    mine = next(path for path, title in themes.items() if "personliga mål" in title)
    assert "Personliga mål" in visit("employee").get(mine).text
    beside = next(path for path, title in themes.items() if "personliga mål" not in title)
    assert "Skriv ett personligt mål" not in visit("employee").get(beside).text
    assert (
        visit("unit").post(f"/dialoger/serie/{other.id}/personligt-mal", data={"title": "x"}).status_code
        == 404
    )
    model("tranemo")
    assert visit("unit").get(f"/dialoger/serie/{talks.id}/personligt-mal").status_code == 404
    assert "ersonliga mål" not in visit("unit").get(f"/dialoger/serie/{talks.id}/").text


def test_line_ends_of_browsers_are_not_kept(session: Session, talks: Series, visit: Visit) -> None:
    sent = {"title": "Hålla i", "words": "Ett.\r\nTvå.\r\n", "how_it_goes": "Bra.\r\nRätt bra."}
    client = visit("employee")
    client.post(f"/dialoger/serie/{talks.id}/personligt-mal", data=sent)
    one = session.scalars(select(PersonalGoal)).one()
    assert one.words == "Ett.\nTvå."
    client.post(f"/dialoger/personligt-mal/{one.id}", data=sent | {"state": "open", "revision": "1"})
    session.commit()
    session.refresh(one)
    assert (one.words, one.how_it_goes) == ("Ett.\nTvå.", "Bra.\nRätt bra.")


def test_what_the_other_changed_meanwhile_is_shown_before_it_is_written_over(
    session: Session, talks: Series, visit: Visit
) -> None:
    begun = {"title": "Hålla i", "words": "Ett.", "state": "open"}
    visit("employee").post(f"/dialoger/serie/{talks.id}/personligt-mal", data=begun)
    one = session.scalars(select(PersonalGoal)).one()
    here = f"/dialoger/personligt-mal/{one.id}"
    theirs = begun | {"how_it_goes": "Chefens rader.", "state": "reached", "revision": "1"}
    visit("unit").post(here, data=theirs)
    told = visit("employee").post(here, data=begun | {"words": "Två.", "revision": "1"})
    assert told.status_code == 409
    page = told.text.split("<main")[1]
    stands = re.findall(r"<blockquote[^>]*>\s*(?:<p>)?([^<]*)", page)
    assert [words.strip() for words in stands] == ["Ett.", "Chefens rader.", "Nått"]
    assert "Två." in page


def test_what_is_sent_twice_is_begun_once(session: Session, talks: Series, visit: Visit) -> None:
    new = f"/dialoger/serie/{talks.id}/personligt-mal"
    for title in ("Hålla i", "Hålla i", "Släppa"):
        assert visit("employee").post(new, data={"title": title, "words": "Ett."}).status_code == 302
    assert sorted(session.scalars(select(PersonalGoal.title))) == ["Hålla i", "Släppa"]
