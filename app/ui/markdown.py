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

_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85]")
# Control characters and those of private use show nothing. The converter and we put some of them into a text as marks,
# so none may stand there when it is judged how deep it nests or when it is converted.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# Schemeless addresses pass every filter on schemes; a link must say where it leads.
_ABSOLUTE = re.compile(r"(?:https?://[^/\\\s]|mailto:[^/\\\s])", re.IGNORECASE)
# The converter looks for the other end of every bracket and backtick through all the text, which a long text can
# make slow: only whole links and whole code spans keep theirs, the others wait outside as private characters.
_WHOLE = re.compile(
    r"(?:(?P<link>\[)(?=[^\[\]\n]{1,300}\]\((?:https?://|mailto:)[^\s()<>\[\]`]{1,1000}\)))"
    r"|(?<![`\\])`(?P<code>[^`\n]{1,300})`(?!`)",
    re.IGNORECASE,
)
_HELD = {"[": "\ue000", "`": "\ue001", "*": "\ue004", "_": "\ue005"}
_KEPT = {"[": "\ue002", "`": "\ue003"}
# The converter builds emphasis within emphasis for every sign of a long run, and looks for the other end of each sign
# through all of its paragraph: runs and paragraphs beyond any use are plain characters.
LONGEST_RUN = 10
MOST_EMPHASIS = 500
"""Signs of emphasis in one paragraph."""
_RUN = re.compile(rf"\*{{{LONGEST_RUN + 1},}}|_{{{LONGEST_RUN + 1},}}")
_EMPHASIS = re.compile(r"(?P<bullet>^[ \t>]*\*(?=[ \t]))|[*_]", re.MULTILINE)
_BETWEEN_PARAGRAPHS = re.compile(r"(\n[ \t]*\n)")
_START = re.compile(r"\d{1,4}")
_DEEPER = {"h1": "h4", "h2": "h5", "h3": "h6", "h4": "h6", "h5": "h6"}
_HEADING = re.compile(r"(</?)(h[1-5])(?=[\s>])", re.IGNORECASE)
_DEEPLY_NESTED = re.compile(r"^(?:[ \t]*(?:>|[-*+][ \t]|\d+[.)][ \t])){9}|^[ \t]{41}", re.MULTILINE)


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
    text = _UNSEEN.sub("", _LINE_END.sub("\n", text))
    if len(text) > LONGEST or _DEEPLY_NESTED.search(text):
        return _paragraphs(text)
    try:
        html = str(_clean(_sunk(_converter().convert(_held(text)))))
    except RecursionError:
        # Nested in a way not thought of above: its words are shown all the same.
        return _paragraphs(text)
    for sign, private in _HELD.items():
        html = html.replace(private, sign)
    return Markup(html)  # noqa: S704  # nosec B704  clean HTML, with brackets and backticks put back


def _held(text: str) -> str:
    """Hold back the brackets and backticks that neither open nor close something whole, and emphasis beyond any use."""

    def keep(match: re.Match[str]) -> str:
        code = match.group("code")
        return _KEPT["["] if code is None else _KEPT["`"] + code + _KEPT["`"]

    text = _WHOLE.sub(keep, text)
    for sign, kept in _KEPT.items():
        text = text.replace(sign, _HELD[sign]).replace(kept, sign)
    text = _RUN.sub(lambda run: _HELD[run[0][0]] * len(run[0]), text)
    return "".join(_with_little_emphasis(part) for part in _BETWEEN_PARAGRAPHS.split(text))


def _with_little_emphasis(paragraph: str) -> str:
    """Hold back all signs of emphasis in a paragraph that has too many; the stars of a list's points are none."""
    signs = sum(1 for sign in _EMPHASIS.finditer(paragraph) if sign["bullet"] is None)
    if signs <= MOST_EMPHASIS:
        return paragraph
    return _EMPHASIS.sub(lambda sign: sign["bullet"] or _HELD[sign[0]], paragraph)


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
    parts = (part for part in re.split(r"\n\s*\n", text) if part.strip())
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(part.split("\n"))) for part in parts
    )
