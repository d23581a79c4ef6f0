"""What a file that is sent is called."""

from __future__ import annotations

from urllib.parse import unquote

from werkzeug.test import TestResponse


def name_of(answer: TestResponse) -> str:
    """Give the name a file is to be kept under."""
    plain, _, encoded = answer.headers["Content-Disposition"].partition("; filename*=UTF-8''")
    return unquote(encoded) if encoded else plain.split('"')[1]
