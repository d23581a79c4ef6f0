"""What the pages of deviations say: faults, how far one has come."""

from flask_babel import LazyString, gettext, lazy_gettext

from app.deviations.errors import Fault
from app.deviations.models import DeviationReport, Outcome

FAULTS: dict[Fault, LazyString] = {
    Fault.TEXT_MISSING: lazy_gettext("Skriv några ord om vad som har hänt."),
    Fault.TEXT_TOO_LONG: lazy_gettext("Texten är för lång. Korta den; resten kan ni tala om."),
    Fault.REASON_MISSING: lazy_gettext("Skriv varför. Den som rapporterade läser det."),
    Fault.NO_LEVEL_ABOVE: lazy_gettext("Det finns ingen nivå ovanför som någon svarar för just nu."),
    Fault.ALREADY_SETTLED: lazy_gettext("Det är redan sagt vad som händer med den. Ladda om sidan."),
    Fault.ALREADY_RECEIVED: lazy_gettext("Den är redan mottagen och kan inte tas tillbaka. Ring i stället."),
    Fault.CAME_HERE_BEFORE: lazy_gettext("Den har redan varit hos nivån ovanför. Behåll den här."),
}

OUTCOMES: dict[str, LazyString] = {
    Outcome.WAITING: lazy_gettext("Väntar på besked"),
    Outcome.PASSED_ON: lazy_gettext("Skickad vidare"),
    Outcome.KEPT: lazy_gettext("Stannar här"),
}


def how_far(report: DeviationReport) -> str:
    """Say in a line where a deviation is, and what was last said of it."""
    last = report.levels[-1]
    if last.outcome == Outcome.KEPT:
        return gettext("Stannar hos %(unit)s", unit=last.unit.name)
    if last.acknowledged_at is not None:
        return gettext("Mottagen av %(unit)s, väntar på besked", unit=last.unit.name)
    return gettext("Hos %(unit)s, inte mottagen än", unit=last.unit.name)
