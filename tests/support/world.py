"""One application on one database, made once per worker and put back to a known content before each test."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from filelock import FileLock
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import create_app
from app.config import Settings
from app.db import db
from app.migrating import alembic
from app.steering.in_force import notice
from app.steering.routes import EXTENSION
from tests.support.client import SamsynClient
from tests.support.databases import KeptDatabase

Seed = Callable[[Session], None]
"""Fills a migrated database; the result is kept and brought back, so it runs once in a run and kind of database."""

Result = TypeVar("Result")

MIGRATED = "migrated"
SETTINGS = Settings(
    database_url="",
    secret_key="only-for-tests-" + "x" * 32,
    profile="tranemo",
    testing=True,
    cheap_hashes=True,
    # Nothing answers there: no test asks another server for anything unless it starts one itself.
    kolada_url="http://127.0.0.1:9/v3",
)


class World:
    """The application under test with its database.

    `folder` is its own; in `kept` lies what all worlds of this kind of database in the run can be put back to.
    """

    def __init__(
        self, kind: str, database: KeptDatabase, folder: Path, kept: Path, settings: Settings = SETTINGS
    ) -> None:
        self.kind = kind
        self.database = database
        self.files = folder / "files"
        self._moment = ""
        self.settings = replace(settings, database_url=database.url, files=str(self.files))
        self._kept = kept
        database.empty()
        self.app: Flask = self.another_app()
        self.engine: Engine = _aside(lambda: _engine_of(self.app))
        database.let_go = self.engine.dispose

    def another_app(self, **changes: object) -> Flask:
        """Build a further application on the same database, with some settings changed."""
        settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        app = _aside(lambda: create_app(settings))
        app.test_client_class = SamsynClient
        return app

    def reset(self, seed: Seed | None = None) -> None:
        """Put the database to just migrated, or to what `seed` makes of that, by the usual model.

        Which kinds of text there are is known to the whole process, and a test before may have had those of another model.
        """
        with self.app.app_context():
            notice(self.app.extensions[EXTENSION])
        name = MIGRATED if seed is None else f"{seed.__name__.strip('_')[:20]}_{_short_hash(seed)}"
        if not self.database.holds(name):
            with FileLock(self._kept / f"{name}.lock"):
                if not self.database.holds(name):
                    _aside(lambda: self._make(name, seed))
        self._bring_back(name)

    def moment_after(self, step: tuple[object, ...]) -> str | None:
        """Name the moment a step leads to from the present one; None where something was written meanwhile."""
        if not self.database.untouched():
            return None
        return f"after_{hashlib.sha256(repr((self._moment, step)).encode()).hexdigest()[:20]}"

    def go_to(self, moment: str) -> bytes | None:
        """Put the database, of which `moment_after` has just told, to a moment kept, and give what was kept with it.

        None where nobody has kept it.
        """
        if not self.database.holds(moment):
            return None
        self._bring_back(moment, untouched=True)
        return (self._kept / f"{moment}.made").read_bytes()

    def keep_moment(self, moment: str, made: bytes) -> None:
        """Keep the database as it stands, and `made` with it."""
        with FileLock(self._kept / f"{moment}.lock"):
            if not self.database.holds(moment):
                (self._kept / f"{moment}.made").write_bytes(made)
                self._keep(moment)
                self._bring_back(moment)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session of its own that commits at the end; for preparing and for looking."""
        with Session(self.engine) as session:
            yield session
            session.commit()

    def close(self) -> None:
        """Let go of the database; its files go with the run's folder."""
        self.database.close()

    def _make(self, name: str, seed: Seed | None) -> None:
        if seed is None:
            self.database.empty()
            shutil.rmtree(self.files, ignore_errors=True)
            with self.app.app_context():
                alembic.upgrade()
        else:
            self.reset()
            with self.app.app_context(), self.session() as session:
                seed(session)
        self._keep(name)

    def _keep(self, name: str) -> None:
        if self.files.exists():
            shutil.copytree(self.files, self._kept / f"{name}.files")
        # Last, since with it the others may begin.
        self.database.keep(name)

    def _bring_back(self, name: str, *, untouched: bool = False) -> None:
        self.database.bring_back(name, untouched=untouched)
        shutil.rmtree(self.files, ignore_errors=True)
        if (self._kept / f"{name}.files").exists():
            shutil.copytree(self._kept / f"{name}.files", self.files)
        self._moment = name


def _aside(work: Callable[[], Result]) -> Result:
    """Do something in a thread of its own.

    Playwright keeps an event loop in the thread of the tests, and under one no application context can end.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


def _engine_of(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def _short_hash(seed: Seed) -> str:
    return hashlib.sha256(f"{seed.__module__}.{seed.__qualname__}".encode()).hexdigest()[:8]
