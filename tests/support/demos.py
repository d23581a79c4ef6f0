"""The demo municipality of a model, loaded and served as whoever tries it loads and serves it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
LONGEST = 60
"""Seconds a server may take to answer."""


@contextmanager
def demo_of(key: str, folder: Path) -> Iterator[str]:
    """Load the demo of a model in a folder, serve it, and give its address: in processes of their own, since which texts are
    written depends on the model a process starts with.
    """
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "SAMSYN_DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
        "SAMSYN_FILES": str(folder / "files"),
        "SAMSYN_SECRET_KEY": "a key that guards nothing but this test",
        "SAMSYN_BASE_URL": address,
        "SAMSYN_PROFILE": key,
        "SAMSYN_DEMO": "1",
    }
    for command in (["db", "upgrade"], ["demo", "load", "--profile", key]):
        done = subprocess.run(
            [str(BIN / "samsyn"), *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
    serve = [str(BIN / "gunicorn"), "-w", "1", "--threads", "4", "-b", f"127.0.0.1:{port}", "wsgi:app"]
    with subprocess.Popen(
        serve, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(address)
            yield address
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(address: str) -> None:
    until = time.monotonic() + LONGEST
    while True:
        try:
            with urlopen(f"{address}/healthz", timeout=5):
                return
        except (URLError, OSError):
            assert time.monotonic() < until, "the demo did not begin to answer"
            time.sleep(0.2)
