"""Debian's PostgreSQL, started by hand in a temporary folder and reachable only through a socket in it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

SUPERUSER = "postgres"
INSTALL = "apt-get install -y --no-install-recommends postgresql"

# Nothing here has to survive a crash, so nothing waits for the disk.
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "128MB",
    "max_connections": "100",
    "shared_buffers": "64MB",
}


MEMORY = Path("/dev/shm")
MEMORY_NEEDED = 2 * 1024**3
"""Bytes free below which the files go to the disk, where copying a database takes 0.6 s and not 0.03, and every
transaction on SQLite waits for the disk."""


class PostgresMissing(Exception):
    """PostgreSQL's server is not installed; the message names the command that installs it."""


def programs() -> Path:
    """Give the folder of the newest installed server's programs; raises PostgresMissing."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parent.parent.name) if path.parent.parent.name.isdigit() else 0,
    )
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    if initdb is None:
        raise PostgresMissing(f"PostgreSQL's server is missing. Install it: {INSTALL}")
    return Path(initdb).parent


def roomy_place() -> Path:
    """Choose memory, or /tmp; never $TMPDIR, since the path of a socket must stay under 108 characters."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= MEMORY_NEEDED:
        return MEMORY
    return Path("/tmp")


class PostgresServer:
    """One server in a folder of its own, which says all there is to know: any process may ask or stop it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def start(cls, *, stop_with: int) -> PostgresServer:
        """Start a server that ends with the process `stop_with`, even when that is killed outright."""
        bin_folder = programs()
        server = cls(Path(tempfile.mkdtemp(prefix="samsyn-pg-", dir=roomy_place())))
        if os.geteuid() == 0:
            shutil.chown(server.folder, SUPERUSER, SUPERUSER)
        server._stop_with(stop_with)
        server._run(
            bin_folder / "initdb",
            *("--pgdata", server._data, "--username", SUPERUSER, "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        )
        options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in OPTIONS.items())
        server._run(
            bin_folder / "pg_ctl",
            *("start", "--wait", "--silent", "--pgdata", server._data, "--log", server.folder / "log"),
            *("--options", f"-k {server.folder} {options}"),
        )
        return server

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str) -> str:
        """Give the address of one of this server's databases."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self.folder}"

    def dsn(self, database: str) -> str:
        """Give the same address in the driver's own words."""
        return f"host={self.folder} user={SUPERUSER} dbname={database}"

    def stop(self) -> None:
        """Stop the server and remove its folder; nothing happens when it is gone already."""
        if (self._data / "postmaster.pid").exists():
            command = self._as_owner(programs() / "pg_ctl", *self._stopping())
            subprocess.run(command, cwd="/", check=False, capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _stopping(self) -> tuple[str, ...]:
        return "stop", "--mode", "immediate", "--silent", "--pgdata", str(self._data)

    def _stop_with(self, pid: int) -> None:
        """Leave a small shell behind that stops the server once process `pid` is gone."""
        # The shell belongs to whoever runs the tests: another user may not ask whether `pid` lives.
        stop = shlex.join(self._as_owner(programs() / "pg_ctl", *self._stopping()))
        waiting = f"while kill -0 {pid} 2>/dev/null && [ -d {self.folder} ]; do sleep 1; done"
        script = f"{waiting}; [ -d {self._data} ] && {stop}; rm -rf {self.folder}"
        subprocess.Popen(
            ["/bin/sh", "-c", script],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _run(self, *command: object) -> None:
        # A file and no pipe: the server inherits it and would keep a pipe open for ever.
        said = self.folder / "start"
        with said.open("ab") as output:
            done = subprocess.run(
                self._as_owner(*command),
                cwd="/",
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed:\n{said.read_text(errors='replace')}")

    def _as_owner(self, *command: object) -> list[str]:
        """PostgreSQL refuses to run as root, so root hands it to the user Debian made for it."""
        words = [str(word) for word in command]
        return ["runuser", "-u", SUPERUSER, "--", *words] if os.geteuid() == 0 else words
