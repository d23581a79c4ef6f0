"""The page of search: what one typed, what was found within what one may read, and help when nothing was."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.search import forms, queries, showing
from app.search.asking import Question, fits, other_spellings, typed
from app.search.queries import Wanted
from app.search.reader import Reader
from app.search.registry import Hit, Shown, registry
from app.search.snippets import Piece, marked, snippet
from app.search.words import words_of
from app.ui.formats import swedish_date

IN_LINES = frozenset({"agreement", "meeting"})
"""Kinds whose lines are things of their own, such as a promise and with whom: told apart where shown."""

search_pages = Blueprint("search", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Row:
    """One hit as it reads on the page."""

    shown: Shown
    name: list[Piece]
    text: list[Piece]
    hit: Hit


@search_pages.get("/sok")
@requires(May.USE)
def index() -> str:
    """Search, or tell how one searches."""
    day = clock.today()
    reader = Reader(db.session, acting(), day)
    line, wanted = forms.typed_in(request.args), forms.wanted_from(request.args)
    found = queries.look(reader, wanted)
    shown = showing.shown(reader, found.rows)
    places = showing.places(reader)
    since = swedish_date(places.since).year if places.since else day.year
    return render_template(
        "search/index.html",
        line=line,
        wanted=wanted,
        found=found,
        rows=[_row(hit, shown[hit.id], wanted.asked) for hit in found.rows],
        groups=[("", "")] + [(key, label) for key, label in registry.groups.items() if _opens(reader, key)],
        units=sorted(places.units.items(), key=lambda one: one[1].casefold()),
        years=[(year, str(year)) for year in range(day.year, since - 1, -1)],
        otherwise=[] if found.rows else _otherwise(reader, wanted),
        fewer=_fewer(wanted) if not found.rows else [],
        beginnings=_beginnings(wanted) if not found.rows else "",
        page_address=lambda page: _address(forms.address_of(line, wanted, sida=page)),
        address_of=lambda text: _address(forms.address_of(text, wanted)),
        everything_address=url_for("search.index", q=line),
    )


def _address(arguments: dict[str, str]) -> str:
    return f"{url_for('search.index')}?{urlencode(arguments)}"


def _opens(reader: Reader, group: str) -> bool:
    """Tell whether anything of a group can be found by this person."""
    families = {kind.family for kind in registry.kinds.values() if kind.group == group}
    return bool(reader.reading(families).ways)


def _row(hit: Hit, shown: Shown, asked: Question) -> Row:
    body = hit.body.removeprefix(shown.name).strip()
    if hit.kind in IN_LINES:
        body = " · ".join(line for line in body.splitlines() if line)
    return Row(shown, marked(shown.name, asked), snippet(body, asked), hit)


def _otherwise(reader: Reader, wanted: Wanted) -> list[str]:
    """Give the questions, as one would type them, that find something with other marks on a word."""
    hits = queries.spelled_otherwise(reader, wanted)
    there = {word for hit in hits for word in words_of(f"{hit.title} {hit.body}")}
    found = []
    for at, term in enumerate(wanted.asked.terms):
        for other in other_spellings(term):
            if any(fits(other, word) for word in there):
                terms = (*wanted.asked.terms[:at], other, *wanted.asked.terms[at + 1 :])
                found.append(typed(Question(terms)))
    return found[:3]


def _fewer(wanted: Wanted) -> list[str]:
    """Give each word of a question of several, to be searched for alone."""
    terms = wanted.asked.terms
    return [term.written for term in terms] if len(terms) > 1 else []


def _beginnings(wanted: Wanted) -> str:
    """Give the question with every word as a beginning, unless it is that already."""
    row = " ".join(f"{word}*" for term in wanted.asked.terms for word in term.words)
    return row if row != typed(wanted.asked) else ""
