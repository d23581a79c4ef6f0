"""Who reads and who writes a unit's goals, through every door: page, import, crafted request."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import quote

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.organisation.models import Person
from app.planning.candidates.services import propose_candidate
from app.planning.errors import NotYours
from app.planning.goals import services
from app.planning.models import Activity, Candidate, FollowedIndicator, Goal, ProgressNote
from app.quality.indicators.models import Indicator
from app.records.models import HistoryEntry
from tests.factories.organisation import Municipality
from tests.factories.planning import (
    add_activity,
    complete,
    make_candidate,
    make_established,
    make_goal,
    profile,
    whole,
)
from tests.support.client import SamsynClient
from tests.web.planning.conftest import YEAR

Visit = Callable[[str], SamsynClient]
EVERYBODY = (
    *("chief", "section", "unit", "sibling", "other_section", "other_unit", "support", "other_support"),
    *("chair", "auditor", "secretary", "administrator", "employee"),
)
WRITERS = {"unit", "support", "secretary"}
ABOVE = {"section", "chief"}
READERS = WRITERS | ABOVE | {"chair", "auditor"}
WRITE_NOWHERE = {"chair", "auditor", "administrator", "employee"}


def rows(session: Session) -> dict[str, int]:
    """Count what planning writes, the history included."""
    session.rollback()
    return {
        model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Candidate, Goal, Activity, FollowedIndicator, Indicator, ProgressNote, HistoryEntry)
    }


def who_reads(visit: Visit, path: str) -> set[str]:
    return {who for who in EVERYBODY if visit(who).get(path).status_code == 200}


def test_a_draft_is_read_by_those_who_write_the_units_plan_and_nobody_else(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    assert who_reads(visit, f"/plan/mal/{goal.id}") == WRITERS


def test_a_shared_goal_is_read_by_managers_above_too(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    services.share(session, actor_id=town.unit_manager.id, goal=goal)
    session.commit()
    assert who_reads(visit, f"/plan/mal/{goal.id}") == WRITERS | ABOVE


def test_an_established_goal_is_read_by_everybody_whose_reach_it_lies_in(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_established(session, town.unit, town.unit_manager)
    session.commit()
    assert who_reads(visit, f"/plan/mal/{goal.id}") == READERS


def test_what_the_council_decided_is_read_by_everybody_who_reads_plans(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit
) -> None:
    goal = make_established(session, town.council, people["secretary"], kind="council_goal")
    session.commit()
    assert who_reads(visit, f"/plan/mal/{goal.id}") == set(EVERYBODY) - {"administrator", "employee"}


def test_while_a_goal_is_changed_readers_read_what_was_established(
    session: Session, town: Municipality, visit: Visit
) -> None:
    by = town.unit_manager
    goal = make_established(session, town.unit, by, "Som det var fastställt")
    services.reopen(session, actor_id=by.id, goal=goal)
    services.change_goal(
        session,
        actor_id=by.id,
        goal=goal,
        profile=profile(),
        wanted=services.Wanted("Som det håller på att bli"),
        revision=goal.revision,
    )
    session.commit()
    for who in READERS:
        page = visit(who).get(f"/plan/mal/{goal.id}").text
        assert ("Som det håller på att bli" in page) is (who in WRITERS), who
        assert ("Som det var fastställt" in page) is (who not in WRITERS), who
        listed = visit(who).get(f"/plan/?enhet={town.unit.id}").text
        assert ("Som det håller på att bli" in listed) is (who in WRITERS), who
        exported = visit(who).get(f"/plan/ta-med.csv?enhet={town.unit.id}").text
        assert ("Som det håller på att bli" in exported) is (who in WRITERS), who
        counted = visit(who).get(f"/plan/enheter?q={quote(town.unit.name)}").text
        assert ("ett utkast" in counted) is (who in WRITERS), who


def test_candidates_are_for_those_who_write_the_units_plan(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_candidate(session, town.unit, town.unit_manager)
    session.commit()
    assert who_reads(visit, f"/plan/prioritera?enhet={town.unit.id}") == WRITERS


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one not in WRITERS])
def test_no_crafted_request_makes_or_changes_anything_in_somebody_elses_unit(
    session: Session, town: Municipality, visit: Visit, who: str
) -> None:
    by = town.unit_manager
    candidate = make_candidate(session, town.unit, by)
    draft = complete(session, make_goal(session, town.unit, by, "Utkast"), by)
    established = make_established(session, town.unit, by, "Fastställt")
    session.commit()
    client = visit(who)
    before = rows(session)
    activity, indicator = draft.activities[0].id, draft.indicators[0].id
    fields = {
        "unit": town.unit.id,
        "year": YEAR,
        "kind": "development_goal",
        "title": "Ditt mål",
        "text": "x",
        "what": "x",
        "name": "x",
        "nature": "qualitative",
        "words": "x",
        "reason": "x",
        "step": "up",
        "expected": 1,
        "revision": 1,
        "state": "done",
        "value": "1",
        "to": "",
    }
    paths = [
        "/plan/mal/nytt",
        "/plan/kandidater/ny",
        *(
            f"/plan/kandidater/{candidate.id}/{do}"
            for do in ("andra", "flytta", "lagg-undan", "tillbaka", "valj")
        ),
        *(
            f"/plan/mal/{goal.id}/{do}"
            for goal in (draft, established)
            for do in (
                *("andra", "dela", "ta-tillbaka", "faststall", "oppna-igen", "avsluta", "fortsatt"),
                *("slang", "angra-slang", "lage", "aktivitet", "indikator"),
            )
        ),
        *(f"/plan/aktivitet/{activity}/{do}" for do in ("lage", "andra", "ta-bort", "aterta")),
        *(f"/plan/indikator/{indicator}/{do}" for do in ("andra", "ta-bort", "aterta")),
    ]
    answers = {path: client.post(path, data=fields).status_code for path in paths}
    assert {path: status for path, status in answers.items() if status != 404} == {}
    assert rows(session) == before


@pytest.mark.parametrize("who", ["sibling", "section", "chief", "other_support"])
def test_no_file_makes_a_goal_in_somebody_elses_unit(
    session: Session, town: Municipality, visit: Visit, who: str
) -> None:
    client = visit(who)
    before = rows(session)
    content = f"enhet_id;ar;mal\nsamsyn-{town.unit.id};{YEAR};Ditt mål\n".encode()
    answer = client.post("/plan/las-in", data={"file": (io.BytesIO(content), "mal.csv")})
    assert answer.status_code == 422
    assert "Rad 2, kolumn enhet_id: Enheten finns inte bland dem du skriver mål för." in answer.text
    assert rows(session) == before


@pytest.mark.parametrize("who", sorted(WRITE_NOWHERE))
def test_who_writes_no_plan_reads_no_file_in(visit: Visit, town: Municipality, who: str) -> None:
    client = visit(who)
    content = f"enhet_id;ar;mal\nsamsyn-{town.unit.id};{YEAR};Ditt mål\n".encode()
    assert client.get("/plan/las-in").status_code == 404
    assert client.post("/plan/las-in", data={"file": (io.BytesIO(content), "mal.csv")}).status_code == 404
    assert client.post("/plan/las-in/genomfor", data={"word": "x"}).status_code == 404


def test_the_services_themselves_refuse_another_unit(session: Session, town: Municipality) -> None:
    kind = profile().goal_chain[3]
    with pytest.raises(NotYours):
        services.create_goal(
            session,
            actor_id=town.sibling_manager.id,
            unit_id=town.unit.id,
            year=YEAR,
            profile=profile(),
            kind=kind,
            wanted=services.Wanted("Ditt mål"),
        )
    with pytest.raises(NotYours):
        propose_candidate(session, town.section_manager.id, town.unit.id, YEAR, "Din kandidat")


def test_a_unit_has_only_the_kinds_of_goals_it_decides(
    session: Session, town: Municipality, visit: Visit
) -> None:
    answer = visit("unit").post(
        "/plan/mal/nytt",
        data={"unit": town.unit.id, "year": YEAR, "kind": "council_goal", "title": "Fullmäktiges mål"},
    )
    assert answer.status_code == 404
    assert rows(session)["goal"] == 0


def test_rights_end_with_the_appointment(session: Session, town: Municipality, visit: Visit) -> None:
    from datetime import date

    from app.organisation.models import Appointment

    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    assert client.get(f"/plan/mal/{goal.id}").status_code == 200
    held = session.scalars(select(Appointment).where(Appointment.person_id == town.unit_manager.id)).one()
    held.valid_to = date(2026, 11, 28)
    session.commit()
    # Who holds no appointment at all is signed out by that.
    assert client.get(f"/plan/mal/{goal.id}").status_code in {302, 404}
    client.post(f"/plan/mal/{goal.id}/lage", data={"words": "x"})
    assert rows(session)["progress_note"] == 0


def test_a_goal_says_who_reads_it_in_names(session: Session, town: Municipality, visit: Visit) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    draft = client.get(f"/plan/mal/{goal.id}").text
    assert "Läses och skrivs bara av Eva Enhetschef, Sara Stöd" in draft
    client.post(f"/plan/mal/{goal.id}/dela")
    shared = client.get(f"/plan/mal/{goal.id}").text
    assert "läses också av cheferna ovanför, Sven Sektionschef och Karin Kommunchef" in shared


def test_whoever_reads_search_finds_and_nobody_else(
    session: Session, town: Municipality, visit: Visit
) -> None:
    draft = make_goal(session, town.unit, town.unit_manager, "Kvastskaft i utkast")
    add_activity(session, draft, town.unit_manager, "Köpa kvastskaft")
    established = make_established(session, town.unit, town.unit_manager, "Kvastskaft fastställt")
    session.commit()
    for who in EVERYBODY:
        found = visit(who).get("/sok?q=kvastskaft").text
        assert (f"/plan/mal/{draft.id}" in found) is (who in WRITERS), who
        assert (f"/plan/mal/{established.id}" in found) is (who in READERS), who
    assert whole(session, draft).state == "draft"
