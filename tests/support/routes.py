"""Walks every view of the application as everybody in the populated municipality, and keeps what was answered."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote

import flask
import pytest
from flask import Flask
from sqlalchemy import Engine, MetaData, event, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import clock
from app.access.guard import requirement
from app.access.matrix import May, reach
from app.db import Base, reading_only
from app.exports import pdf, word
from app.exports.keeping import kept
from app.exports.tree import Document
from app.organisation.models import Person
from app.organisation.reach import holdings
from app.ui import problems
from tests.support.client import SamsynClient
from tests.support.population import PEOPLE, QUERIES, arguments, people
from tests.support.signed_in import sign_in
from tests.support.world import World

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
WRITES = ("INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "ALTER", "CREATE", "DROP")
PLAUSIBLE = {
    "text": "Något nytt",
    "base": "0",
    "till": "held",
    "verdict": "different",
    "what": "Något att göra",
    "who": "both",
    "wish": "release",
    "revision": "1",
    "reason": "Något kom emellan",
    "title": "En rubrik",
    "day": "2027-03-01",
    "time": "09:00",
    "minutes": "60",
    "own_opinion": "Jag ser det annorlunda",
    "done": "1",
    "words": "Klart",
    "enough": "ja",
    "name": "Ett namn",
    "present": "1",
    "reply": "accepted",
    "expected": "0/1/",
    "rows": "1",
    "r0-take": "y",
    "r0-day": "2027-03-02",
    "r0-time": "09:00",
    "person": "1",
    "rhythm": "",
}
"""Fields that make sense to one view or another; each takes those it knows."""


FEW = 3
"""Addresses of a view that are enough where all are answered alike."""

NOT_THERE = "errors/404.html"


@dataclass(frozen=True, slots=True)
class Address:
    """One address of one view."""

    endpoint: str
    path: str


@dataclass(frozen=True, slots=True)
class Visit:
    """What one person was answered at one address, and what the database was told meanwhile."""

    who: str
    address: Address
    fragment: bool
    status: int
    headers: tuple[tuple[str, str], ...]
    text: str
    wrote: tuple[str, ...]

    @property
    def place(self) -> str:
        """Say where this was, for a failing test."""
        return f"{self.who} at {self.address.path} ({self.address.endpoint}{', fragment' if self.fragment else ''})"

    @property
    def everything(self) -> str:
        """Give all that was sent: body, headers, where to."""
        return "\n".join([self.text, *(f"{name}: {value}" for name, value in self.headers)])

    def header(self, name: str) -> str:
        """Give a header, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(slots=True, eq=False)
class Walk:
    """All visits, and in which tables, by how many rows, they changed anything."""

    visits: list[Visit] = field(default_factory=list)
    changed: dict[str, int] = field(default_factory=dict)

    @classmethod
    def together(cls, parts: Iterable[Walk]) -> Walk:
        """Put together what several walked, each in a place of their own."""
        whole = cls()
        for part in parts:
            whole.visits += part.visits
            whole.changed |= part.changed
        return whole


def views(app: Flask, method: str) -> list[Rule]:
    """Give the rules that answer a method, in a stable order."""
    return sorted((rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())), key=str)


def addresses(app: Flask, session: Session, method: str) -> list[Address]:
    """Give every address of every view that answers a method, with all values the population has for it."""
    found = []
    with app.test_request_context("/"):
        for rule in views(app, method):
            asked = QUERIES.get(rule.endpoint, [""]) if method == "GET" else [""]
            for place, values in enumerate(arguments(session, set(rule.arguments))):
                built = rule.build(values, append_unknown=False)
                assert built is not None, f"{rule} does not take {values}"
                # What opens a form on a page, or is nonsense, is answered alike whatever the page is about.
                further = asked if place < 2 * FEW else [one for one in asked if not ALIKE.search(one)]
                found += [Address(rule.endpoint, quote(built[1], safe="/%.") + query) for query in further]
    return found


ALIKE = re.compile(r"nonsens|999999|andra=|period=|vy=enheter")
"""Ways to ask that are tried of a few things of a kind."""

SPREAD = {
    "measuring.choose_period": 24,
    "measuring.take_away": 36,
    "quality.why_now": 18,
    "kolada.one": 24,
    "planning.checklist": 12,
    "planning.judge": 12,
    "measuring.judge": 12,
    "planning.acknowledging": 12,
    "planning.measures": 12,
    "planning.thread": 40,
    "writing.file": 12,
    "writing.print_view": 12,
    "writing.readers": 12,
    "writing.versions": 12,
    **dict.fromkeys(
        (
            *("dialogues.agree", "dialogues.another_time", "dialogues.cancel", "dialogues.change_meeting"),
            *(
                "dialogues.from_paper",
                "dialogues.meeting_pdf",
                "dialogues.meeting_print",
                "dialogues.preparation_pdf",
            ),
            *(
                "dialogues.preparation_print",
                "dialogues.readers",
                "dialogues.the_day",
                "dialogues.whole_text",
            ),
            *("dialogues.write_next", "dialogues.calendar_file"),
        ),
        12,
    ),
}
"""Views with little of their own about things that have a page: so many of those things are enough, spread over all of them."""


def spread(found: list[Address]) -> list[Address]:
    """Keep of the views in `SPREAD` so many addresses, the first, the last and those between at even distances."""
    by_view: dict[str, list[Address]] = {}
    for address in found:
        by_view.setdefault(address.endpoint, []).append(address)
    kept = set[Address]()
    for view, ones in by_view.items():
        most = SPREAD.get(view, len(ones))
        step = max(1, (len(ones) - 1)) / max(1, most - 1)
        kept |= set(ones) if len(ones) <= most else {ones[round(place * step)] for place in range(most)}
    return [address for address in found if address in kept]


def at_most(found: list[Address], most: int | None) -> list[Address]:
    """Keep the first so many addresses of each view; all when `most` is None."""
    taken = Counter[str]()
    kept = []
    for address in found:
        taken[address.endpoint] += 1
        if most is None or taken[address.endpoint] <= most:
            kept.append(address)
    return kept


def walk(
    world: World,
    who: Sequence[str] = tuple(PEOPLE),
    *,
    language: str = "sv",
    fragments: Container[str] = tuple(PEOPLE),
    most: int | None = None,
) -> Walk:
    """Visit every GET address as those named, as a page and, for those in `fragments`, where there is a page as a fragment.

    A few addresses of a view are enough where the gate, which knows no address, lets nobody like them in, and to see that a
    view answers scripts with no more than it shows on its page. `most` leaves every view at its first so many addresses.
    """
    done, clients, let_in = Walk(), {}, {}
    with world.app.app_context(), world.session() as session:
        everybody = people(session)
        to_visit = at_most(spread(addresses(world.app, session, "GET")), most)
        for name in who:
            everybody[name].language = language
            clients[name] = sign_in(world.app.test_client(), session, everybody[name])
            let_in[name] = let_in_to(world.app, session, everybody[name])
    before = snapshot(world.engine)
    with documents_of_a_kind_written_once(), refusals_put_together_a_few_times():
        for name, client in clients.items():
            seen = Counter[tuple[str, bool]]()
            for address in to_visit:
                view = address.endpoint
                if view not in let_in[name] and seen[view, False] == FEW:
                    continue
                seen[view, False] += 1
                page = visit(world.engine, client, name, address)
                done.visits.append(page)
                # A file is the same whoever's script asks for it.
                is_page = page.status == 200 and page.header("Content-Type").startswith("text/html")
                if is_page and name in fragments and seen[view, True] < FEW:
                    seen[view, True] += 1
                    done.visits.append(visit(world.engine, client, name, address, fragment=True))
    done.changed = difference(before, snapshot(world.engine))
    return done


def let_in_to(app: Flask, session: Session, person: Person) -> set[str]:
    """Name the views whose gate opens for somebody, whatever lies behind it."""
    held = holdings(session, person.id, clock.today())
    found = set()
    for name in app.view_functions:
        needed = requirement(app, name)
        if not isinstance(needed, May) or any(reach(one.role, needed) for one in held):
            found.add(name)
    return found


INSTEAD = b"What is to be written: "
"""So begins what is given instead of a file: the document as such, with every word in it."""

_MET: set[tuple[object, ...]] = set()
"""The parts that documents written so far were made of, by view and format."""


@contextmanager
def documents_of_a_kind_written_once() -> Iterator[None]:
    """Write a document only where its view has written none in that format made of the same parts; else give its words.

    What a document holds for whom is told by the document; writing it takes most of the time, and goes the same way for all.
    """

    def once(form: str, write: Callable[..., bytes]) -> Callable[..., bytes]:
        def give(document: Document, *_: object) -> bytes:
            text = kept(document)
            parts = {(flask.request.endpoint, form, *part) for part in _parts_of(json.loads(text))}
            if parts <= _MET:
                return INSTEAD + text.encode()
            _MET.update(parts)
            return write(document)

        return give

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "as_pdf", once("pdf", pdf.as_pdf))
        patch.setattr(word, "as_docx", once("docx", word.as_docx))
        yield


def _parts_of(value: Any, within: str = "") -> Iterator[tuple[str, str]]:
    """Tell of what kinds a document is built, and in what each kind stands."""
    if isinstance(value, list):
        for one in value:
            yield from _parts_of(one, within)
    elif isinstance(value, dict):
        yield within, value["is"]
        for part in value.values():
            yield from _parts_of(part, value["is"])


@contextmanager
def refusals_put_together_a_few_times() -> Iterator[None]:
    """Put the page of what is not there together a few times for each view and person; it is made of nothing they asked for.

    That it tells the same whatever was asked for is a test of its own.
    """
    seen, really = Counter[tuple[object, ...]](), problems.render_template

    def give(template: str, **values: object) -> str:
        here = flask.session.get("_user_id"), flask.request.endpoint
        seen[here] += template == NOT_THERE
        return "" if template == NOT_THERE and seen[here] > FEW else really(template, **values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(problems, "render_template", give)
        yield


def visit(
    engine: Engine, client: SamsynClient, who: str, address: Address, *, fragment: bool = False
) -> Visit:
    """Visit one address."""
    with writes(engine) as wrote:
        answer = client.htmx(address.path) if fragment else client.get(address.path)
    body = body_of(answer)
    if answer.status_code == 303 and answer.location.startswith("/filer/"):
        # Who is given the address has the file, whoever they are when they fetch it.
        body += body_of(client.application.test_client().get(answer.location))
    return Visit(
        who,
        address,
        fragment,
        answer.status_code,
        tuple(answer.headers.items()),
        body,
        tuple(wrote),
    )


def body_of(answer: TestResponse) -> str:
    """Give a body as text; what is no text is unpacked where it can be, so that canaries in it are seen.

    Marks around what a search found are taken away: they stand in the midst of canaries.
    """
    if answer.data.startswith(INSTEAD):
        return answer.data.decode()
    if answer.mimetype.endswith(("spreadsheetml.sheet", "wordprocessingml.document")):
        return _unpacked(answer.data)
    if answer.mimetype == "application/pdf":
        return text_of_pdf(answer.data)
    return answer.data.decode("utf-8", "replace").replace("<mark>", "").replace("</mark>", "")


@cache
def text_of_pdf(data: bytes) -> str:
    """Give the words of a PDF, once as they stand and once without the ends of lines, where long words break, with hyphens.

    Kept, as are unpacked files: in a walk many are given the very same document.
    """
    import subprocess

    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    text = done.stdout.decode("utf-8")
    return text + text.replace("-\n", "").replace("\n", "")


@cache
def _unpacked(data: bytes) -> str:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


@contextmanager
def writes(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements of a block that change something."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(WRITES) or " FOR UPDATE" in statement.upper():
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def snapshot(
    engine: Engine, leaving_out: tuple[str, ...] = ("reading",)
) -> dict[str, list[tuple[object, ...]]]:
    """Give the content of every table but some."""
    metadata: MetaData = Base.metadata
    with reading_only(), engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in leaving_out
        }


def difference(
    before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]]
) -> dict[str, int]:
    """Tell in which tables, and by how many rows, two snapshots differ."""
    return {
        name: len(set(map(repr, rows)) ^ set(map(repr, after[name])))
        for name, rows in before.items()
        if rows != after[name]
    }
