"""Words for states, steps, faults and the history of assignments and questions in the golden zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString, gettext, lazy_gettext, lazy_pgettext

from app import clock
from app.assignments.errors import Fault
from app.assignments.models import Owner, State, ZoneState
from app.assignments.rules import Step, WordKind
from app.disposing.wording import HAPPENED
from app.organisation.last_days import LastDay
from app.organisation.wording import after_the_last_day
from app.records.queries import Change
from app.ui import formats
from app.ui.install import locale

STATES: dict[str, LazyString] = {
    State.DRAFT: lazy_gettext("Utkast"),
    State.GIVEN: lazy_gettext("Väntar på kvittering"),
    State.AGAINST: lazy_gettext("Invändning"),
    State.ACKNOWLEDGED: lazy_gettext("Kvitterat"),
    State.REPORTED: lazy_gettext("Rapporterat"),
    State.CLOSED: lazy_pgettext("läget för ett uppdrag", "Klart"),
    State.WITHDRAWN: lazy_gettext("Återkallat"),
}

TONES: dict[str, str] = {
    State.DRAFT: "",
    State.GIVEN: "now",
    State.AGAINST: "now",
    State.ACKNOWLEDGED: "",
    State.REPORTED: "now",
    State.CLOSED: "done",
    State.WITHDRAWN: "gone",
}

LINE = (State.DRAFT, State.GIVEN, State.ACKNOWLEDGED, State.REPORTED, State.CLOSED)
"""The way an assignment goes where nothing is in the way."""

WORDS: dict[str, LazyString] = {
    WordKind.RECEIVED: lazy_gettext("Kvitterat: mottaget och förstått"),
    WordKind.AGAINST: lazy_gettext("Invändning"),
    WordKind.ANSWER: lazy_gettext("Svar på invändningen"),
    WordKind.PROGRESS: lazy_gettext("Så går det"),
    WordKind.REPORT: lazy_gettext("Rapport"),
    WordKind.ENOUGH: lazy_gettext("Rapporten kvitterad"),
    WordKind.MORE: lazy_gettext("Fråga om rapporten"),
    WordKind.WITHDRAWN: lazy_gettext("Återkallat"),
}

DONE: dict[Step, LazyString] = {
    Step.GIVE: lazy_gettext("Uppdraget är lämnat. Den som tar det får veta det."),
    Step.UNGIVE: lazy_gettext("Ett utkast igen. Bara ni som ger det ser det."),
    Step.ACKNOWLEDGE: lazy_gettext(
        "Kvitterat. Den som gav uppdraget ser att ni har tagit emot och förstått."
    ),
    Step.UNACKNOWLEDGE: lazy_gettext("Kvitteringen är tillbakatagen."),
    Step.OBJECT: lazy_gettext("Skälet är sagt. Den som gav uppdraget får veta det."),
    Step.UNOBJECT: lazy_gettext("Invändningen är tillbakatagen."),
    Step.HOLD_TO: lazy_gettext("Svaret är sagt. Uppdraget väntar på kvittering igen."),
    Step.REPORT: lazy_gettext("Rapporten är lämnad. Nu är det den andras tur."),
    Step.UNREPORT: lazy_gettext("Rapporten är tillbakatagen."),
    Step.ENOUGH: lazy_gettext("Rapporten är kvitterad. Uppdraget är klart."),
    Step.REOPEN: lazy_gettext("Uppdraget är öppet igen. Rapporten väntar på din kvittering."),
    Step.MORE: lazy_gettext("Frågan är ställd. Uppdraget är öppet för en ny rapport."),
    Step.WITHDRAW: lazy_gettext("Uppdraget är återkallat. Det går att läsa, med varför."),
    Step.RESTORE: lazy_gettext("Uppdraget gäller igen."),
}

UNDO: dict[Step, Step] = {
    Step.GIVE: Step.UNGIVE,
    Step.ACKNOWLEDGE: Step.UNACKNOWLEDGE,
    Step.OBJECT: Step.UNOBJECT,
    Step.REPORT: Step.UNREPORT,
    Step.ENOUGH: Step.REOPEN,
    Step.WITHDRAW: Step.RESTORE,
}

FAULTS: dict[Fault, LazyString] = {
    Fault.TITLE_MISSING: lazy_gettext("Skriv vad som ska uppnås, i en rad."),
    Fault.WORDS_MISSING: lazy_gettext("Skriv med egna ord. Det är orden den andra behöver."),
    Fault.TAKER_MISSING: lazy_gettext("Välj vem som ska ta uppdraget."),
    Fault.NOBODY_TAKES: lazy_gettext(
        "Ingen leder enheten som ska ta uppdraget just nu, och det ges alltid till någon. Det ligger kvar som utkast: "
        "lämna det när någon har tillträtt."
    ),
    Fault.DUE_PASSED: lazy_gettext("Den dagen har redan varit. Välj en som ligger framåt."),
    Fault.ITSELF: lazy_gettext("En enhet ger inte uppdrag till sig själv."),
    Fault.THROUGH_CHIEF: lazy_gettext(
        "Uppdrag in i förvaltningen går alltid genom kommunchefen, som fördelar dem vidare."
    ),
    Fault.NOT_IN_CHAIN: lazy_gettext("Dit kan ni inte ge uppdrag: det ligger inte i er del av kedjan."),
    Fault.OWNER_MISSING: lazy_gettext("Säg vems du tycker att frågan är."),
    Fault.NO_SUCH_STEP: lazy_gettext(
        "Det steget går inte att ta härifrån. Kanske hann någon annan före: så här står det nu."
    ),
    Fault.TWO_PEOPLE: lazy_gettext(
        "Två fastställer, en för var sida. Du har redan fastställt för den andra."
    ),
    Fault.NOT_SHARED: lazy_gettext("Ni har inte båda delat än."),
    Fault.NO_SUBJECT: lazy_gettext("Det frågan gäller finns inte, eller så läser du det inte."),
    Fault.ALREADY_ASKED: lazy_gettext("Ni har redan en öppen fråga om det här. Ta den först."),
}

OWNERS: dict[str, LazyString] = {
    Owner.WHAT: lazy_gettext("Ett vad: den som ger uppdraget bestämmer"),
    Owner.HOW: lazy_gettext("Ett hur: den som tar uppdraget bestämmer"),
    Owner.BOTH: lazy_gettext("Mitt emellan: vi bestämmer tillsammans"),
}

OWNERS_SHORT: dict[str, LazyString] = {
    Owner.WHAT: lazy_gettext("ett vad"),
    Owner.HOW: lazy_gettext("ett hur"),
    Owner.BOTH: lazy_gettext("mitt emellan"),
}

ZONE_STATES: dict[str, LazyString] = {
    ZoneState.WRITING: lazy_gettext("Var och en skriver"),
    ZoneState.OPEN: lazy_gettext("Båda bilderna är öppna"),
    ZoneState.SETTLED: lazy_gettext("Fastställd av båda"),
    ZoneState.ASIDE: lazy_gettext("Lagd åt sidan"),
}

_HAPPENED: dict[str, LazyString] = {
    **HAPPENED,
    "assignment.written": lazy_gettext("Skrevs"),
    "assignment.changed": lazy_gettext("Vad, när eller ram ändrades"),
    "assignment.described": lazy_gettext("Hur eller vem ändrades"),
    "assignment.given": lazy_gettext("Lämnades"),
    "assignment.taken_back": lazy_gettext("Togs tillbaka till utkast"),
    "assignment.acknowledged": lazy_gettext("Kvitterades"),
    "assignment.acknowledgement_taken_back": lazy_gettext("Kvitteringen togs tillbaka"),
    "assignment.objected": lazy_gettext("En invändning gjordes"),
    "assignment.objection_taken_back": lazy_gettext("Invändningen togs tillbaka"),
    "assignment.held_to": lazy_gettext("Invändningen besvarades"),
    "assignment.reported": lazy_gettext("Rapporterades"),
    "assignment.report_taken_back": lazy_gettext("Rapporten togs tillbaka"),
    "assignment.report_acknowledged": lazy_gettext("Rapporten kvitterades"),
    "assignment.reopened": lazy_gettext("Öppnades igen"),
    "assignment.asked_further": lazy_gettext("En fråga om rapporten ställdes"),
    "assignment.withdrawn": lazy_gettext("Återkallades"),
    "assignment.restored": lazy_gettext("Återkallelsen ångrades"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history."""

    at: datetime
    text: str
    by: str | None
    href: str | None = None


def history_lines(changes: Sequence[Change]) -> list[Line]:
    """Put the history of an assignment in words, the latest first."""
    return [
        Line(change.at, str(_HAPPENED[change.action]), change.actor)
        for change in changes
        if change.action in _HAPPENED
    ]


def nobody_takes_then(last: LastDay, left_with: str, *, by_employee: bool) -> str:
    """Say beside the day that the unit that takes is no more by then: what it becomes takes the assignment over.

    Nobody takes over from one that is closed, nor from an employee of one that ends: it is `left_with` those who gave it, where
    they are still there.
    """
    if last.became and not by_employee:
        return after_the_last_day(last)
    said = {"unit": last.unit, "day": formats.day(last.day, clock.today(), locale())}
    if last.has_come:
        ends = gettext("%(unit)s fanns till och med %(day)s, och ingen har tagit över uppdraget.", **said)
    else:
        ends = gettext("%(unit)s finns till och med %(day)s, och ingen tar över uppdraget efter det.", **said)
    if not left_with:
        return ends
    decides = gettext("%(units)s avgör vad som händer med det.", units=left_with)
    return f"{ends} {decides}"
