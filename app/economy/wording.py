"""What the pages of the economy say: states, figures in words, what is missing, what has happened."""

from collections.abc import Iterable, Sequence
from datetime import date

from babel import Locale
from flask_babel import LazyString, gettext, lazy_gettext

from app.disposing.wording import HAPPENED
from app.economy import money
from app.economy.errors import Fault
from app.economy.models import ForecastState, GoalState, PlanSort, RecoveryState, RemedyState
from app.economy.money import Unread
from app.economy.periods import YEAR_END, Period, periods_of
from app.economy.rollup import Show
from app.economy.rules import Cover, Lacking, Lacks
from app.steering.routes import profile_in_force
from app.ui.install import locale

FORECAST_STATES: dict[str, LazyString] = {
    ForecastState.DRAFT: lazy_gettext("Utkast"),
    ForecastState.SUBMITTED: lazy_gettext("Inlämnad"),
    ForecastState.WITHDRAWN: lazy_gettext("Tillbakadragen"),
    ForecastState.DISCARDED: lazy_gettext("Slängd"),
}
REMEDY_STATES: dict[str, LazyString] = {
    RemedyState.NOT_BEGUN: lazy_gettext("Inte påbörjad"),
    RemedyState.ONGOING: lazy_gettext("Pågår"),
    RemedyState.DONE: lazy_gettext("Klar"),
    RemedyState.DROPPED: lazy_gettext("Lämnad därhän"),
}
RECOVERY_STATES: dict[str, LazyString] = {
    RecoveryState.OPEN: lazy_gettext("Planen skrivs"),
    RecoveryState.ESTABLISHED: lazy_gettext("Fastställd"),
    RecoveryState.EXEMPTED: lazy_gettext("Undantag beslutat"),
    RecoveryState.DONE: lazy_gettext("Genomförd"),
    RecoveryState.LAPSED: lazy_gettext("Inte längre aktuell"),
}
GOAL_STATES: dict[str, LazyString] = {
    GoalState.IN_FORCE: lazy_gettext("Gäller"),
    GoalState.ENDED: lazy_gettext("Avslutat"),
}
SHOWS: dict[Show, LazyString] = {
    Show.ALL: lazy_gettext("Alla"),
    Show.SUBMITTED: lazy_gettext("Som har lämnat"),
    Show.DEFICIT: lazy_gettext("Som ser ett underskott"),
    Show.SILENT: lazy_gettext("Som inte har lämnat än"),
}

FAULTS: dict[Fault, LazyString] = {
    Fault.TEXT_MISSING: lazy_gettext("Skriv något här."),
    Fault.TEXT_TOO_LONG: lazy_gettext(
        "Texten är för lång. Korta den, eller lägg resten på ett annat ställe."
    ),
    Fault.WORDS_MISSING: lazy_gettext("Skriv några ord om hur det går, eller ändra läget eller effekten."),
    Fault.UNKNOWN_YEAR: lazy_gettext("Året ser inte rimligt ut."),
    Fault.UNKNOWN_MONTH: lazy_gettext("Välj en av perioderna."),
    Fault.YEARS_TURNED: lazy_gettext("Sista året kan inte ligga före det första."),
    Fault.EFFECT_NOT_POSITIVE: lazy_gettext(
        "Skriv hur mycket bättre det blir, som ett tal över noll. Lämna tomt om ni inte vet än."
    ),
    Fault.NOT_A_YEAR_OF_THE_PLAN: lazy_gettext("Välj ett av åren då underskottet ska hämtas hem."),
    Fault.ALREADY_BEGUN: lazy_gettext("Det finns redan en för den tiden. Här är den."),
    Fault.NO_SUCH_STEP: lazy_gettext(
        "Det steget går inte att ta härifrån. Kanske hann någon annan före: ladda om sidan."
    ),
    Fault.LOCKED: lazy_gettext("Det är låst så som det står nu. Skriv i stället hur det går."),
    Fault.NO_EXEMPTIONS: lazy_gettext("Styrmodellen har inga undantag från att hämta hem ett underskott."),
    Fault.UNKNOWN_DECIDER: lazy_gettext("Välj en av dem som får besluta om undantag."),
    Fault.NO_LARGE_DEFICIT: lazy_gettext("Det finns inget lämnat underskott att skriva en åtgärdsplan för."),
    Fault.NO_RECEIVER: lazy_gettext(
        "Det finns ingen att lämna planen till just nu. Den är sparad som utkast."
    ),
    Fault.ALREADY_RECEIVED: lazy_gettext(
        "Någon hann före dig: planen är redan mottagen. Inget av ditt är sparat."
    ),
    Fault.NOT_HANDED_OVER: lazy_gettext(
        "Planen är inte lämnad längre: de som skriver den har öppnat den igen. Inget är sparat."
    ),
    Fault.HANDED_OVER_ANEW: lazy_gettext(
        "Planen har lämnats i en ny version sedan du läste den. Inget är sparat, och det du skrev står kvar. "
        "Läs den så som den står nu."
    ),
    Fault.NO_CARRYING: lazy_gettext("I den här styrmodellen förs inget med sig mellan åren."),
}

UNREAD: dict[Unread, LazyString] = {
    Unread.NO_NUMBER: lazy_gettext("Det går inte att läsa som ett belopp. Skriv som 1 234 eller -5,5."),
    Unread.GROUPS: lazy_gettext("Mellanrummen står inte vid tusental. Skriv som 1 234 eller 1234."),
    Unread.AMBIGUOUS: lazy_gettext(
        "Punkten kan läsas på två sätt. Skriv 1 234 för ettusen tvåhundratrettiofyra, eller 1,234 med komma."
    ),
    Unread.IN_KRONOR: lazy_gettext("Skriv i tusental kronor: 1 234 i stället för 1 234 000 kr."),
    Unread.TOO_LARGE: lazy_gettext("Beloppet är för stort. Skriv i tusental kronor."),
}

ACTIONS: dict[str, LazyString] = {
    **HAPPENED,
    "forecast.begun": lazy_gettext("Började skrivas"),
    "forecast.changed": lazy_gettext("Ändrades"),
    "forecast.submitted": lazy_gettext("Lämnades"),
    "forecast.withdrawn": lazy_gettext("Drogs tillbaka"),
    "forecast.discarded": lazy_gettext("Slängdes"),
    "forecast.restored": lazy_gettext("Togs tillbaka"),
    "recovery.opened": lazy_gettext("Underskottet öppnade en återhämtning"),
    "recovery.changed": lazy_gettext("Ändrades"),
    "recovery.reckoned": lazy_gettext("Underskottet räknades om"),
    "recovery.lapsed": lazy_gettext("Blev inte längre aktuell"),
    "recovery.established": lazy_gettext("Planen fastställdes"),
    "recovery.reopened": lazy_gettext("Öppnades för en ny version"),
    "recovery.exempted": lazy_gettext("Undantag fördes in"),
    "recovery.judged": lazy_gettext("Underskottet bedömdes som stort"),
    "recovery.received": lazy_gettext("Planen togs emot"),
    "recovery.done": lazy_gettext("Planen blev genomförd"),
}
"""What has happened, in the history of a page."""


def tkr(amount: int | None, *, signed: bool = False) -> str:
    """Write an amount as people read it, with its unit; a figure nobody has given is a dash, never a zero."""
    if amount is None:
        return "–"
    return f"{money.shown(amount, locale(), signed=signed)}{money.NO_BREAK}tkr"


def figure(amount: int | None, *, signed: bool = False) -> str:
    """Write an amount for a table whose head says what unit it is in."""
    return "–" if amount is None else money.shown(amount, locale(), signed=signed)


def deviation_words(left: int | None) -> str:
    """Say how far a year lies from its budget: in a word, then in figures."""
    if left is None:
        return ""
    if left < 0:
        return gettext("Underskott %(amount)s", amount=tkr(-left))
    if left > 0:
        return gettext("Överskott %(amount)s", amount=tkr(left))
    return gettext("I balans")


def period_name(period: Period) -> str:
    """Name a period: by the model's own name, otherwise by its months."""
    if period.name is not None:
        return period.name.in_language("en" if locale().startswith("en") else "sv")
    if period.month == YEAR_END:
        return gettext("helåret")
    names = Locale.parse(locale()).months["format"]["wide"]
    if period.month == 1:
        return str(names[1])
    return f"{names[1]}–{names[period.month]}"


def month_name(month: int) -> str:
    """Name the period that ends with a month, in the model in force."""
    found = next((one for one in periods_of(profile_in_force()) if one.month == month), Period(month))
    return period_name(found)


def period_choices(today: date) -> list[tuple[str, str]]:
    """Give the periods one can speak of: those of this year and the one before, the latest that has ended first."""
    periods = periods_of(profile_in_force())
    times = [(year, one.month) for year in (today.year - 1, today.year) for one in periods]
    ended = [one for one in times if one < (today.year, today.month)]
    ahead = [one for one in times if one not in ended]
    return [(f"{year}-{month}", period_of(year, month)) for year, month in [*reversed(ended), *ahead]]


def period_of(year: int, month: int) -> str:
    """Name the period of a year that ended with a month."""
    return str(year) if month == YEAR_END else f"{month_name(month)} {year}"


def forecast_title(month: int, year: int) -> str:
    """Name a forecast: “Prognos januari–oktober 2026”; once the year is over it is an outcome."""
    if month == YEAR_END:
        return gettext("Årets utfall %(year)s", year=year)
    return gettext("Prognos %(period)s %(year)s", period=month_name(month), year=year)


def lacking_words(lacking: Iterable[Lacking]) -> list[str]:
    """Say exactly what is missing, each in a sentence."""
    return [_lacking(one) for one in lacking]


def _lacking(one: Lacking) -> str:
    if one.what is Lacks.EFFECT:
        return gettext("Åtgärden ”%(name)s” saknar effekt: hur många tkr ger den i år?", name=one.name)
    if one.what is Lacks.STEP_EFFECT:
        return gettext("Steget ”%(name)s” saknar effekt: hur många tkr hämtar det hem?", name=one.name)
    if one.what is Lacks.COVER:
        return gettext(
            "Stegen hämtar inte hem hela underskottet: det saknas %(amount)s.", amount=tkr(one.amount)
        )
    about = {
        Lacks.PLAN_EFFECT: gettext(
            "Åtgärden ”%(name)s” saknar effekt: hur många tkr ger den?", name=one.name
        ),
        Lacks.PLAN_DUE: gettext("Åtgärden ”%(name)s” saknar dag: när är den klar?", name=one.name),
        Lacks.STILL_RUNNING: gettext(
            "Åtgärden ”%(name)s” är inte klar. Skriv hur det gick, eller att den lämnas därhän.",
            name=one.name,
        ),
    }
    if one.what in about:
        return about[one.what]
    said = {
        Lacks.RESPONSIBLE: gettext("Det står inte vem som ansvarar för planen."),
        Lacks.PLAN_REMEDIES: gettext("Det behövs minst en åtgärd, med effekt och dag."),
        Lacks.BUDGET: gettext("Budgeten för året saknas."),
        Lacks.EXPECTED: gettext("Helårsprognosen saknas."),
        Lacks.OUTCOME: gettext("Årets utfall saknas."),
        Lacks.WORDS: gettext("Orden saknas: vad säger siffran, och vad beror det på?"),
        Lacks.REMEDIES: gettext("Prognosen visar ett underskott. Det behövs minst en åtgärd, med effekt."),
        Lacks.PLAN_WORDS: gettext("Orden saknas: vad ändras för att möta underskottet, och vad betyder det?"),
        Lacks.STEPS: gettext("Det behövs minst ett steg, med effekt."),
    }
    return said[one.what]


def plan_title(sort: str, year: int) -> str:
    """Name a plan at the deficit of a year, in the model's word."""
    if sort == PlanSort.REMEDIES:
        return gettext("Åtgärdsplan för underskottet %(year)s", year=year)
    return gettext("Återhämtning av underskottet %(year)s", year=year)


def cover_words(cover: Cover) -> str:
    """Say whether what is done meets a deficit."""
    if cover.unsaid and not cover.effect:
        return gettext("Ingen effekt är angiven än.")
    if not cover.left:
        return gettext(
            "Tillsammans ger de %(effect)s och täcker hela underskottet på %(deficit)s.",
            effect=tkr(cover.effect),
            deficit=tkr(cover.deficit),
        )
    return gettext(
        "Tillsammans ger de %(effect)s av underskottet på %(deficit)s. %(left)s återstår.",
        effect=tkr(cover.effect),
        deficit=tkr(cover.deficit),
        left=tkr(cover.left),
    )


def years_words(years: Sequence[int]) -> str:
    """Name some years that follow each other: “2026 och 2027”, “2026–2028”."""
    if len(years) == 2:
        return gettext("%(first)s och %(last)s", first=years[0], last=years[1])
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
