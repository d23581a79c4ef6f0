"""The words for what the rules decide, in one place so that they are the same everywhere."""

from collections.abc import Mapping

from flask_babel import LazyString, gettext, lazy_gettext

from app import clock
from app.dialogues.models import State
from app.dialogues.queries.fallen import Changed
from app.dialogues.series.ending import Ending
from app.ui import formats
from app.ui.install import listed, locale

STATES: dict[str, LazyString] = {
    State.PLANNED: lazy_gettext("Planerad"),
    State.PREPARING: lazy_gettext("Förbereds"),
    State.HELD: lazy_gettext("Hålls"),
    State.ESTABLISHING: lazy_gettext("Fastställs"),
    State.ESTABLISHED: lazy_gettext("Fastställd"),
    State.CANCELLED: lazy_gettext("Inställd"),
}

PAIRS: dict[str, LazyString] = {
    "managers": lazy_gettext("Chef och chef"),
    "presidium": lazy_gettext("Presidium och kommunchef"),
    "board": lazy_gettext("Nämnd och förvaltning"),
    "employee": lazy_gettext("Chef och medarbetare"),
}

REASONS: dict[str, LazyString] = {
    "no_personal_goals": lazy_gettext("I den här serien skrivs inga personliga mål."),
    "not_participant": lazy_gettext("Det kan bara de två som dialogen gäller göra."),
    "takes_nothing_over": lazy_gettext("Den enheten har inte tagit över efter en som inte längre finns."),
    "no_such_step": lazy_gettext(
        "Det steget går inte att ta härifrån. Kanske hann den andra före: ladda om sidan."
    ),
    "too_early": lazy_gettext(
        "Mötet kan börja när båda har delat sina bilder, eller när den avtalade tiden är inne."
    ),
    "moved_recently": lazy_gettext(
        "Du har flyttat mötet till en tidigare tid eller sagt att det ska hållas igen. "
        "Låt den andra få ett dygn på sig, eller vänta tills båda har delat."
    ),
    "moved_recently_by_another": lazy_gettext(
        "Mötet har nyss flyttats till en tidigare tid. "
        "Det kan börja ett dygn efter flytten, eller när båda har delat sina bilder."
    ),
    "not_invited": lazy_gettext("Det kan bara den som är inbjuden göra."),
    "too_late_to_decline": lazy_gettext(
        "Det går att tacka nej tills de två börjar fastställa, om du inte redan har varit med."
    ),
    "picture_locked": lazy_gettext(
        "Bilderna är öppna för er båda nu och kan inte ändras längre. Skriv i stället tillsammans."
    ),
    "picture_shared": lazy_gettext("Du har delat din bild. Ta tillbaka delningen om du vill skriva mer."),
    "notes_closed": lazy_gettext("Anteckningarna går att skriva i när mötet hålls och medan ni fastställer."),
    "files_closed": lazy_gettext("Det som är fastställt eller inställt ändras inte, inte heller filerna."),
    "over_writes_whole": lazy_gettext("Det är den andra av er som skriver den gemensamma bilden."),
    "not_establishing": lazy_gettext("Dialogen är inte på väg att fastställas nu."),
    "nothing_to_establish": lazy_gettext(
        "Skriv den gemensamma bilden först, då finns det något att fastställa."
    ),
    "already_consented": lazy_gettext("Du har redan fastställt den här versionen."),
    "odd_pair": lazy_gettext("De två rollerna passar inte ihop i en sådan dialog."),
    "series_runs": lazy_gettext("Det finns redan en dialogserie mellan de två."),
    "needs_two_people": lazy_gettext(
        "Det behövs två olika personer. En av sidorna är tom just nu, eller båda är samma person."
    ),
    "already_held": lazy_gettext("Mötet har redan börjat. Tid och plats går inte att ändra längre."),
    "is_cancelled": lazy_gettext("Mötet är inställt. Ska det bli av tar ni först tillbaka det."),
    "time_taken": lazy_gettext("Ni har redan ett möte då."),
    "time_taken_meanwhile": lazy_gettext(
        "Ni har ett annat möte då nu. Flytta eller ställ in det, så går det här att ta tillbaka."
    ),
    "nobody_left_then": lazy_gettext(
        "Den dagen finns inte en av era enheter längre, och ingen enhet tar över. Välj en dag dessförinnan."
    ),
    "time_has_passed": lazy_gettext("Den tiden har redan varit. Välj en som ligger framåt."),
    "same_time": lazy_gettext("Det är den tid mötet redan har."),
    "reply_gone": lazy_gettext("Det svaret gäller inte längre. Se hur det står nu."),
    "proposal_gone": lazy_gettext("Den tiden är inte föreslagen längre. Se hur det står nu."),
    "no_seat_to_take": lazy_gettext("Det finns ingen plats att ta över här."),
    "already_established": lazy_gettext("Dialogen är fastställd eller inställd och kan inte tas över."),
    "already_takes_part": lazy_gettext("Den personen deltar redan."),
    "already_open": lazy_gettext("Båda har delat, så bilderna är redan öppna för er båda."),
    "agreed_earlier": lazy_gettext(
        "Överenskommelsen gjordes vid ett annat möte. Den kan avslutas men inte skrivas om."
    ),
    "taken_out": lazy_gettext(
        "Det är borttaget sedan du läste det. Ska det gälla ändå skriver du upp det på nytt."
    ),
    "established_without_it": lazy_gettext(
        "Mötet är fastställt utan den. Gäller den ändå kommer ni överens på nytt i ert nästa möte."
    ),
    "already_raised": lazy_gettext("Det är redan lyft. Det går inte att ändra eller ta tillbaka."),
    "stays_between": lazy_gettext("Ur de här samtalen lyfts inget uppåt. Det som sägs stannar hos er två."),
    "not_established": lazy_gettext("Tillägg görs till en fastställd dialog. Ändra i texten i stället."),
    "not_established_for_filing": lazy_gettext("Bara det som är fastställt kan diarieföras."),
    "not_ahead": lazy_gettext("Det mötet är inte framför er längre. Välj ett som kommer."),
    "too_many_subjects": lazy_gettext("Så många ämnen säger inget. Ta bort något först."),
    "disposed_of": lazy_gettext("Dialogen är gallrad. Det går inte att skriva mer till den."),
    "words_disposed_of": lazy_gettext("Texten är gallrad sedan du läste den. Inget är sparat eller släppt."),
    "addendum_closed": lazy_gettext("Tillägget är redan fastställt eller återtaget."),
}

CHANGED_THINGS: dict[Changed, LazyString] = {
    Changed.WHOLE: lazy_gettext("den gemensamma bilden"),
    Changed.NOTE: lazy_gettext("en anteckning"),
    Changed.VERDICT: lazy_gettext("sitt omdöme om ett tema"),
    Changed.SUBJECTS: lazy_gettext("vad ett tema handlar om"),
    Changed.AGREEMENTS: lazy_gettext("överenskommelserna"),
    Changed.DECISIONS: lazy_gettext("besluten"),
    Changed.MATTERS: lazy_gettext("det som ska lyftas"),
    Changed.FILES: lazy_gettext("filerna"),
    Changed.ATTENDANCE: lazy_gettext("närvaron"),
    Changed.GUESTS: lazy_gettext("vilka som är inbjudna"),
    Changed.UNITS: lazy_gettext("mellan vilka enheter ni möts"),
    Changed.NAMES: lazy_gettext("ett namn som står i det ni fastställer"),
    Changed.SOMETHING: lazy_gettext("något"),
}
"""What somebody changed, as it is said to whoever had established."""

PERSONAL = {
    "open": lazy_gettext("På väg"),
    "reached": lazy_gettext("Nått"),
    "left": lazy_gettext("Lämnat"),
}
"""How far a personal goal has come, as a word of its own."""

FIELDS: dict[str, LazyString] = {
    "title": lazy_gettext("Skriv en rubrik."),
    "reason": lazy_gettext("Skriv varför mötet ställs in."),
    "what": lazy_gettext("Skriv vad ni är överens om att göra."),
    "who": lazy_gettext("Välj vem som gör det."),
    "text": lazy_gettext("Skriv något först."),
    "subject": lazy_gettext("Det ämnet kan inte ni båda läsa, så det går inte att välja här."),
}

CHANGED = lazy_gettext("Något här har ändrats sedan du läste det. Läs igenom det igen innan du går vidare.")

ATTENDANCE_CHANGED = lazy_gettext(
    "Närvaron har ändrats sedan du öppnade sidan. Inget är överskrivet: så står den nu."
)

CHANGED_MEANWHILE = lazy_gettext(
    "Orden har ändrats sedan du läste dem. Inget är överskrivet: så står det nu, och det du skrev står kvar i rutan."
)

AGREEMENT_CHANGED = lazy_gettext(
    "Överenskommelsen har ändrats sedan du läste den. Inget är överskrivet: så står den nu."
)

CHANGED_BEFORE_REMOVAL = lazy_gettext(
    "Orden har ändrats sedan du läste dem. Inget är borttaget. Läs hur det står nu."
)


def after_the_end(ending: Ending) -> str:
    """Say that a unit is no more by then, and who takes over, as what is to be known of a day."""
    said = {"unit": ending.unit_name, "day": formats.day(ending.last_day, clock.today(), locale())}
    if not ending.heirs and ending.has_come:
        return gettext("%(unit)s fanns till och med %(day)s, och ingen enhet tog över dialogen", **said)
    if not ending.heirs:
        return gettext(
            "%(unit)s finns till och med %(day)s, och ingen enhet tar över dialogen efter det", **said
        )
    heirs = listed(unit.name for unit in ending.heirs)
    if ending.has_come:
        return gettext(
            "%(unit)s fanns till och med %(day)s, och %(heirs)s har tagit över", heirs=heirs, **said
        )
    return gettext("%(unit)s finns till och med %(day)s, efter det tar %(heirs)s över", heirs=heirs, **said)


def nobody_left(ending: Ending) -> str:
    """Say at a field why a day is refused: a unit is no more then, and none takes over."""
    why = after_the_end(ending)
    return f"{why}." if ending.has_come else gettext("%(why)s. Välj en dag dessförinnan.", why=why)


def too_long(limit: int) -> str:
    """Say that a text is too long."""
    return gettext("Texten är längre än %(limit)s tecken. Korta ner den eller dela upp den.", limit=limit)


def saved_at(clock_time: str) -> str:
    """Say when a text was saved."""
    return gettext("Sparat %(time)s", time=clock_time)


def said(words: Mapping[str, LazyString]) -> dict[str, str]:
    """Give words as they are said in the language of the page: once, for a list that says them on every row."""
    return {key: str(word) for key, word in words.items()}
