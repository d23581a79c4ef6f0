"""Random bad input over every route, inside this process: nothing may end as 500 or show a traceback.

Addresses, methods, form fields, headers and cookies are drawn from what the product knows (its routes, the names in
its templates, ids that exist) and from what it does not: numbers out of any range, control characters, broken
encodings, the same parameter many times, large bodies, wrong types, torn multipart.
"""

from __future__ import annotations

import contextlib
import html
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

from flask import Flask, got_request_exception
from sqlalchemy import update
from werkzeug.routing import Rule
from werkzeug.test import EnvironBuilder

from app import clock
from app.accounts.models import Credential
from app.db import db
from app.organisation.models import Appointment, Person, Unit
from bench.municipality import PASSWORD, SignedIn, build, migrated_app, sign_in

TEMPLATES = Path(__file__).resolve().parent.parent / "app"
SLOWEST_ALLOWED = 1.0

NUMBERS = ["0", "1", "2", "3", "-1", "00001", "1.0", "1e9", "2147483647", "2147483648", "9223372036854775807"]
NUMBERS += [
    "9223372036854775808",
    "9" * 400,
    "0x10",
    "１",
    "٣",
    "NaN",
    "Infinity",
    "-0",
    " 1",
    "1 ",
    "1_0",
    "+1",
    "",
]
DATES = [
    "2026-11-23",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "2026-3-29 02:30",
    "0001-01-01",
    "-1-1-1",
]
DATES += ["2026-03-29T02:30", "2026-10-25T02:30", "24:00", "23:59:60", "kl. 13", "12:61"]
WORDS = [
    b"",
    b" ",
    b"\x00",
    b"a\x00b",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\xf0\x9f\x92\xa9",
    b"\xe2\x80\xae",
    b"\r\n",
]
WORDS += [
    b"' OR 1=1 --",
    b"%",
    b"_",
    b"\\",
    b"%s%n",
    b"{{7*7}}",
    b"{% raw %}",
    b"<script>alert(1)</script>",
    b"../../etc/passwd",
]
WORDS += [
    b"//example.com",
    b"https://example.com",
    b"javascript:alert(1)",
    b"a" * 5000,
    b"\xc3\xa5" * 20000,
    b"[]",
    b"null",
]
WORDS += [
    b"1" * 5000,
    b"*" * 3000,
    b"[" * 2000,
    b"> " * 2000,
    b"#" * 100,
    b"`" * 999,
    b"|" * 500,
    b"\x1b[31m",
    b"\xcc\x88" * 300,
]
# What the converter of Markdown nests or pairs, behind signs that are taken away, and what says the same again and again.
WORDS += [
    "- \ue000".encode() * 900,
    b"- \x03" * 900,
    b"1234567890. " * 1600,
    b"__0" + b"*" * 19_970,
    b"*a _" * 2000,
    b"a " * 6000,
]
CODECS = ["utf-8", "utf-16", "latin-1", "nonsense", "utf-7", "idna", "base64", "\x00"]
KINDS = [
    "text/plain",
    "application/json",
    "application/xml",
    "multipart/form-data",
    "image/png",
    "x",
    "",
    "/",
    "a/b;charset",
]
HEADERS: dict[str, list[str]] = {
    "Accept": [
        "*/*",
        "application/json",
        "text/html;q=x",
        "q=0",
        ",,,",
        "a" * 3000,
        "application/json;q=0.9,*/*;q=nan",
    ],
    "Accept-Language": ["sv", "en", "xx-YY-zz", "sv;q=abc", ";;", "*", "a" * 2000, "sv-" + "x" * 99],
    "Accept-Encoding": ["gzip", "br;q=1", "gzip;q=nan", "*;q=0", ""],
    "X-Autosave": ["1", "0", "x"],
    "X-Person": ["1", "2", "-1", "x", "9" * 40, ""],
    "HX-Request": ["true", "false", "x"],
    "HX-Target": ["agreements", "../x", "#", "a" * 999],
    "HX-Current-URL": ["http://127.0.0.1/", "http://[", "::", "//", "http://\u00e5/"],
    "Referer": [
        "http://127.0.0.1/logga-in",
        "http://[::",
        "javascript:1",
        "//x",
        "http://127.0.0.1" + "/a" * 900,
    ],
    "Host": ["127.0.0.1", "example.com", "[::1", "a" * 300, "x y", "127.0.0.1:99999", ""],
    "X-Forwarded-For": ["1.2.3.4", "x", "::1,::2", "," * 50],
    "X-Forwarded-Host": ["example.com"],
    "If-None-Match": ['"x"', "*", "W/", '"'],
    "If-Modified-Since": ["x", "Mon, 23 Nov 2026 00:00:00 GMT", "-1"],
    "Range": ["bytes=0-1", "bytes=9-1", "bytes=-", "x", "bytes=0-0,1-1,2-2"],
    "Content-Length": ["x", "-1", "99999999999999999999"],
    "Transfer-Encoding": ["chunked", "x"],
    "Authorization": ["Basic x", "Basic " + "\u00e5", "Bearer"],
    "X-CSRFToken": ["", "x", "a.b.c", "." * 50],
}


FORM = re.compile(rb'<form[^>]*?method="post"[^>]*>.*?</form>', re.S | re.I)
ACTION = re.compile(rb'action="([^"]*)"')
INPUT = re.compile(rb'<(?:input|button)[^>]*?name="([^"]+)"[^>]*?(?:value="([^"]*)")?[^>]*>')
AREA = re.compile(rb'<textarea[^>]*?name="([^"]+)"[^>]*>([^<]*)</textarea>')
SELECT = re.compile(rb'<select[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', re.S)
OPTION = re.compile(rb'<option[^>]*?value="([^"]*)"')
FORMS_KEPT = 400
SIGNING_OUT = ("/logga-ut", "/konto/avsluta-andra", "/sprak")


@dataclass(slots=True)
class Form:
    """A form as it stood on a page: where it goes and what it would send untouched."""

    path: str
    fields: list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    endpoints: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_path: str = ""
    seconds: float = 0.0

    def __str__(self) -> str:
        """Give some lines for people."""
        answered = ", ".join(f"{status} × {number}" for status, number in sorted(self.statuses.items()))
        return (
            f"{self.requests} requests over {len(self.endpoints)} routes in {self.seconds:.0f} s: {answered}\n"
            f"{len(self.faults)} faults; slowest {self.slowest * 1000:.0f} ms ({self.slowest_path})"
        )


class Fuzzer:
    """Makes requests and judges answers."""

    def __init__(
        self, app: Flask, people: list[SignedIn], chance: random.Random, slowest: float | None
    ) -> None:
        self._app = app
        self._people = people
        self._chance = chance
        self._slowest = slowest
        self._rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "ui.static"]
        self._rules += [rule for rule in app.url_map.iter_rules() if rule.endpoint == "ui.static"]
        self._names = _field_names()
        self._caught: list[str] = []
        self._forms: list[Form] = []
        got_request_exception.connect(self._note, app)

    def _note(self, _app: Flask, exception: BaseException, **_rest: object) -> None:
        self._caught.append(f"{type(exception).__name__}: {exception}"[:300])

    def sign_in_anew(self, people: list[SignedIn]) -> None:
        """Go on with fresh sign-ins: some requests sign people out."""
        self._people = people

    def once(self, outcome: Outcome) -> None:
        """Send one request: a form from a page with something in it changed, or an address made up."""
        rule = self._chance.choice(self._rules)
        method = self._method(rule)
        endpoint = rule.endpoint
        if self._forms and self._chance.random() < 0.35:
            form = self._chance.choice(self._forms)
            method, endpoint = "POST", f"form {re.sub('[0-9]+', 'N', form.path)}"
            environ = self._changed(form)
        else:
            environ = self._environ(rule, method)
        if environ is None:
            return
        self._caught.clear()
        began = time.perf_counter()
        status, body = self._send(environ)
        taken = time.perf_counter() - began
        outcome.requests += 1
        outcome.statuses[status] += 1
        outcome.endpoints[endpoint] += 1
        if status == 200 and method == "GET":
            self._keep_forms(environ["PATH_INFO"], body)
        path = f"{method} {environ['PATH_INFO'][:80]!a}"
        if taken > outcome.slowest:
            outcome.slowest, outcome.slowest_path = taken, path
        if status >= 500 or self._caught or b"Traceback (most recent call last)" in body:
            query = ascii(environ["QUERY_STRING"][:120])
            outcome.faults.append(f"{path} ?{query} [{endpoint}]: {status} {' | '.join(self._caught)}")
        if self._slowest is not None and taken >= self._slowest:
            outcome.faults.append(f"{path} [{endpoint}] took {taken:.2f} s")

    def _keep_forms(self, path: str, body: bytes) -> None:
        for found in FORM.findall(body):
            action = ACTION.search(found.split(b">", 1)[0])
            target = html.unescape(action[1].decode("utf-8", "replace")) if action else path
            fields = [(name, value) for name, value in INPUT.findall(found) if name != b"csrf_token"]
            fields += AREA.findall(found)
            for name, options in SELECT.findall(found):
                values = OPTION.findall(options)
                fields += [(name, self._chance.choice(values))] if values else []
            form = Form(target.split("?")[0], fields)
            if form.path in SIGNING_OUT and self._chance.random() < 0.98:
                continue
            if len(self._forms) < FORMS_KEPT:
                self._forms.append(form)
            else:
                self._forms[self._chance.randrange(FORMS_KEPT)] = form

    def _changed(self, form: Form) -> dict[str, Any] | None:
        """Send a form with none, some or many of its fields spoilt."""
        chance = self._chance
        fields = list(form.fields)
        for _time in range(chance.choice([0, 1, 1, 1, 2, 3])):
            if not fields:
                break
            place = chance.randrange(len(fields))
            name, _value = fields[place]
            action = chance.random()
            if action < 0.1:
                del fields[place]
            elif action < 0.25:
                fields.append((name, self._value()))
            else:
                fields[place] = (name, self._value())
        who = chance.choice(self._people)
        builder = EnvironBuilder(path="/", method="POST", base_url="http://127.0.0.1")
        environ = builder.get_environ()
        environ["PATH_INFO"] = form.path.encode("utf-8", "replace").decode("latin-1")
        fields.append((b"csrf_token", who.csrf_token.encode()))
        content = b"&".join(
            quote_from_bytes(n).encode() + b"=" + quote_from_bytes(v).encode() for n, v in fields
        )
        environ["wsgi.input"] = BytesIO(content)
        environ["CONTENT_LENGTH"] = str(len(content))
        environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        self._head(environ, who)
        return environ

    def _send(self, environ: dict[str, Any]) -> tuple[int, bytes]:
        status: list[str] = []

        def start_response(line: str, _headers: Any, _error: Any = None) -> Any:
            status.append(line)

        try:
            answer = self._app.wsgi_app(environ, start_response)
            body = b"".join(answer)
            close: Callable[[], None] | None = getattr(answer, "close", None)
            if close is not None:
                close()
        except Exception as problem:  # whatever leaves the application is a fault
            self._caught.append(f"left the application: {type(problem).__name__}: {problem}"[:300])
            return 599, b""
        return int(status[0][:3]), body

    def _method(self, rule: Rule) -> str:
        if self._chance.random() < 0.06:
            return self._chance.choice(["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "BREW", "get"])
        return self._chance.choice(sorted(rule.methods or {"GET"}))

    def _environ(self, rule: Rule, method: str) -> dict[str, Any] | None:
        chance = self._chance
        builder = EnvironBuilder(path="/", method=method, base_url="http://127.0.0.1")
        with contextlib.suppress(ValueError, UnicodeError):
            environ = builder.get_environ()
            environ["PATH_INFO"] = self._path(rule)
            environ["QUERY_STRING"] = self._query() if chance.random() < 0.5 else ""
            who = chance.choice(self._people) if chance.random() < 0.85 else None
            self._body(environ, method, who)
            self._head(environ, who)
            return environ
        return None

    def _path(self, rule: Rule) -> str:
        made = rule.rule
        for name in rule.arguments:
            before, after = re.split(rf"<[^<>]*\b{name}>", made, maxsplit=1)
            made = before + self._argument(name) + after
        if self._chance.random() < 0.03:
            made += self._chance.choice(["/", "//", "/../x", ";a=b", "%2e%2e", "\x00", "\u00e5", "?"])
        # As a WSGI server hands it over: bytes seen as latin-1.
        return made.encode("utf-8", "surrogatepass").decode("latin-1")

    def _argument(self, name: str) -> str:
        chance = self._chance
        if name.endswith("_id") and chance.random() < 0.75:
            return str(chance.randint(1, 12))
        if chance.random() < 0.6:
            return chance.choice(NUMBERS)
        return chance.choice(WORDS)[:300].decode("utf-8", "replace")

    def _value(self) -> bytes:
        chance = self._chance
        kind = chance.random()
        if kind < 0.3:
            return chance.choice(NUMBERS).encode()
        if kind < 0.4:
            return chance.choice(DATES).encode()
        if kind < 0.5:
            return chance.choice(
                [b"sv", b"en", b"done", b"over", b"rep", b"both", b"same", b"held", b"release", b"1:manager:"]
            )
        if kind < 0.55:
            return chance.randbytes(chance.randint(1, 400))
        return chance.choice(WORDS)

    def _pairs(self) -> list[tuple[bytes, bytes]]:
        chance = self._chance
        pairs = [
            (chance.choice(self._names).encode(), self._value()) for _time in range(chance.randint(0, 14))
        ]
        if pairs and chance.random() < 0.3:
            pairs += [(chance.choice(pairs)[0], self._value()) for _time in range(chance.choice([1, 2, 30]))]
        if chance.random() < 0.05:
            pairs.append((chance.choice(WORDS)[:300], self._value()))
        return pairs

    def _query(self) -> str:
        if self._chance.random() < 0.1:
            return self._chance.randbytes(self._chance.randint(1, 200)).decode("latin-1")
        pairs = self._pairs()
        return "&".join(f"{quote_from_bytes(name)}={quote_from_bytes(value[:3000])}" for name, value in pairs)

    def _body(self, environ: dict[str, Any], method: str, who: SignedIn | None) -> None:
        if method in {"GET", "HEAD", "OPTIONS", "TRACE", "get"} and self._chance.random() < 0.95:
            return
        content, kind = self._content(who)
        environ["wsgi.input"] = BytesIO(content)
        environ["CONTENT_LENGTH"] = str(len(content))
        environ["CONTENT_TYPE"] = kind

    def _content(self, who: SignedIn | None) -> tuple[bytes, str]:
        chance = self._chance
        kind = chance.random()
        form = "application/x-www-form-urlencoded"
        pairs = self._pairs()
        if who is not None and chance.random() < 0.9:
            pairs.append((b"csrf_token", who.csrf_token.encode()))
        encoded = b"&".join(
            quote_from_bytes(n).encode() + b"=" + quote_from_bytes(v).encode() for n, v in pairs
        )
        if kind < 0.7:
            return encoded, form
        if kind < 0.74:
            return encoded + b"&text=" + b"%", form
        if kind < 0.78:
            return b"&".join(
                name + b"=" + value for name, value in pairs
            ), f"{form}; charset={chance.choice(CODECS)}"
        if kind < 0.9:
            return self._multipart(pairs)
        if kind < 0.94:
            return json.dumps(
                {"text": [1, {"a": None}], "base": 1e400 if chance.random() < 0.5 else "x"}
            ).encode(), "application/json"
        if kind < 0.945:
            size = chance.choice([1, 3, 17]) * 1024 * 1024
            return b"text=" + b"a" * size, form
        if kind < 0.96:
            return b"&".join(b"a%d=1" % number for number in range(1200)), form
        return chance.randbytes(chance.randint(0, 2000)), chance.choice(KINDS)

    def _multipart(self, pairs: list[tuple[bytes, bytes]]) -> tuple[bytes, str]:
        chance = self._chance
        parts = b"".join(
            b'--grans\r\nContent-Disposition: form-data; name="'
            + name
            + b'"'
            + (b'; filename="' + chance.choice(WORDS)[:99] + b'"' if chance.random() < 0.3 else b"")
            + chance.choice([b"", b"\r\nContent-Type: text/csv", b"\r\nContent-Type: x; charset=nonsense"])
            + b"\r\n\r\n"
            + value[:5000]
            + b"\r\n"
            for name, value in pairs
        )
        end = chance.choice([b"--grans--\r\n", b"", b"--grans", b"--grans\r\nContent-Disposition: form-data"])
        boundary = chance.choice(
            ["; boundary=grans"] * 8 + ["; boundary=", "", "; boundary=annan", '; boundary="']
        )
        return parts + end, f"multipart/form-data{boundary}"

    def _head(self, environ: dict[str, Any], who: SignedIn | None) -> None:
        chance = self._chance
        if who is not None:
            environ["HTTP_COOKIE"] = who.cookie
            if chance.random() < 0.5:
                environ["HTTP_X_CSRFTOKEN"] = who.csrf_token
        if chance.random() < 0.05:
            environ["HTTP_COOKIE"] = chance.choice(
                ["samsyn=x", "samsyn=" + "a" * 4000, ";;;=", "samsyn=a.b.c; samsyn=d", "\xff=\xff"]
            )
        for name in chance.sample(sorted(HEADERS), chance.choice([0, 0, 1, 2, 4])):
            value = chance.choice(HEADERS[name]).encode().decode("latin-1")
            key = name.upper().replace("-", "_")
            if key == "CONTENT_LENGTH":
                # A server has read what was announced; only its absence reaches an application.
                environ.pop("CONTENT_LENGTH", None)
            else:
                environ[f"HTTP_{key}"] = value


def _field_names() -> list[str]:
    """Gather the names of fields and parameters from templates, forms and routes."""
    names: set[str] = {"csrf_token", "next", "page", "sida", "dag"}
    for file in TEMPLATES.rglob("*.html"):
        names |= set(re.findall(r'name="([a-z_]+)"', file.read_text("utf-8")))
    for file in TEMPLATES.rglob("*.py"):
        content = file.read_text("utf-8")
        names |= set(re.findall(r'(?:args|form|files)(?:\.get|\.getlist)?[\[(]"([a-z_-]+)"', content))
        if file.name == "forms.py":
            names |= set(re.findall(r"^    ([a-z_]+) = \w+Field\(", content, re.M))
    return sorted(names)


def run(
    database_url: str,
    *,
    requests: int,
    seed: int,
    slowest: float | None = SLOWEST_ALLOWED,
    say: Callable[[str], None] = lambda _words: None,
) -> Outcome:
    """Send `requests` requests to an application on this empty database; faults are lines to act on.

    An answer that takes longer than `slowest` seconds is one too; None where the machine may be busy with more.
    """
    chance, outcome, began = random.Random(seed), Outcome(), time.perf_counter()
    app = migrated_app(database_url, cheap_hashes=True)
    app.logger.disabled = True
    with app.app_context():
        made = build(db.session, pairs=4, themes=3, big=25, units=20)
        db.session.commit()
    holders = [made.boss_id, made.administrator_id, *made.manager_ids[:2]]
    fuzzer = Fuzzer(app, [sign_in(app, person) for person in holders], chance, slowest)
    try:
        _send_all(app, fuzzer, holders, requests, outcome, say)
    finally:
        app.logger.disabled = False
    outcome.seconds = time.perf_counter() - began
    with app.app_context():
        db.engine.dispose()
    return outcome


def _send_all(
    app: Flask,
    fuzzer: Fuzzer,
    holders: list[int],
    requests: int,
    outcome: Outcome,
    say: Callable[[str], None],
) -> None:
    while outcome.requests < requests and len(outcome.faults) < 200:
        fuzzer.once(outcome)
        if outcome.requests % 100 == 0:
            _keep_going(app, holders)
            fuzzer.sign_in_anew([sign_in(app, person) for person in holders])
        if outcome.requests % 10000 == 0:
            say(f"{outcome.requests} requests, {len(outcome.faults)} faults, slowest {outcome.slowest:.2f} s")


def _keep_going(app: Flask, holders: list[int]) -> None:
    """Give the people their place back where a request that was well formed has closed it."""
    with app.app_context():
        db.session.execute(update(Person).where(Person.id.in_(holders)).values(closed_on=None))
        db.session.execute(
            update(Appointment)
            .where(Appointment.person_id.in_(holders), Appointment.valid_from <= clock.today())
            .values(valid_to=None)
        )
        db.session.execute(update(Unit).where(Unit.id <= 6).values(valid_to=None))
        db.session.execute(update(Credential).values(totp_secret=None, totp_confirmed_at=None))
        db.session.commit()


def distinct(faults: list[str]) -> list[str]:
    """Give one example of each kind of fault."""
    seen: dict[str, str] = {}
    for fault in faults:
        kind = re.sub(r"'[^']*'|\d+", "", fault.split("[", 1)[-1])[:120]
        seen.setdefault(kind, fault)
    return list(seen.values())


__all__ = ["PASSWORD", "Outcome", "distinct", "run"]
