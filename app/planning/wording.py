"""The words for what the rules decide, and the model's own words for its kinds of goals."""

from collections.abc import Sequence

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from app import clock
from app.organisation.last_days import LastDay
from app.planning import rules
from app.planning.errors import Fault
from app.planning.goals.horizon import HorizonNote, Outside
from app.planning.models import ActivityState, GoalState
from app.planning.rules import CountNote, Lacks, Missing
from app.steering.routes import profile_in_force, reader_language, term
from app.steering.shapes.goals import GoalKind
from app.steering.words import FormName
from app.ui import formats
from app.ui.formats import number_word
from app.ui.install import listed, locale

STATES: dict[str, LazyString] = {
    GoalState.DRAFT: lazy_gettext("Utkast"),
    GoalState.SHARED: lazy_gettext("Delat för dialog"),
    GoalState.ESTABLISHED: lazy_gettext("Fastställt"),
    GoalState.ENDED: lazy_gettext("Avslutat"),
    GoalState.DISCARDED: lazy_gettext("Slängt utkast"),
}
"""How far a goal has come, as a word of its own."""


def counted_words(state: str, number: int) -> str:
    """Say how many goals there are of a state."""
    words = number_word(number, reader_language())
    if state == GoalState.ESTABLISHED:
        return ngettext("ett fastställt", "%(words)s fastställda", number, words=words)
    if state == GoalState.SHARED:
        return ngettext("ett delat för dialog", "%(words)s delade för dialog", number, words=words)
    if state == GoalState.ENDED:
        return ngettext("ett avslutat", "%(words)s avslutade", number, words=words)
    return ngettext("ett utkast", "%(words)s utkast", number, words=words)


ACTIVITY_STATES: dict[str, LazyString] = {
    ActivityState.NOT_BEGUN: lazy_gettext("Inte påbörjad"),
    ActivityState.ONGOING: lazy_gettext("Pågår"),
    ActivityState.DONE: lazy_gettext("Klar"),
    ActivityState.DROPPED: lazy_gettext("Lämnad därhän"),
}

FAULTS: dict[Fault, LazyString] = {
    Fault.TEXT_MISSING: lazy_gettext("Skriv något här."),
    Fault.TEXT_TOO_LONG: lazy_gettext("Det är för långt. Korta ner det."),
    Fault.REASON_MISSING: lazy_gettext(
        "Skriv varför den läggs undan. Skälet sparas, så att ingen behöver undra sen."
    ),
    Fault.NOTHING_TO_SHARE: lazy_gettext("Det finns inga kandidater att dela än."),
    Fault.WORDS_MISSING: lazy_gettext("Skriv med egna ord hur det står till."),
    Fault.UNKNOWN_KIND: lazy_gettext("Den sortens mål finns inte för enheten i styrmodellen."),
    Fault.UNKNOWN_YEAR: lazy_gettext("Det året går inte att välja."),
    Fault.YEARS_TURNED: lazy_gettext("Sista året kan inte ligga före det första."),
    Fault.DAYS_TURNED: lazy_gettext("Slutdagen kan inte ligga före startdagen."),
    Fault.LINK_NOT_ALLOWED: lazy_gettext("Det går inte att hänga det på det målet."),
    Fault.NOT_AMONG_YOURS: lazy_gettext(
        "Välj en av indikatorerna under enhetens fastställda kvalitetsfaktorer."
    ),
    Fault.NO_SUCH_STEP: lazy_gettext(
        "Det steget går inte att ta härifrån. Kanske hann någon annan före: ladda om sidan."
    ),
    Fault.LOCKED: lazy_gettext("Målet är låst så som det står nu. Öppna det igen för att ändra."),
    Fault.ALREADY_DECIDED: lazy_gettext("Någon har redan bestämt om den. Så här står det nu."),
    Fault.NO_SUCH_PERIOD: lazy_gettext("Den perioden går inte att bedöma än, eller inte längre."),
    Fault.STANCE_MISSING: lazy_gettext("Välj om ni kvitterar eller har en invändning."),
    Fault.AGAINST_WITHOUT_REASON: lazy_gettext(
        "Skriv vad invändningen är, så att den som beslutade kan svara."
    ),
    Fault.WRITTEN_ANEW: lazy_gettext(
        "De som äger målet skriver om det just nu, så inget är sparat. Du får svara när det är fastställt igen."
    ),
    Fault.GOAL_HAS_COME_FAR: lazy_gettext(
        "Det har kommit längre än ett utkast och går inte att ta tillbaka härifrån. Avsluta det på målets sida i stället."
    ),
}


def goal_word(key: str, form: FormName = "singular") -> str:
    """Give the model's name for a kind of goal in the reader's language; the product's own word for one it does not have."""
    kind = rules.kind_of(profile_in_force(), key)
    if kind is None:
        return term("goal", form)
    return kind.names.in_language(reader_language()).form(form)


def activity_word(form: FormName = "singular") -> str:
    """Give the model's word for an activity in the reader's language."""
    kind = rules.activity_kind(profile_in_force())
    return kind.names.in_language(reader_language()).form(form) if kind else term("activity", form)


def missing_words(lacking: Sequence[Missing]) -> list[str]:
    """Say exactly what a goal lacks before it can be established."""
    return [_missing(one) for one in lacking]


def _missing(one: Missing) -> str:
    if one.what is Lacks.ACTIVITIES:
        return _short(one, activity_word("singular"), activity_word("plural"))
    if one.what is Lacks.INDICATORS:
        return _short(one, gettext("indikator"), gettext("indikatorer"))
    if one.what is Lacks.METHOD:
        return gettext("Indikatorn ”%(name)s” saknar metod: hur tar ni reda på det?", name=one.name)
    if one.what is Lacks.ROUTINE:
        return gettext("Indikatorn ”%(name)s” saknar rutin: vem gör det, och när?", name=one.name)
    if one.what is Lacks.TARGET:
        return gettext(
            "Det saknas ett målvärde för %(year)s: vilken nivå ska minst ett mått nå då?", year=one.year
        )
    return gettext("Målet behöver hänga på ett mål ovanför.")


def _short(one: Missing, single: str, several: str) -> str:
    thing = single if one.needed == 1 else several
    if one.needed == 1:
        return gettext("Det behövs minst en %(thing)s.", thing=thing)
    return gettext(
        "Det behövs minst %(needed)s %(thing)s; det finns %(have)s.",
        needed=number_word(one.needed, reader_language()),
        thing=thing,
        have=number_word(one.have, reader_language()),
    )


def count_words(note: CountNote | None, kind: GoalKind, number: int) -> str:
    """Say in a friendly way that there are more or fewer goals than the model thinks wise; empty when there are not."""
    if note is None or kind.count is None:
        return ""
    language = reader_language()
    if note is CountNote.MANY:
        return gettext(
            "Modellen tänker sig högst %(most)s. Här är %(number)s: finns det något som kan vänta?",
            most=number_word(kind.count.maximum or 0, language),
            number=number_word(number, language),
        )
    return gettext(
        "Modellen tänker sig minst %(least)s. Här är %(number)s än så länge.",
        least=number_word(kind.count.minimum or 0, language),
        number=number_word(number, language),
    )


def horizon_words(note: HorizonNote | None, kind: GoalKind) -> str:
    """Say in a friendly way that a goal ends outside what the model says of its kind; empty when it does not."""
    if note is None:
        return ""
    goals = kind.names.in_language(reader_language()).form("plural")
    if note.outside is Outside.LATE:
        return gettext(
            "Modellen tänker sig att %(goals)s slutar senast %(border)s. Det här slutar %(ends)s: är det meningen?",
            goals=goals,
            border=note.border,
            ends=note.ends,
        )
    return gettext(
        "Modellen tänker sig att %(goals)s slutar tidigast %(border)s. Det här slutar %(ends)s: är det meningen?",
        goals=goals,
        border=note.border,
        ends=note.ends,
    )


def years_words(year: int, until_year: int | None, *, spans: bool) -> str:
    """Say which years a goal is for."""
    if not spans or until_year == year:
        return str(year)
    return f"{year}–{until_year}" if until_year is not None else gettext("från %(year)s", year=year)


ACTIONS: dict[str, LazyString] = {
    "edition.erased": lazy_gettext("En version gallrades"),
    "history.erased": lazy_gettext("Text i händelserna gallrades"),
    "told_again": lazy_gettext("Det som står kvar skrevs in i loggen på nytt"),
    "goal.created": lazy_gettext("Skrevs som utkast"),
    "goal.changed": lazy_gettext("Ändrades"),
    "goal.shared": lazy_gettext("Delades för dialog"),
    "goal.share_taken_back": lazy_gettext("Delningen togs tillbaka"),
    "goal.established": lazy_gettext("Fastställdes"),
    "goal.reopened": lazy_gettext("Öppnades för en ny version"),
    "goal.ended": lazy_gettext("Avslutades"),
    "goal.resumed": lazy_gettext("Avslutet togs tillbaka"),
    "goal.discarded": lazy_gettext("Slängdes"),
    "goal.restored": lazy_gettext("Togs tillbaka"),
}
"""What has happened to a goal, in the history of its page."""


def past_the_end_words(last: LastDay) -> str:
    """Say beside the day of an activity that its unit is no more by then. Goals stay with their unit: nobody takes them over."""
    day = formats.day(last.day, clock.today(), locale())
    if not last.heirs:
        return gettext(
            "%(unit)s finns till och med %(day)s, och ingen enhet tar över efter det.",
            unit=last.unit,
            day=day,
        )
    return gettext(
        "%(unit)s finns till och med %(day)s. Ska det göras därefter behöver det stå hos %(heirs)s.",
        unit=last.unit,
        day=day,
        heirs=listed(last.heirs),
    )
