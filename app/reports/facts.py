"""What the history keeps of reports, deviations and plans; written when they change, compared when it is verified."""

from collections.abc import Mapping

from app.reports.models import DeviationNote, FollowUpPlan, PlannedTime, Report, ReportDeviation, ReportWord

REPORT, WORD = "follow_up_report", "follow_up_report_word"
DEVIATION, NOTE = "follow_up_deviation", "follow_up_deviation_note"
PLAN = "follow_up_plan"

JUDGED = ("scale", "level", "level_word", "shape", "colour")

Facts = Mapping[str, object]


def report_facts(one: Report) -> Facts:
    """Give all that stands of a report beside its text."""
    return {
        "kind": one.kind,
        "year": one.year,
        "unit": one.unit_id,
        "text": one.text_id,
        "state": one.state,
        "due_on": one.due_on,
        "receiver": one.receiver_unit_id,
    }


def word_facts(one: ReportWord) -> Facts:
    """Give all that somebody said of a report; who said it stands in the entry itself."""
    return {"report": one.report_id, "version": one.text_id, "step": one.step, "text": one.text, "at": one.at}


def deviation_facts(one: ReportDeviation) -> Facts:
    """Give all that a deviation and its remedy say, with the level it was judged at."""
    return {
        "report": one.report_id,
        "forecast": one.forecast_id,
        "what": one.what,
        "why": one.why,
        "remedy": one.remedy,
        "effect": one.effect,
        "who": one.who,
        "person": one.person_id,
        "due_on": one.due_on,
        "state": one.state,
        "removed_at": one.removed_at,
        **{name: getattr(one, name) for name in JUDGED},
    }


def note_facts(one: DeviationNote) -> Facts:
    """Give all that somebody said of how a remedy goes; who said it stands in the entry itself."""
    return {"deviation": one.deviation_id, "text": one.text, "state": one.state, "at": one.at}


def plan_facts(one: FollowUpPlan) -> Facts:
    """Give all that a plan says itself."""
    return {
        "key": one.key,
        "year": one.year,
        "unit": one.unit_id,
        "state": one.state,
        "words": one.words,
        "edition": one.edition_id,
        "times": [time_facts(time) for time in sorted(one.times, key=lambda time: time.period)],
    }


def time_facts(one: PlannedTime) -> Facts:
    """Give what a plan asks for after one period."""
    return {"period": one.period, "due_on": one.due_on, "areas": one.areas}
