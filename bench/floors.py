"""The floors: the least one can write by hand on the same libraries, so that a ratio means the same on any machine.

Run by the measuring process both inside it and under gunicorn (`bench.floors:served()`). Imports nothing of the product, not even
to open the database: importing a part of it imports all of it, and the floor would weigh as much and start as late.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from flask import Flask, Response, has_request_context, jsonify, render_template, request
from flask_sqlalchemy_lite import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import Engine, ForeignKey, String, Text, event, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship

ROWS = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Rader</title></head><body><main>
<h1>Rader</h1><table><thead><tr><th>Nummer</th><th>Titel</th><th>Text</th><th>Tillstånd</th><th>Vem</th></tr></thead><tbody>
{% for row in rows %}<tr id="row-{{ row.id }}"><td>{{ row.number }}</td><td><a href="/{{ row.id }}">{{ row.title }}</a></td>
<td>{{ row.text }}</td><td>{{ row.state }}</td><td>{{ row.owner.name }}</td></tr>
{% endfor %}</tbody></table></main></body></html>"""
PLAIN = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{{ title }}</title></head><body><main>
<h1>{{ title }}</h1><form method="post"><label for="u">Namn</label><input id="u" name="u"><label for="p">Lösenord</label>
<input id="p" name="p" type="password"><button>Logga in</button></form></main></body></html>"""

PRAGMAS = (
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "cache_size=-4000",
)


class Base(DeclarativeBase):
    """The tables of the floor."""


class Owner(Base):
    """Who a row belongs to."""

    __tablename__ = "owner"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))


class Row(Base):
    """One row of the page."""

    __tablename__ = "row"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("owner.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))

    owner: Mapped[Owner] = relationship(lazy="raise_on_sql")


class Saved(Base):
    """What the POST inserts."""

    __tablename__ = "saved"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)


def floor_app(path: Path, rows: int = 1000) -> Flask:
    """Make the application on a SQLite file of its own, with the same pragmas as the product."""
    app = Flask("floor", static_folder=None)
    # From a loader and not from a string, which Flask would compile anew for every page.
    app.jinja_loader = DictLoader({"rows.html": ROWS, "plain.html": PLAIN})
    db = SQLAlchemy()
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": f"sqlite:///{path}"}}
    db.init_app(app)
    with app.app_context():
        _prepare(db.engine)
        Base.metadata.create_all(db.engine)
        if db.session.get(Owner, 1) is None:
            db.session.add_all(Owner(id=number, name=f"Person {number}") for number in range(1, 21))
            db.session.flush()
            db.session.add_all(
                Row(
                    owner_id=1 + number % 20,
                    number=number,
                    title=f"Rad {number} om något",
                    text="Ord om det som är viktigt här. " * 3,
                    state="open",
                )
                for number in range(rows)
            )
            db.session.commit()
        db.engine.dispose()

    add_pages(app, db)
    return app


def _prepare(engine: Engine) -> None:
    """Open SQLite as the product does: acknowledged means written, and who means to write takes their turn first."""

    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    def begun(connection: Connection) -> None:
        reading = has_request_context() and request.method == "GET"
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)


def add_pages(app: Flask, db: SQLAlchemy) -> None:
    """Give the floor its pages, and its one form."""

    @app.get("/rows")
    def rows_page() -> str:
        found = db.session.scalars(
            select(Row).options(joinedload(Row.owner)).order_by(Row.id).limit(int(request.args["n"]))
        )
        asked_beside(db, int(request.args.get("statements", "1")) - 1)
        return render_template("rows.html", rows=found.all())

    @app.get("/plain")
    def plain_page() -> str:
        return render_template("plain.html", title="Logga in")

    @app.post("/insert")
    def insert() -> Response:
        saved = Saved(text=request.form["text"])
        db.session.add(saved)
        others = int(request.args.get("statements", "1")) - 1
        asked_beside(db, others - others // 2)
        for number in range(others // 2):
            db.session.add(Saved(text=f"Ord {number}"))
            db.session.flush()
        db.session.commit()
        return jsonify(id=saved.id)

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"


def asked_beside(db: SQLAlchemy, statements: int) -> None:
    """Ask for one small thing at a time, as a page does that shows something of everything."""
    for number in range(statements):
        small = select(Row).options(joinedload(Row.owner)).where(Row.id == number + 1)
        db.session.scalars(small).all()


def served() -> Flask:
    """Make the application for gunicorn; the file is named by the environment."""
    return floor_app(Path(os.environ["SAMSYN_BENCH_FLOOR"]))
