"""Deviations in a report: what is not as it should, why, what is done, by whom and when; and what earlier reports promised."""

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.economy.bringing import told_remedies
from app.economy.models import EconomicRemedy
from app.economy.wording import REMEDY_STATES
from app.quality.judging.wording import level_words
from app.reports import queries
from app.reports.models import Report, ReportDeviation
from app.reports.naming import named
from app.reports.putting.about import Lines, bold
from app.ui.addresses import url_for
from app.ui.install import capitalised, day
from app.writing.kinds import Brought


def forecast_remedies(session: Session, one: ReportDeviation) -> list[EconomicRemedy]:
    """Give the remedies a deviation has in the forecast it is of."""
    return told_remedies(session, one.forecast) if one.forecast is not None else []


def brought(session: Session, report: Report) -> list[Brought]:
    """Give a report's deviations with their remedies, and the remedies of earlier reports that are still to be done."""
    own = Lines(gap=gettext("Inga avvikelser är noterade."))
    for one in queries.deviations_of(session, report.id):
        own.add(_words(session, one), _who_when(one), mark=(one.shape, one.colour))
    earlier = queries.earlier_remedies(session, report)
    if not earlier:
        return [own.put()]
    notes = queries.notes_of(session, [one.id for one in earlier])
    before = Lines(gettext("Åtgärder från tidigare rapporter"))
    for one in earlier:
        said = next((note.text for note in notes.get(one.id, ()) if note.text), "")
        words = "\n\n".join(part for part in (bold(one.remedy), said) if part)
        name = named(one.report.kind, one.report.year)
        before.add(words, f"{name} · {_who_when(one)}", url_for("reports.remedy", report_deviation_id=one.id))
    return [own.put(), before.put()]


def _words(session: Session, one: ReportDeviation) -> str:
    judged = capitalised(level_words(one.scale, one.level, one.level_word)) if one.level else ""
    parts = [f"{judged}: {bold(one.what)}" if judged else bold(one.what), one.why]
    if one.remedy:
        parts.append(gettext("Åtgärd: %(what)s", what=one.remedy))
    if one.effect:
        parts.append(gettext("Det ger: %(effect)s", effect=one.effect))
    if one.forecast is not None and forecast_remedies(session, one):
        parts.append(gettext("Åtgärderna står under ekonomin."))
    return "\n\n".join(part for part in parts if part)


def _who_when(one: ReportDeviation) -> str:
    said = [one.person.name if one.person is not None else one.who]
    if one.due_on is not None:
        said.append(gettext("klart senast %(day)s", day=day(one.due_on)))
    if one.remedy:
        said.append(str(REMEDY_STATES[one.state]).lower())
    return " · ".join(part for part in said if part)
