"""The table of targets with what was measured: floors and product in the same run, in turn, medians of five rounds."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.clock import today
from app.db import db, reading_only
from app.dialogues.models import SharedText, SharedTextRevision
from app.organisation.models import Person
from app.organisation.reach import holdings
from app.quality.measuring.due import DUE_AT_ONCE
from app.search.asking import question
from app.search.queries import Wanted, look
from app.search.reader import Reader
from bench import overseen, quality, risks, searching
from bench.databases import empty_database
from bench.floors import floor_app
from bench.municipality import Municipality, SignedIn, build, migrated_app, sign_in, sqlite_url
from bench.serving import ROOT, Server, Visitor
from bench.timing import ROUNDS, alternating, in_process, percentile, seconds
from tests.support.statements import counted_statements

CONNECTIONS = 16
SAVING = 15
"""Statements of saving a note: who asks, what may be written, the text, its words in the index, the history."""


@dataclass(slots=True)
class Line:
    """One row of the table; `good` is None where there is no target yet."""

    what: str
    target: str
    measured: str
    good: bool | None = None

    def __str__(self) -> str:
        """Give the row as Markdown."""
        mark = "" if self.good is None else " ✓" if self.good else " ✗"
        return f"| {self.what} | {self.target} | {self.measured}{mark} |"


def ms(value: float) -> str:
    """Write a time."""
    return f"{value * 1000:.2f} ms" if value < 0.0995 else f"{value * 1000:.0f} ms"


class Bench:
    """One run in one folder."""

    def __init__(
        self,
        folder: Path,
        say: Callable[[str], None],
        *,
        quick: bool = False,
        only: Sequence[str] = (),
        kind: str = "sqlite",
    ) -> None:
        self._folder = folder
        self._only = only
        self._kind = kind
        self._say = say
        self._quick = quick
        self._times = 20 if quick else 60
        self.floor = floor_app(folder / "floor.sqlite3")
        self.lines: list[Line] = []

    def run(self) -> list[Line]:
        """Measure everything."""
        steps: list[Callable[[], None]] = [
            self.floors,
            self.pages,
            self.registers,
            self.risks,
            self.quality,
            self.overview,
            self.meeting,
            self.organisation,
            self.searching,
        ]
        if self._kind == "sqlite":
            # What is asked over HTTP is served from a file in the folder.
            steps += [self.over_http, self.writers, self.starting, self.weight]
        for step in steps:
            if self._only and step.__name__ not in self._only:
                continue
            self._say(step.__name__)
            began = time.perf_counter()
            try:
                step()
            except Exception as problem:  # one that fails must not hide the others
                self.lines.append(
                    Line(step.__name__, "", f"failed: {type(problem).__name__}: {problem}"[:200], False)
                )
            self._say(f"  {time.perf_counter() - began:.0f} s")
        return self.lines

    @contextmanager
    def _product(
        self, name: str, *, pairs: int, themes: int = 7, big: int = 0, units: int = 0
    ) -> Iterator[tuple[Flask, Municipality]]:
        with ExitStack() as stack:
            file = self._kind == "sqlite"
            url = sqlite_url(self._folder, name) if file else stack.enter_context(empty_database(self._kind))
            app = migrated_app(url)
            with app.app_context():
                made = build(db.session, pairs=pairs, themes=themes, big=big, units=units)
                db.session.commit()
            yield app, made
            with app.app_context():
                db.engine.dispose()

    def _add(self, what: str, target: str, measured: str, good: bool | None = None) -> None:
        self.lines.append(Line(what, target, measured, good))
        self._say(f"  {self.lines[-1]}")

    def _ratio(self, what: str, limit: float | None, measured: float, floor: float, extra: str = "") -> None:
        ratio = measured / floor
        target = f"≤ {limit:g} × floor" if limit is not None else "–"
        self._add(
            what,
            target,
            f"{ms(measured)} = {ratio:.1f} × {ms(floor)}{extra}",
            None if limit is None else ratio <= limit,
        )

    def floors(self) -> None:
        """The floors by themselves, so that a reader can compare machines."""
        file = self._folder / "commit.sqlite3"
        connection = sqlite3.connect(file, isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (x TEXT)")
        found = alternating(
            {
                "commit": lambda: connection.execute("INSERT INTO t VALUES ('x')"),
                "plain page": in_process(self.floor, "/plain"),
                "page with 100 rows": self._rows(100),
                "page with 1,000 rows": self._rows(1000),
            },
            self._times,
        )
        connection.close()
        for name, value in found.items():
            self._add(f"floor: {name}", "–", ms(value))

    def _rows(self, number: int, statements: int = 1) -> Callable[[], bytes]:
        return in_process(self.floor, f"/rows?n={number}&statements={statements}")

    def pages(self) -> None:
        """Sign-in page and start page."""
        with self._product("pages", pairs=30) as (app, made):
            boss, manager = sign_in(app, made.boss_id), sign_in(app, made.manager_ids[0])
            found = alternating(
                {
                    "floor": in_process(self.floor, "/plain"),
                    "rows": self._rows(30),
                    "statements": self._rows(30, self._count(app, "/", boss)),
                    "sign-in": in_process(app, "/logga-in"),
                    "boss": in_process(app, "/", boss.cookie),
                    "manager": in_process(app, "/", manager.cookie),
                },
                self._times,
            )
            self._ratio("sign-in page, signed out", None, found["sign-in"], found["floor"], " (plain page)")
            self._ratio("start page, 30 dialogues", 3, found["boss"], found["rows"])
            self._ratio(
                "the same, floor with as many statements (proposed)", 3, found["boss"], found["statements"]
            )
            for who, name in ((boss, "kommunchef with 30 dialogues"), (manager, "section chief with one")):
                self._statements(f"statements, start page, {name}", app, "/", who, 8)

    def registers(self) -> None:
        """The register of dialogues at 10, 100 and 1,000 lines."""
        counts, times = {}, {}
        for number in (10, 100, 1000):
            with self._product(f"register{number}", pairs=number, themes=2) as (app, made):
                boss = sign_in(app, made.boss_id)
                counts[number] = self._count(app, "/dialoger/", boss)
                repeat = max(5, self._times * 100 // max(number, 100))
                found = alternating(
                    {"floor": self._rows(number), "page": in_process(app, "/dialoger/", boss.cookie)}, repeat
                )
                times[number] = found["page"]
                limit = {10: None, 100: 3.0, 1000: 2.0}[number]
                self._ratio(f"register of {number:,} dialogues", limit, found["page"], found["floor"])
        same = len(set(counts.values())) == 1
        self._add(
            "statements, register at 10 / 100 / 1,000",
            "≤ 8, sign-in ≤ +2, constant",
            " / ".join(str(count) for count in counts.values()),
            same and max(counts.values()) <= 10,
        )

    def overview(self) -> None:
        """The supervision overview of the kommunchef as the municipality grows, and of one who oversees a part, all in turn."""
        page = "/uppsikt/?tid=allt&del=ovrigt"
        sizes = (1000, 10_000) if self._quick else (1000, 10_000, 100_000)
        counts, works = {}, {"floor": self._rows(100)}
        with ExitStack() as stack:
            for number in sizes:
                app, made = stack.enter_context(
                    self._product(f"overview{number}", pairs=overseen.SECTIONS, themes=1, units=number)
                )
                with app.app_context():
                    overseen.fill(db.session, made)
                    self._settle(db.session)
                boss, section = sign_in(app, made.boss_id), sign_in(app, made.manager_ids[0])
                counts[number] = self._count(app, page, boss)
                works[f"page {number}"] = in_process(app, page, boss.cookie)
                works[f"same size {number}"] = in_process(app, "/organisation/", boss.cookie)
                works[f"part {number}"] = in_process(app, page, section.cookie)
            found = alternating(works, max(5, self._times // 3))
        for number in sizes:
            whole, same = found[f"page {number}"], found[f"same size {number}"]
            self._add(
                f"overview, kommunchef, {number:,} units",
                "≤ 2 × a plain page of the same size",
                f"{ms(whole)}, the start of the organisation {ms(same)}, 100 rows {ms(found['floor'])}",
                whole <= 2 * same,
            )
            self._add(f"overview of a section, {number:,} units", "–", ms(found[f"part {number}"]))
        first, last = sizes[0], sizes[-1]
        ratio = found[f"page {last}"] / found[f"page {first}"]
        self._add(
            f"overview at {last:,} units",
            f"within ±20 % of {first:,}",
            f"{ratio:.2f} ×",
            abs(ratio - 1) <= 0.2,
        )
        self._add(
            "statements of the overview, sign-in included",
            "≤ 10, constant",
            ", ".join(f"{number} at {size:,}" for size, number in counts.items()),
            max(counts.values()) <= 10 and len(set(counts.values())) == 1,
        )

    def risks(self) -> None:
        """The register of risks: 100 of 1,000, all 1,000 on a page; ten rows at 100, 1,000 and at 10,000 in turn."""
        page, counts, ten = "/internkontroll/risker/", {}, {}
        with ExitStack() as stack:
            for number in (100, 1000, 10_000):
                app, made = stack.enter_context(self._product(f"risks{number}", pairs=30, themes=1))
                with app.app_context():
                    risks.fill(db.session, made, number)
                    self._settle(db.session)
                boss = sign_in(app, made.boss_id)
                counts[number] = self._count(app, page, boss)
                ten[number] = in_process(app, f"{page}?rader=10", boss.cookie)
                if number == 1000:
                    found = alternating(
                        {
                            "floor": self._rows(100),
                            "page": in_process(app, page, boss.cookie),
                            "whole floor": self._rows(1000),
                            "whole": in_process(app, f"{page}?rader=1000", boss.cookie),
                        },
                        max(5, self._times // 3),
                    )
            times = alternating({str(number): ask for number, ask in ten.items()}, self._times)
        self._ratio("register page, 100 of 1,000 risks", 3, found["page"], found["floor"])
        self._ratio("all 1,000 risks on a page", 2, found["whole"], found["whole floor"])
        ratio = times["10000"] / times["100"]
        self._add(
            "10-row page of risks at 10,000",
            "≤ 1.2 × its time at 100",
            f"{ms(times['10000'])} = {ratio:.2f} × {ms(times['100'])}",
            ratio <= 1.2,
        )
        self._add(
            "statements, register of risks at 100 / 1,000 / 10,000",
            "≤ 8, sign-in ≤ +2, constant",
            " / ".join(str(count) for count in counts.values()),
            len(set(counts.values())) == 1 and max(counts.values()) <= 10,
        )

    def _settle(self, session: Session) -> None:
        """Commit what was written in bulk, and let PostgreSQL learn what there is, as it would by itself in a while."""
        session.commit()
        if self._kind == "postgresql":
            session.execute(text("ANALYZE"))
            session.commit()

    def quality(self) -> None:
        """The page of a factor with 3 and with 200 indicators measured for twenty years, and what is to be measured then."""
        counts, times = {}, {}
        for number in (3, 200):
            with self._product(f"factor{number}", pairs=4, themes=1) as (app, made):
                with app.app_context():
                    factor_id = quality.fill(db.session, made, number)
                    db.session.commit()
                manager = sign_in(app, made.manager_ids[0])
                pages = {"factor": f"/kvalitet/faktor/{factor_id}", "due": "/kvalitet/mata"}
                counts[number] = [self._count(app, page, manager) for page in pages.values()]
                works = {name: in_process(app, page, manager.cookie) for name, page in pages.items()}
                # What the page reads: all the factor's indicators, and twenty years of the twenty that are shown.
                fair = self._rows(number + 20 * len(quality.YEARS), counts[number][0])
                # Each row that is due comes with the two values before it.
                due = self._rows(3 * DUE_AT_ONCE, counts[number][1])
                floors = {"floor": self._rows(100), "fair": fair, "fair due": due}
                times[number] = alternating(floors | works, max(5, self._times // 3))
        many = times[200]
        self._ratio(
            "factor of 200 indicators × 20 years, 20 of them on a page", 3, many["factor"], many["floor"]
        )
        self._ratio(
            "the same, floor with as many rows and statements (proposed)", 3, many["factor"], many["fair"]
        )
        self._ratio("what is to be measured, 200 indicators", 3, many["due"], many["floor"])
        self._ratio(
            "the same, floor with as many rows and statements (proposed)", 3, many["due"], many["fair due"]
        )
        self._add(
            "statements of the two, at 3 and at 200 indicators",
            "constant",
            f"{counts[3]}, {counts[200]}",
            counts[3] == counts[200],
        )

    def meeting(self) -> None:
        """A meeting with 100 themes, each with a note and two pictures, and saving one of its notes."""
        with self._product("meeting", pairs=1, big=100) as (app, made):
            boss, meeting = sign_in(app, made.boss_id), made.meetings[0]
            paths = {
                "meeting page": f"/dialoger/{meeting.dialogue_id}/",
                "theme page": f"/dialoger/{meeting.dialogue_id}/tema/{meeting.theme_ids[50]}",
                "record page (all notes)": f"/dialoger/{meeting.dialogue_id}/helhet",
            }
            works = {name: in_process(app, path, boss.cookie) for name, path in paths.items()}
            counts = {name: self._count(app, path, boss) for name, path in paths.items()}
            fair = {f"floor of {name}": self._rows(100, counts[name]) for name in paths}
            found = alternating({"floor": self._rows(100)} | fair | works, self._times)
            for name, path in paths.items():
                self._ratio(f"{name}, 100 theme notes", 3, found[name], found["floor"])
                self._ratio(
                    "the same, floor with as many statements (proposed)",
                    3,
                    found[name],
                    found[f"floor of {name}"],
                )
                self._statements(f"statements, {name}", app, path, boss, 10)

    def organisation(self) -> None:
        """The organisation as a tree, at growing size."""
        counts, times = {}, {}
        for number in (100, 1000, 10000):
            with self._product(f"tree{number}", pairs=10, themes=1, units=number) as (app, made):
                boss = sign_in(app, made.boss_id)
                counts[number] = self._count(app, "/organisation/", boss)
                times[number] = alternating(
                    {"page": in_process(app, "/organisation/", boss.cookie)}, 8, rounds=3
                )["page"]
        self._add(
            "organisation as a tree, 100 / 1,000 / 10,000 units",
            "–",
            " / ".join(ms(value) for value in times.values()),
        )
        self._add(
            "statements, organisation at 100 / 1,000 / 10,000",
            "≤ 8, sign-in ≤ +2, constant",
            " / ".join(str(count) for count in counts.values()),
            max(counts.values()) <= 10,
        )

    def _count(self, app: Flask, path: str, who: SignedIn) -> int:
        ask = in_process(app, path, who.cookie)
        ask()
        with app.app_context():
            engine = db.engine
        with counted_statements(engine) as sent:
            ask()
        return len(sent)

    def _statements(self, what: str, app: Flask, path: str, who: SignedIn, limit: int) -> None:
        count = self._count(app, path, who)
        self._add(what, f"≤ {limit}, sign-in ≤ +2", str(count), count <= limit + 2)

    def searching(self) -> None:
        """Search in 100,000 notes of 1 kB, all of which the one who asks may read."""
        number = 5_000 if self._quick else 100_000
        bare = searching.floor(self._folder / "bare.sqlite3", number)
        beginnings = sorted({word[:4] for word in searching.vocabulary() if len(word) > 5})[
            :: 40 if self._quick else 10
        ]
        with self._product("search", pairs=100, themes=1) as (app, made):
            with app.app_context():
                held = searching.fill(db.session, made, number)
                db.session.commit()
            boss = sign_in(app, made.boss_id)
            with app.test_request_context("/"), Session(db.engine) as session, reading_only():
                day = today()
                person = session.get_one(Person, made.boss_id)
                actor = Actor(person.id, person.name, "sv", holdings(session, person.id, day))

                def look_for(line: str) -> object:
                    return look(Reader(session, actor, day), Wanted(question(line)))

                found = alternating(
                    {"floor": lambda: bare(searching.RARE), "product": lambda: look_for(searching.RARE)},
                    self._times,
                )
                taken = [seconds(partial(look_for, f"{line}*"), 1)[0] for line in beginnings]
                bare_taken = [seconds(partial(bare, f"{line}*"), 1)[0] for line in beginnings]
            self._ratio(
                f"search for a rare word in {held:,} texts, rights included",
                2,
                found["product"],
                found["floor"],
            )
            page = in_process(app, f"/sok?q={searching.RARE}", boss.cookie)
            whole = statistics.median(seconds(page, self._times))
            self._add("the page of it", "–", ms(whole))
            high = percentile(taken, 0.95)
            self._add(
                f"search for a beginning of four letters, {len(beginnings)} different, p95",
                "≤ 50 ms",
                f"{ms(high)}, p50 {ms(percentile(taken, 0.5))}; floor p95 {ms(percentile(bare_taken, 0.95))}",
                high <= 0.05,
            )
            self._statements("statements, search", app, f"/sok?q={searching.RARE}", boss, 8)

    def over_http(self) -> None:
        """One save, tail times, throughput and memory of the real server."""
        with self._product("http", pairs=CONNECTIONS, big=100) as (app, made):
            who = [sign_in(app, made.boss_id), *(sign_in(app, person) for person in made.manager_ids)]
        product, floor = (
            Server.of(sqlite_url(self._folder, "http")),
            Server.of_floor(self._folder / "floor.sqlite3"),
        )
        product.start("/readyz")
        floor.start()
        try:
            self._saving(product, floor, made, who[0])
            self._writing_a_risk(product, floor, made, who[0])
            self._tail(product, who[0])
            self._throughput(product, floor, who)
            self._memory(product, floor, who)
        finally:
            product.stop()
            floor.stop()

    def _saving(self, product: Server, floor: Server, made: Municipality, who: SignedIn) -> None:
        meeting = made.meetings[1]
        path = f"/dialoger/{meeting.dialogue_id}/tema/{meeting.theme_ids[0]}/anteckning"
        visitor, other = Visitor(product.port, who), Visitor(floor.port)
        base = [""]

        def save() -> None:
            words = f"Sparat {time.perf_counter_ns()}. " * 12
            answer = visitor.post(path, {"text": words, "base": base[0]}, autosave=True)
            assert answer.status == 200, answer.body
            base[0] = str(answer.json()["base"])

        def insert() -> None:
            assert other.post("/insert", {"text": "Sparat. " * 40}).status == 200

        def insert_beside_others() -> None:
            assert other.post(f"/insert?statements={SAVING}", {"text": "Sparat. " * 40}).status == 200

        found = alternating({"floor": insert, "fair": insert_beside_others, "product": save}, self._times)
        self._ratio("saving one note over HTTP, history included", 3, found["product"], found["floor"])
        self._ratio("the same, floor with as many statements (proposed)", 3, found["product"], found["fair"])

    def _writing_a_risk(self, product: Server, floor: Server, made: Municipality, who: SignedIn) -> None:
        visitor, other = Visitor(product.port, who), Visitor(floor.port)
        fields = risks.as_sent(made)

        def write() -> None:
            answer = visitor.post("/internkontroll/risker/ny", fields)
            assert answer.status == 303, answer.body

        def insert() -> None:
            assert other.post("/insert", {"text": "Sparat. " * 40}).status == 200

        def insert_beside_others() -> None:
            path = f"/insert?statements={risks.WRITING}"
            assert other.post(path, {"text": "Sparat. " * 40}).status == 200

        found = alternating({"floor": insert, "fair": insert_beside_others, "product": write}, self._times)
        self._ratio("writing one risk over HTTP, history included", 3, found["product"], found["floor"])
        self._ratio("the same, floor with as many statements (proposed)", 3, found["product"], found["fair"])

    def _tail(self, product: Server, who: SignedIn) -> None:
        visitor = Visitor(product.port, who)
        number = 400 if self._quick else 3000
        seconds(lambda: visitor.get("/"), 50)
        taken = seconds(lambda: visitor.get("/"), number)
        middle, high = percentile(taken, 0.5), percentile(taken, 0.99)
        self._add(
            f"p99 at 1 connection, start page, {number} requests",
            "≤ 2.5 × p50",
            f"{ms(high)} = {high / middle:.1f} × {ms(middle)}",
            high <= 2.5 * middle,
        )

    def _throughput(self, product: Server, floor: Server, who: list[SignedIn]) -> None:
        rounds = 2 if self._quick else ROUNDS
        span = 1.0 if self._quick else 2.0
        results: dict[str, list[float]] = {"one": [], "many": [], "floor": []}
        for _round in range(rounds):
            results["floor"].append(
                _rate([Visitor(floor.port) for _ in range(CONNECTIONS)], "/rows?n=30", span)
            )
            results["many"].append(
                _rate([Visitor(product.port, who[n % len(who)]) for n in range(CONNECTIONS)], "/", span)
            )
            results["one"].append(_rate([Visitor(product.port, who[0])], "/", span))
        one, many, least = (statistics.median(results[name]) for name in ("one", "many", "floor"))
        self._add(
            f"throughput, {CONNECTIONS} connections, start page",
            "≥ 0.4 × ORM floor, not below 1 connection",
            f"{many:.0f}/s = {many / least:.2f} × {least:.0f}/s; 1 connection {one:.0f}/s",
            many >= 0.4 * least and many >= one,
        )

    def _memory(self, product: Server, floor: Server, who: list[SignedIn]) -> None:
        pages = ["/", "/dialoger/", "/organisation/", "/logga-in", "/om-modellen", "/konto/"]
        visitors = [Visitor(product.port, person) for person in who[:4]]
        for number in range(600):
            visitors[number % 4].get(pages[number % len(pages)])
        before = product.memory()
        number = 1000 if self._quick else 10_000
        for count in range(number):
            visitors[count % 4].get(pages[count % len(pages)])
        after = product.memory()
        self._add(
            "memory, two workers and their parent, PSS",
            "≤ 150 MiB",
            f"{before:.0f} MiB; floor {floor.memory():.0f} MiB",
            before <= 150,
        )
        growth = (after - before) / before
        self._add(
            f"memory after {number:,} requests", "≤ +10 %", f"{after:.0f} MiB, {growth:+.1%}", growth <= 0.10
        )

    def writers(self) -> None:
        """16 people saving 100 times each, every one a note of their own, on SQLite over HTTP."""
        url = sqlite_url(self._folder, "writers")
        with self._product("writers", pairs=CONNECTIONS, themes=2) as (app, made):
            who = [sign_in(app, person) for person in made.manager_ids]
        server = Server.of(url)
        server.start("/readyz")
        each = 20 if self._quick else 100
        taken: list[float] = []
        problems: list[str] = []

        def write(number: int) -> None:
            meeting = made.meetings[number]
            path = f"/dialoger/{meeting.dialogue_id}/tema/{meeting.theme_ids[0]}/anteckning"
            visitor, base = Visitor(server.port, who[number]), ""
            for count in range(1, each + 1):
                began = time.perf_counter()
                answer = visitor.post(path, {"text": f"sparning {count}", "base": base}, autosave=True)
                taken.append(time.perf_counter() - began)
                if answer.status != 200 or answer.json()["state"] != "saved":
                    problems.append(f"{answer.status} {answer.body[:100]!r}")
                    continue
                base = str(answer.json()["base"])

        try:
            _together([partial(write, number) for number in range(CONNECTIONS)])
        finally:
            server.stop()
        with app.app_context(), Session(db.engine) as session:
            kept = session.scalar(select(func.count(SharedTextRevision.id))) or 0
            wanted = [meeting.note_ids[0] for meeting in made.meetings]
            last = session.scalars(select(SharedText.text).where(SharedText.id.in_(wanted))).all()
        lost = CONNECTIONS * each - kept + sum(words != f"sparning {each}" for words in last)
        self._add(
            f"{CONNECTIONS} writers × {each} on SQLite",
            "0 locked, 0 lost, slowest ≤ 1.5 s",
            f"{len(problems)} refused, {lost} lost, slowest {ms(max(taken))}, median {ms(percentile(taken, 0.5))}",
            not problems and not lost and max(taken) <= 1.5,
        )

    def starting(self) -> None:
        """Cold start with files warm, and from an empty database to the first page."""
        with self._product("start", pairs=2) as _made:
            pass
        taken: list[float] = []
        least: list[float] = []
        for _round in range(ROUNDS):
            for server, times in (
                (Server.of_floor(self._folder / "floor.sqlite3"), least),
                (Server.of(sqlite_url(self._folder, "start")), taken),
            ):
                times.append(server.start("/healthz"))
                server.stop()
        start, floor = statistics.median(taken), statistics.median(least)
        self._add(
            "start of the server, files warm",
            "≤ 0.8 s, or 2.5 × floor where the machine is slower",
            f"{start:.2f} s = {start / floor:.1f} × {floor:.2f} s",
            start <= 0.8 or start <= 2.5 * floor,
        )
        url = sqlite_url(self._folder, "empty")
        env = {k: v for k, v in os.environ.items() if not k.startswith("SAMSYN_")}
        env |= {"SAMSYN_DATABASE_URL": url, "SAMSYN_SECRET_KEY": "x" * 40}
        began = time.perf_counter()
        subprocess.run(
            [str(Path(sys.executable).parent / "samsyn"), "db", "upgrade"],
            cwd=ROOT,
            env=env,
            check=True,
            capture_output=True,
        )
        server = Server.of(url)
        server.start("/logga-in")
        whole = time.perf_counter() - began
        server.stop()
        self._add(
            "empty database to the first page",
            "≤ 5 s, or 15 × floor start where the machine is slower",
            f"{whole:.1f} s = {whole / floor:.1f} × {floor:.2f} s",
            whole <= 5 or whole <= 15 * floor,
        )

    def weight(self) -> None:
        """What a browser fetches on the first visit and afterwards, compressed, and from which hosts."""
        with self._product("weight", pairs=4) as (app, made):
            who = sign_in(app, made.boss_id)
        server = Server.of(sqlite_url(self._folder, "weight"))
        server.start("/readyz")
        try:
            visitor = Visitor(server.port, who)
            meeting = made.meetings[0]
            pages = {
                "/": 0,
                f"/dialoger/{meeting.dialogue_id}/tema/{meeting.theme_ids[0]}": 0,
                "/dialoger/": 0,
            }
            others: set[str] = set()
            first = 0
            for path in list(pages):
                answer = visitor.get(path, {"Accept-Encoding": "gzip"})
                pages[path] = _sent(answer.body, answer.headers)
                fetched, elsewhere = _assets(visitor, answer.body, answer.headers)
                first = max(first, pages[path] + fetched)
                others |= elsewhere
        finally:
            server.stop()
        later = max(pages.values())
        self._add(
            "first visit, compressed, fonts and all", "≤ 150 kB", f"{first / 1000:.0f} kB", first <= 150_000
        )
        self._add("a page after that", "≤ 15 kB", f"{later / 1000:.1f} kB", later <= 15_000)
        self._add("requests to other hosts", "0", str(len(others)), not others)


def _sent(body: bytes, headers: dict[str, str]) -> int:
    """Give the bytes on the wire; where the server leaves compressing to what stands in front, compress as that does."""
    if headers.get("content-encoding") or "woff" in headers.get("content-type", ""):
        return len(body)
    return len(gzip.compress(body, 6))


def _assets(visitor: Visitor, page: bytes, headers: dict[str, str]) -> tuple[int, set[str]]:
    """Fetch what a page names, and what its styles name; gives the bytes and addresses elsewhere."""
    content = gzip.decompress(page) if headers.get("content-encoding") == "gzip" else page
    words = content.decode()
    found = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"', words)
    waiting, seen, elsewhere, total = [(one, "/") for one in found], set(), set(), 0
    while waiting:
        address, base = waiting.pop()
        if address.startswith("data:"):
            continue
        full = urljoin(base, address)
        if urlsplit(full).netloc:
            elsewhere.add(full)
            continue
        if full in seen:
            continue
        seen.add(full)
        answer = visitor.get(full, {"Accept-Encoding": "gzip"})
        assert answer.status == 200, (full, answer.status)
        total += _sent(answer.body, answer.headers)
        if "css" in answer.headers.get("content-type", ""):
            style = gzip.decompress(answer.body) if answer.headers.get("content-encoding") else answer.body
            named = re.findall(r"url\(\s*[\"']?([^\"')]+)", style.decode())
            waiting += [(one, full) for one in named]
    return total, elsewhere


def _together(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _rate(visitors: list[Visitor], path: str, span: float) -> float:
    """Give the answers a second that some connections get together."""
    stop = time.perf_counter() + span
    counts = [0] * len(visitors)

    def ask(number: int) -> None:
        while time.perf_counter() < stop:
            try:
                answer = visitors[number].get(path)
            except (OSError, http.client.HTTPException):
                continue
            if answer.status == 200:
                counts[number] += 1

    _together([partial(ask, number) for number in range(len(visitors))])
    for visitor in visitors:
        visitor.close()
    return sum(counts) / span


def measure(
    say: Callable[[str], None], *, quick: bool = False, only: Sequence[str] = (), kind: str = "sqlite"
) -> list[Line]:
    """Measure everything in a temporary folder, or the steps named in `only`; on PostgreSQL what needs no server of ours."""
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        return Bench(Path(folder), say, quick=quick, only=only, kind=kind).run()


def markdown(lines: list[Line]) -> str:
    """Give the table, dated, with what it was measured on."""
    import platform

    at = datetime.now(UTC).date().isoformat()
    head = f"Measured {at}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}.\n"
    return "\n".join(
        [head, "| what | target | measured |", "| --- | --- | --- |", *(str(line) for line in lines)]
    )
