"""The application on a real port, for browsers."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class LiveServer:
    """Serves an application from threads of this process, so that a test can look into its database."""

    def __init__(self) -> None:
        # The port is taken before the application is made, since the application must know its address.
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._server: BaseWSGIServer | None = None
        self._change = threading.Condition()
        self._answering = 0
        self._paused = False

    def serve(self, app: Flask) -> None:
        """Answer with `app` from now on, until `close`."""
        logging.getLogger("werkzeug").setLevel(logging.ERROR)

        def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            with self._one_request():
                return app.wsgi_app(environ, start_response)

        self._server = make_server("127.0.0.1", self.port, answer, threaded=True, fd=self._socket.fileno())
        threading.Thread(target=self._server.serve_forever, daemon=True, name="live-server").start()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let what is being answered come to its end, and let what comes meanwhile wait until the block ends.

        A page of the test before may have asked for something as it was closed. Answered while the database is
        put back, it would open the old one and leave that connection to the test that follows.
        """
        with self._change:
            self._paused = True
            self._change.wait_for(lambda: self._answering == 0)
        try:
            yield
        finally:
            with self._change:
                self._paused = False
                self._change.notify_all()

    @contextmanager
    def _one_request(self) -> Iterator[None]:
        with self._change:
            self._change.wait_for(lambda: not self._paused)
            self._answering += 1
        try:
            yield
        finally:
            with self._change:
                self._answering -= 1
                self._change.notify_all()

    def close(self) -> None:
        """Stop answering and give the port back."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        self._socket.close()
