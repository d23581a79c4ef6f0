"""A real SMTP server for tests: takes mail, refuses it, asks for a password, or goes away in the middle."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

Answer = Callable[["Post", Any, EmailMessage], str]


@dataclass
class Post:
    """What the server has taken, and how it answers: `answers` one after the other, then yes."""

    taken: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    to: dict[str, str] = field(default_factory=dict)
    """Answers to a receiver's address, for instance "550 unknown"."""
    over_tls: list[bool] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.to:
            return self.to[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer == "lost before":
            server.transport.abort()
            return "421 gone"
        if answer.startswith(("250", "lost")):
            message = message_from_bytes(envelope.content, policy=policy.default)
            self.taken.append(message)  # type: ignore[arg-type]
            self.over_tls.append(session.ssl is not None)
        if answer == "lost after":
            server.transport.abort()
            return "421 gone"
        return answer

    @property
    def ids(self) -> list[str]:
        return [str(one["Message-ID"]) for one in self.taken]


@contextmanager
def mail_server(*, tls: SSLContext | None = None, password: str | None = None) -> Iterator[Post]:
    """Run a server on a free port of this machine."""
    post = Post()

    def knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == str(password).encode()
        return AuthResult(success=right, handled=False)

    controller = Controller(
        post,
        hostname="127.0.0.1",
        port=0,
        tls_context=tls,
        require_starttls=tls is not None,
        authenticator=knows if password else None,
        auth_required=password is not None,
        auth_require_tls=tls is not None,
        enable_SMTPUTF8=True,
    )
    ask = controller._trigger_server

    def ask_where_it_listens() -> None:
        # Told port 0 it listens where there is room, and would ask itself at port 0.
        controller.port = controller.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        ask()

    controller._trigger_server = ask_where_it_listens  # type: ignore[method-assign]
    controller.start()
    post.port = controller.port
    try:
        yield post
    finally:
        controller.stop()


def certificate(folder: Path) -> tuple[SSLContext, Path]:
    """Make a certificate for 127.0.0.1 that nobody knows yet; gives the server's side and the file to trust."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(cert),
         "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, cert
