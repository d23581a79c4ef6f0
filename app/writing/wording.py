"""Words for the states of a text, for what was refused, and for what happened to it."""

from flask_babel import LazyString, gettext, lazy_gettext

from app.ui.formats import clock_time
from app.ui.install import listed
from app.writing.errors import Changed, Lacking, NotNow, PutInMeanwhile, TooLong, WritingError
from app.writing.models import TextState

STATES: dict[str, LazyString] = {
    TextState.DRAFT: lazy_gettext("utkast"),
    TextState.SHARED: lazy_gettext("delad inför dialog"),
    TextState.ESTABLISHED: lazy_gettext("fastställd"),
    TextState.ASIDE: lazy_gettext("undanlagd"),
}

REASONS: dict[str, LazyString] = {
    "not_writer": lazy_gettext("Bara enhetens chef och dess stöd skriver här."),
    "no_such_step": lazy_gettext("Det går inte från det läge texten har nu. Någon annan kan ha ändrat det."),
    "manager_establishes": lazy_gettext(
        "Enhetens chef fastställer. Stöd skriver, men står inte bakom texten."
    ),
    "established": lazy_gettext("Texten är fastställd och ändras inte. Börja en ny version i stället."),
    "aside": lazy_gettext("Utkastet är undanlagt. Ta tillbaka det om du vill skriva vidare."),
    "another_open": lazy_gettext("Det finns redan ett nyare utkast. Lägg undan det först."),
    "nothing_written": lazy_gettext("Det finns inget skrivet att fastställa än."),
}

EVENTS: dict[str, LazyString] = {
    "begin_text": lazy_gettext("Började versionen"),
    "arrange_text": lazy_gettext("Ändrade delarnas ordning eller urval"),
    "text_state": lazy_gettext("Nytt läge"),
}


def saved_at(when: str) -> str:
    """Say when a text was saved; `when` is a time of day."""
    return gettext("Sparat %(when)s", when=when)


def saved_now(at: object, language: str) -> str:
    """Say when a text was saved, given the moment."""
    return saved_at(clock_time(at, language))  # type: ignore[arg-type]


def words_for(error: WritingError) -> str:
    """Word what was refused."""
    if isinstance(error, NotNow):
        return str(REASONS[error.reason])
    if isinstance(error, TooLong):
        return gettext(
            "Texten är längre än de %(limit)s tecken som ryms. Inget är sparat av det sista.",
            limit=error.limit,
        )
    if isinstance(error, PutInMeanwhile):
        return gettext(
            "Det som står med av sig självt under %(parts)s har ändrats sedan du läste det; de egna orden är desamma. "
            "Läs det som det står nu och tryck igen.",
            parts=listed(error.titles),
        )
    if isinstance(error, Changed):
        return gettext("Texten har ändrats sedan du läste den. Läs den som den står nu och fastställ igen.")
    if isinstance(error, Lacking):
        return " ".join(error.faults)
    return str(error)
