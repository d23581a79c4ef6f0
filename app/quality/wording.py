"""The words for what the rules decide, and for the choices of factors and indicators."""

from collections.abc import Iterable, Sequence

from babel.dates import get_month_names
from babel.lists import format_list
from flask_babel import LazyString, gettext, lazy_gettext

from app.quality.errors import Fault
from app.quality.factors.models import FactorState, Reach
from app.quality.factors.rules import Lacks, Missing
from app.quality.indicators.models import Better, Nature, Periodicity, Source
from app.quality.measuring.numbers import Wrong
from app.quality.measuring.rounds import in_rounds, named
from app.steering.routes import profile_in_force, reader_language, worded
from app.steering.shapes.measuring import IndicatorType
from app.steering.shapes.year import Rhythm
from app.ui.install import capitalised

STATES: dict[str, LazyString] = {
    FactorState.DRAFT: lazy_gettext("Utkast"),
    FactorState.ESTABLISHED: lazy_gettext("Fastställd"),
    FactorState.ENDED: lazy_gettext("Avslutad"),
    FactorState.DISCARDED: lazy_gettext("Slängt utkast"),
}
"""How far a factor has come, as a word of its own."""

REACHES: dict[str, LazyString] = {
    Reach.UNIT: lazy_gettext("Bara den här enheten"),
    Reach.AREA: lazy_gettext("Hela området: varje enhet under den delar faktorn och mäter hos sig"),
}

NATURES: dict[str, LazyString] = {
    Nature.QUALITATIVE: lazy_gettext("I ord (kvalitativ)"),
    Nature.QUANTITATIVE: lazy_gettext("I siffror (kvantitativ)"),
}

BETTER: dict[str, LazyString] = {
    Better.NONE: lazy_gettext("Inget håll är bättre"),
    Better.HIGHER: lazy_gettext("Högre är bättre"),
    Better.LOWER: lazy_gettext("Lägre är bättre"),
    Better.WITHIN: lazy_gettext("Bäst mellan två gränser"),
}

PERIODICITIES: dict[str, LazyString] = {
    Periodicity.WEEK: lazy_gettext("Varje vecka"),
    Periodicity.MONTH: lazy_gettext("Varje månad"),
    Periodicity.QUARTER: lazy_gettext("Varje kvartal"),
    Periodicity.TERTIAL: lazy_gettext("Varje tertial"),
    Periodicity.HALF_YEAR: lazy_gettext("Varje halvår"),
    Periodicity.YEAR: lazy_gettext("Varje år"),
    Periodicity.SCHOOL_YEAR: lazy_gettext("Varje läsår"),
}


def pace_words(periodicity: str, rhythm: str) -> str:
    """Say how often an indicator is measured: a rhythm of the model with the months that have rounds."""
    if not rhythm:
        return str(PERIODICITIES.get(periodicity, periodicity))
    found = next((one for one in profile_in_force().all_rhythms() if one.key == rhythm), None)
    return _rhythm_words(found) if found is not None else gettext("Vid årets slut")


def _rhythm_words(rhythm: Rhythm) -> str:
    names = get_month_names("wide", locale=reader_language())
    months = format_list([names[month] for month in sorted(set(rhythm.months))], locale=reader_language())
    name = capitalised(worded(rhythm.name))
    return name if months in name else gettext("%(often)s (%(months)s)", often=name, months=months)


def paces_offered(chosen: str = "") -> list[tuple[str, str]]:
    """Give how often an indicator can be measured: by the calendar, or in the rounds of a rhythm of the model in force; what was
    chosen under an earlier one stays among them.
    """
    rounds = [(named(one.key), _rhythm_words(one)) for one in profile_in_force().rhythms if in_rounds(one)]
    known = [*((str(kind), str(words)) for kind, words in PERIODICITIES.items()), *rounds]
    kind, _, rhythm = chosen.partition("/")
    return known if not chosen or chosen in dict(known) else [*known, (chosen, pace_words(kind, rhythm))]


SOURCES: dict[str, LazyString] = {
    Source.HAND: lazy_gettext("Skrivs in för hand"),
    Source.SPREADSHEET: lazy_gettext("Läses in från kalkylblad"),
    Source.KOLADA: lazy_gettext("Hämtas från Kolada"),
    Source.OTHER: lazy_gettext("Kommer från ett annat system"),
}

FAULTS: dict[Fault, LazyString] = {
    Fault.TEXT_MISSING: lazy_gettext("Skriv något här."),
    Fault.TEXT_TOO_LONG: lazy_gettext("Det är för långt. Korta ner det."),
    Fault.WORDS_MISSING: lazy_gettext("Skriv med egna ord, så att den som läser förstår."),
    Fault.NO_SUCH_STEP: lazy_gettext(
        "Det steget går inte att ta härifrån. Kanske hann någon annan före: ladda om sidan."
    ),
    Fault.LOCKED: lazy_gettext("Faktorn är låst så som den står nu. Öppna den igen för att ändra."),
    Fault.REACH_STANDS: lazy_gettext(
        "Vem faktorn gäller för ligger fast sedan den fastställdes, för den har mätts så. Avsluta den och skriv en ny."
    ),
    Fault.NOTHING_BELOW: lazy_gettext("Det finns inga enheter under den här att dela faktorn med."),
    Fault.UNKNOWN_CHOICE: lazy_gettext("Välj ett av alternativen."),
    Fault.UNKNOWN_YEAR: lazy_gettext("Det året går inte att välja."),
    Fault.TOO_MANY_DECIMALS: lazy_gettext("Högst sex decimaler."),
    Fault.TOO_LARGE: lazy_gettext("Talet är för stort."),
    Fault.BORDERS_MISSING: lazy_gettext("Skriv minst en av gränserna, eller välj ett annat håll."),
    Fault.BORDERS_TURNED: lazy_gettext("Den övre gränsen kan inte ligga under den nedre."),
    Fault.UNKNOWN_PERIOD: lazy_gettext(
        "En av perioderna går inte att läsa. Skriv år som 2027, tertial som 2027-T1, halvår som 2027-H1, läsår som 2026/27, "
        "omgången efter augusti som 2027-R08."
    ),
    Fault.NOT_A_PAIR: lazy_gettext("Välj två olika indikatorer som inte redan hör ihop."),
}

NUMBER_FAULTS: dict[Wrong, LazyString] = {
    Wrong.NOT_A_NUMBER: lazy_gettext(
        "Det går inte att läsa som ett tal. Skriv till exempel 12 eller 1 234,5."
    ),
    Wrong.OTHER_UNIT: lazy_gettext("Skriv bara talet; måttet står redan på indikatorn."),
    Wrong.TOO_LARGE: lazy_gettext("Talet är för stort."),
    Wrong.TOO_MANY_DECIMALS: lazy_gettext("Så många decimaler har inte indikatorn."),
}

ACTIONS: dict[str, LazyString] = {
    "edition.erased": lazy_gettext("En version gallrades"),
    "history.erased": lazy_gettext("Text i händelserna gallrades"),
    "told_again": lazy_gettext("Det som står kvar skrevs in i loggen på nytt"),
    "factor.created": lazy_gettext("Skrevs som utkast"),
    "factor.changed": lazy_gettext("Rubriken ändrades"),
    "factor.reasoned": lazy_gettext("Varför ändrades"),
    "factor.moved": lazy_gettext("Ordningen ändrades"),
    "factor.established": lazy_gettext("Fastställdes"),
    "factor.reopened": lazy_gettext("Öppnades för en ny version"),
    "factor.taken_over": lazy_gettext("Togs över från en enhet som inte finns längre"),
    "factor.put_away": lazy_gettext("Lades undan: enheten finns inte längre"),
    "factor.taken_back": lazy_gettext("Togs tillbaka"),
    "factor.ended": lazy_gettext("Avslutades"),
    "factor.resumed": lazy_gettext("Avslutet togs tillbaka"),
    "factor.discarded": lazy_gettext("Slängdes"),
    "factor.restored": lazy_gettext("Togs tillbaka"),
}
"""What has happened to a factor, in the history of its page."""


def missing_words(lacking: Sequence[Missing]) -> list[str]:
    """Say exactly what a factor lacks before it can be established."""
    return [_missing(one) for one in lacking]


def _missing(one: Missing) -> str:
    if one.what is Lacks.INDICATORS:
        return gettext("Det behövs minst en indikator: hur märker ni att kvaliteten håller?")
    if one.what is Lacks.METHOD:
        return gettext("Indikatorn ”%(name)s” saknar metod: hur tar ni reda på det?", name=one.name)
    return gettext("Indikatorn ”%(name)s” saknar rutin: vem gör det, och när?", name=one.name)


def indicator_types() -> list[tuple[str, str]]:
    """Give the model's types of indicators, with names; those that only say how one tells (in words or figures) are no choice."""
    return _named(profile_in_force().indicators.types)


def _named(types: Iterable[IndicatorType]) -> list[tuple[str, str]]:
    natures = set(Nature)
    return [
        (one.key, one.names.in_language(reader_language()).form("singular"))
        for one in types
        if one.key not in natures and not one.composed_of
    ]


def type_name(key: str) -> str:
    """Name a type of indicator in the reader's language, also one of an earlier model; those that are no choice say nothing."""
    return dict(_named(profile_in_force().all_indicator_types())).get(key, "")


def efficiency_name() -> str:
    """Name what a result and a resource show together: the model's own word where it has one."""
    found = next((one for one in profile_in_force().all_indicator_types() if one.composed_of), None)
    if found is not None:
        return found.names.in_language(reader_language()).form("singular")
    return gettext("effektivitet")
