"""Walks through the demo of a model as some of its people: every door, and the first of each thing behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

from flask import Flask
from werkzeug.exceptions import HTTPException

from app import clock
from app.demo.economy import FIRST_QUARTER
from tests.support.client import SamsynClient
from tests.support.demo import PASSWORD

WALKERS = {
    "kungalv": ("enhetschef", "kommunchef", "ks", "medarbetare"),
    "lerum": ("enhetschef", "sektorschef", "ks", "medarbetare"),
    "karlskoga": ("enhetschef", "forvaltningschef", "namnd", "medarbetare"),
    "perstorp": ("enhetschef", "forvaltningschef2", "namnd", "medarbetare"),
}
"""Who walks in each demo: somebody who leads a unit, somebody above, somebody elected, an employee."""
TRIED = 90
"""Numbers tried of a thing before nobody is said to open one."""
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
FILES = re.compile(r"\.(pdf|docx|xlsx|csv|ics)\b|/filer/|/bilagor/")


@dataclass(frozen=True, slots=True)
class Special:
    """A page that other models than the first have. `{n}` is tried from one up; `link` is followed from the page found.

    `most` is how many statements it may take beside those that tell who has signed in.
    """

    name: str
    who: str
    path: str
    most: int
    link: str = ""


def year_lived() -> int:
    """Give the year the reports and forecasts of a demo are of."""
    today = clock.today()
    return today.year if today.month >= FIRST_QUARTER else today.year - 1


SPECIAL = {
    "kungalv": (
        Special("judge", "controller", "/plan/mal/{n}/bedom", 18),
        Special("checklist", "controller", "/plan/mal/{n}/checklista", 10),
        Special("acknowledging", "ks", "/plan/mal/{n}", 13, r'href="(/plan/mal/\d+/kvittera/[^"#]+)'),
        Special("new personal goal", "medarbetare", "/dialoger/serie/{n}/personligt-mal", 6),
        Special("personal goal", "medarbetare", "/dialoger/personligt-mal/{n}", 6),
        Special("promises", "enhetschef", "/invanare/loften", 8),
        Special("promise", "enhetschef", "/invanare/loften/{n}", 12),
        Special("new promise", "enhetschef", "/invanare/loften/nytt", 6),
    ),
    "lerum": (
        Special("follow-up plan", "kommundirektor", "/rapporter/uppfoljningsplan/follow_up_plan", 10),
        Special(
            "follow-up plan not written",
            "kommundirektor",
            "/rapporter/uppfoljningsplan/follow_up_plan?ar=2050",
            10,
        ),
        Special("employee's deviations", "medarbetare", "/avvikelser/", 3),
        Special("employee reports at once", "medarbetare", "/avvikelser/ny", 2),
        Special("employee's deviation", "medarbetare", "/avvikelser/{n}", 2),
    ),
    "karlskoga": (
        Special("heard", "enhetschef", "/invanare/hort", 8),
        Special("heard one", "enhetschef", "/invanare/hort/{n}", 8),
        Special("new heard", "enhetschef", "/invanare/hort/ny", 6),
        Special("citizen dialogues", "namnd", "/invanare/medborgardialoger", 8),
        Special("citizen dialogue", "namnd", "/invanare/medborgardialoger/{n}", 10),
        Special("new citizen dialogue", "enhetschef", "/invanare/medborgardialoger/ny", 6),
    ),
    "perstorp": (
        Special("judge by the figures", "controller", "/plan/mal/{n}/bedom", 18),
        Special("judge an indicator", "forvaltningschef", "/kvalitet/indikator/{n}/bedom/7", 18),
        Special("tertial report", "forvaltningschef2", "/rapporter/{n}", 24),
        Special(
            "judge a deficit",
            "enhetschef",
            f"/ekonomi/?ar={year_lived() - 1}",
            6,
            r'href="(/ekonomi/atgardsplan/ny[^"#]*)',
        ),
        Special("plans of remedies", "ks", "/ekonomi/atgardsplaner", 2),
        Special("plan of remedies", "forvaltningschef2", "/ekonomi/atgardsplan/{n}", 10),
    ),
}
"""By demo, the pages the first model has not, and who of it opens them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody was answered at an address."""

    who: str
    path: str
    status: int
    text: str

    @property
    def place(self) -> str:
        """Say where, for a failing test."""
        return f"{self.who} at {self.path}"


def enter(app: Flask, who: str, language: str = "sv") -> SamsynClient:
    """Sign somebody of the demo in."""
    client = app.test_client()
    assert isinstance(client, SamsynClient)
    answer = client.post("/logga-in", data={"username": who, "password": PASSWORD, "next": "/"})
    assert answer.status_code == 303, who
    client.post("/sprak", data={"language": language})
    return client


def walk(app: Flask, who: str, language: str = "sv") -> list[Seen]:
    """Open every door, and from each the first of every kind of thing it leads to."""
    client, known, found = enter(app, who, language), set[str](), []
    addresses = app.url_map.bind("localhost")

    def look(path: str) -> Seen:
        answer = client.get(path, follow_redirects=True)
        found.append(Seen(who, path, answer.status_code, answer.text))
        return found[-1]

    def new_kinds(text: str) -> Iterator[str]:
        for path in _links(text):
            try:
                endpoint, values = addresses.match(path.partition("?")[0])
            except HTTPException:
                continue
            if values and endpoint not in known and not FILES.search(path):
                known.add(endpoint)
                yield path

    start = look("/")
    for door in dict.fromkeys(_links(_within(start.text, "nav"))):
        behind = look(door)
        for thing in new_kinds(_within(behind.text, "main")):
            look(thing)
    return found


def address_of(special: Special, read: Callable[[str], tuple[int, str]]) -> str:
    """Give the first address of a page that opens, asked for by `read`, which gives status and text."""
    for number in range(1, TRIED):
        path = special.path.format(n=number)
        status, text = read(path)
        if status == 200:
            found = re.search(special.link, text) if special.link else None
            if not special.link or found:
                return unescape(found[1]) if found else path
        if path == special.path:
            break
    raise AssertionError(f"{special.who} finds no page for {special.name}")


def _links(text: str) -> list[str]:
    return [unescape(one) for one in LINK.findall(text)]


def _within(text: str, tag: str) -> str:
    found = re.search(rf"<{tag}[ >].*?</{tag}>", text, re.DOTALL)
    return found[0] if found else ""
