"""Indicators that are written on a goal: the same kind of thing as those of quality, measured and read in the same places."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.organisation.models import Person
from app.planning.following.carrying import carry_over
from app.planning.goals import services
from app.planning.models import FollowedIndicator, Goal, GoalIndicator
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator, Nature, Periodicity
from app.quality.measuring.models import Measurement, MeasurementVersion
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories.measuring import measure
from tests.factories.organisation import Municipality
from tests.factories.planning import add_activity, establish, make_established, make_goal, whole
from tests.factories.simple_indicators import make_simple, say_simple
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
Clock = Callable[[datetime], None]

FIELDS = {
    "name": "Lugna hämtningar",
    "nature": "quantitative",
    "method": "Vi räknar",
    "routine": "Alla, varje vecka",
    "present": "14",
    "wanted": "högst fem",
    "periodicity": "month",
    "decimals": "0",
    "better": "lower",
    "source": "hand",
}


def loaded(session: Session) -> Indicator:
    session.rollback()
    session.expire_all()
    return session.scalars(
        select(Indicator).options(
            joinedload(Indicator.factor), selectinload(Indicator.skipped), selectinload(Indicator.targets)
        )
    ).one()


@pytest.fixture
def noticed(session: Session, town: Municipality) -> Goal:
    """An established goal with an indicator of its own, measured once."""
    by = town.unit_manager
    goal = make_established(session, town.unit, by)
    one = goal.indicators[0]
    session.commit()
    measure(session, loaded(session), town.unit, by, "2025", text="Nio av tio säger lugnt.")
    session.commit()
    assert one.name == "Så känns det"
    return goal


def test_it_is_written_changed_taken_away_and_taken_back_where_the_goal_stands(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_goal(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    refused = client.post(f"/plan/mal/{goal.id}/indikator", data=FIELDS | {"decimals": "9"})
    assert refused.status_code == 422
    assert "Lugna hämtningar" in refused.text
    client.post(f"/plan/mal/{goal.id}/indikator", data=FIELDS)
    one = loaded(session)
    assert (one.factor.goal_id, one.periodicity, one.wanted) == (goal.id, "month", "högst fem")
    page = client.get(f"/plan/mal/{goal.id}").text
    assert "När ni började: 14" in page
    assert "Dit ni vill: högst fem" in page
    assert 'name="within_low"' in client.get(f"/plan/mal/{goal.id}?andra=indikator-{one.id}").text
    change = FIELDS | {"name": "Lugna lämningar", "revision": "1"}
    assert client.post(f"/plan/indikator/{one.id}/andra", data=change).status_code == 302
    late = visit("support").post(f"/plan/indikator/{one.id}/andra", data=FIELDS | {"revision": "1"})
    assert late.status_code == 409
    assert "Lugna lämningar" in late.text
    session.rollback()
    assert session.scalars(select(FollowedIndicator.name)).one() == "Lugna lämningar"
    gone = client.post(f"/plan/indikator/{one.id}/ta-bort", follow_redirects=True).text
    assert (
        "Lugna lämningar"
        not in gone.partition("<main")[2].partition('id="indicators"')[2].partition("</ul>")[0]
    )
    assert f"/plan/indikator/{one.id}/aterta" in gone
    assert "Lugna lämningar" in client.post(f"/plan/indikator/{one.id}/aterta", follow_redirects=True).text
    assert verify(session).faults == []
    assert compare(session).agrees


def test_it_is_due_measured_and_read_as_all_others_under_its_goal(
    session: Session, town: Municipality, visit: Visit, noticed: Goal, clock: Clock
) -> None:
    clock(datetime(2027, 1, 11, 8, tzinfo=UTC))
    one = loaded(session)
    client = visit("unit")
    due = client.get("/kvalitet/mata").text
    assert "Mål:" in due
    assert f'href="/plan/mal/{noticed.id}"' in due
    assert "Så känns det" in due
    session.rollback()
    measure(session, one, town.unit, town.unit_manager, "2026", text="Alla säger lugnt.")
    session.commit()
    assert "Så känns det" not in client.get("/kvalitet/mata").text.partition("<main")[2]
    for who in ("unit", "section", "chief", "chair", "auditor"):
        page = visit(who).get(f"/plan/mal/{noticed.id}").text
        assert page.index("Alla säger lugnt.") < page.index("Nio av tio säger lugnt."), who
        assert (f"/kvalitet/indikator/{one.id}/matningar" in page) is (who in {"unit", "section", "chief"}), (
            who
        )
    whole_page = visit("section").get(f"/kvalitet/indikator/{one.id}/matningar?enhet={town.unit.id}").text
    assert "visar om ni är på väg mot målet" in whole_page
    assert verify(session).faults == []


def test_what_holds_it_is_no_quality_factor_to_anybody(
    session: Session, town: Municipality, visit: Visit, noticed: Goal
) -> None:
    client, holder = visit("unit"), session.scalars(select(Factor.id)).one()
    session.rollback()
    for path in ("/kvalitet/", "/kvalitet/register"):
        assert noticed.title not in client.get(path).text.partition("<main")[2], path
    led = client.get(f"/kvalitet/faktor/{holder}")
    assert led.location.endswith(f"/plan/mal/{noticed.id}#indicators")
    for do in ("andra", "varfor", "oppna-igen", "avsluta", "slang", "indikator"):
        assert (
            client.post(f"/kvalitet/faktor/{holder}/{do}", data={"words": "x", "title": "x"}).status_code
            == 404
        )
    assert visit("other_unit").get(f"/kvalitet/faktor/{holder}").status_code == 404


def test_it_stands_as_its_goal_stands_and_is_measured_no_longer_than_that(
    session: Session, town: Municipality, visit: Visit, noticed: Goal, clock: Clock
) -> None:
    by = town.unit_manager
    services.reopen(session, actor_id=by.id, goal=whole(session, noticed))
    session.commit()
    # Those who read the version read on what was measured of what it holds.
    assert "Nio av tio säger lugnt." in visit("section").get(f"/plan/mal/{noticed.id}").text
    add_activity(session, whole(session, noticed), by, "En till")
    goal = establish(session, noticed, by)
    services.end(session, actor_id=by.id, goal=goal, words="Vi kom dit.")
    session.commit()
    assert session.scalars(select(Factor.state)).one() == "ended"
    clock(datetime(2027, 1, 11, 8, tzinfo=UTC))
    assert "Så känns det" not in visit("unit").get("/kvalitet/mata").text.partition("<main")[2]
    services.resume(session, actor_id=by.id, goal=whole(session, noticed))
    session.commit()
    assert session.scalars(select(Factor.measured_until)).one() == date(2026, 12, 31)
    session.rollback()
    assert "Så känns det" in visit("unit").get("/kvalitet/mata").text
    clock(datetime(2028, 1, 11, 8, tzinfo=UTC))
    assert "Så känns det" not in visit("unit").get("/kvalitet/mata").text.partition("<main")[2]
    assert verify(session).faults == []


def test_it_is_found_by_those_who_read_the_goal(
    session: Session, town: Municipality, visit: Visit, noticed: Goal
) -> None:
    for who, finds in (("unit", True), ("auditor", True), ("other_unit", False)):
        page = visit(who).get("/sok?q=k%C3%A4nns").text
        assert (f"/plan/mal/{noticed.id}" in page) is finds, who


def test_what_was_written_in_the_simple_form_is_carried_over_with_words_figures_and_history(
    session: Session, town: Municipality, visit: Visit
) -> None:
    by = town.unit_manager
    goal = make_goal(session, town.unit, by)
    calm = make_simple(session, goal, by, "Så känns lämningen", wanted_value="Ingen går härifrån orolig")
    share = make_simple(
        session,
        goal,
        by,
        "Andel som svarar lugnt",
        nature=Nature.QUANTITATIVE,
        now_value="62 %",
        wanted_value="80 %",
        periodicity="varje år, i mars",
    )
    gone = make_simple(session, goal, by, "Borttagen", removed_at=datetime(2026, 1, 1, tzinfo=UTC))
    say_simple(session, calm, by, datetime(2026, 2, 1, tzinfo=UTC), "Hälften", "Många är oroliga.")
    say_simple(session, calm, by, datetime(2026, 3, 1, tzinfo=UTC), "De flesta", "Lugnare.")
    say_simple(session, share, by, datetime(2026, 3, 2, tzinfo=UTC), "74,5 %", "Upp sedan sist.")
    session.commit()
    assert carry_over(session) == 3
    assert carry_over(session) == 0
    session.commit()
    assert verify(session).faults == []
    assert compare(session).agrees
    made = {one.name: one for one in session.scalars(select(Indicator))}
    assert made["Så känns lämningen"].periodicity == Periodicity.HALF_YEAR
    assert made["Så känns lämningen"].wanted == "Ingen går härifrån orolig"
    figures = made["Andel som svarar lugnt"]
    assert (figures.present, figures.wanted, figures.unit_of_measure, figures.decimals) == (
        "62 %",
        "80 %",
        "%",
        1,
    )
    assert "varje år, i mars" in figures.routine
    assert made["Borttagen"].removed_at is not None
    assert session.get_one(GoalIndicator, gone.id).became_id == made["Borttagen"].id
    values = {one.indicator_id: one for one in session.scalars(select(Measurement))}
    assert values[figures.id].value == Decimal("74.5")
    assert values[made["Så känns lämningen"].id].text == "De flesta\n\nLugnare."
    assert session.scalars(select(MeasurementVersion.text)).one() == "Hälften\n\nMånga är oroliga."
    session.rollback()
    page = visit("unit").get(f"/plan/mal/{goal.id}").text
    assert page.index("Lugnare.") < page.index("Dit ni vill: Ingen går härifrån orolig")
    assert page.count("Så känns lämningen</strong>") == 1


def test_it_is_what_a_dialogue_is_about_like_all_others(
    session: Session, town: Municipality, people: dict[str, Person], noticed: Goal
) -> None:
    from app.access.actor import Actor
    from app.clock import today
    from app.organisation.reach import holdings
    from app.quality.subjects import factors_offered, indicators_named, indicators_offered

    by = people["unit"]
    actor = Actor(by.id, by.name, "sv", holdings(session, by.id, today()))
    offered = indicators_offered(session, actor, [town.unit.id], 10)
    assert [one.title for one in offered] == ["Så känns det"]
    assert factors_offered(session, actor, [town.unit.id], 10) == []
    named = indicators_named(session, actor, [offered[0].id])
    assert named[offered[0].id].href.startswith(f"/plan/mal/{noticed.id}#indicator-")
