"""A real server in a process group of its own, and a small client that keeps its connection."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.municipality import SECRET, SignedIn

ROOT = Path(__file__).resolve().parent.parent
GUNICORN = Path(sys.executable).parent / "gunicorn"


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """gunicorn as an installation runs it, or with another application given."""

    def __init__(
        self,
        environment: Mapping[str, str],
        *,
        port: int,
        config: str = "gunicorn.conf.py",
        log: Path | None = None,
    ) -> None:
        self.port = port
        self._environment = dict(environment)
        self._config = config
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def of(cls, database_url: str, *, log: Path | None = None, **environment: str) -> Server:
        """Give a server of the product on a database."""
        port = free_port()
        env = {name: value for name, value in os.environ.items() if not name.startswith("SAMSYN_")}
        env |= {
            "SAMSYN_DATABASE_URL": database_url,
            "SAMSYN_SECRET_KEY": SECRET,
            "SAMSYN_BASE_URL": f"http://127.0.0.1:{port}",
        }
        return cls(env | environment, port=port, log=log)

    @classmethod
    def of_floor(cls, file: Path) -> Server:
        """Give a server of the floor."""
        env = dict(os.environ) | {"SAMSYN_BENCH_FLOOR": str(file)}
        return cls(env, port=free_port(), config="bench/floor_gunicorn.py")

    @property
    def pid(self) -> int:
        """The process that leads the group."""
        assert self._process is not None
        return self._process.pid

    def start(self, path: str = "/healthz", within: float = 30) -> float:
        """Start and wait until `path` is answered; gives the seconds it took."""
        began = time.perf_counter()
        command = [str(GUNICORN), "--config", str(ROOT / self._config), "--bind", f"127.0.0.1:{self.port}"]
        output: Any = subprocess.DEVNULL if self._log is None else self._log.open("ab")
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self._environment | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        while time.perf_counter() - began < within:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended by itself with {self._process.returncode}")
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", path)
                if connection.getresponse().status == 200:
                    connection.close()
                    return time.perf_counter() - began
            time.sleep(0.005)
        self.kill()
        raise RuntimeError(f"the server did not answer {path} within {within} s")

    def kill(self) -> None:
        """Kill the whole process group at once, as a power cut would."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._wait_for_the_group()

    def _wait_for_the_group(self) -> None:
        assert self._process is not None
        for _attempt in range(400):
            try:
                os.killpg(self._process.pid, 0)
            except (ProcessLookupError, PermissionError):
                return
            time.sleep(0.005)

    def stop(self) -> None:
        """Ask it to end, and end it when it does not."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.kill()

    def memory(self) -> float:
        """Give the proportional memory of the whole group in MiB."""
        total = 0
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                if os.getpgid(int(folder.name)) != self.pid:
                    continue
                lines = (folder / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: dict[str, str]

    def json(self) -> dict[str, Any]:
        """Read the body as JSON."""
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found


class Visitor:
    """One person's browser as far as a server can tell: one connection, one cookie."""

    def __init__(self, port: int, who: SignedIn | None = None, timeout: float = 30) -> None:
        self._port = port
        self._who = who
        self._timeout = timeout
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None, dict(headers or {}))

    def post(self, path: str, fields: Mapping[str, str], *, autosave: bool = False) -> Answer:
        """Send a form."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if self._who is not None:
            headers["X-CSRFToken"] = self._who.csrf_token
        if autosave and self._who is not None:
            headers |= {"X-Autosave": "1", "X-Person": str(self._who.person_id), "Accept": "application/json"}
        return self._ask("POST", path, urlencode(fields), headers)

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        if self._who is not None:
            headers["Cookie"] = self._who.cookie
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=self._timeout)
            self._connection.connect()
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._connection.request(method, path, body=body, headers=headers)
            response = self._connection.getresponse()
            content = response.read()
        except BaseException:
            self.close()
            raise
        answer = Answer(
            response.status, content, {name.lower(): value for name, value in response.getheaders()}
        )
        if response.will_close:
            self.close()
        return answer
