"""The words for what the rules decide about internal control."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from app import clock
from app.quality.control.errors import Fault, Lacks, Missing
from app.quality.control.models import Often, Outcome, RecordState
from app.quality.control.rules import HowItWent
from app.records.queries import Change
from app.steering.routes import reader_language
from app.ui import formats
from app.ui.formats import number_word
from app.ui.install import locale

OFTEN: dict[str, LazyString] = {
    Often.ONCE: lazy_gettext("en gång om året"),
    Often.HALF_YEAR: lazy_gettext("varje halvår"),
    Often.TERTIAL: lazy_gettext("varje tertial"),
    Often.QUARTER: lazy_gettext("varje kvartal"),
    Often.MONTH: lazy_gettext("varje månad"),
    Often.OTHER: lazy_gettext("de dagar ni väljer"),
}
OUTCOMES: dict[str, LazyString] = {
    Outcome.AS_IT_SHOULD: lazy_gettext("Som det ska"),
    Outcome.DEVIATION: lazy_gettext("Avvikelse"),
}
PLAN_STATES: dict[str, LazyString] = {
    RecordState.DRAFT: lazy_gettext("Skrivs"),
    RecordState.DECIDED: lazy_gettext("Beslutad"),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.WORDS_MISSING: lazy_gettext("Skriv något här."),
    Fault.REASON_MISSING: lazy_gettext("Skriv varför. Skälet sparas, så att ingen behöver undra sen."),
    Fault.DAY_MISSING: lazy_gettext("Välj en dag."),
    Fault.DAY_AHEAD: lazy_gettext("Dagen ligger framåt i tiden."),
    Fault.DAY_OF_ANOTHER_YEAR: lazy_gettext("Välj en dag under planens år, eller senast i mars året efter."),
    Fault.DECIDER_MISSING: lazy_gettext("Skriv vem som beslutade."),
    Fault.DEVIATION_MISSING: lazy_gettext("Skriv vad som inte var som det ska."),
    Fault.OUTCOME_MISSING: lazy_gettext("Välj om det var som det ska eller inte."),
    Fault.REMEDIES_LEFT: lazy_gettext("Någon åtgärd är inte klar än. Säg först hur den gick."),
    Fault.NO_SUCH_RISK: lazy_gettext(
        "Risken går inte att ta in. Den kan vara undanlagd, eller av annat slag än planens."
    ),
    Fault.HAS_REMEDIES: lazy_gettext(
        "Avvikelsen är redan införd. Stäng den på dess sida i stället, med vad uppföljningen visade."
    ),
}
_LACKING: dict[Lacks, LazyString] = {
    Lacks.RISKS: lazy_gettext("Planen kontrollerar ingen risk än."),
    Lacks.CONTROLS: lazy_gettext("Ingen kontroll är skriven för %(of)s."),
    Lacks.METHOD: lazy_gettext("Det står inte hur kontrollen görs: %(of)s."),
    Lacks.WHO: lazy_gettext("Det står inte vem som gör kontrollen: %(of)s."),
    Lacks.TOLD_TO: lazy_gettext("Det står inte vem som får veta vad kontrollen visade: %(of)s."),
    Lacks.OCCASIONS: lazy_gettext("Ingen dag är satt för kontrollen: %(of)s."),
    Lacks.WHOLE: lazy_gettext("De egna orden om helheten är inte skrivna."),
    Lacks.VIEWS: lazy_gettext("Inget är skrivet om %(of)s."),
}


def missing_words(missing: Sequence[Missing]) -> list[str]:
    """Say everything that stands in the way."""
    return [str(_LACKING[one.lacks]) % {"of": one.of} for one in missing]


def went_words(went: HowItWent) -> str:
    """Say how far a plan's controls have come, in a sentence or two."""
    if not went.occasions:
        return gettext("Inga kontroller är utlagda.")
    words = ngettext(
        "%(done)s av %(num)s kontroll är gjord.",
        "%(done)s av %(num)s kontroller är gjorda.",
        went.occasions,
        done=went.done,
    )
    if went.left_out:
        words += " " + ngettext(
            "En gjordes inte, med skäl.",
            "%(words)s gjordes inte, med skäl.",
            went.left_out,
            words=number_word(went.left_out, locale()).capitalize(),
        )
    if went.late:
        words += " " + ngettext(
            "En skulle ha varit gjord.",
            "%(words)s skulle ha varit gjorda.",
            went.late,
            words=number_word(went.late, locale()).capitalize(),
        )
    if went.deviations:
        words += (
            " "
            + ngettext("En avvikelse hittades", "%(num)s avvikelser hittades", went.deviations)
            + (
                gettext(", alla är avslutade.")
                if not went.open_deviations
                else ngettext(", en är öppen.", ", %(num)s är öppna.", went.open_deviations)
            )
        )
    return words


def kept_word(kept: Mapping[str, Any] | None) -> str:
    """Say what a risk amounted to when a plan was decided, in the words the model had then."""
    if kept is None:
        return gettext("inte bedömd")
    return str(kept.get(reader_language()) or kept["sv"])


def judged_words(risk: Mapping[str, Any]) -> str:
    """Say how likely and how grave a risk of a plan was judged to be; empty where it was not, or no model has words for it."""
    likely, grave = risk["likelihood_word"], risk["consequence_word"]
    if likely is None or grave is None:
        return ""
    return gettext("%(likely)s och %(grave)s", likely=kept_word(likely), grave=kept_word(grave))


def day_words(text: str | None) -> str:
    """Write a day of a decided version."""
    return formats.day(date.fromisoformat(text), clock.today(), locale()) if text else ""


def late_words(due_on: str, done_on: str | None, said: Callable[[str], str] = day_words) -> str:
    """Say of a control that was carried out after its day when it should have been; empty where it was in time.

    `said` writes a day.
    """
    if not done_on or date.fromisoformat(done_on) <= date.fromisoformat(due_on):
        return ""
    return gettext("skulle göras %(due)s, gjord %(done)s", due=said(due_on), done=said(done_on))


def not_done_words(due_on: str, told_on: str | None, said: Callable[[str], str] = day_words) -> str:
    """Say of a control nothing is told of that it is not made, or that its day had not come when that was told: today, or the
    day the report was decided.
    """
    told = date.fromisoformat(told_on) if told_on else clock.today()
    if date.fromisoformat(due_on) >= told:
        return gettext("%(day)s: inte än.", day=said(due_on))
    return gettext("%(day)s: inte gjord.", day=said(due_on))


_HAPPENED: dict[str, LazyString] = {
    "control_plan.begun": lazy_gettext("Planen påbörjad"),
    "control_plan.changed": lazy_gettext("Inledning eller gräns ändrad"),
    "control_plan.decided": lazy_gettext("Beslutad"),
    "control_plan.opened_again": lazy_gettext("Öppnad för ändring"),
    "control_report.written": lazy_gettext("Rapporten skriven"),
    "control_report.decided": lazy_gettext("Rapporten godkänd"),
    "control_report.opened_again": lazy_gettext("Rapporten öppnad igen"),
    "control_evaluation.written": lazy_gettext("Utvärderingen skriven"),
    "control_evaluation.said_of_units": lazy_gettext("Ord om nämnder och bolag"),
    "control_evaluation.decided": lazy_gettext("Utvärderingen beslutad"),
    "control_evaluation.opened_again": lazy_gettext("Utvärderingen öppnad igen"),
    "control.added": lazy_gettext("Kontrollen skriven"),
    "control.changed": lazy_gettext("Kontrollen ändrad"),
    "control.removed": lazy_gettext("Kontrollen borttagen"),
    "control.restored": lazy_gettext("Kontrollen tillbaka"),
}


def history_lines(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Put the history of a plan, a report or a control in words, the latest first."""
    return [
        {"at": one.at, "text": str(_HAPPENED[one.action]), "by": one.actor, "href": None}
        for one in changes
        if one.action in _HAPPENED
    ]
