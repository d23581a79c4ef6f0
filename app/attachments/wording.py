"""The words for why a file is not taken, for what kinds there are, and for how large one is."""

from collections.abc import Sequence

from babel.lists import format_list
from babel.numbers import format_decimal
from flask_babel import LazyString, gettext, lazy_gettext

from app.attachments import rules
from app.attachments.checking.kinds import DOCX, ODP, ODS, ODT, PPTX, XLSX
from app.attachments.errors import Reason
from app.ui import sending
from app.ui.install import locale

REASONS: dict[Reason, LazyString] = {
    Reason.EMPTY: lazy_gettext("Filen är tom."),
    Reason.TOO_LARGE: lazy_gettext("Filen är för stor. En fil får vara högst 10 MB."),
    Reason.NO_ROOM_LEFT: lazy_gettext(
        "Det får inte plats. Var och en kan lägga till högst 25 MB i en dialog; ta bort något eller korta ner filen."
    ),
    Reason.TOO_MANY: lazy_gettext("Var och en kan lägga till högst 40 filer i en dialog."),
    Reason.DISK_FULL: lazy_gettext(
        "Det finns inte plats på servern just nu. Inget annat har ändrats. Försök igen senare och säg till den som sköter Samsyn."
    ),
    Reason.NOT_KEPT: lazy_gettext(
        "Servern kan inte spara filer just nu. Inget annat har ändrats. Försök igen senare och säg till den som sköter Samsyn."
    ),
    Reason.UNKNOWN_KIND: lazy_gettext(
        "Den sortens fil går inte att lägga till. Det som går är PDF, Word, Excel, PowerPoint och OpenDocument, "
        "bilder (PNG, JPEG, WebP, GIF) och text (txt, csv, md)."
    ),
    Reason.MARKUP: lazy_gettext(
        "Det är en webbsida eller ett program, och sådana tas inte emot. Spara den som PDF i stället."
    ),
    Reason.BROKEN: lazy_gettext(
        "Filen är trasig eller låst med lösenord. Öppna den, spara den igen utan lösenord och lägg till den nya."
    ),
    Reason.BOMB: lazy_gettext(
        "Filen packar upp sig till mycket mer än den ser ut att vara och tas inte emot. Spara den som PDF i stället."
    ),
    Reason.MACROS: lazy_gettext(
        "Filen innehåller makron eller program och tas inte emot. Spara den utan makron, till exempel som docx eller xlsx."
    ),
    Reason.FETCHES: lazy_gettext(
        "Filen hämtar något utifrån när den öppnas eller räknas om, till exempel en bild, ett fält eller en dataanslutning, "
        "eller länkar till annat än en webbsida eller e-postadress, och tas inte emot. Ta bort det eller spara filen som PDF "
        "i stället."
    ),
    Reason.ALIVE: lazy_gettext(
        "Filen bär på något som inte går att läsa igenom, till exempel en annan fil, ett objekt från ett annat program eller en "
        "webbsida, och tas inte emot. Ta bort det, klistra in det som en bild, eller spara filen som PDF i stället."
    ),
    Reason.TWO_IN_ONE: lazy_gettext("Filen innehåller en annan fil utöver sig själv och tas inte emot."),
    Reason.TOO_MANY_PIXELS: lazy_gettext("Bilden är för stor: högst 36 miljoner bildpunkter. Förminska den."),
    Reason.TOO_MANY_PIXELS_TOGETHER: lazy_gettext(
        "Bilderna är för stora tillsammans: högst 40 miljoner bildpunkter åt gången. Lägg till den för sig."
    ),
    Reason.GONE: lazy_gettext("Filen är raderad och går inte att få tillbaka. Lägg till den igen."),
}

KINDS: dict[str, LazyString] = {
    "application/pdf": lazy_gettext("PDF"),
    DOCX: lazy_gettext("Word"),
    XLSX: lazy_gettext("Excel"),
    PPTX: lazy_gettext("PowerPoint"),
    ODT: lazy_gettext("OpenDocument, text"),
    ODS: lazy_gettext("OpenDocument, kalkyl"),
    ODP: lazy_gettext("OpenDocument, bildspel"),
    "image/png": lazy_gettext("bild"),
    "image/jpeg": lazy_gettext("bild"),
    "image/webp": lazy_gettext("bild"),
    "image/gif": lazy_gettext("bild"),
    "text/plain": lazy_gettext("text"),
    "text/csv": lazy_gettext("CSV"),
    "text/markdown": lazy_gettext("text"),
}


def refused(name: str, reason: Reason) -> str:
    """Say which file was not taken and why."""
    return gettext("%(name)s är inte tillagd. %(why)s", name=shortened(name), why=REASONS[reason])


MOST_NAMED = 10
"""Names in one sentence; the rest are counted."""


def too_many_at_once(most: int, left: Sequence[str]) -> str:
    """Say which files were left because so many were chosen, all by name or the first of them."""
    names = format_list([*left[:MOST_NAMED]], locale=locale())
    if len(left) > MOST_NAMED:
        names = gettext(
            "%(names)s och %(number)s till", names=", ".join(left[:MOST_NAMED]), number=len(left) - MOST_NAMED
        )
    return gettext(
        "Högst %(most)s filer kan läggas till åt gången. De här är inte tillagda, välj dem igen: %(names)s.",
        most=most,
        names=names,
    )


def shortened(name: str) -> str:
    """Give a name as it was sent, without line breaks and at a length one can read."""
    flat = " ".join(name.split())
    return f"{flat[:59]}…" if len(flat) > 60 else flat or gettext("Filen")


def kind_in_words(media_type: str) -> str:
    """Name the kind of a file."""
    return str(KINDS.get(media_type, media_type))


def size_in_words(size: int) -> str:
    """Say how large a file is, in the reader's language: kilobytes below one megabyte."""
    if size < rules.MEGABYTE:
        return f"{max(1, round(size / 1024))} kB"
    return f"{format_decimal(size / rules.MEGABYTE, format='0.0', locale=locale())} MB"


def limits_in_words() -> str:
    """Say how large files may be, each and together, and how many."""
    return gettext(
        "En fil får vara högst %(largest)s. På en gång går det att lägga till %(most)s filer, tillsammans högst %(together)s.",
        largest=sending.size_in_words(rules.LARGEST, locale()),
        most=rules.MOST_AT_ONCE,
        together=sending.size_in_words(sending.TOGETHER, locale()),
    )


def limits_on_page() -> dict[str, object]:
    """Give the attributes by which the browser says before sending what is too much."""
    return sending.limits_on_page(rules.LARGEST, rules.MOST_AT_ONCE)
