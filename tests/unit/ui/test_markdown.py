"""Whatever people write, what comes out can do nothing."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ui import markdown
from app.ui.markdown import ATTRIBUTES, TAGS, plain, render

PAYLOADS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext></table><mglyph><style><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=//evil.example/x></object>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<form action=//evil.example><button>x</button></form>",
    "<div hx-get='/logga-ut' hx-trigger='load'>x</div>",
    "<p data-hx-get='/x' data-hx-trigger='load'>x</p>",
    "<p id=content class=btn style='position:fixed' tabindex=1>x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//evil.example/x)",
    "[x](/\\evil.example/x)",
    "[x](\\\\evil.example)",
    "[x](https:evil.example)",
    "[x](https:///evil.example)",
    "[x](/logga-ut)",
    "[x](#content)",
    '[x](https://a.example "onmouseover=alert(1)")',
    "[x](https://a.example' onmouseover='alert(1))",
    "![x](https://evil.example/pixel.png)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x][r]\n\n[r]: https://evil.example/pixel.png",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "<javascript:alert(1)>",
    '<https://a.example/" onclick="alert(1)>',
    "<!-- <script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "> <img src=x onerror=alert(1)>",
    "- <b hx-on:click='alert(1)'>x</b>",
    "# <i onclick=alert(1)>x</i>",
    "x {: #content .btn onclick=alert(1) }",
    "\x00<script>alert(1)</script>",
    "\x02klzzwxh:0000\x03<script>",
    "<a href='https://a.example' target=_blank rel=opener ping=//evil.example>x</a>",
    "<textarea><script>alert(1)</script></textarea>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]

HEAVY = [
    *(
        mark * (20_000 // len(mark))
        for mark in ("[", "*", "<", "&", "#", "`", "![", "[a](", "_*", "&lt;", "<a ", "](")
    ),
    *(
        mark * (20_000 // len(mark))
        for mark in ("``a`", "-\n", "=\n", "a\n=\n", "* * *\n", "#a\n", "- > a\n", "[a](https://x")
    ),
    "> " * 5_000 + "x",
    "- " * 5_000 + "x",
    "\n".join("  " * depth + "- x" for depth in range(400)),
    "\n".join("> " * depth + "x" for depth in range(400)),
    "a" * 300_000,
]

DEEP = [
    "- \ue000" * 900,
    "- \x03" * 900,
    "- \x02" * 900,
    "- \x00" * 900,
    "> \x7f" * 900,
    "- \U000f0000" * 900,
    "1234567890. " * 1600,
    "\u0661. " * 1600,
    "Först\r" + "- " * 900,
]
"""Lists within lists, behind signs that the converter or we take away before it reads them."""


class Seen(HTMLParser):
    """Collects the elements and attributes a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def harmless(html: str) -> None:
    for tag, attributes in Seen(html).elements:
        assert tag in TAGS
        extra = {"rel"} if tag == "a" else set()
        assert set(attributes) <= ATTRIBUTES.get(tag, set()) | extra, (tag, attributes)
        if tag == "a" and "href" in attributes:
            assert (attributes["href"] or "").lower().startswith(("https://", "http://", "mailto:"))
            assert attributes["rel"] == "noopener noreferrer nofollow"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_acts_survives(payload: str) -> None:
    harmless(render(payload))


@pytest.mark.parametrize(
    "outer",
    ["> {}", "- {}", "1. {}", "**{}**", "# {}", "[{}](https://a.example)", "a\n\n{}\n\nb", "`{}", "<p>{}"],
)
def test_nothing_that_acts_survives_inside_other_marks(outer: str) -> None:
    for payload in PAYLOADS:
        harmless(render(outer.format(payload)))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*PAYLOADS, *"<>[]()!`*_#&;:\"'=/\\ \n\t", "a", "//", "hx-get", "https://"]),
        max_size=12,
    ).map("".join)
)
def test_nothing_that_acts_survives_in_any_combination(text: str) -> None:
    harmless(render(text))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_renders(text: str) -> None:
    harmless(render(text))


@pytest.mark.parametrize("text", HEAVY)
def test_no_text_holds_a_worker(text: str) -> None:
    before = time.monotonic()
    harmless(render(text))
    assert time.monotonic() - before < 5


@pytest.mark.parametrize("text", DEEP)
def test_what_nests_deeper_than_anybody_reads_is_shown_as_plain_paragraphs(text: str) -> None:
    html = render(text)
    assert {element for element, _ in Seen(html).elements} <= {"p", "br"}
    assert plain(text)


def test_a_text_that_nests_in_a_way_not_thought_of_is_shown_as_plain_paragraphs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(markdown, "_DEEPLY_NESTED", re.compile("(?!)"))
    text = "+ " * 950 + "ord"
    assert render(text) == f"<p>{text}</p>"


def test_characters_nobody_sees_are_left_out_and_every_line_end_ends_a_line() -> None:
    assert render("a\x00b\x9fc\ue004d\U0010fffde") == "<p>abcde</p>"
    assert render("ett\rtvå\r\ntre\x0bfyra") == "<p>ett<br>\ntvå<br>\ntre<br>\nfyra</p>"


class Converter:
    """Notes the paragraphs it is given to convert."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def convert(self, text: str) -> str:
        self.given += text.split("\n\n")
        return text


@pytest.mark.parametrize(
    "text",
    [
        "__0" + "*" * 19_970,
        "__(b)" + "*" * 19_980,
        "a" + "_" * 5_000 + "b",
        "*_" * 10_000,
        "**a_ " * 4_000,
        "a*_\n\u00a0\n" * 3_000,
        "* a *\n" * 3_000,
        "> *" * 5_000,
    ],
)
def test_the_converter_is_never_given_more_emphasis_than_anybody_uses(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    converter = Converter()
    monkeypatch.setattr(markdown, "_converter", lambda: converter)
    assert "".join(render(text).unescape().split()) == "".join(text.split())
    for paragraph in converter.given:
        points = len(re.findall(r"^[ \t>]*\*(?=[ \t])", paragraph, re.MULTILINE))
        assert paragraph.count("*") + paragraph.count("_") - points <= 500
        assert not re.search(r"\*{11}|_{11}", paragraph)


def test_emphasis_beyond_any_use_in_one_paragraph_is_plain_characters_there_alone() -> None:
    html = render("*ord* " * 260 + "\n\n" + "*ord* " * 30)
    assert html.count("<em>") == 30
    assert html.count("*") == 520


def test_much_emphasis_and_long_lists_of_stars_stay_what_they_are() -> None:
    assert render("*ord* _och_ **så** " * 60).count("<em>") == 120
    html = render("\n".join(["* En *punkt*"] * 240))
    assert (html.count("<li>"), html.count("<em>")) == (240, 240)
    assert render("\n".join(["* En *punkt*"] * 600)).count("<li>") == 600
    assert "<strong><em>båda</em></strong>" in render("***båda***")


def test_addresses_and_code_keep_their_signs_where_emphasis_is_held_back() -> None:
    html = render("[x](https://a.example/b_c_____________d*e) `a*b_c` " + "*a* " * 300)
    assert 'href="https://a.example/b_c_____________d*e"' in html
    assert "<code>a*b_c</code>" in html


def test_words_keep_their_marks() -> None:
    html = render(
        "Vi ser *olika* saker.\n**Inte** av ond vilja.\n\n- ett\n- två\n\n3. tre\n4. fyra\n\n> sagt"
    )
    assert "<em>olika</em>" in html
    assert "<br>" in html
    assert "<li>ett</li>" in html
    assert '<ol start="3">' in html
    assert "<blockquote>" in html


def test_headings_sink_below_those_of_the_page() -> None:
    html = render("# En\n\n## Två\n\n### Tre\n\n#### Fyra")
    assert "<h4>En</h4>" in html
    assert "<h5>Två</h5>" in html
    assert "<h6>Tre</h6>" in html
    assert "<h6>Fyra</h6>" in html


def test_typed_html_is_shown_as_typed() -> None:
    assert "&lt;b&gt;fet&lt;/b&gt;" in render("<b>fet</b>")


def test_links_say_where_they_lead_and_give_nothing_away() -> None:
    html = render("[rapporten](https://kommun.example/r)")
    assert 'href="https://kommun.example/r"' in html
    assert 'rel="noopener noreferrer nofollow"' in html


def test_nothing_written_renders_as_nothing() -> None:
    assert render(None) == render("  \n ") == ""


def test_a_short_form_is_one_line_without_marks() -> None:
    assert plain("# Rubrik\n\nVi ser *olika* & väl.") == "Rubrik Vi ser olika & väl."
    assert plain("ord " * 100, longest=10) == "ord ord …"
