"""What one run of the tests shares between its worker processes: a folder, and one PostgreSQL server."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from filelock import FileLock

from tests.support.postgres import PostgresServer


class Run:
    """A run's folder. The process that made it, the controller, stops what the workers started."""

    def __init__(self, folder: Path, controller_pid: int) -> None:
        self.folder = folder
        self._controller_pid = controller_pid

    @classmethod
    def begin(cls, controller_pid: int) -> Run:
        """Make the folder."""
        return cls(Path(tempfile.mkdtemp(prefix="samsyn-tests-")), controller_pid)

    def postgres(self) -> PostgresServer:
        """Give the run's server, started by whoever asks first."""
        with FileLock(self.folder / "postgres.lock"):
            if not self._note.exists():
                server = PostgresServer.start(stop_with=self._controller_pid)
                self._note.write_text(str(server.folder))
        return PostgresServer(Path(self._note.read_text()))

    def end(self) -> None:
        """Stop the server, if any, and remove the folder."""
        if self._note.exists():
            PostgresServer(Path(self._note.read_text())).stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _note(self) -> Path:
        return self.folder / "postgres"
