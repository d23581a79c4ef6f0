"""The demo municipality loads on both databases, is whole, and lets everyone in whom it offers."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app import clock
from app.demo import script
from app.demo.loading import DemoRefused, load_demo
from app.dialogues.about.models import ThemeSubject
from app.dialogues.models import (
    Addendum,
    Agreement,
    AgreementState,
    Consent,
    Dialogue,
    Guest,
    Participant,
    RaisedMatter,
    State,
    Theme,
)
from app.documents.models import DocumentVersion, RecordedDecision
from app.exports.letterhead.services import own_letterhead
from app.organisation.ancestry import compare_ancestry
from app.organisation.models import Succession, Unit
from app.passages.models import Passage, Receipt
from app.planning.models import Activity, Candidate, Goal
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator
from app.quality.risks.models import Risk
from app.records.models import HistoryEntry
from app.records.verifying import verify
from tests.factories.accounts import sign_in
from tests.support.demo import PASSWORD, demo_municipality
from tests.support.demo_days import not_worked, numbers_of_another_year

PERSONS = script.organisation("tranemo").persons


@pytest.fixture
def seed():
    return demo_municipality


def count(session, *conditions):
    return session.scalar(select(func.count()).where(*conditions))


def test_dialogues_are_there_in_every_state(session):
    found = dict(session.execute(select(Dialogue.state, func.count()).group_by(Dialogue.state)).all())
    assert set(found) == set(State)
    assert found[State.ESTABLISHED] > 80


def test_paper_has_the_municipalitys_head_and_records_their_numbers(session):
    head = own_letterhead(session)
    assert head.arms_type == "image/svg+xml"
    assert head.name == "Tranemo kommun"
    numbers = session.scalars(
        select(Dialogue.registry_number).where(Dialogue.state == State.ESTABLISHED)
    ).all()
    given = [number for number in numbers if number]
    assert len(given) == len(set(given)) > 50
    # Some are not registered yet.
    assert len(given) < len(numbers)
    assert count(session, Dialogue.record_type == "Medarbetarsamtal") > 0


def test_a_decision_and_the_version_it_made_are_of_one_day(session):
    rows = session.execute(
        select(RecordedDecision.decided_on, DocumentVersion.decided_on)
        .join(DocumentVersion, DocumentVersion.registry_number == RecordedDecision.registry_number)
        .where(RecordedDecision.registry_number != "")
    ).all()
    assert rows
    assert [row for row in rows if row[0] != row[1]] == []


def test_people_meet_and_decide_on_days_that_are_worked_and_numbers_are_of_their_year(session):
    assert not_worked(session) == []
    assert numbers_of_another_year(session) == []


def test_what_people_do_with_each_other_is_there_in_every_kind(session):
    agreements = dict(session.execute(select(Agreement.state, func.count()).group_by(Agreement.state)).all())
    assert set(agreements) == set(AgreementState)
    today = clock.today()
    opened = Agreement.state == AgreementState.OPEN
    assert count(session, opened, Agreement.due_on < today) > 3
    assert count(session, opened, Agreement.due_on >= today) > 5
    assert set(session.scalars(select(Receipt.enough))) == {True, False}
    assert count(session, Passage.id > 0) > 15
    assert count(session, RaisedMatter.passage_id.is_(None), RaisedMatter.over_released_at.is_(None)) >= 1
    assert count(session, Guest.over_agreed_at.is_not(None), Guest.rep_agreed_at.is_not(None)) >= 3
    assert count(session, Guest.over_agreed_at.is_not(None), Guest.rep_agreed_at.is_(None)) >= 1
    assert count(session, Consent.own_opinion.is_not(None)) >= 3
    assert set(session.scalars(select(Addendum.edition_id.is_not(None)))) == {True, False}
    seen = {tuple(row) for row in session.execute(select(Theme.over_verdict, Theme.rep_verdict))}
    assert {
        ("same", "same"),
        ("partly", "partly"),
        ("different", "different"),
        ("partly", "different"),
    } <= seen


def test_units_have_prioritised_and_their_goals_stand_in_every_state(session):
    states = set(session.scalars(select(Candidate.state)))
    assert states == {"open", "chosen", "aside"}
    assert count(session, Candidate.state == "aside", Candidate.reason == "") == 0
    assert set(session.scalars(select(Goal.state))) >= {"draft", "shared", "established", "ended"}
    assert count(session, Goal.state == "draft", Goal.edition_id.is_not(None)) >= 1
    assert len(set(session.scalars(select(Goal.year)))) >= 3
    assert set(session.scalars(select(Activity.state))) == {"not_begun", "ongoing", "done", "dropped"}
    late = Activity.state.in_(["not_begun", "ongoing"])
    assert count(session, late, Activity.due_on < clock.today()) >= 3
    of_goals = select(Indicator.nature).join(Factor).where(Factor.goal_id.is_not(None))
    assert set(session.scalars(of_goals)) == {"qualitative", "quantitative"}
    assert set(session.scalars(select(Goal.kind))) == {"development_area", "council_goal", "development_goal"}
    assert count(session, Goal.above_id.is_not(None)) >= 4


def test_a_deputy_has_taken_over_a_dialogue(session):
    assert count(session, HistoryEntry.action == "take_over") >= 1


def test_no_meeting_has_been_held_in_the_future_and_none_is_planned_in_the_past(session):
    now = clock.now()
    done = Dialogue.state.in_([State.HELD, State.ESTABLISHING, State.ESTABLISHED])
    assert count(session, done, Dialogue.starts_at > now) == 0
    ahead = Dialogue.state.in_([State.PLANNED, State.PREPARING])
    assert count(session, ahead, Dialogue.starts_at < now) == 0
    assert count(session, HistoryEntry.at > now) == 0


def test_nobody_meets_themselves_and_everybody_is_two(session):
    sides = select(func.count(Participant.person_id.distinct())).group_by(Participant.dialogue_id)
    assert set(session.scalars(sides)) == {2}


def test_the_organisation_has_changed_and_will_change(session):
    today = clock.today()
    assert count(session, Succession.on <= today, Succession.change == "merge") == 2
    assert count(session, Succession.on > today, Succession.change == "split") == 2
    assert count(session, Unit.is_top_administration) == 1
    assert compare_ancestry(session).agrees


def test_the_history_tells_of_two_years_in_order(session):
    times = list(session.scalars(select(HistoryEntry.at).order_by(HistoryEntry.seq)))
    lived = times[times.index(min(times)) :]
    assert lived == sorted(lived)
    assert (lived[-1] - lived[0]).days > 700


def test_the_history_is_whole(session):
    outcome = verify(session)
    assert outcome.faults == []
    assert outcome.entries > 2000


def test_it_is_loaded_into_an_empty_database_only(session):
    with pytest.raises(DemoRefused, match="already"):
        load_demo(session, profile_key="tranemo", size=None, seed=1)


@pytest.mark.parametrize("person", PERSONS, ids=[person.username for person in PERSONS])
def test_everyone_offered_can_sign_in_and_begin(client, person):
    answer = sign_in(client, person.username, PASSWORD)
    assert answer.status_code == 303
    assert client.get("/").status_code == 200


def test_the_sign_in_page_of_the_demo_offers_them_and_others_do_not(world):
    offered = world.another_app(demo=True).test_client().get("/logga-in").text
    plain = world.app.test_client().get("/logga-in").text
    assert all(person.name in offered and person.line in offered for person in PERSONS)
    assert PERSONS[0].name not in plain


def test_dialogues_are_about_a_risk_and_a_control_and_a_risk_waits_to_be_taken_over(session):
    kinds = dict(
        session.execute(
            select(ThemeSubject.subject_kind, func.count()).group_by(ThemeSubject.subject_kind)
        ).all()
    )
    assert kinds["risk"] >= 1
    assert kinds["control"] >= 1
    gone = select(Unit.id).where(Unit.valid_to <= clock.today())
    assert count(session, Risk.state == "open", Risk.unit_id.in_(gone)) == 1
