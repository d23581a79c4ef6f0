"""Words for the states of reports, for what was refused, and for what somebody said."""

from flask_babel import LazyString, lazy_gettext

from app.reports.errors import Fault
from app.reports.models import PlanState, State, Step

STATES: dict[str, LazyString] = {
    State.DRAFT: lazy_gettext("Utkast"),
    State.SUBMITTED: lazy_gettext("Lämnad"),
    State.ACKNOWLEDGED: lazy_gettext("Mottagen"),
    State.HANDED_BACK: lazy_gettext("Tillbakalämnad"),
}
TONES = {State.DRAFT: "", State.SUBMITTED: "now", State.ACKNOWLEDGED: "done", State.HANDED_BACK: "gone"}
PLAN_STATES: dict[str, LazyString] = {
    PlanState.DRAFT: lazy_gettext("Utkast"),
    PlanState.ESTABLISHED: lazy_gettext("Fastställd"),
}
WORDS: dict[str, LazyString] = {
    Step.SUBMIT: lazy_gettext("Lämnad"),
    Step.ACKNOWLEDGE: lazy_gettext("Mottagen"),
    Step.HAND_BACK: lazy_gettext("Lämnad tillbaka"),
    Step.TAKE_BACK: lazy_gettext("Återtagen"),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.TEXT_MISSING: lazy_gettext("Skriv något här."),
    Fault.TEXT_TOO_LONG: lazy_gettext("Det är för långt. Korta ner det."),
    Fault.REASON_MISSING: lazy_gettext("Skriv vad som fattas, så att de vet vad de ska göra."),
    Fault.WORDS_MISSING: lazy_gettext("Skriv hur det går, eller välj ett nytt läge."),
    Fault.LOCKED: lazy_gettext("Det går inte att ändra nu: rapporten är lämnad."),
    Fault.NOT_NOW: lazy_gettext(
        "Det går inte från det läge rapporten har nu. Någon annan kan ha ändrat det."
    ),
    Fault.RECEIVED_ALREADY: lazy_gettext(
        "Mottagaren hann före dig: rapporten är besvarad, och kan inte tas tillbaka."
    ),
    Fault.NOT_HANDED_IN: lazy_gettext(
        "Rapporten är inte lämnad längre: de som skrev den har tagit den tillbaka. Du får den när den lämnas igen."
    ),
    Fault.ANSWERED_ALREADY: lazy_gettext(
        "Någon hann före dig: rapporten är redan besvarad. Inget av ditt är sparat."
    ),
    Fault.HANDED_IN_ANEW: lazy_gettext(
        "Rapporten har tagits tillbaka och lämnats igen sedan du läste den. "
        "Inget är sparat, och det du skrev står kvar. Läs den så som den står nu."
    ),
    Fault.NOT_YOURS: lazy_gettext("Det gör någon annan."),
    Fault.NOT_ASKED: lazy_gettext("Den rapporten lämnar inte enheten."),
    Fault.NOTHING_PLACED: lazy_gettext("Inget område är placerat än. Välj minst ett i någon period."),
    Fault.CHANGED: lazy_gettext("Någon annan har ändrat medan du skrev. Det du skrev står kvar i fälten."),
}
EVENTS: dict[str, LazyString] = {
    "report.begun": lazy_gettext("Började rapporten"),
    "report.submit": lazy_gettext("Lämnade"),
    "report.acknowledge": lazy_gettext("Tog emot"),
    "report.hand_back": lazy_gettext("Lämnade tillbaka"),
    "report.take_back": lazy_gettext("Tog tillbaka"),
    "report.rewrite": lazy_gettext("Började skriva om"),
}
