"""How gunicorn serves Samsyn; used by `make demo` and by an ordinary installation.

Any value can be overridden on gunicorn's command line or in GUNICORN_CMD_ARGS.
"""

import ctypes
import gc
import os
from contextlib import suppress
from pathlib import Path
from typing import Any


def _number(name: str, default: int, most: int) -> int:
    """Read a whole number out of the environment, or end with one line that says what to set."""
    written = os.environ.get(name) or str(default)
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= most):
        raise SystemExit(f"samsyn: {name}={written} must be a number from 1 to {most}.")
    return int(written)


wsgi_app = "wsgi:app"
bind = f"127.0.0.1:{_number('PORT', 8000, 65535)}"

# Pages are short and wait for the database: two processes with four threads each measured best on two cores.
worker_class = "gthread"
workers = _number("SAMSYN_WORKERS", 2, 64)
threads = 4
preload_app = True

timeout = 30
graceful_timeout = 10
keepalive = 5

# Addresses here are short and forms post their fields in the body; anything longer is somebody trying.
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190

# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# The control interface would write into the home folder of whoever runs the server.
control_socket_disable = True

loglevel = "warning"
accesslog = None


M_ARENA_MAX = -8
"""What `mallopt` of the C library calls the number of places it takes memory from."""


def when_ready(_server: Any) -> None:
    """Open the first pages once, and take everything made so far out of the garbage collector's rounds.

    Workers then share those pages with the parent, and no request pays for walking them: the slowest
    hundredth of the requests fell from 21 to 1.8 ms.
    """
    from app.holes import fill_holes
    from app.warming import warm
    from wsgi import app

    warm(app)
    gc.collect()
    fill_holes()
    gc.freeze()
    _spare_memory()


def _spare_memory() -> None:
    """Give back to the system what starting needed and nothing needs any more, 7 MiB, and let threads share one place of memory.

    Each thread would otherwise fill a place of its own, and what one has freed would not serve the others: up to 9 MiB in all.
    They seldom wait for one another there, since only one at a time runs Python.
    """
    # Only the C library of GNU has it.
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.malloc_trim(0)
        libc.mallopt(M_ARENA_MAX, 1)


def post_fork(_server: Any, _worker: Any) -> None:
    """Leave the parent's database connections to the parent: two processes must not talk on one."""
    from app.db import db
    from wsgi import app

    with app.app_context():
        for engine in db.engines.values():
            engine.dispose(close=False)
