"""The days of reports in people's calendars: what one hands in, what comes to one's level, as the model and the plan say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.notifications.calendar import Meeting
from app.organisation.models import Person
from app.reports import planning
from app.reports.asked import Planned
from app.reports.coming import in_calendar
from app.reports.models import FollowUpPlan
from tests.factories import reports
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality
from tests.factories.planning import profile
from tests.web.planning.conftest import YEAR


def calendar(session: Session, person: Person) -> dict[str, Meeting]:
    """Give the days of reports in somebody's calendar, by their names there."""
    return {one.uid: one for one in in_calendar(session, acting_as(session, person), clock.now())}


def test_a_day_stands_in_the_calendar_of_who_hands_in_and_who_receives_and_goes_when_it_is_handed_in(
    session: Session, town: Municipality
) -> None:
    year = YEAR + 1
    mine = f"report-{town.section.id}-report-interim_report-august-{year}@samsyn"
    comes = f"report-in-{town.board.id}-report-interim_report-august-{year}@samsyn"
    one = calendar(session, town.section_manager)[mine]
    assert one.whole_days == (date(year, 9, 25), date(year, 9, 25))
    assert one.title == f"Lämna delårsrapport {year}, Lärandesektionen"
    found = calendar(session, town.politician)
    assert mine not in found
    assert found[comes].whole_days == (date(year, 9, 25), date(year, 9, 25))
    assert found[comes].title == f"Delårsrapport {year} kommer till Kommunstyrelsen"
    below = f"report-in-{town.section.id}-report-forecast_report-may-{year}@samsyn"
    assert below in calendar(session, town.section_manager)
    for person in (town.support, town.employee, town.auditor, town.administrator):
        assert calendar(session, person) == {}, person.name
    report = reports.make_report(session, town.section, town.section_manager, "Så gick det.", year=year)
    assert mine in calendar(session, town.section_manager)
    reports.hand_in(session, report, town.section_manager)
    assert mine not in calendar(session, town.section_manager)


def test_the_days_of_an_established_follow_up_plan_are_there_and_move_with_it(
    session: Session, town: Municipality, model: Callable[[str], None]
) -> None:
    model("lerum")
    shape = next(one for one in profile().reports if one.areas == "by_yearly_plan")
    period, key = shape.periods[-1].key, shape.area_plan or shape.key
    area = shape.area_list[0].key
    year, by = YEAR, town.chief_executive

    def days() -> list[tuple[int, tuple[date, date] | None]]:
        return sorted(
            (one.sequence, one.whole_days)
            for uid, one in calendar(session, by).items()
            if uid.startswith("report-") and f"-{period}-{year}@" in uid and shape.key in uid
        )

    def place(day: date, revision: int) -> FollowUpPlan:
        times = {period: Planned(day, frozenset({area}))}
        plan = planning.write(
            session, actor_id=by.id, unit=town.administration, key=key, year=year, words="",
            times=times, revision=revision,
        )  # fmt: skip
        session.flush()
        session.refresh(plan, ["unit", "times"])
        return plan

    plan = place(date(YEAR, 12, 14), 0)
    assert days() == []
    planning.establish_plan(session, actor_id=by.id, plan=plan)
    session.flush()
    assert days() == [(0, (date(YEAR, 12, 14), date(YEAR, 12, 14)))]
    planning.reopen(session, actor_id=by.id, plan=plan)
    plan = place(date(YEAR, 12, 17), plan.revision)
    assert days() == [(0, (date(YEAR, 12, 14), date(YEAR, 12, 14)))], "what is established holds"
    planning.establish_plan(session, actor_id=by.id, plan=plan)
    session.flush()
    assert days() == [(1, (date(YEAR, 12, 17), date(YEAR, 12, 17)))]
