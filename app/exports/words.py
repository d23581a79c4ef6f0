"""People's own words, written in Markdown, as blocks of a document.

They go the way of the pages: through the same safe renderer, so that paper says what the screen says.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from app.exports.tree import Block, Bullets, Paragraph, Quote, Run, Voice
from app.ui.markdown import render

_HEADINGS = frozenset({"h4", "h5", "h6"})


def words(text: str | None, voice: Voice = Voice.WORDS) -> tuple[Block, ...]:
    """Turn Markdown into blocks; empty text into none."""
    html = render(text)
    if not html:
        return ()
    reader = _Reader(voice)
    reader.feed(str(html))
    reader.close()
    return reader.finished()


@dataclass(slots=True)
class _Level:
    """What is being collected at one depth of the text."""

    tag: str
    blocks: list[Block] = field(default_factory=list)
    items: list[tuple[Block, ...]] = field(default_factory=list)
    start: int = 1


class _Reader(HTMLParser):
    """Reads the few tags the renderer lets through."""

    def __init__(self, voice: Voice) -> None:
        super().__init__(convert_charrefs=True)
        self.voice = voice
        self.levels = [_Level("")]
        self.runs: list[Run] = []
        self.styles = {"strong": 0, "em": 0, "code": 0}
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in self.styles:
            self.styles[tag] += 1
        elif tag == "a":
            self.href = given.get("href") or ""
        elif tag == "br":
            self.runs.append(Run("", line_break=True))
        elif tag in {"ul", "ol", "li", "blockquote"}:
            self._end_paragraph()
            start = given.get("start") or "1"
            self.levels.append(_Level(tag, start=int(start) if start.isdigit() else 1))
        else:
            self._end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.styles:
            self.styles[tag] = max(0, self.styles[tag] - 1)
        elif tag == "a":
            self.href = ""
        elif tag in _HEADINGS:
            text = "".join(run.text for run in self.runs).strip()
            self.runs = []
            if text:
                # People's own headings stand out but are none of the document's: its levels would have gaps.
                self.levels[-1].blocks.append(Paragraph((Run(text, strong=True),), self.voice))
        elif tag in {"ul", "ol", "li", "blockquote"}:
            self._end_level(tag)
        elif tag == "p":
            self._end_paragraph()

    def handle_data(self, data: str) -> None:
        text = data.replace("\n", " ") if self.runs or data.strip() else ""
        if text and self.runs and self.runs[-1].line_break:
            text = text.lstrip()
        if text:
            styles = self.styles
            self.runs.append(
                Run(text, bool(styles["strong"]), bool(styles["em"]), bool(styles["code"]), self.href)
            )

    def finished(self) -> tuple[Block, ...]:
        while len(self.levels) > 1:
            self._end_level(self.levels[-1].tag)
        self._end_paragraph()
        return tuple(self.levels[0].blocks)

    def _end_paragraph(self) -> None:
        if any(run.text.strip() for run in self.runs):
            self.levels[-1].blocks.append(Paragraph(_trimmed(self.runs), self.voice))
        self.runs = []

    def _end_level(self, tag: str) -> None:
        self._end_paragraph()
        if len(self.levels) < 2 or self.levels[-1].tag != tag:
            return
        done, above = self.levels.pop(), self.levels[-1]
        if tag == "li":
            above.items.append(tuple(done.blocks))
        elif tag == "blockquote":
            above.blocks.append(Quote(tuple(done.blocks)))
        else:
            above.blocks.append(Bullets(tuple(done.items), ordered=tag == "ol", start=done.start))


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    kept = list(runs)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        last = kept[-1]
        kept[-1] = Run(last.text.rstrip(), last.strong, last.emphasis, last.code, last.href)
    return tuple(kept)
