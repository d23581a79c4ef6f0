"""Candidates are proposed, put in order by several at once, chosen or put aside; the link is kept both ways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.about.services import mark_theme
from app.dialogues.queries.said import themes_of
from app.passages.subjects import Ref
from app.planning.candidates.queries import candidates_from
from app.planning.candidates.services import (
    change_candidate,
    propose_candidate,
    share_list,
    take_back_list,
)
from app.planning.errors import ChangedMeanwhile
from app.planning.models import Candidate, Goal
from app.planning.queries import Reader
from app.records.verifying import verify
from tests.factories.dialogues import hold, make_dialogue, make_series, prepare, seats
from tests.factories.organisation import Municipality
from tests.factories.planning import make_candidate
from tests.support.at_once import second_while_first
from tests.support.client import SamsynClient
from tests.support.world import World
from tests.web.planning.conftest import YEAR

Visit = Callable[[str], SamsynClient]
LIST = f"/plan/prioritera?enhet=5&ar={YEAR}"
"""The list of the preschool, the fifth unit that is made."""


def three(session: Session, town: Municipality) -> list[int]:
    made = [make_candidate(session, town.unit, town.unit_manager, text) for text in ("Ett", "Två", "Tre")]
    session.commit()
    return [one.id for one in made]


def order(session: Session) -> list[str]:
    session.rollback()
    found = session.scalars(select(Candidate).where(Candidate.state == "open").order_by(Candidate.position))
    return [one.text for one in found]


def revision(client: SamsynClient) -> str:
    return client.get(LIST).text.split('name="expected" value="')[1].split('"')[0]


def test_a_candidate_is_added_last_with_its_words_kept(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    for text in ("Ett", "Två"):
        client.post(
            "/plan/kandidater/ny", data={"unit": town.unit.id, "year": YEAR, "text": text, "why": "Därför."}
        )
    assert order(session) == ["Ett", "Två"]
    answer = client.post(
        "/plan/kandidater/ny", data={"unit": town.unit.id, "year": YEAR, "text": " ", "why": "Kvar."}
    )
    assert answer.status_code == 422
    assert "Kvar." in answer.text


def test_up_and_down_by_buttons_and_to_a_place_by_dropping(
    session: Session, town: Municipality, visit: Visit
) -> None:
    ids, client = three(session, town), visit("unit")
    for candidate, move in ((ids[2], {"step": "up"}), (ids[0], {"step": "down"}), (ids[1], {"to": "0"})):
        answer = client.post(
            f"/plan/kandidater/{candidate}/flytta", data={"expected": revision(client), **move}
        )
        assert answer.status_code == 302
    # Ett Två Tre → Ett Tre Två → Tre Ett Två → Två Tre Ett
    assert order(session) == ["Två", "Tre", "Ett"]
    assert verify(session).faults == []


def test_a_script_gets_the_list_and_what_to_read_aloud(
    session: Session, town: Municipality, visit: Visit
) -> None:
    ids, client = three(session, town), visit("unit")
    answer = client.htmx(
        f"/plan/kandidater/{ids[2]}/flytta", method="POST", data={"expected": revision(client), "step": "up"}
    )
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="order"')
    assert 'data-told="Tre, plats 2 av 3."' in answer.text


def test_two_who_order_at_once_overwrite_nothing(session: Session, town: Municipality, visit: Visit) -> None:
    ids, eva, sara = three(session, town), visit("unit"), visit("support")
    seen = revision(eva)
    eva.post(f"/plan/kandidater/{ids[2]}/flytta", data={"expected": seen, "to": "0"})
    answer = sara.post(f"/plan/kandidater/{ids[1]}/flytta", data={"expected": seen, "to": "0"})
    assert answer.status_code == 409
    assert "Någon annan har ändrat listan" in answer.text
    assert order(session) == ["Tre", "Ett", "Två"]
    sara.post(f"/plan/kandidater/{ids[1]}/flytta", data={"expected": revision(sara), "to": "0"})
    assert order(session) == ["Två", "Tre", "Ett"]


def test_two_who_change_the_words_at_once_overwrite_nothing(
    world: World, session: Session, town: Municipality
) -> None:
    number, actor_id = three(session, town)[0], town.unit_manager.id
    session.rollback()

    def change(text: str) -> Callable[[Session], None]:
        return lambda own: change_candidate(
            own, actor_id=actor_id, candidate=read[own.info["who"]], text=text, why="", revision=1
        )

    read: dict[str, Candidate] = {}

    def as_read(who: str, text: str) -> Callable[[Session], None]:
        def done(own: Session) -> None:
            own.info["who"] = who
            read[who] = own.get_one(Candidate, number)
            change(text)(own)

        return done

    with pytest.raises(ChangedMeanwhile):
        second_while_first(world, as_read("one", "Evas ord"), as_read("other", "Saras ord"))
    session.rollback()
    assert session.get_one(Candidate, number).text == "Evas ord"


def test_a_list_begun_by_two_at_once_is_one(world: World, session: Session, town: Municipality) -> None:
    unit_id, actor_id = town.unit.id, town.unit_manager.id
    session.rollback()

    def propose(text: str) -> Callable[[Session], object]:
        return lambda own: propose_candidate(own, actor_id, unit_id, YEAR, text)

    second_while_first(world, propose("Evas"), propose("Saras"))
    assert order(session) == ["Evas", "Saras"]
    assert verify(session).faults == []


def test_what_is_put_aside_keeps_its_reason_and_comes_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    ids, client = three(session, town), visit("unit")
    refused = client.post(f"/plan/kandidater/{ids[1]}/lagg-undan", data={"reason": ""})
    assert refused.status_code == 422
    assert "Skriv varför den läggs undan" in refused.text
    page = client.post(
        f"/plan/kandidater/{ids[1]}/lagg-undan", data={"reason": "Inte i år."}, follow_redirects=True
    ).text
    assert "Inte i år." in page
    assert order(session) == ["Ett", "Tre"]
    put_aside = session.get_one(Candidate, ids[1])
    put_aside.proposed_at -= timedelta(days=40)
    session.commit()
    shared = client.get(f"/plan/kandidater?enhet={town.unit.id}&ar={YEAR}").text
    reason = shared[shared.index("Inte i år.") :]
    assert clock.today().isoformat() in reason[: reason.index("</p>", reason.index("small"))]
    client.post(f"/plan/kandidater/{ids[1]}/tillbaka")
    assert order(session) == ["Ett", "Två", "Tre"]
    assert session.get_one(Candidate, ids[1]).reason == "Inte i år."
    assert verify(session).faults == []


def test_a_chosen_one_becomes_a_goal_and_each_leads_to_the_other(
    session: Session, town: Municipality, visit: Visit
) -> None:
    candidate = make_candidate(
        session,
        town.unit,
        town.unit_manager,
        "Lämningarna stressar",
        why="Familjerna säger det.",
        origin_kind="section",
        origin_id=7,
        origin_words="Ur analysen: oro på morgonen.",
    )
    session.commit()
    client = visit("unit")
    page = client.post(f"/plan/kandidater/{candidate.id}/valj", follow_redirects=True).text
    goal = session.scalars(select(Goal)).one()
    assert (goal.candidate_id, goal.title, goal.why, goal.state) == (
        candidate.id,
        "Lämningarna stressar",
        "Familjerna säger det.",
        "draft",
    )
    assert f"/plan/mal/{goal.id}" in page
    there = client.get(f"/plan/mal/{goal.id}").text
    assert "Ur analysen: oro på morgonen." in there
    assert f"#candidate-{candidate.id}" in there


def test_the_thing_a_candidate_came_from_finds_it_and_its_goal(
    session: Session, town: Municipality, visit: Visit
) -> None:
    from app.access.actor import Actor
    from app.clock import today
    from app.organisation.reach import holdings

    candidate = make_candidate(session, town.unit, town.unit_manager, origin_kind="section", origin_id=7)
    session.commit()
    visit("unit").post(f"/plan/kandidater/{candidate.id}/valj")

    def seen_by(person_id: int) -> list[str]:
        actor = Actor(person_id, "", "sv", holdings(session, person_id, today()))
        found = candidates_from(session, Reader(actor, today(), frozenset()), "section", [7, 8])
        return [one.goal.title for one in found.get(7, []) if one.goal]

    assert seen_by(town.unit_manager.id) == ["Stressiga lämningar"]
    assert seen_by(town.section_manager.id) == []


def test_taking_a_choice_back_lays_the_draft_away_and_choosing_again_brings_it_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    ids, client = three(session, town), visit("unit")
    client.post(f"/plan/kandidater/{ids[0]}/valj")
    goal = session.scalars(select(Goal)).one()
    client.post(f"/plan/mal/{goal.id}/aktivitet", data={"what": "Det jag hann skriva"})
    client.post(f"/plan/kandidater/{ids[0]}/tillbaka")
    session.rollback()
    assert session.scalars(select(Goal)).one().state == "discarded"
    assert order(session) == ["Ett", "Två", "Tre"]
    client.post(f"/plan/kandidater/{ids[0]}/valj")
    assert "Det jag hann skriva" in client.get(f"/plan/mal/{goal.id}").text
    assert verify(session).faults == []


def test_what_has_come_further_than_a_draft_is_not_taken_back_from_the_list(
    session: Session, town: Municipality, visit: Visit
) -> None:
    ids, client = three(session, town), visit("unit")
    client.post(f"/plan/kandidater/{ids[0]}/valj")
    client.post(f"/plan/mal/{session.scalars(select(Goal)).one().id}/dela")
    answer = client.post(f"/plan/kandidater/{ids[0]}/tillbaka")
    assert answer.status_code == 409
    assert "Det har kommit längre än ett utkast" in answer.text


def test_a_decision_about_what_is_decided_is_refused(
    session: Session, town: Municipality, visit: Visit
) -> None:
    ids, client = three(session, town), visit("unit")
    client.post(f"/plan/kandidater/{ids[0]}/lagg-undan", data={"reason": "Inte i år."})
    for path, data in (
        ("valj", {}),
        ("lagg-undan", {"reason": "x"}),
        ("andra", {"text": "x", "revision": "1"}),
    ):
        answer = client.post(f"/plan/kandidater/{ids[0]}/{path}", data=data)
        assert answer.status_code == 409, path
        assert "Någon har redan bestämt om den" in answer.text


def test_words_are_changed_in_place_and_two_changes_are_both_shown(
    session: Session, town: Municipality, visit: Visit
) -> None:
    ids, eva, sara = three(session, town), visit("unit"), visit("support")
    assert "Ändra" in eva.get(f"{LIST}&andra={ids[0]}").text
    eva.post(f"/plan/kandidater/{ids[0]}/andra", data={"text": "Evas ord", "revision": 1})
    answer = sara.post(f"/plan/kandidater/{ids[0]}/andra", data={"text": "Saras ord", "revision": 1})
    assert answer.status_code == 409
    assert "Evas ord" in answer.text
    assert "Saras ord" in answer.text
    assert order(session)[0] == "Evas ord"


def test_a_list_is_shared_for_dialogue_and_taken_back(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one, unit = three(session, town)[0], {"unit": town.unit.id, "year": YEAR}
    shown = f"/plan/kandidater?enhet={town.unit.id}&ar={YEAR}"
    writer, above = visit("unit"), visit("section")
    assert writer.get(shown).status_code == 200
    for who in ("section", "chief", "sibling", "chair", "auditor", "employee"):
        assert visit(who).get(shown).status_code in {403, 404}, who
    assert writer.post("/plan/prioritera/dela", data={**unit, "year": YEAR + 1}).status_code == 422
    assert above.post("/plan/prioritera/dela", data=unit).status_code == 404
    assert writer.post("/plan/prioritera/dela", data=unit).status_code == 302
    for who, reads in {
        "section": 1,
        "chief": 1,
        "sibling": 0,
        "other_section": 0,
        "chair": 0,
        "auditor": 0,
    }.items():
        answer = visit(who).get(shown)
        assert (answer.status_code == 200 and "Ett" in answer.text) is bool(reads), who
    assert shown.replace("&", "&amp;") in above.get(f"/plan/?enhet={town.unit.id}&ar={YEAR}").text
    assert above.post(f"/plan/kandidater/{one}/lagg-undan", data={"reason": "Nej"}).status_code == 404
    assert "Ett" in above.get(f"/plan/trad/candidate/{one}").text
    assert writer.post("/plan/prioritera/dela", data={**unit, "back": "1"}).status_code == 302
    assert above.get(shown).status_code == 404
    session.rollback()
    assert verify(session).faults == []


def test_a_shared_candidate_is_brought_along_to_the_dialogue_and_marked_there(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = three(session, town)[0]
    series = make_series(session, town.section, town.unit)
    dialogue = prepare(session, make_dialogue(session, series, town.section_manager, town.unit_manager))
    theme = themes_of(session, dialogue.id)[0]
    theme.backgrounds = ["candidates"]
    hold(session, dialogue)
    session.commit()
    path = f"/dialoger/{dialogue.id}/tema/{theme.id}"
    for who in ("unit", "section"):
        assert "Ett" not in visit(who).get(path).text, who
    session.rollback()
    share_list(session, actor_id=town.unit_manager.id, unit_id=town.unit.id, year=YEAR)
    session.commit()
    for who in ("unit", "section"):
        page = visit(who).get(path).text
        assert page.index("Ett") < page.index("Två") < page.index("Tre"), who
    session.rollback()
    seat = seats(dialogue)[0]
    mark_theme(session, seat=seat, dialogue=dialogue, theme=theme, ref=Ref("candidate", one))
    session.commit()
    shown = f"/plan/kandidater?enhet={town.unit.id}&ar={YEAR}"
    before = visit("section").get(shown).text
    assert before.count("Samtalad") + before.count("samtalad") > 0
    session.rollback()
    take_back_list(session, actor_id=town.unit_manager.id, unit_id=town.unit.id, year=YEAR)
    session.commit()
    assert "Två" not in visit("section").get(path).text
