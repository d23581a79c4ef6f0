"""People's own words, written in Markdown, as HTML that can do nothing."""

import re
from functools import lru_cache

import markdown as python_markdown
import nh3
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "h4", "h5", "h6", "a"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
LONGEST = 20_000
"""Characters; longer texts are shown as plain paragraphs, so that no text can hold a worker."""

# Schemeless addresses pass every filter on schemes; a link must say where it leads.
_ABSOLUTE = re.compile(r"(?:https?://[^/\\\s]|mailto:[^/\\\s])", re.IGNORECASE)
# The converter looks for the other end of every bracket and backtick through all the text, which a long text can
# make slow: only whole links and whole code spans keep theirs, the others wait outside as private characters.
_WHOLE = re.compile(
    r"(?:(?P<link>\[)(?=[^\[\]\n]{1,300}\]\((?:https?://|mailto:)[^\s()<>\[\]`]{1,1000}\)))"
    r"|(?<![`\\])`(?P<code>[^`\n]{1,300})`(?!`)",
    re.IGNORECASE,
)
_HELD = {"[": "\ue000", "`": "\ue001"}
_KEPT = {"[": "\ue002", "`": "\ue003"}
_PRIVATE = re.compile("[\ue000-\ue003]")
_START = re.compile(r"\d{1,4}")
_DEEPER = {"h1": "h4", "h2": "h5", "h3": "h6", "h4": "h6", "h5": "h6"}
_HEADING = re.compile(r"(</?)(h[1-5])(?=[\s>])", re.IGNORECASE)
_DEEPLY_NESTED = re.compile(r"^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){9}|^[ \t]{41}", re.MULTILINE)


def render(text: str | None) -> Markup:
    """Turn Markdown written by anyone into safe HTML.

    No pictures, scripts, styles or attributes survive except the address of a link (http, https, mailto) and
    the number an ordered list starts at. Raw HTML is shown as it was typed. Headings sink
    below the page's own.
    """
    if not text or not text.strip():
        return Markup("")
    return _render(text)


def plain(text: str | None, longest: int = 200) -> str:
    """Give the words without their marks, on one line, shortened at a word; for titles and summaries."""
    return _plain(text, longest) if text else ""


@lru_cache(maxsize=1024)
def _plain(text: str, longest: int) -> str:
    words = " ".join(render(text).striptags().split())
    if len(words) <= longest:
        return words
    return words[:longest].rsplit(" ", 1)[0].rstrip(",.;:") + " …"


@lru_cache(maxsize=512)
def _render(text: str) -> Markup:
    if len(text) > LONGEST or _DEEPLY_NESTED.search(text):
        return _paragraphs(text)
    html = str(_clean(_sunk(_converter().convert(_held(text)))))
    for sign, private in _HELD.items():
        html = html.replace(private, sign)
    return Markup(html)  # noqa: S704  # nosec B704  clean HTML, with brackets and backticks put back


def _held(text: str) -> str:
    """Keep the brackets and backticks that open or close something whole, hold back the others."""

    def keep(match: re.Match[str]) -> str:
        code = match.group("code")
        return _KEPT["["] if code is None else _KEPT["`"] + code + _KEPT["`"]

    text = _WHOLE.sub(keep, _PRIVATE.sub("", text))
    for sign, private in _HELD.items():
        text = text.replace(sign, private).replace(_KEPT[sign], sign)
    return text


def _converter() -> python_markdown.Markdown:
    converter = python_markdown.Markdown(extensions=["sane_lists", "nl2br"], output_format="html")
    # Typed HTML is text, never markup: less to clean, and people see what they wrote.
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    # Indented words, underlined words and rows of dashes are people's layout, not code, headings and rules.
    for name in ("code", "setextheader", "hr", "reference"):
        converter.parser.blockprocessors.deregister(name)
    # A picture would be fetched from wherever its address says.
    for name in ("image_link", "image_reference", "short_image_ref"):
        converter.inlinePatterns.deregister(name)
    return converter


def _sunk(html: str) -> str:
    return _HEADING.sub(lambda match: match.group(1) + _DEEPER[match.group(2).lower()], html)


def _attribute(element: str, attribute: str, value: str) -> str | None:
    if (element, attribute) == ("a", "href"):
        return value if _ABSOLUTE.match(value) else None
    if (element, attribute) == ("ol", "start"):
        return value if _START.fullmatch(value) else None
    # Not on the list of attributes, so never the writer's: the cleaner has put it there.
    return value if (element, attribute) == ("a", "rel") else None


def _clean(html: str) -> Markup:
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return Markup(cleaned)  # noqa: S704  # nosec B704  nh3 has removed everything not on the lists above


def _paragraphs(text: str) -> Markup:
    parts = (part for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip())
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(part.split("\n"))) for part in parts
    )
