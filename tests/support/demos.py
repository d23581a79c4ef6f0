"""The demo municipality of a model, loaded once in a run and copied for each test, which serves it or opens it with clients."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from flask import Flask

from tests.support.client import SamsynClient

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
DATABASE, FILES = "demo.sqlite3", "files"
LONGEST = 60
"""Seconds a server may take to answer."""


Folder = Callable[[str], Path]
"""Gives the folder where the demo of a model lies loaded: to be copied, never written in."""


def load(key: str, folder: Path) -> None:
    """Load the demo of a model in a folder as the commands do, in processes of their own: which texts are written depends on
    the model a process starts with.
    """
    run_in(folder, key, str(BIN / "samsyn"), "db", "upgrade")
    # The model asked for is the one that counts, whichever is set.
    run_in(folder, "tranemo", str(BIN / "samsyn"), "demo", "load", "--profile", key)


def run_in(folder: Path, key: str, *command: str) -> str:
    """Run a command on the demo in a folder; gives what it said."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=_environment(folder, key),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@contextmanager
def served(key: str, loaded: Path, folder: Path) -> Iterator[str]:
    """Serve a copy of a loaded demo, made in a folder, as whoever tries it does; gives its address."""
    shutil.copytree(loaded, folder, dirs_exist_ok=True)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = _environment(folder, key) | {"SAMSYN_BASE_URL": address}
    serve = [str(BIN / "gunicorn"), "-w", "1", "--threads", "4", "-b", f"127.0.0.1:{port}", "wsgi:app"]
    with subprocess.Popen(
        serve, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(address)
            yield address
        finally:
            server.terminate()


@contextmanager
def demo_app(key: str, loaded: Path, folder: Path) -> Iterator[Flask]:
    """Build the application on a copy of a loaded demo, made in a folder, for test clients."""
    from app import create_app
    from app.db import db
    from tests.support.world import SETTINGS

    shutil.copytree(loaded, folder, dirs_exist_ok=True)
    settings = replace(
        SETTINGS,
        profile=key,
        database_url=f"sqlite:///{folder}/{DATABASE}",
        files=str(folder / FILES),
        demo=True,
    )
    app = create_app(settings)
    app.test_client_class = SamsynClient
    yield app
    with app.app_context():
        db.engine.dispose()
    # Which kinds of text there are is known to the whole process: the tests after this have those of the usual model.
    create_app(replace(SETTINGS, database_url=settings.database_url))


def _environment(folder: Path, key: str) -> dict[str, str]:
    return os.environ | {
        "SAMSYN_DATABASE_URL": f"sqlite:///{folder}/{DATABASE}",
        "SAMSYN_FILES": str(folder / FILES),
        "SAMSYN_SECRET_KEY": "a key that guards nothing but this test",
        "SAMSYN_PROFILE": key,
        "SAMSYN_DEMO": "1",
    }


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
