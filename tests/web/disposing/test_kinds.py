"""Every kind of established record is listed with its day, held, proposed, confirmed and gone; no other words are touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.analysis.mission import KIND as CORE_MISSION
from app.analysis.vision import KIND as VISION
from app.db import Base
from app.disposing.things import keep_what_is_over
from app.documents import services as governing
from app.documents.decisions.services import Decided, correct_decision
from app.documents.facts import DECISION, DOCUMENT
from app.documents.models import Ending
from app.documents.rules import ChildRightsTest
from app.organisation.models import Person
from app.planning.goals import services as goals
from app.planning.models import Goal
from app.planning.parts import services as parts
from app.planning.parts.services import Deed
from app.planning.plan.kind import OPERATIONAL_PLAN
from app.quality.control import deciding, reporting, services
from app.quality.control.content import AsRead
from app.quality.control.models import ControlReport
from app.quality.factors import services as factors
from app.records.models import Edition
from app.records.verifying import verify
from app.search.keeping import compare
from app.writing.kinds import kinds as text_kinds
from app.writing.models import TextState
from tests.factories import citizens as of_citizens
from tests.factories import control as of_control
from tests.factories import economy as of_economy
from tests.factories import measuring as of_measuring
from tests.factories import planning as of_planning
from tests.factories import quality as of_quality
from tests.factories.documents import acting_as, days_ahead, make_decision, make_document, whole
from tests.factories.organisation import Municipality
from tests.factories.unit_texts import make_text
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
Clock = Callable[[datetime], None]
GROUND, REASON = "Informationshanteringsplan 2024, punkt 3.2", "Bevarandetiden är ute."
THEN, NOW = datetime(2015, 3, 2, 9, 0, tzinfo=UTC), datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


@dataclass
class Made:
    """A record whose words are to go, what must stay, and where those who read it read it."""

    edition_id: int
    goes: tuple[str, ...]
    stays: tuple[str, ...] = ()
    page: str = ""


Make = Callable[[Session, Municipality, dict[str, Person]], Made]


def everywhere(session: Session) -> str:
    """Give all that stands in all tables."""
    session.rollback()
    session.expire_all()
    return "\n".join(
        str(value)
        for table in Base.metadata.sorted_tables
        for row in session.execute(select(table))
        for value in row
        if isinstance(value, (str, dict, list))
    )


def a_decision(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
    """A decision about a child's best interests, put right since it was recorded."""
    by = people["section"]
    decision = make_decision(
        session,
        by,
        town.section,
        "Beslutsrubrik",
        text="Gammallydelse",
        delegate="Delegatnamn",
        registry_number="LU/2015:3",
        test=ChildRightsTest(True, "Övervägandeord"),
    )
    right = Decided(
        "Beslutsrubrik",
        town.section.id,
        text="Nylydelse",
        registry_number="LU/2015:3",
        test=ChildRightsTest(True, "Övervägandeord"),
    )
    correct_decision(
        session, actor=acting_as(session, by), decision=decision, decided=right, revision=decision.revision
    )
    make_decision(session, by, town.section, "Annat beslut", text="Annan lydelse")
    session.commit()
    edition = session.scalars(
        select(Edition)
        .where(Edition.kind == DECISION, Edition.object_id == decision.id)
        .order_by(Edition.id.desc())
    ).first()
    assert edition is not None
    return Made(
        edition.id,
        ("Beslutsrubrik", "Gammallydelse", "Nylydelse", "Delegatnamn", "Övervägandeord"),
        ("Annat beslut", "Annan lydelse", "LU/2015:3"),
        f"/styrdokument/beslut/{decision.id}/",
    )


def a_goal_of_two_versions(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
    """A goal whose first version was written in two goes, and whose words and activities changed with the second."""
    by = people["unit"]
    goal = of_planning.make_goal(session, town.unit, by, "Samma rubrik", why="Utkastvarför")
    change(session, by, goal, "Gammaltvarför")
    of_planning.add_activity(session, goal, by, "Gammalgöra")
    removed = of_planning.add_activity(session, goal, by, "Borttagengöra")
    goal = of_planning.establish(session, goal, by)
    first = goal.edition_id
    goals.reopen(session, actor_id=by.id, goal=goal)
    change(session, by, goal, "Nyttvarför")
    goal = of_planning.whole(session, goal)
    activity = next(one for one in goal.activities if one.what == "Gammalgöra")
    parts.change_activity(
        session,
        actor_id=by.id,
        goal=goal,
        activity=activity,
        deed=Deed("Nygöra"),
        revision=activity.revision,
    )
    parts.remove_activity(session, actor_id=by.id, goal=of_planning.whole(session, goal), activity=removed)
    goal = of_planning.establish(session, goal, by)
    session.commit()
    assert first is not None
    return Made(
        first,
        ("Utkastvarför", "Gammaltvarför", "Gammalgöra", "Borttagengöra"),
        ("Samma rubrik", "Nyttvarför", "Nygöra", "Så känns det"),
        f"/plan/mal/{goal.id}/version/1",
    )


def change(session: Session, by: Person, goal: Goal, why: str) -> None:
    goal = of_planning.whole(session, goal)
    goals.change_goal(
        session,
        actor_id=by.id,
        goal=goal,
        profile=of_planning.profile(),
        wanted=goals.Wanted(goal.title, why, until_year=goal.until_year),
        revision=goal.revision,
    )


def a_goal_that_has_ended(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
    by = people["unit"]
    goal = of_planning.make_established(session, town.unit, by, "Slutmålet", why="Slutvarför")
    parts.say_of_goal(
        session, actor_id=by.id, goal=of_planning.whole(session, goal), text="Det gick slutbra."
    )
    own = of_planning.whole(session, goal).indicators[0]
    of_measuring.measure(session, own, town.unit, by, "2025", text="Mättaord")
    of_measuring.measure(session, own, town.unit, by, "2025", text="Rättademättord")
    goals.end(session, actor_id=by.id, goal=of_planning.whole(session, goal), words="Avslutsord")
    other = of_planning.make_established(session, town.unit, by, "Annat mål", why="Annat varför")
    session.commit()
    assert goal.edition_id is not None
    assert other.edition_id is not None
    return Made(
        goal.edition_id,
        ("Slutmålet", "Slutvarför", "slutbra", "Avslutsord", "Mättaord", "Rättademättord"),
        ("Annat mål", "Annat varför"),
        f"/plan/mal/{goal.id}",
    )


def a_core_mission_that_was_replaced(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
    by = people["unit"]
    old = make_text(session, town.unit, by, "Ersattord.", state=TextState.ESTABLISHED)
    make_text(session, town.unit, by, "Nyaord.", state=TextState.ESTABLISHED)
    session.commit()
    assert old.edition_id is not None
    return Made(old.edition_id, ("Ersattord",), ("Nyaord",), f"/analys/text/{old.id}")


def a_factor_of_two_versions(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
    by = people["unit"]
    factor = of_quality.make_factor(session, town.unit, by, "Gammalfaktor", why="Gammalgrund")
    of_quality.add_indicator(session, factor, by, "Samma tecken", method="Sammasätt")
    factor = of_quality.establish(session, factor, by)
    first = factor.edition_id
    factors.reopen(session, actor_id=by.id, factor=factor)
    factor = of_quality.whole(session, factor)
    factors.change_factor(
        session,
        actor_id=by.id,
        factor=factor,
        title="Nyfaktor",
        reach=factor.reach,
        revision=factor.revision,
    )
    factor = of_quality.whole(session, factor)
    factors.write_why(
        session, actor_id=by.id, factor=factor, text="Nygrund", base=factors.sign_of("Gammalgrund")
    )
    factor = of_quality.establish(session, factor, by)
    session.commit()
    assert first is not None
    return Made(
        first,
        ("Gammalfaktor", "Gammalgrund"),
        ("Nyfaktor", "Nygrund", "Samma tecken", "Sammasätt"),
        f"/kvalitet/faktor/{factor.id}/version/1",
    )


def a_control_plan_of_two_versions(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
    by = people["chief"]
    risk = of_control.make_risk(session, by, town.board, "Fel lön")
    plan = of_control.decided_plan(session, by, town.board, risk, method="Gammalmetod", told_to="Alla")
    first = plan.edition_id
    reader = of_control.reader(session, by)
    deciding.open_again(session, reader=reader, record=plan, action="control_plan.opened_again")
    plan = of_control.whole_plan(session, plan.id)
    check = of_control.first_control(plan)
    services.change_control(
        session,
        reader=reader,
        plan=plan,
        control=check,
        check=services.Check(check.what, "Nymetod", check.often, check.who, None, check.told_to),
        revision=check.revision,
    )
    plan = of_control.decide_plan(session, by, plan, "KS/2026:2")
    session.commit()
    assert first is not None
    return Made(
        first,
        ("Gammalmetod",),
        ("Nymetod", "Fel lön", "Att lönelistor"),
        f"/internkontroll/plan/{plan.id}/version/1",
    )


def a_control_plan_whose_year_is_over(
    session: Session, town: Municipality, people: dict[str, Person]
) -> Made:
    """Nothing was written over it, as seldom anything is: only what hangs on it has words."""
    by = people["chief"]
    risk = of_control.make_risk(session, by, town.board, "Fel lön")
    plan = of_control.begin_plan(session, by, town.board, NOW.year - 3)
    plan = of_control.add_control(session, by, plan, risk, method="Planmetod", told_to="Alla")
    plan = of_control.decide_plan(session, by, plan)
    session.commit()
    assert plan.edition_id is not None and plan.opening == ""
    return Made(plan.edition_id, ("Planmetod",), ("Fel lön",), f"/internkontroll/plan/{plan.id}/version/1")


def a_control_report(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
    by = people["chief"]
    risk = of_control.make_risk(session, by, town.board, "Fel lön")
    plan = of_control.decided_plan(session, by, town.board, risk, method="Planmetod")
    reader = of_control.reader(session, by)
    plan = of_control.whole_plan(session, plan.id)
    reporting.write_report(
        session,
        reader=reader,
        plan=plan,
        report=None,
        whole="Rapportord",
        learned="Lärdomsord",
        revision=0,
    )
    plan = of_control.whole_plan(session, plan.id)
    report = session.scalars(select(ControlReport)).one()
    reporting.decide_report(
        session,
        reader=reader,
        plan=plan,
        report=report,
        decision=deciding.Decision(NOW.date(), "Nämnden", "KS/2026:9"),
        expected=AsRead(report.revision, None),
    )
    session.commit()
    assert report.edition_id is not None
    return Made(
        report.edition_id,
        ("Rapportord", "Lärdomsord"),
        ("Planmetod", "Fel lön"),
        f"/internkontroll/plan/{plan.id}/rapport/",
    )


def an_evaluation(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
    by = people["chief"]
    risk = of_control.make_risk(session, by, town.board, "Fel lön")
    of_control.decided_plan(session, by, town.board, risk, method="Planmetod")
    reader = of_control.reader(session, by)
    evaluation = reporting.write_evaluation(
        session,
        reader=reader,
        unit_id=town.board.id,
        year=NOW.year,
        evaluation=None,
        whole="Helhetsord",
        views={town.board.id: "Nämndord"},
        revision=0,
    )
    reporting.decide_evaluation(
        session,
        reader=reader,
        evaluation=evaluation,
        units=[(town.board.id, "Kommunstyrelsen", "")],
        decision=deciding.Decision(NOW.date(), "Styrelsen", "KS/2026:10"),
        expected=AsRead(evaluation.revision, None),
    )
    session.commit()
    assert evaluation.edition_id is not None
    return Made(
        evaluation.edition_id,
        ("Helhetsord", "Nämndord"),
        ("Planmetod", "Fel lön"),
        f"/internkontroll/utvardering?ar={NOW.year}",
    )


def a_text_of_a_year_that_was_replaced(key: str) -> Make:
    """Make a text of a kind a unit writes for a year, which another of the same year has taken the place of."""

    def make(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
        by, kind = people["unit"], text_kinds.get(key)
        assert kind is not None
        old = make_text(session, town.unit, by, "Ersattord.", kind=kind, state=TextState.ESTABLISHED)
        make_text(session, town.unit, by, "Nyaord.", kind=kind, state=TextState.ESTABLISHED)
        session.commit()
        assert old.edition_id is not None
        return Made(old.edition_id, ("Ersattord",), ("Nyaord",), f"/analys/text/{old.id}")

    make.__name__ = f"a_{key}_that_was_replaced"
    return make


def a_forecast(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
    by = people["unit"]
    forecast = of_economy.make_submitted(
        session, town.unit, by, year=2014, expected=11_000, says="Prognosord"
    )
    other = of_economy.make_submitted(session, town.unit, by, year=2013, says="Andra ord")
    session.commit()
    assert forecast.edition_id is not None
    assert other.edition_id is not None
    return Made(
        forecast.edition_id,
        ("Prognosord", "Vi håller tjänsten vakant"),
        ("Andra ord",),
        f"/ekonomi/prognos/{forecast.id}",
    )


def kept_of(session: Session, kind: str) -> int:
    """Let the jobs keep what is over, and give the version of what is of a kind."""
    assert keep_what_is_over(session) > 0
    assert keep_what_is_over(session) == 0
    session.commit()
    return session.scalars(select(Edition.id).where(Edition.kind == kind)).one()


def a_document_no_longer_in_force(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
    by = people["section"]
    actor = acting_as(session, by)
    made = make_document(session, by, town.section, "Gammalrubrik", summary="Sammanfattord")
    governing.review(
        session, actor=actor, document=whole(session, made, by), next_on=days_ahead(300), note="Översynsord"
    )
    governing.name_as_important(session, town.unit.id, made.id, actor_id=by.id, why="Därförord")
    governing.end(
        session,
        actor=actor,
        document=whole(session, made, by),
        how=Ending.REPEALED,
        on=clock.today(),
        why="Upphävtord",
    )
    make_document(session, by, town.section, "Annat dokument", summary="Annan sammanfattning")
    goes = ("Gammalrubrik", "Sammanfattord", "Översynsord", "Därförord", "Upphävtord")
    stays = ("Annat dokument", "Annan sammanfattning")
    return Made(kept_of(session, DOCUMENT), goes, stays, f"/styrdokument/{made.id}/")


def a_promise_that_has_ended(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
    by = people["unit"]
    one = of_citizens.make_commitment(session, by, town.unit, "Löftesord", followed_how="Följsord")
    of_citizens.decide(session, by, one, decided_by="Nämnden för löften")
    of_citizens.follow_up(session, by, one, "Hölltsord", done="Gjordesord")
    of_citizens.end(session, by, one, "Avslutsord")
    other = of_citizens.make_commitment(session, by, town.unit, "Annat löfte")
    of_citizens.decide(session, by, other)
    return Made(
        kept_of(session, "public_commitment"),
        ("Löftesord", "Följsord", "Hölltsord", "Gjordesord", "Avslutsord"),
        ("Annat löfte", "Nämnden för löften"),
        f"/invanare/loften/{one.id}",
    )


def what_was_heard_before(session: Session, town: Municipality, people: dict[str, Person]) -> Made:
    by = people["unit"]
    one = of_citizens.make_heard(
        session, by, town.unit, "Hördesord", year=NOW.year - 1, figures="Siffersord", we_do="Görsord"
    )
    of_citizens.make_heard(session, by, town.unit, "Årets ord")
    return Made(
        kept_of(session, "heard"),
        ("Hördesord", "Siffersord", "Görsord"),
        ("Årets ord",),
        f"/invanare/hort/{one.id}",
    )


KINDS = (
    a_goal_of_two_versions,
    a_goal_that_has_ended,
    a_core_mission_that_was_replaced,
    a_factor_of_two_versions,
    a_control_plan_of_two_versions,
    a_control_plan_whose_year_is_over,
    a_control_report,
    an_evaluation,
    a_text_of_a_year_that_was_replaced("current_state"),
    a_text_of_a_year_that_was_replaced(OPERATIONAL_PLAN),
    a_forecast,
    a_decision,
    a_document_no_longer_in_force,
    a_promise_that_has_ended,
    what_was_heard_before,
)


@pytest.mark.few_on_postgresql
@pytest.mark.parametrize("make", KINDS, ids=[one.__name__ for one in KINDS])
def test_what_is_disposed_of_is_gone_from_everywhere_and_all_else_stands(
    make: Make,
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    first: SamsynClient,
    second: SamsynClient,
    visit: Visit,
) -> None:
    made = make(session, town, people)
    before = verify(session)
    assert before.faults == []
    words = everywhere(session)
    assert [one for one in (*made.goes, *made.stays) if one not in words] == []
    listed = first.get("/gallring/").text
    assert f"/gallring/{made.edition_id}/foresla" in listed
    assert [one for one in made.goes if one in listed] == []
    answer = first.post(f"/gallring/{made.edition_id}/foresla", data={"ground": GROUND, "reason": REASON})
    assert answer.status_code == 302, answer.text
    assert "Bekräfta och gallra" not in first.get(answer.location).text
    first.post(f"{answer.location}/bekrafta")
    assert made.goes[0] in everywhere(session)
    second.post(f"{answer.location}/bekrafta")
    words = everywhere(session)
    assert [one for one in made.goes if one in words] == []
    assert [one for one in made.stays if one not in words] == []
    outcome = verify(session, anchor=before.anchor)
    assert outcome.faults == []
    assert compare(session).agrees
    protocol = second.get(answer.location).text
    assert "stämmer" in protocol
    reader = visit("chief" if "kontroll" in made.page else "unit")
    page = reader.get(made.page, follow_redirects=True)
    assert page.status_code == 200
    assert (
        f"Texten är gallrad enligt beslut den 28 november 2026, av två personer och med stöd av {GROUND}"
        in page.text
    )
    for one in made.goes:
        assert 'class="hits"' not in reader.get(f"/sok?q={one}").text, one


@pytest.mark.few_on_postgresql
@pytest.mark.parametrize("make", KINDS, ids=[one.__name__ for one in KINDS])
def test_what_is_held_stays_whatever_kind_it_is(
    make: Make,
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    first: SamsynClient,
    second: SamsynClient,
) -> None:
    made = make(session, town, people)
    answer = first.post(f"/gallring/{made.edition_id}/foresla", data={"ground": GROUND, "reason": REASON})
    held = second.post(f"/gallring/{made.edition_id}/bevara", data={"reason": "Granskas.", "lift": "0"})
    assert held.status_code == 302
    refused = second.post(f"{answer.location}/bekrafta", follow_redirects=True)
    assert "Det bevaras tills vidare." in refused.text
    assert made.goes[0] in everywhere(session)
    first.post(f"{answer.location}/ta-tillbaka")
    assert "bevaras tills vidare" in first.get("/gallring/?visa=bevaras").text
    second.post(f"/gallring/{made.edition_id}/bevara", data={"reason": "Klart.", "lift": "1"})
    again = first.post(f"/gallring/{made.edition_id}/foresla", data={"ground": GROUND, "reason": REASON})
    assert again.status_code == 302
    assert verify(session).faults == []


def test_why_one_proposes_what_another_has_proposed_or_holds_is_given_back(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    first: SamsynClient,
    second: SamsynClient,
) -> None:
    made = a_goal_of_two_versions(session, town, people)
    here, mine = f"/gallring/{made.edition_id}", "Tiden är ute sedan länge."
    answer = first.post(f"{here}/foresla", data={"ground": GROUND, "reason": REASON})
    late = second.post(f"{here}/foresla", data={"ground": GROUND, "reason": mine})
    assert late.status_code == 409 and mine in late.text
    first.post(f"{answer.location}/ta-tillbaka")
    first.post(f"{here}/bevara", data={"reason": "Granskas.", "lift": "0"})
    late = second.post(f"{here}/foresla", data={"ground": GROUND, "reason": mine})
    assert late.status_code == 409 and mine in late.text


def test_what_stays_of_a_goal_is_still_held_to_tampering_after_an_earlier_version_went(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    first: SamsynClient,
    second: SamsynClient,
) -> None:
    made = a_goal_of_two_versions(session, town, people)
    answer = first.post(f"/gallring/{made.edition_id}/foresla", data={"ground": GROUND, "reason": REASON})
    second.post(f"{answer.location}/bekrafta")
    session.rollback()
    goal = session.scalars(select(Goal)).one()
    for activity in of_planning.whole(session, goal).activities:
        if activity.what == "Nygöra":
            activity.what = "Ändrat bakom ryggen"
    session.commit()
    assert [fault for fault in verify(session).faults if "activity" in fault]


def test_what_is_in_force_or_being_changed_or_kept_for_good_is_not_disposed_of(
    session: Session, town: Municipality, people: dict[str, Person], first: SamsynClient
) -> None:
    goal = of_planning.make_established(session, town.unit, people["unit"], "Gällande")
    mission = make_text(session, town.unit, people["unit"], "Uppdraget.", state=TextState.ESTABLISHED)
    for words in ("Visionen.", "Nya visionen."):
        make_text(session, town.council, people["chief"], words, kind=VISION, state=TextState.ESTABLISHED)
    session.commit()
    visions = session.scalars(select(Edition.id).order_by(Edition.id)).all()
    for edition_id, why in (
        (goal.edition_id, "Det gäller fortfarande"),
        (mission.edition_id, "Det gäller fortfarande"),
        (visions[-2], "Det bevaras för gott"),
    ):
        answer = first.post(f"/gallring/{edition_id}/foresla", data={"ground": GROUND, "reason": REASON})
        assert answer.status_code == 422
        assert why in answer.text
        assert REASON in answer.text
        assert f"/gallring/{edition_id}/foresla" not in first.get("/gallring/").text


def test_those_who_established_it_have_no_part_in_disposing_of_it(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit, first: SamsynClient
) -> None:
    from app.access.matrix import Role
    from tests.factories.organisation import make_appointment

    made = a_factor_of_two_versions(session, town, people)
    make_appointment(session, people["unit"], town.section, Role.ADMINISTRATOR)
    session.commit()
    own = visit("unit")
    answer = own.post(f"/gallring/{made.edition_id}/foresla", data={"ground": GROUND, "reason": REASON})
    assert answer.status_code == 422
    assert "Det är din egen handling." in answer.text
    here = first.post(
        f"/gallring/{made.edition_id}/foresla", data={"ground": GROUND, "reason": REASON}
    ).location
    own.post(f"{here}/bekrafta")
    assert made.goes[0] in everywhere(session)


def test_the_list_is_narrowed_by_what_is_due_kind_unit_and_year(
    session: Session, town: Municipality, people: dict[str, Person], first: SamsynClient, clock: Clock
) -> None:
    with_time(clock, THEN)
    old = make_text(
        session, town.unit, people["unit"], "Förr.", kind=CORE_MISSION, state=TextState.ESTABLISHED
    )
    make_text(session, town.unit, people["unit"], "Sen.", kind=CORE_MISSION, state=TextState.ESTABLISHED)
    session.commit()
    with_time(clock, NOW)
    new = a_factor_of_two_versions(session, town, people).edition_id
    everything = first.get("/gallring/").text
    assert everything.index(f"/gallring/{old.edition_id}/foresla") < everything.index(
        f"/gallring/{new}/foresla"
    )
    assert "En handling har sparats sin tid." in everything
    assert "sedan 1 januari 2021" in everything
    for narrowed, there, gone in (
        ("visa=dags", old.edition_id, new),
        ("slag=quality_factor", new, old.edition_id),
        ("slag=core_mission", old.edition_id, new),
        ("ar=2015", old.edition_id, new),
        ("ar=2026", new, old.edition_id),
        (f"enhet={town.section.id}", new, 0),
    ):
        page = first.get(f"/gallring/?{narrowed}").text
        assert f"/gallring/{there}/foresla" in page, narrowed
        assert f"/gallring/{gone}/foresla" not in page, narrowed
    assert "foresla" not in first.get(f"/gallring/?enhet={town.other_section.id}").text
    for odd in ("visa=x&slag=y&ar=z&enhet=-1&sida=0", "q=%00%25", "ar=99999999999999999999"):
        assert first.get(f"/gallring/?{odd}").status_code == 200


def with_time(clock: Clock, moment: datetime) -> None:
    clock(moment)


def test_the_page_costs_as_many_statements_whatever_there_is(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    first: SamsynClient,
    statements: Callable[[], object],
) -> None:
    a_goal_of_two_versions(session, town, people)

    def cost() -> int:
        first.get("/gallring/")
        with statements() as sent:  # type: ignore[attr-defined]
            first.get("/gallring/")
        return len(sent)

    before = cost()
    for make in KINDS[1:5]:
        make(session, town, people)
    assert cost() == before
