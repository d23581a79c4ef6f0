"""Serves the floor exactly as the product is served: same kind and number of workers, same garbage collection."""

import gc
from typing import Any

wsgi_app = "bench.floors:served()"
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True
keepalive = 5
worker_tmp_dir = "/dev/shm"
control_socket_disable = True
loglevel = "warning"


def when_ready(_server: Any) -> None:
    """Take what is imported out of the collector's rounds, as the product does."""
    gc.collect()
    gc.freeze()
