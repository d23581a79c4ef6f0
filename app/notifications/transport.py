"""Hands mail over: to an SMTP server, or into a folder; and tells apart what went wrong."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import parse_qs, unquote, urlsplit

from app.config import ConfigurationError

SECONDS = 30
"""How long a server may be silent before it counts as gone."""

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Fault(StrEnum):
    """What went wrong with a mail, as the administrator's page words it."""

    NO_ADDRESS = "no_address"
    CLOSED = "closed"
    REFUSED = "refused"
    LATER = "later"
    UNREACHABLE = "unreachable"
    TOO_OLD = "too_old"
    INTERRUPTED = "interrupted"


class NotSent(Exception):
    """A mail was not taken. `final`: trying again is no use. `server`: nobody else's mail would get through now either."""

    def __init__(self, fault: Fault, detail: str, *, final: bool = False, server: bool = False) -> None:
        super().__init__(detail)
        self.fault, self.detail, self.final, self.server = fault, detail, final, server


@dataclass(frozen=True, slots=True)
class Sender:
    """Who mail is from: the address in its head, and the domain that makes its ids unique."""

    address: Address
    domain: str


class Transport(Protocol):
    """Somewhere to hand mail over, open for the length of a `with`."""

    def __enter__(self) -> Self:
        """Get ready; nothing is asked of a server yet."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take leave."""

    def send(self, message: EmailMessage) -> None:
        """Hand a mail over, or raise `NotSent`."""


def transport_for(mail_url: str) -> Transport | None:
    """Give the way the setting names, None when it is empty. Raises `ConfigurationError` with what to set instead."""
    if not mail_url:
        return None
    try:
        parts = urlsplit(mail_url)
    except ValueError as problem:
        raise ConfigurationError("SAMSYN_MAIL_URL cannot be read as an address") from problem
    if parts.scheme == "folder":
        if not folder_of(mail_url).startswith("/"):
            raise ConfigurationError(
                "SAMSYN_MAIL_URL: folder needs a full path, such as folder:///srv/samsyn/mail"
            )
        return Folder(Path(folder_of(mail_url)))
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ConfigurationError(
            "SAMSYN_MAIL_URL must be smtp://host:port, smtps://host or folder:///path; see docs/INTERFACES.md"
        )
    try:
        port = parts.port or (465 if parts.scheme == "smtps" else 25)
    except ValueError as problem:
        raise ConfigurationError("SAMSYN_MAIL_URL has a port that is no port") from problem
    starttls = parse_qs(parts.query).get("starttls") == ["1"]
    if parts.username and not starttls and parts.scheme == "smtp" and parts.hostname not in LOOPBACK:
        raise ConfigurationError(
            "SAMSYN_MAIL_URL would send the password in clear text: use smtps:// or add ?starttls=1"
        )
    return Smtp(
        host=parts.hostname,
        port=port,
        tls_at_once=parts.scheme == "smtps",
        starttls=starttls,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def require_sendable(mail_url: str, base_url: str) -> None:
    """Refuse a setting by which no mail could ever be sent: pages would promise one. Raises `ConfigurationError`."""
    transport_for(mail_url)
    sender_for(mail_url, base_url)


def folder_of(mail_url: str) -> str:
    """Give the folder mail is written to instead of being sent; empty when it is sent."""
    parts = urlsplit(mail_url)
    return unquote(parts.path) if parts.scheme == "folder" else ""


def sender_for(mail_url: str, base_url: str) -> Sender:
    """Give who mail is from: `?from=` in the setting, otherwise samsyn at the host people reach Samsyn at."""
    host = urlsplit(base_url).hostname or "localhost"
    domain = host if "." in host and not host.replace(".", "").isdigit() else "localhost"
    given = parse_qs(urlsplit(mail_url).query).get("from", [""])[0]
    try:
        address = Address("Samsyn", addr_spec=given or f"samsyn@{domain}")
    except (ValueError, IndexError) as problem:
        raise ConfigurationError("SAMSYN_MAIL_URL: from= is not a mail address") from problem
    return Sender(address, address.domain)


@dataclass(slots=True)
class Folder:
    """Writes each mail as a file of its own; a repeat takes the place of the first."""

    path: Path

    def __enter__(self) -> Self:
        """Make the folder, for the owner alone."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open."""

    def send(self, message: EmailMessage) -> None:
        """Write the file whole or not at all."""
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        beside = self.path / f".{name}.{os.getpid()}"
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside.touch(mode=0o600)
            beside.write_bytes(message.as_bytes())
            beside.replace(self.path / f"{name}.eml")
        except OSError as problem:
            raise NotSent(Fault.UNREACHABLE, str(problem), server=True) from problem


class Smtp:
    """One connection to a server, made when the first mail goes and again when it was lost."""

    def __init__(
        self, *, host: str, port: int, tls_at_once: bool, starttls: bool, username: str, password: str
    ) -> None:
        """Keep how to reach the server; nothing is sent yet."""
        self.host, self.port = host, port
        self.tls_at_once, self.starttls = tls_at_once, starttls
        self.username, self._password = username, password
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Get ready; the server is asked first when there is something to send."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take leave of the server."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def send(self, message: EmailMessage) -> None:
        """Hand a mail over; a connection that was lost is made anew for the next."""
        with self._told_apart():
            if self._server is None:
                self._server = self._connected()
            self._server.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        tls = ssl.create_default_context()
        server: smtplib.SMTP
        try:
            if self.tls_at_once:
                server = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=tls)
            else:
                server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        except smtplib.SMTPException as problem:
            raise NotSent(Fault.UNREACHABLE, str(problem), server=True) from problem
        try:
            if self.starttls:
                server.starttls(context=tls)
            if self.username:
                server.login(self.username, self._password)
        except (smtplib.SMTPException, OSError) as problem:
            server.close()
            raise NotSent(Fault.UNREACHABLE, _words(problem), server=True) from problem
        return server

    @contextmanager
    def _told_apart(self) -> Iterator[None]:
        """Sort what can go wrong: this receiver, this mail, or the server as a whole."""
        try:
            yield
        except smtplib.SMTPRecipientsRefused as problem:
            code, words = next(iter(problem.recipients.values()))
            final = code >= 500
            raise NotSent(
                Fault.REFUSED if final else Fault.LATER, f"{code} {_decoded(words)}", final=final
            ) from problem
        except smtplib.SMTPNotSupportedError as problem:
            raise NotSent(Fault.REFUSED, str(problem), final=True) from problem
        except smtplib.SMTPSenderRefused as problem:
            raise NotSent(Fault.UNREACHABLE, _words(problem), server=True) from problem
        except smtplib.SMTPDataError as problem:
            final = problem.smtp_code >= 500
            raise NotSent(Fault.REFUSED if final else Fault.LATER, _words(problem), final=final) from problem
        except (smtplib.SMTPException, OSError) as problem:
            # Gone in the middle: it may have been taken, so it is sent again under the same Message-ID.
            lost, self._server = self._server, None
            if lost is not None:
                lost.close()
            raise NotSent(Fault.UNREACHABLE, _words(problem), server=True) from problem


def _words(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {_decoded(problem.smtp_error)}"
    return f"{type(problem).__name__}: {problem}"


def _decoded(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
