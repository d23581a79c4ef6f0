"""Who reads, writes and receives which report, and the yearly plan of which areas come when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.burden.queries import burden_of
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.records.verifying import verify
from app.reports import queries, telling
from app.reports.models import FollowUpPlan, PlanState, Report
from app.search.keeping import compare
from app.steering.loader import load_profile
from app.steering.routes import EXTENSION
from app.writing.models import UnitText
from app.writing.queries import opened, readable_by
from tests.factories import reports
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality
from tests.factories.passages import make_passage
from tests.support.client import SamsynClient
from tests.support.news import unread

Visit = Callable[[str], SamsynClient]
ANALYSIS = "Så här gick det."
PLAN = "/rapporter/uppfoljningsplan/follow_up_plan"

READ = {
    "draft": {"section", "support", "secretary"},
    "submitted": {"section", "support", "secretary", "chief", "chair", "auditor"},
}
"""Who reads the section's report, by how far it has come; nobody else of those who look."""


def test_who_reads_and_the_condition_in_sql_says_the_same(
    session: Session, town: Municipality, visit: Visit, people: dict[str, object]
) -> None:
    report = reports.make_report(session, town.section, town.section_manager, ANALYSIS)
    for state, readers in READ.items():
        if state == "submitted":
            report = reports.hand_in(session, report, town.section_manager)
        session.commit()
        for who, person in people.items():
            answer = visit(who).get(f"/rapporter/{report.id}").status_code
            assert (answer == 200) is (who in readers), (state, who)
            actor = acting_as(session, person)  # type: ignore[arg-type]
            by_sql = session.scalars(
                select(UnitText.id).where(UnitText.id == report.text_id, readable_by(actor, clock.today()))
            ).all()
            by_rule = opened(session, actor, report.text_id, clock.today())
            assert bool(by_sql) is (by_rule is not None) is (who in readers), (state, who)


def test_words_of_a_dialogue_are_quoted_to_those_who_read_what_was_raised_and_to_nobody_else(
    session: Session, town: Municipality, visit: Visit
) -> None:
    words = "Vikariepoolen svarar för sent."
    with clock.frozen_at(clock.from_stockholm(date(clock.today().year, 5, 4))):
        make_passage(
            session,
            (town.administration, town.chief_executive),
            (town.section, town.section_manager),
            text=words,
        )
    report = reports.make_report(session, town.section, town.section_manager, ANALYSIS)
    session.commit()
    for who, reads in (("section", True), ("support", False)):
        page = visit(who).get(f"/rapporter/{report.id}").text
        assert (words in page) is reads, who
    report = reports.hand_in(session, report, town.section_manager)
    session.commit()
    where = f"/analys/text/{report.text_id}/utskrift"
    for who, reads in (("chief", True), ("auditor", False), ("support", False)):
        page, paper = visit(who).get(f"/rapporter/{report.id}").text, visit(who).get(where).text
        assert (words in page, words in paper) == (reads, reads), who
        assert "Det som har lyfts" in page


def test_only_the_level_it_was_handed_to_answers(session: Session, town: Municipality, visit: Visit) -> None:
    report = reports.make_report(session, town.unit, town.unit_manager, ANALYSIS, which=reports.FORECAST)
    reports.hand_in(session, report, town.unit_manager, reports.FORECAST)
    session.commit()
    for who, answer in (("unit", 404), ("chief", 404), ("chair", 404), ("section", 302)):
        said = visit(who).post(
            f"/rapporter/{report.id}/ta-emot", data={"words": "", "expected": report.text_id}
        )
        assert said.status_code == answer, who
    again = visit("section").post(
        f"/rapporter/{report.id}/ta-emot", data={"words": "", "expected": report.text_id}
    )
    assert again.status_code == 409


def test_whoever_leads_is_reminded_a_week_before_and_only_while_it_is_not_handed_in(
    session: Session, town: Municipality
) -> None:
    day = date(clock.today().year, 9, 25)
    with clock.frozen_at(clock.from_stockholm(day - timedelta(days=5), 7)):
        report = reports.make_report(session, town.section, town.section_manager, ANALYSIS)
        reports.hand_in(session, report, town.section_manager)
        session.commit()
        telling.remind_of_reports(session, clock.now())
        assert telling.remind_of_reports(session, clock.now()) == 0
    found = session.scalars(select(Notice).where(Notice.kind == Kind.REPORT_DUE)).all()
    assert town.section_manager.id not in {one.person_id for one in found}
    assert {town.other_section_manager.id, town.chief_executive.id} <= {one.person_id for one in found}
    with clock.frozen_at(clock.from_stockholm(day - timedelta(days=4), 7)):
        late = reports.make_report(session, town.other_section, town.other_section_manager, ANALYSIS)
        news = unread(session, Kind.REPORT_DUE)
        reports.hand_in(session, late, town.other_section_manager)
    gone = set(news) - set(unread(session, Kind.REPORT_DUE))
    assert [one.split("/")[1] for one in gone] == [str(town.other_section.id)]


@pytest.fixture
def planned(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model whose follow-up goes by a yearly plan."""
    monkeypatch.setitem(app.extensions, EXTENSION, load_profile("lerum"))


@pytest.mark.usefixtures("planned")
def test_a_plan_places_areas_in_periods_and_each_report_asks_for_exactly_those(
    session: Session, town: Municipality, visit: Visit
) -> None:
    year = clock.today().year
    town.section.kind = "sector"
    session.commit()
    chief = visit("chief")
    sent = {
        "revision": "0",
        "words": "Ekonomin ofta.",
        "september": ["economy"],
        "day-september": f"{year}-10-15",
    }
    empty = chief.post(f"{PLAN}?ar={year}", data={"revision": "0", "words": "Tanken.", "establish": "1"})
    assert empty.status_code == 409
    assert "Tanken." in empty.text
    assert visit("section").post(f"{PLAN}?ar={year}", data=sent).status_code == 404
    assert chief.post(f"{PLAN}?ar={year}", data=sent | {"establish": "1"}).status_code == 302
    plan = session.scalars(select(FollowUpPlan)).one()
    assert plan.state == PlanState.ESTABLISHED
    section = visit("section")
    assert "Sektorsuppföljning januari–september" in section.get(f"/rapporter/?ar={year}").text
    begun = {"enhet": town.section.id, "kind": "report/sector_follow_up/september", "ar": year}
    assert section.post("/rapporter/borja", data=begun).status_code == 302
    august = begun | {"kind": "report/sector_follow_up/august"}
    assert section.post("/rapporter/borja", data=august).status_code == 404
    report = session.scalars(select(Report)).one()
    assert report.due_on == date(year, 10, 15)
    keys = [part.key for part in queries.text_of(session, report.text_id).parts]
    assert keys == ["analysis", "economy", "raised", "deviations"]
    # Opened again, what was established holds until the change is.
    assert chief.post(f"{PLAN}/oppna?ar={year}").status_code == 302
    assert "Det ekonomiska läget" in section.get(f"{PLAN}?ar={year}").text
    late = chief.post(f"{PLAN}?ar={year}", data={"revision": "1", "words": "För sent."})
    assert late.status_code == 409
    assert "För sent." in late.text
    assert verify(session).faults == []
    assert compare(session).agrees


@pytest.mark.usefixtures("planned")
def test_a_boards_report_is_written_by_the_administration_under_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    year = clock.today().year
    profile = load_profile("lerum")
    shape = next(one for one in profile.reports if one.key == "budget_report")
    kind = f"report/budget_report/{shape.periods[0].key}"
    begun = {"enhet": town.board.id, "kind": kind, "ar": year}
    for who in ("section", "auditor"):
        assert visit(who).post("/rapporter/borja", data=begun).status_code == 404, who
    assert visit("chief").post("/rapporter/borja", data=begun).status_code == 302
    report = session.scalars(select(Report)).one()
    assert visit("chief").get(f"/rapporter/{report.id}").status_code == 200
    assert visit("chair").get(f"/rapporter/{report.id}").status_code == 404
    found = burden_of(session, town.board.id, year, clock.today(), profile)
    assert next(one for one in found.kinds if one.kind == "executive_board").reports > 0
