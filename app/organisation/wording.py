"""Reasons, changes and duties in words."""

from collections.abc import Mapping
from datetime import date

from flask_babel import LazyString, gettext, lazy_gettext

from app.access.matrix import ROLE_WORDS, Role
from app.organisation.errors import Reason, Refused

REASONS: dict[Reason, LazyString] = {
    Reason.NAME_MISSING: lazy_gettext("Det saknas ett namn."),
    Reason.NAME_TOO_LONG: lazy_gettext("Namnet är för långt. Högst %(most)s tecken får plats."),
    Reason.UNKNOWN_KIND: lazy_gettext("Styrmodellen har ingen enhetstyp som heter %(kind)s."),
    Reason.KIND_NOT_UNDER: lazy_gettext("En enhet av typen %(kind)s kan inte ligga under %(parent)s."),
    Reason.KIND_NOT_ROOT: lazy_gettext("En enhet av typen %(kind)s måste ligga under en annan enhet."),
    Reason.SECOND_ROOT: lazy_gettext("Det finns redan en översta enhet. Välj vad enheten ska ligga under."),
    Reason.UNKNOWN_UNIT: lazy_gettext("Enheten finns inte."),
    Reason.UNKNOWN_PARENT: lazy_gettext("Enheten som den skulle ligga under finns inte."),
    Reason.UNKNOWN_PERSON: lazy_gettext("Personen finns inte."),
    Reason.UNKNOWN_APPOINTMENT: lazy_gettext("Förordnandet finns inte längre."),
    Reason.PARENT_NOT_IN_FORCE: lazy_gettext("%(parent)s finns inte under hela den tiden."),
    Reason.UNIT_NOT_IN_FORCE: lazy_gettext("%(unit)s finns inte då. Välj en dag då enheten finns."),
    Reason.CYCLE: lazy_gettext("%(unit)s kan inte ligga under %(parent)s, som själv ligger under den."),
    Reason.ALREADY_THERE: lazy_gettext("%(unit)s ligger redan där den dagen."),
    Reason.DUPLICATE_ID: lazy_gettext("Id %(id)s används redan."),
    Reason.WRONG_PERIOD: lazy_gettext("Slutdagen måste komma efter startdagen."),
    Reason.OPEN_SUBUNITS: lazy_gettext(
        "%(unit)s har enheter under sig (%(count)s). Flytta eller avsluta dem först."
    ),
    Reason.OPEN_APPOINTMENTS: lazy_gettext(
        "%(unit)s har förordnanden som löper vidare (%(count)s). Säg om de ska sluta samma dag."
    ),
    Reason.UNKNOWN_ROLE: lazy_gettext("Det finns ingen roll som heter %(role)s."),
    Reason.ROLE_NOT_HERE: lazy_gettext(
        "Rollen passar inte på %(unit)s: chefer leder förvaltningens enheter, förtroendevalda sitt organ."
    ),
    Reason.TWO_MANAGERS: lazy_gettext(
        "%(unit)s har redan en ordinarie chef då: %(person)s. Avsluta det förordnandet eller välj tillförordnad."
    ),
    Reason.SAME_APPOINTMENT: lazy_gettext("Personen har redan den rollen på %(unit)s under den tiden."),
    Reason.PERSON_CLOSED: lazy_gettext("%(person)s är avslutad då."),
    Reason.TOO_FEW_PARTS: lazy_gettext("Det behövs minst två enheter."),
    Reason.UNKNOWN_LANGUAGE: lazy_gettext("Språket finns inte."),
    Reason.BAD_ADDRESS: lazy_gettext("%(address)s är ingen e-postadress."),
}

DUTIES: dict[str, LazyString] = {
    "": lazy_gettext("ledamot eller utan särskilt uppdrag"),
    "chair": lazy_gettext("ordförande"),
    "vice_chair": lazy_gettext("vice ordförande"),
}


def worded(refusal: Refused) -> str:
    """Say why a change was refused."""
    filled = {key: _shown(value) for key, value in refusal.details.items()}
    return str(REASONS[refusal.reason]) % filled


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


ACTIONS: dict[str, LazyString] = {
    "unit.created": lazy_gettext("Enheten lades upp som %(name)s"),
    "unit.renamed": lazy_gettext("Bytte namn från %(old_name)s till %(name)s"),
    "unit.changed": lazy_gettext("Uppgifterna ändrades"),
    "unit.moved": lazy_gettext("Flyttades från den %(on)s"),
    "unit.closed": lazy_gettext("Avslutades från den %(valid_to)s"),
    "unit.split": lazy_gettext("Delades den %(on)s"),
    "unit.merge": lazy_gettext("Slogs ihop den %(on)s"),
    "person.created": lazy_gettext("Personen lades upp"),
    "person.changed": lazy_gettext("Namn, adress eller språk ändrades"),
    "person.closed": lazy_gettext("Personen avslutades från den %(closed_on)s"),
    "person.reopened": lazy_gettext("Personen öppnades igen"),
    "appointment.created": lazy_gettext("Förordnande som %(role)s från den %(valid_from)s"),
    "appointment.changed": lazy_gettext("Förordnande som %(role)s ändrades"),
    "appointment.ended": lazy_gettext("Förordnande som %(role)s slutar den %(valid_to)s"),
    "appointment.withdrawn": lazy_gettext("Förordnande som %(old_role)s togs tillbaka"),
}


class _Filled(dict[str, str]):
    """What an action's words are filled with; what the history does not hold is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def action_words(action: str, before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """Say what was changed."""
    filled = _Filled({f"old_{key}": _said(key, value) for key, value in before.items()})
    filled.update({key: _said(key, value) for key, value in after.items()})
    words = ACTIONS.get(action)
    return str(words) % filled if words else gettext("Ändrades")


def _said(key: str, value: object) -> str:
    if key == "role" and value in set(Role):
        return str(ROLE_WORDS[Role(str(value))][0]).lower()
    return str(value)
