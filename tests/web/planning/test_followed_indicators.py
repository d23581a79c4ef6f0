"""Goals noticed by indicators of quality: chosen on the goal, measured in one place, read in both."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Person
from app.planning.errors import NotYet
from app.planning.goals import services
from app.planning.models import FollowedIndicator, Goal
from app.planning.parts import services as parts
from app.quality.factors import services as factors
from app.quality.indicators import services as indicators
from app.quality.indicators.models import Indicator
from app.records.models import Edition
from app.records.verifying import verify
from app.writing.kinds import kinds
from tests.factories.measuring import make_indicator, make_measured, measure
from tests.factories.organisation import Municipality
from tests.factories.planning import establish, make_established, make_goal, profile, whole
from tests.factories.quality import make_factor
from tests.factories.quality import whole as whole_factor
from tests.factories.unit_texts import make_text
from tests.support.client import SamsynClient
from tests.web.planning.conftest import YEAR
from tests.web.planning.test_parts import field

Visit = Callable[[str], SamsynClient]


@pytest.fixture
def calm(session: Session, town: Municipality) -> Indicator:
    """An established factor of the unit with one indicator, measured twice."""
    by = town.unit_manager
    one = make_measured(session, town.unit, by, title="Lämningen är lugn", name="Lugna morgnar")
    measure(session, one, town.unit, by, "2025-H2", "61", "Hösten var rörig.")
    measure(session, one, town.unit, by, "2026-H1", "74", "Lugnare sedan två tar emot.")
    session.commit()
    return one


def follow(client: SamsynClient, goal: Goal, indicator: Indicator) -> str:
    """Choose an indicator on the page of a goal, and give what is shown then."""
    answer = client.post(
        f"/plan/mal/{goal.id}/folj", data={"indicator_id": indicator.id}, follow_redirects=True
    )
    return answer.text


def test_a_goal_is_noticed_by_an_indicator_of_the_units_quality_with_its_words_before_its_figures(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    assert "Lugna morgnar (Lämningen är lugn)" in client.get(f"/plan/mal/{goal.id}").text
    page = follow(client, goal, calm)
    words = page.index("Lugnare sedan två tar emot.")
    assert 0 < words < page.index("74", page.index("<main"))
    assert f"/kvalitet/faktor/{calm.factor_id}?visa={calm.id}#indicator-{calm.id}" in page
    assert "Lugna morgnar (Lämningen är lugn)" not in page
    assert verify(session).faults == []


def test_what_is_measured_afterwards_is_read_on_the_goal_too(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    follow(visit("unit"), goal, calm)
    establish(session, goal, town.unit_manager)
    session.commit()
    measure(session, calm, town.unit, town.unit_manager, "2026-H1", "80", "Ännu lugnare.")
    session.commit()
    for who in ("unit", "section", "support"):
        assert "Ännu lugnare." in visit(who).get(f"/plan/mal/{goal.id}").text


def test_a_followed_indicator_counts_when_the_goal_is_established_and_stands_in_the_version(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    by = town.unit_manager
    goal = make_goal(session, town.unit, by)
    parts.add_activity(session, actor_id=by.id, goal=goal, deed=parts.Deed("Göra ett schema"))
    session.commit()
    client = visit("unit")
    with pytest.raises(NotYet):
        _establish_as_it_is(session, goal, by)
    session.rollback()
    follow(client, goal, calm)
    revision = whole(session, goal).record_revision
    session.rollback()
    page = client.post(
        f"/plan/mal/{goal.id}/faststall", data={"expected": revision}, follow_redirects=True
    ).text
    assert "Fastställt" in page
    session.rollback()
    content = session.scalars(select(Edition.content).where(Edition.kind == "goal")).one()
    (kept,) = json.loads(content or "")["followed"]
    assert (kept["indicator_id"], kept["name"]) == (calm.id, "Lugna morgnar")
    version = client.get(f"/plan/mal/{goal.id}/version/1").text
    assert "Lugna morgnar" in version
    assert "en indikator" in client.get("/plan/").text
    assert verify(session).faults == []


def _establish_as_it_is(session: Session, goal: Goal, by: Person) -> None:
    loaded = whole(session, goal)
    services.establish(
        session, actor_id=by.id, goal=loaded, profile=profile(), expected=loaded.record_revision
    )


def test_one_that_was_taken_from_its_factor_no_longer_counts(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    by = town.unit_manager
    goal = make_goal(session, town.unit, by)
    parts.add_activity(session, actor_id=by.id, goal=goal, deed=parts.Deed("Göra ett schema"))
    session.commit()
    follow(visit("unit"), goal, calm)
    factor = whole_factor(session, calm.factor)
    factors.reopen(session, actor_id=by.id, factor=factor)
    indicators.remove_indicator(session, actor_id=by.id, factor=factor, indicator=factor.indicators[0])
    session.commit()
    with pytest.raises(NotYet):
        _establish_as_it_is(session, goal, by)


def test_it_is_left_with_a_way_back(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    follow(client, goal, calm)
    one = session.scalars(select(FollowedIndicator)).one()
    session.rollback()
    page = client.post(f"/plan/foljd-indikator/{one.id}/lamna", follow_redirects=True).text
    assert "Lugnare sedan två tar emot." not in page
    assert f"/plan/foljd-indikator/{one.id}/valj-igen" in page
    page = client.post(f"/plan/foljd-indikator/{one.id}/valj-igen", follow_redirects=True).text
    assert "Lugnare sedan två tar emot." in page
    assert len(session.scalars(select(FollowedIndicator)).all()) == 1
    assert verify(session).faults == []


def test_choosing_the_same_twice_changes_nothing(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    follow(client, goal, calm)
    revision = session.get_one(Goal, goal.id).record_revision
    session.rollback()
    refused = client.post(f"/plan/mal/{goal.id}/folj", data={"indicator_id": calm.id})
    assert refused.status_code == 422
    session.rollback()
    assert session.get_one(Goal, goal.id).record_revision == revision


def test_only_established_indicators_of_the_unit_and_of_its_area_can_be_chosen(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    shared = make_measured(
        session, town.section, town.section_manager, title="Kända vuxna", name="Delad", area=True
    )
    draft = make_indicator(
        session, make_factor(session, town.unit, town.unit_manager), town.unit_manager, "Utkastets"
    )
    others = make_measured(session, town.sibling, town.sibling_manager, title="Grannens", name="Grannens")
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    page = client.get(f"/plan/mal/{goal.id}").text
    assert "Delad (Kända vuxna)" in page
    assert "Utkastets" not in page
    assert "Grannens" not in page
    for wrong in (draft.id, others.id, 0, 2**31 - 1, "x", ""):
        answer = client.post(f"/plan/mal/{goal.id}/folj", data={"indicator_id": wrong})
        assert answer.status_code == 422, wrong
        assert "error" in answer.text
    assert session.scalars(select(FollowedIndicator)).all() == []
    assert "Delad" in follow(client, goal, shared)


def test_nobody_chooses_for_a_goal_of_another_unit_or_one_that_is_locked(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    goal = make_established(session, town.unit, town.unit_manager)
    session.commit()
    for who, status in (("section", 404), ("sibling", 404), ("chair", 404), ("employee", 404), ("unit", 409)):
        answer = visit(who).post(f"/plan/mal/{goal.id}/folj", data={"indicator_id": calm.id})
        assert answer.status_code == status, who
    chosen = select(FollowedIndicator).where(FollowedIndicator.indicator_id == calm.id)
    assert session.scalars(chosen).all() == []


def test_who_reads_the_goal_and_not_the_quality_reads_its_name_alone(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    follow(visit("unit"), goal, calm)
    establish(session, goal, town.unit_manager)
    session.commit()
    page = visit("auditor").get(f"/plan/mal/{goal.id}").text
    assert "Lugna morgnar" in page
    assert "Lugnare sedan två tar emot." not in page
    assert f"/kvalitet/faktor/{calm.factor_id}" not in page


def test_a_name_that_is_being_changed_in_a_draft_is_not_read_on_the_goal(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    by = town.unit_manager
    goal = make_goal(session, town.unit, by)
    session.commit()
    follow(visit("unit"), goal, calm)
    establish(session, goal, by)
    factor = whole_factor(session, calm.factor)
    factors.reopen(session, actor_id=by.id, factor=factor)
    one = factor.indicators[0]
    wanted = indicators.Wanted("Hemligt nytt namn", one.nature, one.method, one.routine)
    indicators.change_indicator(
        session, actor_id=by.id, factor=factor, indicator=one, wanted=wanted, revision=one.revision
    )
    session.commit()
    for who in ("section", "auditor"):
        page = visit(who).get(f"/plan/mal/{goal.id}").text
        assert "Lugna morgnar" in page, who
        assert "Hemligt nytt namn" not in page, who


def test_one_that_the_units_below_measure_leads_to_each_of_them(
    session: Session, town: Municipality, visit: Visit
) -> None:
    by = town.section_manager
    shared = make_measured(session, town.section, by, title="Kända vuxna", name="Delad", area=True)
    goal = make_goal(session, town.section, by)
    session.commit()
    page = follow(visit("section"), goal, shared)
    assert f"/kvalitet/indikator/{shared.id}/matningar?vy=enheter" in page


def test_the_thread_leads_from_the_goal_to_the_indicator_and_back(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager, "Lugna lämningar för alla")
    session.commit()
    client = visit("unit")
    follow(client, goal, calm)
    assert "Lugna morgnar" in client.get(f"/plan/trad/goal/{goal.id}").text
    assert "Lugna lämningar för alla" in client.get(f"/plan/trad/indicator/{calm.id}").text


def test_the_operational_plan_and_the_files_name_it_beside_the_goals_own(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    follow(client, goal, calm)
    establish(session, goal, town.unit_manager)
    session.commit()
    taken = client.get(f"/plan/ta-med.csv?ar={YEAR}").text
    head, first, *_ = taken.splitlines()
    row = dict(zip(head.removeprefix("\ufeff").split(";"), first.split(";"), strict=True))
    assert (row["indikator"], row["kvalitetsindikator"]) == ("Så känns det", "Lugna morgnar")


def test_a_file_names_an_indicator_of_quality_and_a_name_nobody_has_is_a_fault_of_its_row(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    client = visit("unit")
    head = "enhet;enhet_id;ar;mal;aktivitet;kvalitetsindikator"
    name = town.unit.name
    good = f"{head}\n{name};;{YEAR};Lugna lämningar;Schema;lugna morgnar\n"
    bad = good + f"{name};;{YEAR};Lugna lämningar;;Finns inte\n"
    answer = client.post("/plan/las-in", data={"file": (io.BytesIO(bad.encode()), "mal.csv")})
    assert answer.status_code == 422
    assert "rad 3" in answer.text.lower()
    assert "Finns inte" in answer.text
    page = client.post("/plan/las-in", data={"file": (io.BytesIO(good.encode()), "mal.csv")}).text
    client.post(
        "/plan/las-in/genomfor", data={"word": field(page, "word"), "fingerprint": field(page, "fingerprint")}
    )
    one = session.scalars(select(FollowedIndicator)).one()
    assert (one.indicator_id, one.name) == (calm.id, "Lugna morgnar")
    assert verify(session).faults == []


def test_what_was_measured_is_at_hand_beside_the_analysis_with_its_words_first(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    kind = kinds.get("current_state")
    assert kind is not None
    goal = make_goal(session, town.unit, town.unit_manager)
    text = make_text(session, town.unit, town.unit_manager, kind=kind, year=YEAR)
    session.commit()
    client = visit("unit")
    follow(client, goal, calm)
    page = client.get(f"/analys/text/{text.id}").text
    assert page.index("Lugnare sedan två tar emot.") < page.index("Lugna morgnar. 74")


def test_an_indicator_of_a_factor_that_is_being_changed_is_still_offered_as_it_was_established(
    session: Session, town: Municipality, visit: Visit, calm: Indicator
) -> None:
    factor = whole_factor(session, calm.factor)
    factors.reopen(session, actor_id=town.unit_manager.id, factor=factor)
    calm.name = "Något helt annat"
    goal = make_goal(session, town.unit, town.unit_manager)
    plan = make_text(session, town.unit, town.unit_manager, kind=kinds.get("operational_plan"))
    session.commit()
    page = visit("unit").get(f"/plan/mal/{goal.id}").text
    assert "Lugna morgnar" in page
    assert "Något helt annat" not in page
    assert "Lämningen är lugn" in visit("unit").get(f"/analys/text/{plan.id}").text
    follow(visit("unit"), goal, calm)
    assert session.scalars(select(FollowedIndicator.name)).one() == "Lugna morgnar"
