"""A table of two managers who attach files, and how a file is fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.attachments.store import Store
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import table, town, visit

__all__ = ["table", "town", "visit"]

Fetch = Callable[[SamsynClient, int], TestResponse]


@pytest.fixture
def store(app: Flask) -> Store:
    found = app.extensions["samsyn_files"]
    assert isinstance(found, Store)
    return found


@pytest.fixture
def fetch(clients: Callable[[], SamsynClient]) -> Fetch:
    """Fetch a file: the way there as the person, the bytes as anybody who has the address."""

    def fetched(client: SamsynClient, attachment_id: int) -> TestResponse:
        leading = client.get(f"/bilagor/{attachment_id}")
        if leading.status_code != 303:
            return leading
        return clients().get(leading.location)

    return fetched


def attach(client: SamsynClient, address: str, name: str, data: bytes) -> TestResponse:
    """Attach a file by the form at an address."""
    return client.post(
        f"{address}/filer",
        data={"file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
        follow_redirects=True,
    )


def files_on(answer: TestResponse) -> list[int]:
    """Give the numbers of the files a page leads to."""
    return [int(number) for number in re.findall(r'href="/bilagor/(\d+)"', answer.text)]


def attached(client: SamsynClient, address: str, name: str, data: bytes) -> int:
    """Attach a file and give its number."""
    answer = attach(client, address, name, data)
    assert answer.status_code == 200, answer.text
    return max(files_on(answer))
