"""One application on one database, made once per worker and put back to a known content before each test."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import create_app
from app.config import Settings
from app.db import db
from app.migrating import alembic
from tests.support.client import SamsynClient
from tests.support.databases import CopiedDatabase

Seed = Callable[[Session], None]
"""Fills a migrated database; the result is kept and copied, so it runs once per worker and database."""

Result = TypeVar("Result")

MIGRATED = "migrated"
SETTINGS = Settings(
    database_url="",
    secret_key="only-for-tests-" + "x" * 32,
    profile="tranemo",
    testing=True,
    cheap_hashes=True,
)


class World:
    """The application under test with its database."""

    def __init__(self, kind: str, database: CopiedDatabase, settings: Settings = SETTINGS) -> None:
        self.kind = kind
        self.database = database
        self.files = Path(tempfile.mkdtemp(prefix="samsyn-files-"))
        self.settings = replace(settings, database_url=database.url, files=str(self.files / "now"))
        self._kept: set[str] = set()
        database.empty()
        self.app: Flask = self.another_app()
        self.engine: Engine = _aside(lambda: _engine_of(self.app))

    def another_app(self, **changes: object) -> Flask:
        """Build a further application on the same database, with some settings changed."""
        settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        app = _aside(lambda: create_app(settings))
        app.test_client_class = SamsynClient
        return app

    def reset(self, seed: Seed | None = None) -> None:
        """Put the database to just migrated, or to what `seed` makes of that."""
        self.engine.dispose()
        name = MIGRATED if seed is None else f"{seed.__name__.strip('_')[:20]}_{_short_hash(seed)}"
        if name in self._kept:
            self.database.bring_back(name)
            self._files_from(name)
        else:
            _aside(lambda: self._make(name, seed))

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session of its own that commits at the end; for preparing and for looking."""
        with Session(self.engine) as session:
            yield session
            session.commit()

    def close(self) -> None:
        """Let go of the database and its files."""
        self.engine.dispose()
        shutil.rmtree(self.files, ignore_errors=True)

    def _make(self, name: str, seed: Seed | None) -> None:
        if seed is None:
            self.database.empty()
            self._files_from(None)
            with self.app.app_context():
                alembic.upgrade()
        else:
            self.reset()
            with self.app.app_context(), self.session() as session:
                seed(session)
        self.engine.dispose()
        self.database.keep(name)
        if (self.files / "now").exists():
            shutil.copytree(self.files / "now", self.files / name)
        self._kept.add(name)

    def _files_from(self, name: str | None) -> None:
        """Put the attached files back to those kept under a name."""
        shutil.rmtree(self.files / "now", ignore_errors=True)
        if name is not None and (self.files / name).exists():
            shutil.copytree(self.files / name, self.files / "now")


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
