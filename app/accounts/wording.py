"""What can go wrong with accounts, in words for the page."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext

from app.accounts.errors import BadPassword, TooManyAttempts
from app.accounts.giving import NameFault
from app.accounts.queries import AccountEvent
from app.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, PasswordProblem


def password_messages(refused: BadPassword) -> list[str]:
    """Say what is wrong with a new password."""
    words = {
        PasswordProblem.TOO_SHORT: gettext(
            "Lösenordet behöver minst %(count)s tecken.", count=SHORTEST_PASSWORD
        ),
        PasswordProblem.TOO_LONG: gettext(
            "Lösenordet får ha högst %(count)s tecken.", count=LONGEST_PASSWORD
        ),
        PasswordProblem.COMMON: gettext(
            "Det lösenordet är så vanligt att det är lätt att gissa. Välj något eget."
        ),
        PasswordProblem.TOO_SIMPLE: gettext("Det är nästan samma tecken hela vägen. Blanda mer."),
        PasswordProblem.IS_NAME: gettext("Det är ditt eget namn eller användarnamn. Välj något annat."),
    }
    return [words[problem] for problem in refused.problems]


def username_fault(fault: NameFault | None) -> str:
    """Say why a user name cannot be given; nothing where it can."""
    words = {
        NameFault.MISSING: gettext("Fältet behöver fyllas i."),
        NameFault.BAD: gettext("Använd minst två tecken och inga mellanslag."),
        NameFault.TAKEN: gettext("Någon annan har det användarnamnet."),
        NameFault.TWICE: gettext("Två av dem du har valt får samma användarnamn."),
    }
    return words[fault] if fault is not None else ""


def wait_message(refused: TooManyAttempts) -> str:
    """Say how long to wait."""
    if refused.seconds < 60:
        return ngettext(
            "Det blev fel för många gånger. Vänta %(num)s sekund och försök igen.",
            "Det blev fel för många gånger. Vänta %(num)s sekunder och försök igen.",
            refused.seconds,
        )
    return ngettext(
        "Det blev fel för många gånger. Vänta %(num)s minut och försök igen.",
        "Det blev fel för många gånger. Vänta %(num)s minuter och försök igen.",
        -(-refused.seconds // 60),
    )


def asked_too_often(refused: TooManyAttempts) -> str:
    """Say how long to wait before the next link can be asked for."""
    return ngettext(
        "Någon har redan bett om flera länkar. Vänta %(num)s minut och försök igen.",
        "Någon har redan bett om flera länkar. Vänta %(num)s minuter och försök igen.",
        -(-refused.seconds // 60),
    )


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line of what has happened to an account."""

    at: datetime
    text: str
    by: str | None
    href: str | None = None


def event_words(events: list[AccountEvent]) -> list[EventLine]:
    """Put what has happened to an account in words."""
    words = {
        "account.created": gettext("Kontot skapades"),
        "account.link_made": gettext("En engångslänk för nytt lösenord gjordes"),
        "account.link_mailed": gettext("En engångslänk för nytt lösenord skickades med e-post"),
        "account.password_set_by_link": gettext("Lösenordet sattes med engångslänk"),
        "account.password_changed": gettext("Lösenordet byttes"),
        "account.second_step_on": gettext("Inloggning i två steg slogs på"),
        "account.second_step_off": gettext("Inloggning i två steg slogs av"),
        "account.second_step_reset": gettext("Inloggning i två steg återställdes"),
        "account.closed": gettext("Kontot stängdes"),
        "account.reopened": gettext("Kontot öppnades igen"),
        "account.sign_ins_ended": gettext("Inloggningar avslutades"),
        "account.language_chosen": gettext("Språk valdes"),
        "account.notices_chosen": gettext("Aviseringar valdes"),
        "account.calendar_made": gettext("En kalenderadress gjordes"),
        "account.calendar_removed": gettext("Kalenderadressen togs bort"),
    }
    return [EventLine(event.at, words.get(event.action, event.action), event.by) for event in events]
