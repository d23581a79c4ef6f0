"""Who is told of reports: the level one is handed to, and those who hand it in; never what it says."""

from datetime import date, datetime, timedelta

from flask_babel import force_locale
from sqlalchemy import ColumnElement, String, and_, cast, exists, literal, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.clock import STOCKHOLM
from app.economy.rules import RUNNING
from app.languages import LANGUAGES
from app.notifications.asking import asking
from app.notifications.due import due
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import Notice
from app.notifications.services import About, recall, remind, tell, untold
from app.organisation.models import Appointment, Placement, Unit, in_force
from app.organisation.reach import appointed
from app.passages.answering import people_answering
from app.passages.rules import PRESIDING
from app.reports import queries, whose
from app.reports.asked import Asked, kind_of, plan_key, regular, submitting_kinds
from app.reports.facts import DEVIATION, REPORT
from app.reports.models import Report, ReportDeviation, State, Step
from app.reports.naming import named
from app.steering.routes import profile_in_force

HOLD = timedelta(minutes=5)
"""How long a mail waits."""

REPORT_OF = "report_of"
"""What a notice of a report to hand in is about: the unit whose it is."""

HANDED_IN = (State.SUBMITTED, State.ACKNOWLEDGED)

TO_BE_DONE = (
    ReportDeviation.removed_at.is_(None),
    ReportDeviation.remedy != "",
    ReportDeviation.state.in_(RUNNING),
    Report.state.in_(HANDED_IN),
)
"""What holds of what somebody is to do about a deviation of a report."""

AHEAD, LATE = timedelta(days=7), timedelta(days=30)
"""How long before its day one is reminded, and how long after a reminder makes sense."""


def names(kind: str, year: int) -> dict[str, str]:
    """Give what a report is called in each language a mail is written in."""
    found = {}
    for language in LANGUAGES:
        with force_locale(language):
            found[f"name_{language}"] = named(kind, year)
    return found


def submitters_of(session: Session, unit: Unit, day: date) -> list[int]:
    """Give those who hand in a unit's reports: who leads it, or for a board the administration that writes for it."""
    offices = whose.offices_of(session, profile_in_force(), unit, day)
    return list(
        session.scalars(
            select(Appointment.person_id)
            .where(
                Appointment.unit_id.in_(offices),
                Appointment.role == Role.MANAGER,
                in_force(Appointment.valid_from, Appointment.valid_to, day),
            )
            .distinct()
            .order_by(Appointment.person_id)
        )
    )


def submitted(session: Session, report: Report, actor_id: int) -> None:
    """Tell the level a report is handed to; what was told of it before and not read is taken back."""
    if report.receiver_unit_id is None:
        return
    _tell(
        session,
        report,
        people_answering(session, report.receiver_unit_id, clock.today()),
        "submitted",
        actor_id,
    )


def taken_back(session: Session, report: Report, actor_id: int) -> None:
    """Tell the level a report was handed to that it is taken back; what was told of it before and not read goes."""
    if report.receiver_unit_id is None:
        return
    people = people_answering(session, report.receiver_unit_id, clock.today())
    recall(session, people=people, about=About(REPORT, report.id), kinds=[Kind.REPORT])
    _tell(session, report, people, "taken_back", actor_id)


def answered(session: Session, report: Report, step: Step, actor_id: int) -> None:
    """Tell those who handed in a report what its receiver did."""
    recall(
        session,
        people=people_answering(session, report.receiver_unit_id, clock.today())
        if report.receiver_unit_id
        else [],
        about=About(REPORT, report.id),
        kinds=[Kind.REPORT],
    )
    what = "acknowledged" if step is Step.ACKNOWLEDGE else "handed_back"
    _tell(session, report, submitters_of(session, report.unit, clock.today()), what, actor_id)


def _tell(session: Session, report: Report, people: list[int], what: str, actor_id: int) -> None:
    for person_id in people:
        if person_id == actor_id:
            continue
        tell(
            session,
            person_id=person_id,
            kind=Kind.REPORT,
            words={"what": what, "unit": report.unit.name, **names(report.kind, report.year)},
            path=f"/rapporter/{report.id}",
            occasion=f"report/{report.id}/{what}/{report.text_id}",
            about=About(REPORT, report.id),
            hold=HOLD,
        )


def remind_of_reports(session: Session, moment: datetime) -> int:
    """Tell those who lead a unit that has not handed in a report that its day comes, once."""
    today = moment.astimezone(STOCKHOLM).date()
    profile = profile_in_force()
    plans = queries.plans_of(session, (today.year - 1, today.year))
    told = 0
    for report in regular(profile):
        for period in report.periods:
            for year in (today.year - 1, today.year):
                key = plan_key(report)
                asked = Asked(report, period, plans.get((key, year, period.key)) if key else None)
                day = asked.due_on(year)
                placed = not key or (asked.planned is not None and asked.planned.areas)
                if day is None or not placed or not today <= day <= today + AHEAD:
                    continue
                told += _remind(session, asked, year, day, today)
    return told


def _remind(session: Session, asked: Asked, year: int, day: date, today: date) -> int:
    kind = kind_of(asked.report, asked.period)
    handed_in = select(Report.unit_id).where(
        Report.kind == kind, Report.year == year, Report.state.in_(HANDED_IN)
    )
    rows = session.execute(
        select(Appointment.person_id, Unit.id, Unit.name)
        .join(Unit, Unit.id == Appointment.unit_id)
        .where(
            or_(
                Unit.kind.in_(sorted(submitting_kinds(asked.report))),
                Unit.is_top_administration
                if any(one.startswith("role:") for one in asked.report.submitted_by)
                else Unit.id.is_(None),
            ),
            in_force(Unit.valid_from, Unit.valid_to, today),
            Appointment.role == Role.MANAGER,
            in_force(Appointment.valid_from, Appointment.valid_to, today),
            Unit.id.not_in(handed_in),
        )
        .order_by(Unit.id, Appointment.person_id)
    ).all()
    occasions = {(row[0], f"report_due/{row[1]}/{kind}/{year}"): row for row in rows}
    return sum(
        tell(
            session,
            person_id=person_id,
            kind=Kind.REPORT_DUE,
            words={"due_on": day, "unit": row[2], **names(kind, year)},
            path=f"/rapporter/?enhet={row[1]}&ar={year}",
            occasion=occasion,
            about=About(REPORT_OF, row[1]),
        )
        for person_id, occasion, row in untold(session, occasions)
    )


def remind_of_remedies(session: Session, moment: datetime) -> int:
    """Tell those who are to do something about a deviation that its day comes, and once that it has passed."""
    today = moment.astimezone(STOCKHOLM).date()
    coming = session.execute(
        select(ReportDeviation, Unit.name)
        .join(Report, Report.id == ReportDeviation.report_id)
        .join(Unit, Unit.id == Report.unit_id)
        .where(
            ReportDeviation.person_id.is_not(None),
            ReportDeviation.due_on.between(today - LATE, today + AHEAD),
            *TO_BE_DONE,
        )
        .order_by(ReportDeviation.due_on, ReportDeviation.id)
    ).all()
    told = 0
    for one, unit in coming:
        late = one.due_on is not None and one.due_on < today
        told += remind(
            session,
            person_id=one.person_id or 0,
            kind=Kind.REMEDY_DUE,
            words={"due_on": one.due_on, "unit": unit, "of": "report"},
            path=f"/rapporter/atgard/{one.id}",
            occasion=f"report_remedy/{one.id}/{one.due_on}/{'late' if late else 'soon'}",
            about=About(DEVIATION, one.id),
        )
    return told


def _concerns_report(day: date) -> ColumnElement[bool]:
    at_either = or_(Appointment.unit_id == Report.unit_id, Appointment.unit_id == Report.receiver_unit_id)
    # The administration that writes for a board hangs under it, or is the top one.
    office = or_(
        exists().where(Placement.unit_id == Appointment.unit_id, Placement.parent_id == Report.unit_id),
        exists().where(Unit.id == Appointment.unit_id, Unit.is_top_administration),
    )
    holds = or_(
        appointed(Notice.person_id, Role.MANAGER, or_(at_either, office), day),
        appointed(
            Notice.person_id, Role.POLITICIAN, and_(at_either, Appointment.duty.in_(sorted(PRESIDING))), day
        ),
    )
    return exists().where(Report.id == Notice.about_id, holds).correlate(Notice)


def _concerns_remedy(day: date) -> ColumnElement[bool]:
    writes = Appointment.role.in_([Role.MANAGER, Role.SUPPORT])
    return (
        exists()
        .where(
            ReportDeviation.id == Notice.about_id,
            ReportDeviation.person_id == Notice.person_id,
            Appointment.person_id == Notice.person_id,
            writes,
            in_force(Appointment.valid_from, Appointment.valid_to, day),
        )
        .correlate(Notice)
    )


def _report_asked(_day: date) -> ColumnElement[bool]:
    """Give the condition that the report a notice asks for is not handed in."""
    occasion = literal("report_due/").concat(cast(Report.unit_id, String)).concat("/")
    occasion = occasion.concat(Report.kind).concat("/").concat(cast(Report.year, String))
    return ~exists().where(
        Report.unit_id == Notice.about_id, Report.state.in_(HANDED_IN), occasion == Notice.occasion
    ).correlate(Notice)


def _remedy_asked(day: date) -> ColumnElement[bool]:
    """Give the condition that what a notice is about is still its person's to do, and its day is near or past."""
    return (
        select(ReportDeviation.id)
        .join(Report, Report.id == ReportDeviation.report_id)
        .where(
            ReportDeviation.id == Notice.about_id,
            ReportDeviation.person_id == Notice.person_id,
            ReportDeviation.due_on <= day + AHEAD,
            *TO_BE_DONE,
        )
        .correlate(Notice)
        .exists()
    )


def register() -> None:
    """Let the jobs remind people until it is done, and let go of what was told to who has left a post."""
    asking.register(Kind.REPORT_DUE, REPORT_OF, _report_asked)
    asking.register(Kind.REMEDY_DUE, DEVIATION, _remedy_asked)
    leaving.register(REPORT, _concerns_report)
    leaving.register(DEVIATION, _concerns_remedy)
    due.register("reports", remind_of_reports)
    due.register("report_remedies", remind_of_remedies)
