"""What the history tells of deviations and the levels they have come to."""

from collections.abc import Mapping

from app.deviations.models import DeviationLevel, DeviationReport

REPORT, LEVEL = "deviation_report", "deviation_level"
Facts = Mapping[str, object]


def report_facts(one: DeviationReport) -> Facts:
    """Give all that stands of a report."""
    return {
        "unit_id": one.unit_id,
        "happened": one.happened,
        "done": one.done,
        "needed": one.needed,
        "reported_by_id": one.reported_by_id,
        "by_employee": one.by_employee,
        "reported_at": one.reported_at.isoformat(),
        "taken_back_at": one.taken_back_at.isoformat() if one.taken_back_at else None,
    }


def level_facts(one: DeviationLevel) -> Facts:
    """Give all that stands of a level."""
    return {
        "report_id": one.report_id,
        "unit_id": one.unit_id,
        "came_at": one.came_at.isoformat(),
        "acknowledged_by_id": one.acknowledged_by_id,
        "acknowledged_at": one.acknowledged_at.isoformat() if one.acknowledged_at else None,
        "outcome": str(one.outcome),
        "words": one.words,
        "settled_by_id": one.settled_by_id,
        "settled_at": one.settled_at.isoformat() if one.settled_at else None,
    }
