"""Work beside the requests: one thread of a server process for each kind of work, while there is any."""

import logging
from collections.abc import Callable
from threading import Lock, Thread

from flask import Flask, current_app
from sqlalchemy.orm import Session

from app.db import db

log = logging.getLogger(__name__)


class Desk:
    """Does one kind of work as soon as somebody asks for it. What it misses stands in the database until the next time."""

    def __init__(self, name: str, work: Callable[[Session], object]) -> None:
        self._name, self._do = name, work
        self._lock = Lock()
        self._thread: Thread | None = None
        self._again = False

    def wake(self, app: Flask) -> Thread:
        """See that somebody does what waits; call it when what waits is committed."""
        with self._lock:
            self._again = True
            if self._thread is None:
                self._thread = Thread(target=self._work, args=(app,), name=self._name, daemon=True)
                self._thread.start()
            return self._thread

    def wake_here(self) -> None:
        """Do the same from a request. Where `WORK_BESIDE` is off, `samsyn jobs run` alone does the work."""
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
        if app.config["WORK_BESIDE"]:
            self.wake(app)

    def _work(self, app: Flask) -> None:
        while self._wanted():
            try:
                with app.app_context():
                    self._do(db.session)
            except Exception:
                # What waits still stands: the next one, or `samsyn jobs run`, does it.
                log.exception("the work of %s could not be done", self._name)

    def _wanted(self) -> bool:
        with self._lock:
            wanted, self._again = self._again, False
            if not wanted:
                self._thread = None
            return wanted
