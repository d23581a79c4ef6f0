"""Flask's test client with the habits of a browser that holds a page: it sends the page's CSRF token."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class SamsynClient(FlaskClient):
    """A client that sends a CSRF token with unsafe requests unless `sends_csrf` is switched off."""

    sends_csrf = True
    before_request: Callable[[], None] | None = None
    """Called before each request; the `session` fixture commits here, so that the request sees its rows."""
    _made: tuple[str | None, str] = (None, "")
    """The token made last, and the cookie of the session it is for."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request."""
        if self.before_request is not None:
            self.before_request()
        if self.sends_csrf and kwargs.get("method", "GET").upper() not in SAFE_METHODS:
            headers = dict(kwargs.pop("headers", None) or {})
            headers.setdefault("X-CSRFToken", self.csrf_token())
            kwargs["headers"] = headers
        return super().open(*args, **kwargs)

    def csrf_token(self) -> str:
        """Make the token that a page of this client's session would carry; the same as long as its cookie is."""
        if (cookie := self._session_cookie()) is not None and cookie == self._made[0]:
            return self._made[1]
        token = self._make_token()
        self._made = self._session_cookie(), token
        return token

    def _session_cookie(self) -> str | None:
        kept = self.get_cookie(self.application.config["SESSION_COOKIE_NAME"])
        return None if kept is None else kept.value

    def _make_token(self) -> str:
        with self.session_transaction() as stored:
            raw = stored.setdefault("csrf_token", secrets.token_hex(20))
        secret = self.application.config.get("WTF_CSRF_SECRET_KEY") or self.application.secret_key
        return URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw)

    def htmx(
        self, path: str, *, method: str = "GET", target: str | None = None, **kwargs: Any
    ) -> TestResponse:
        """Send a request as htmx does."""
        headers = dict(kwargs.pop("headers", None) or {}) | {"HX-Request": "true"}
        if target is not None:
            headers["HX-Target"] = target
        return self.open(path, method=method, headers=headers, **kwargs)
