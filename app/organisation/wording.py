"""Reasons, changes and duties in words."""

from collections.abc import Mapping
from datetime import date

from flask_babel import LazyString, gettext, lazy_gettext

from app import clock
from app.access.matrix import Role
from app.access.role_words import ROLE_WORDS
from app.organisation.errors import Reason, Refused
from app.organisation.last_days import LastDay
from app.organisation.rows import Problem
from app.steering.routes import kind_name
from app.ui import formats
from app.ui.install import listed, locale

REASONS: dict[Reason, LazyString] = {
    Reason.NAME_MISSING: lazy_gettext("Det saknas ett namn."),
    Reason.NAME_TOO_LONG: lazy_gettext("Namnet är för långt. Högst %(most)s tecken får plats."),
    Reason.UNKNOWN_KIND: lazy_gettext("Styrmodellen har ingen enhetstyp som heter %(kind)s."),
    Reason.KIND_NOT_UNDER: lazy_gettext("En enhet av typen %(kind)s kan inte ligga under %(parent)s."),
    Reason.KIND_NOT_ROOT: lazy_gettext("En enhet av typen %(kind)s måste ligga under en annan enhet."),
    Reason.SECOND_ROOT: lazy_gettext("Det finns redan en översta enhet. Välj vad enheten ska ligga under."),
    Reason.SECOND_TOP: lazy_gettext(
        "%(unit)s är den översta förvaltningen, och det finns bara en åt gången: den som leder den är kommunchef."
    ),
    Reason.UNKNOWN_UNIT: lazy_gettext("Enheten finns inte."),
    Reason.UNKNOWN_PARENT: lazy_gettext("Enheten som den skulle ligga under finns inte."),
    Reason.UNKNOWN_PERSON: lazy_gettext("Personen finns inte."),
    Reason.UNKNOWN_APPOINTMENT: lazy_gettext("Förordnandet finns inte längre."),
    Reason.PARENT_NOT_IN_FORCE: lazy_gettext("%(parent)s finns inte under hela den tiden."),
    Reason.UNIT_NOT_IN_FORCE: lazy_gettext("%(unit)s finns inte då. Välj en dag då enheten finns."),
    Reason.UNIT_BEGINS_LATER: lazy_gettext(
        "%(unit)s finns från den %(day)s. Välj den dagen eller en senare, eller lämna kolumnen tom."
    ),
    Reason.NEW_UNIT_BEGINS_LATER: lazy_gettext(
        "%(unit)s börjar enligt filen den %(day)s. Ge enheten en tidigare dag i kolumnen fran på dess egen rad, "
        "eller lämna kolumnen tom här."
    ),
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
    Reason.UNKNOWN_ROLE: lazy_gettext(
        "Det finns ingen roll som heter %(role)s. Skriv chef, stöd, förtroendevald, revisor, medarbetare eller administratör."
    ),
    Reason.ROLE_NOT_HERE: lazy_gettext(
        "Rollen passar inte på %(unit)s: chefer leder förvaltningens enheter, förtroendevalda sitt organ."
    ),
    Reason.TWO_MANAGERS: lazy_gettext(
        "%(unit)s har redan en ordinarie chef då: %(person)s. Avsluta det förordnandet eller välj tillförordnad."
    ),
    Reason.SAME_APPOINTMENT: lazy_gettext("Personen har redan den rollen på %(unit)s under den tiden."),
    Reason.PERSON_CLOSED: lazy_gettext("%(person)s är avslutad då."),
    Reason.ONESELF: lazy_gettext(
        "Ingen ger sig själv ett uppdrag med dialoger på %(unit)s. Det gör en annan administratör."
    ),
    Reason.MOVING_TO_ONESELF: lazy_gettext(
        "Ingen flyttar %(unit)s in under en enhet som hen själv leder. Det gör en annan administratör."
    ),
    Reason.CLOSING_ONESELF: lazy_gettext("Du kan inte stänga ditt eget konto. Be en annan administratör."),
    Reason.HAS_LEFT: lazy_gettext(
        "%(person)s är redan avslutad. Öppna personen igen först, om hen ska vara kvar till en senare dag."
    ),
    Reason.TOO_FEW_PARTS: lazy_gettext("Det behövs minst två enheter."),
    Reason.UNKNOWN_LANGUAGE: lazy_gettext("Språket finns inte."),
    Reason.BAD_ADDRESS: lazy_gettext("%(address)s är ingen e-postadress."),
    Reason.UNIT_ENDS_BEFORE: lazy_gettext(
        "%(unit)s finns inte från den %(day)s. Välj en dag före det, eller ta först tillbaka det som är planerat."
    ),
    Reason.UNKNOWN_CHANGE: lazy_gettext(
        "Ändringen är inte längre planerad: den är tagen tillbaka eller har redan skett."
    ),
    Reason.CHANGED_SINCE: lazy_gettext(
        "%(unit)s har fått en ändring till efter den dagen. Ta tillbaka den först."
    ),
    Reason.APPOINTED_SINCE: lazy_gettext(
        "På %(unit)s har ett förordnande lagts till, ändrats eller tagits bort sedan dess. Ta tillbaka det först."
    ),
    Reason.UNIT_IN_USE: lazy_gettext(
        "%(unit)s används redan: en annan enhet ska ligga där, eller något är skrivet för den. Flytta eller ta bort det "
        "först."
    ),
    Reason.ADDRESS_TAKEN: lazy_gettext("Adressen %(address)s hör redan till %(person)s."),
    Reason.ADDRESS_OF_OTHER: lazy_gettext(
        "Adressen hör till %(person)s, men raden heter %(name)s: är det samma person, skriv hens person_id eller samma "
        "namn."
    ),
    Reason.ADDRESS_OF_SEVERAL: lazy_gettext(
        "Adressen hör till flera: %(people)s. Skriv person_id för den som menas, eller rätta adresserna först."
    ),
    Reason.ADDRESS_UNDER_OTHER_ID: lazy_gettext(
        "Adressen hör till %(person)s, som har person_id %(id)s. Är det samma person, skriv det id:t."
    ),
    Reason.NUMBER_OF_OTHER: lazy_gettext(
        "Här är %(id)s %(person)s och inte %(name)s. Har hen bytt namn, byt det på personens sida först. Är det någon "
        "annan, skriv personalsystemets id."
    ),
    Reason.NUMBER_OF_NOBODY: lazy_gettext(
        "%(id)s är ett id som Samsyn har satt, och det finns inte här. Skriv personalsystemets id, eller ett eget som "
        "inte börjar så."
    ),
}

DUTIES: dict[str, LazyString] = {
    "": lazy_gettext("ledamot eller utan särskilt uppdrag"),
    "chair": lazy_gettext("ordförande"),
    "vice_chair": lazy_gettext("vice ordförande"),
}


def worded(refusal: Refused) -> str:
    """Say why a change was refused."""
    return str(REASONS[refusal.reason]) % _details(refusal.details)


def _details(details: Mapping[str, object]) -> dict[str, str]:
    return _Filled({key: _shown(key, value) for key, value in details.items()})


def _shown(key: str, value: object) -> str:
    if key == "kind":
        return kind_name(str(value))
    if isinstance(value, list):
        return listed(value)
    return value.isoformat() if isinstance(value, date) else str(value)


ACTIONS: dict[str, LazyString] = {
    "unit.created": lazy_gettext("Enheten lades upp som %(name)s"),
    "unit.renamed": lazy_gettext("Bytte namn från %(old_name)s till %(name)s"),
    "unit.carried_over": lazy_gettext("Fördes över från %(old_kind)s till %(kind)s, med en annan styrmodell"),
    "unit.changed": lazy_gettext("Uppgifterna ändrades"),
    "unit.moved": lazy_gettext("Flyttades från den %(on)s"),
    "unit.closed": lazy_gettext("Avslutades från den %(valid_to)s"),
    "unit.split": lazy_gettext("Delades den %(on)s"),
    "unit.merge": lazy_gettext("Slogs ihop den %(on)s"),
    "unit.taken_back": lazy_gettext("Det som var planerat till den %(old_on)s togs tillbaka"),
    "unit.withdrawn": lazy_gettext("Enheten togs bort innan den började"),
    "person.created": lazy_gettext("Personen lades upp"),
    "person.changed": lazy_gettext("Namn, adress eller språk ändrades"),
    "person.closed": lazy_gettext("Personen avslutades från den %(closed_on)s"),
    "person.reopened": lazy_gettext("Personen öppnades igen"),
    "person.extracted": lazy_gettext("Det som finns om personen togs ut i en fil"),
    "appointment.created": lazy_gettext("Förordnande som %(role)s från den %(valid_from)s"),
    "appointment.changed": lazy_gettext("Förordnande som %(role)s ändrades"),
    "appointment.ended": lazy_gettext("Förordnande som %(role)s slutar den %(valid_to)s"),
    "appointment.restored": lazy_gettext("Förordnande som %(role)s gäller igen som förut"),
    "appointment.withdrawn": lazy_gettext("Förordnande som %(old_role)s togs tillbaka"),
}


DAYS = frozenset({"on", "valid_from", "valid_to", "closed_on"})
"""What the days of an entry are called."""


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
    if key == "kind":
        return kind_name(str(value))
    if key in DAYS and isinstance(value, str):
        # The history keeps days as machines write them.
        return formats.long_day(date.fromisoformat(value), locale())
    return str(value)


FAULTS: dict[str, LazyString] = {
    "too_large": lazy_gettext("Filen är för stor. Högst %(most)s MB läses."),
    "too_many_rows": lazy_gettext("Filen har för många rader. Högst %(most)s läses."),
    "empty": lazy_gettext("Filen är tom."),
    "old_excel": lazy_gettext(
        "Filen är sparad i det gamla Excelformatet. Spara den som .xlsx eller CSV UTF-8."
    ),
    "broken_csv": lazy_gettext("Filen går inte att läsa som CSV. Ett citattecken är inte stängt."),
    "wrong_encoding": lazy_gettext(
        "Filen är inte sparad som UTF-8, så å, ä och ö skulle bli fel. Välj ”CSV UTF-8” när du sparar i Excel."
    ),
    "not_text": lazy_gettext("Filen är ingen textfil."),
    "broken_excel": lazy_gettext(
        "Filen går inte att läsa som Excel. Öppna den och spara den på nytt som .xlsx."
    ),
    "not_excel": lazy_gettext("Filen är packad men är ingen Excelfil."),
    "macros": lazy_gettext("Filen innehåller makron. Spara den som .xlsx utan makron."),
    "unpacks_too_large": lazy_gettext(
        "Filen är för stor när den packas upp. Dela den i flera, eller spara den som ”CSV UTF-8”."
    ),
    "merged": lazy_gettext(
        "Cellen är sammanfogad med andra. Dela upp dem, så att varje rad säger allt om sig."
    ),
    "cell_error": lazy_gettext("Cellen visar felet %(value)s. Rätta den i kalkylbladet."),
    "formula": lazy_gettext("Cellen innehåller en formel. Klistra in värdet i stället."),
    "unknown_column": lazy_gettext("Kolumnen är okänd. Ta bort den eller byt namn på den."),
    "column_twice": lazy_gettext("Kolumnen finns två gånger."),
    "missing_column": lazy_gettext("Kolumnen saknas."),
    "missing": lazy_gettext("Cellen är tom men behövs på den här raden."),
    "too_long": lazy_gettext("Texten är för lång. Högst %(most)s tecken får plats."),
    "bad_day": lazy_gettext("”%(value)s” är ingen dag. Skriv som 2027-01-31."),
    "not_yes_or_no": lazy_gettext("”%(value)s” är varken ja eller nej."),
    "unknown_duty": lazy_gettext(
        "”%(value)s” är inget uppdrag. Skriv ordförande, vice ordförande eller inget."
    ),
    "not_on_person_rows": lazy_gettext(
        "Cellen ska vara tom på rader med person_id. Enheten har en egen rad."
    ),
    "twice_in_file": lazy_gettext("Enheten %(id)s finns redan på rad %(first)s."),
    "person_differs": lazy_gettext(
        "Personen %(id)s har ett annat namn eller en annan adress på rad %(first)s."
    ),
    "appointed_after": lazy_gettext(
        "%(person)s är förordnad på %(unit)s från den %(day)s, när enheten inte finns längre. Ta först tillbaka det "
        "förordnandet."
    ),
    "too_deep": lazy_gettext(
        "Mer än %(most)s enheter ligger över %(unit)s, den ena under den andra. Är kolumnen ifylld nedåt av misstag?"
    ),
    "ring": lazy_gettext("Enheterna ligger under varandra i en ring: %(units)s."),
}


def fault_words(reason: str, details: Mapping[str, object]) -> str:
    """Say why a row of a file is refused."""
    words = FAULTS.get(reason) or REASONS[Reason(reason)]
    return str(words) % _details(details)


def problem_words(problem: Problem, further: Mapping[str, LazyString] | None = None) -> str:
    """Say where in a file something is wrong, and what; `further` are reasons that only one kind of file knows."""
    own = (further or {}).get(problem.reason)
    if own is not None:
        reason = str(own) % {name: str(value) for name, value in problem.details.items()}
    else:
        reason = fault_words(problem.reason, problem.details)
    if not problem.row:
        return reason
    if not problem.column:
        return gettext("Rad %(row)s: %(reason)s", row=problem.row, reason=reason)
    return gettext(
        "Rad %(row)s, kolumn %(column)s: %(reason)s", row=problem.row, column=problem.column, reason=reason
    )


def after_the_last_day(one: LastDay) -> str:
    """Say beside a day that the unit that answers for it is no more by then, and who takes over."""
    said = {"unit": one.unit, "day": formats.day(one.day, clock.today(), locale())}
    if not one.heirs:
        return (
            gettext("%(unit)s fanns till och med %(day)s, och ingen enhet tog över.", **said)
            if one.has_come
            else gettext("%(unit)s finns till och med %(day)s, och ingen enhet tar över efter det.", **said)
        )
    heirs = listed(one.heirs)
    if one.has_come:
        return gettext("%(unit)s fanns till och med %(day)s. %(heirs)s har tagit över.", heirs=heirs, **said)
    return gettext("%(unit)s finns till och med %(day)s, därefter svarar %(heirs)s.", heirs=heirs, **said)
