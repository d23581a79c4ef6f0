"""The application on a real port, for browsers."""

from __future__ import annotations

import logging
import socket
import threading

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server


class LiveServer:
    """Serves an application from threads of this process, so that a test can look into its database."""

    def __init__(self) -> None:
        # The port is taken before the application is made, since the application must know its address.
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._server: BaseWSGIServer | None = None

    def serve(self, app: Flask) -> None:
        """Answer with `app` from now on, until `close`."""
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = make_server("127.0.0.1", self.port, app, threaded=True, fd=self._socket.fileno())
        threading.Thread(target=self._server.serve_forever, daemon=True, name="live-server").start()

    def close(self) -> None:
        """Stop answering and give the port back."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        self._socket.close()
