"""Writes a document as a tagged PDF (PDF/UA-1), with the product's own fonts and nothing fetched from anywhere."""

import atexit
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from app.exports.html import ARTICLE, whole
from app.exports.tree import Arms, Document, Heading
from app.ui.assets import FOLDER, AssetsMissing

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

# A name that can never be looked up (RFC 6761): addresses within a document are put together on it.
ORIGIN = "https://paper.invalid/"
ARMS = ORIGIN + "arms"
_FONTS = frozenset(
    {"source-serif-4.woff2", "source-serif-4-italic.woff2", "source-serif-4-ext.woff2"}
    | {"source-sans-3.woff2", "source-sans-3-ext.woff2"}
)

UNPACKED = Path(__file__).parent / "fonts"
PX_PER_MM = 96 / 25.4
FOOT_MM = 22
"""The margin at the foot of a page, as in `paper.css`."""

# Fonts are shared between documents and the library under them is not made for two threads; nor are two at once faster.
_ONE_AT_A_TIME = Lock()


class Refused(Exception):
    """A document asked for something outside itself."""


class NoLibrary(Exception):
    """What lays out pages is not on this machine; nothing but PDFs needs it."""


def as_pdf(document: Document, tell: Callable[[int], None] | None = None) -> bytes:
    """Write a document as PDF; the same document gives the same pages. `tell` hears of each page laid out.

    Raises `NoLibrary`.
    """
    with _ONE_AT_A_TIME, _refusing(), _telling(tell):
        return bytes(_html(document).write_pdf(**_ways(document), pdf_variant="pdf/ua-1"))


@dataclass(frozen=True, slots=True)
class Extent:
    """How many pages a document takes, and how many millimetres are left on the first when it is the only one."""

    pages: int
    left: float = 0


def extent_of(document: Document) -> Extent:
    """Tell how much room a document takes, without writing it. Raises `NoLibrary`."""
    with _ONE_AT_A_TIME, _refusing():
        pages = _html(document).render(**_ways(document)).pages
    if len(pages) != 1:
        return Extent(len(pages))
    lowest = pages[0].anchors[ARTICLE][3]
    return Extent(1, pages[0].height / PX_PER_MM - FOOT_MM - lowest / PX_PER_MM)


def is_ready() -> bool:
    """Tell whether what writes PDF is loaded in this process."""
    return bool(_style.cache_info().currsize)


def get_ready() -> None:
    """Load what writes PDF, its style sheet and fonts; nothing when that is done. Raises `NoLibrary`."""
    with _ONE_AT_A_TIME, _refusing():
        _style()


@contextmanager
def _telling(tell: Callable[[int], None] | None) -> Iterator[None]:
    """Pass on how many pages are laid out; the library tells it to a log of its own."""
    if tell is None:
        yield
        return
    from weasyprint.logger import PROGRESS_LOGGER

    heard = tell

    class Pages(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            match record.args:
                case (int(page),) if "Page" in str(record.msg):
                    heard(page)

    level, listener = PROGRESS_LOGGER.level, Pages()
    PROGRESS_LOGGER.addHandler(listener)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(listener)
        PROGRESS_LOGGER.setLevel(level)


@contextmanager
def _refusing() -> Iterator[None]:
    """Tell of what was refused in words of our own; the library's stops everything, and is no ordinary exception."""
    try:
        from weasyprint.urls import FatalURLFetchingError
    except OSError as fault:
        raise NoLibrary(f"Pango is missing ({fault}); docs/INTERFACES.md names the packages") from fault

    try:
        yield
    except FatalURLFetchingError as fault:
        raise Refused(str(fault)) from fault


def _html(document: Document) -> Any:
    from weasyprint import HTML

    return HTML(
        string=whole(document, ARMS),
        base_url=ORIGIN,
        url_fetcher=_fetcher(document.letterhead.arms),
        media_type="print",
    )


def _ways(document: Document) -> dict[str, Any]:
    from weasyprint import CSS

    sheet, fonts = _style()
    own = CSS(string=_page_rules(document), font_config=fonts, url_fetcher=_fetcher(None))
    return {"stylesheets": [sheet, own], "font_config": fonts}


@lru_cache(maxsize=1)
def _style() -> "tuple[Any, FontConfiguration]":
    """Read the style sheet and the fonts once for all documents; they come out of the product's own folder."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    css = (FOLDER / _manifest()["paper.css"]).read_text("utf-8")
    sheet = CSS(
        string=css, base_url=ORIGIN, url_fetcher=_fetcher(None), font_config=fonts, media_type="print"
    )
    return sheet, fonts


# The fonts are written to a folder while they are in use; it goes with them, while there still is something to go with.
atexit.register(_style.cache_clear)


def _manifest() -> dict[str, str]:
    try:
        names: dict[str, str] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        raise AssetsMissing("no browser files are in place: run scripts/setup.sh") from None
    return names


def _fetcher(arms: Arms | None) -> Any:
    """Make the only way to anything outside the text: the product's fonts and the checked arms; all else is refused."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    fonts = {file for name, file in _manifest().items() if name in _FONTS}

    class OnlyOurs(URLFetcher):
        """Knows the fonts of the product and the arms of the letterhead."""

        def fetch(self, url: str, headers: object = None) -> Any:
            if arms is not None and url == ARMS:
                return URLFetcherResponse(url, arms.data, {"Content-Type": arms.media_type})
            name = url.removeprefix(ORIGIN)
            if url.startswith(ORIGIN) and name in fonts:
                return URLFetcherResponse(url, _font(name), {"Content-Type": "font/ttf"})
            raise FatalURLFetchingError("a document asked for something outside itself")

    return OnlyOurs()


def _font(name: str) -> bytes:
    """Give a font as unpacked by set-up, which saves a second or two, or as the browsers have it."""
    unpacked = UNPACKED / f"{Path(name).stem}.ttf"
    return (unpacked if unpacked.is_file() else FOLDER / name).read_bytes()


def _page_rules(document: Document) -> str:
    page, of = document.page_words
    # Only the first page has the letterhead; the others say in their head what they belong to, and what they are about.
    running = any(isinstance(one, Heading) and one.running for one in document.blocks)
    title = _string(document.title) + (" '\\a0 \\b7 \\a0 ' string(running)" if running else "")
    return (
        f"@page {{ @bottom-left {{ content: {_string(document.foot)} }}"
        f" @bottom-right {{ content: {_string(page)} '\\a0' counter(page) '\\a0' {_string(of)} '\\a0' counter(pages) }}"
        f" @top-left {{ content: {title} }}"
        f" @top-right {{ content: {_string(' · '.join(document.marks))} }} }}"
        " @page :first { @top-left { content: none } @top-right { content: none } }"
        " .paper .contents a::after { content: leader('.') target-counter(attr(href), page) }"
        " .paper .end { display: none }"
    )


def _string(text: str) -> str:
    """Write a text as a CSS string; whatever is no letter or digit is escaped by its number."""
    return (
        '"'
        + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in " ".join(text.split()))
        + '"'
    )
