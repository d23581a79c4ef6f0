"""What one run of the tests shares between its worker processes: a folder, and one PostgreSQL server."""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

from tests.support.postgres import PostgresServer, roomy_place

Made = TypeVar("Made")
KEPT = "SAMSYN_TESTS_KEPT"
"""The folder where runs after one another keep what takes long to make; without it, each makes its own."""


class Run:
    """A run's folder. The process that made it, the controller, stops what the workers started."""

    def __init__(self, folder: Path, controller_pid: int) -> None:
        self.folder = folder
        self.kept = Path(os.environ.get(KEPT) or folder)
        self._controller_pid = controller_pid

    @classmethod
    def begin(cls, controller_pid: int) -> Run:
        """Make the folder."""
        return cls(Path(tempfile.mkdtemp(prefix="samsyn-tests-", dir=roomy_place())), controller_pid)

    def place(self, name: str) -> Path:
        """Give a folder in the run's."""
        folder = self.folder / name
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def postgres(self) -> PostgresServer:
        """Give the run's server, started by whoever asks first."""
        with FileLock(self.folder / "postgres.lock"):
            if not self._note.exists():
                server = PostgresServer.start(stop_with=self._controller_pid)
                self._note.write_text(str(server.folder))
        return PostgresServer(Path(self._note.read_text()))

    def once(self, name: str, make: Callable[[], Made], *, folder: Path | None = None) -> Made:
        """Give what `make` makes, made by whoever asks first; the others wait. It is noted in the run's folder or another."""
        kept = (folder or self.folder) / f"{name}.pickle"
        with FileLock(f"{kept}.lock"):
            if not kept.exists():
                kept.write_bytes(pickle.dumps(make()))
            found: Made = pickle.loads(kept.read_bytes())
        return found

    def end(self) -> None:
        """Stop the server, if any, and remove the folder."""
        if self._note.exists():
            PostgresServer(Path(self._note.read_text())).stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _note(self) -> Path:
        return self.folder / "postgres"
