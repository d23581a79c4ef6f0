"""What is said of Kolada in people's words."""

from flask_babel import LazyString, lazy_gettext

from app.quality.kolada.errors import Fault
from app.quality.kolada.rules import NotLinkable, why_not_link

FAULTS: dict[Fault, LazyString] = {
    Fault.UNREACHABLE: lazy_gettext("Kolada går inte att nå just nu."),
    Fault.SLOW: lazy_gettext("Kolada svarar inte i tid just nu."),
    Fault.BUSY: lazy_gettext("Kolada har för många frågor just nu."),
    Fault.BROKEN: lazy_gettext("Det är fel hos Kolada just nu."),
    Fault.GONE: lazy_gettext("Det här måttet finns inte längre hos Kolada."),
    Fault.REFUSED: lazy_gettext("Kolada tar inte emot frågan."),
    Fault.MOVED: lazy_gettext(
        "Kolada har flyttat till en annan adress. Den som sköter Samsyn behöver ändra den."
    ),
    Fault.TOO_LARGE: lazy_gettext("Kolada svarade med mer än vad som går att ta emot."),
    Fault.UNREADABLE: lazy_gettext("Kolada svarade med något som inte går att läsa."),
    Fault.EMPTY: lazy_gettext("Kolada svarade utan en enda siffra. De som har hämtats förut står kvar."),
}

NOT_LINKABLE: dict[NotLinkable, LazyString] = {
    NotLinkable.IN_WORDS: lazy_gettext("Indikatorn mäts i ord. Kolada har bara siffror."),
    NotLinkable.NOT_YEARLY: lazy_gettext(
        "Kolada har en siffra per år. Indikatorn behöver mätas en gång per år för att kunna hämtas därifrån."
    ),
}


def why_not_fetched(nature: str, periodicity: str) -> str:
    """Say why the figures of an indicator cannot come from Kolada; nothing where they can."""
    refused = why_not_link(nature, periodicity)
    return str(NOT_LINKABLE[refused]) if refused else ""
