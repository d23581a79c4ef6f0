"""Internal control in a report: what the controls of the period showed in the unit and below it, deviations first."""

from flask_babel import gettext

from app import clock
from app.quality.control.carried_out import CarriedOut, carried_out_below
from app.quality.control.models import Outcome, RecordState
from app.quality.control.queries import plan_of
from app.quality.control.reported import report_of
from app.quality.control.wording import OUTCOMES
from app.reports.putting.about import About, Lines, bold
from app.ui.addresses import url_for
from app.ui.install import day
from app.writing.kinds import Brought

MOST = 30
"""Results that stand in a report; the plan's own report holds them all."""


def control(about: About) -> list[Brought]:
    """Give the decided report on internal control where the unit has one, and what was seen when controls were carried out."""
    found = Lines(gap=gettext("Inga kontroller har genomförts i perioden."))
    _decided(about, found)
    rows, total = carried_out_below(
        about.session, about.unit.id, about.first, about.last, clock.today(), most=MOST
    )
    for one in rows:
        _row(found, one)
    if total > len(rows):
        found.missing.append(
            gettext("Här står %(some)s av %(all)s kontroller, avvikelserna först.", some=len(rows), all=total)
        )
    return [found.put()]


def _decided(about: About, found: Lines) -> None:
    plan = plan_of(about.session, about.unit.id, about.year)
    report = report_of(about.session, plan.id) if plan is not None else None
    if plan is None or report is None or report.state != RecordState.DECIDED:
        return
    words = "\n\n".join(part for part in (report.whole, report.learned) if part)
    at = day(report.decided_on) if report.decided_on else ""
    if words:
        found.add(
            words,
            gettext("Årsrapport om internkontroll, beslutad %(day)s", day=at),
            url_for("control.report", plan_id=plan.id),
        )


def _row(found: Lines, one: CarriedOut) -> None:
    words = [bold(one.what), one.seen]
    if one.outcome == Outcome.DEVIATION:
        words.append(gettext("Avvikelse: %(words)s", words=one.deviation) if one.deviation else "")
        words.append(one.follow_up)
    said = [one.unit, one.risk, str(OUTCOMES[one.outcome]).lower(), day(one.done_on)]
    found.add(
        "\n\n".join(part for part in words if part),
        " · ".join(part for part in said if part),
        url_for("control.one_control", control_id=one.control_id),
    )
