"""The same small municipality as plans are tested in, with a model that has commitments, sources and principles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.steering.loader import load_profile
from app.steering.routes import EXTENSION
from app.steering.schema import Profile
from tests.support.client import SamsynClient
from tests.web.planning.conftest import held_clock, people, town, visit

__all__ = ["held_clock", "people", "town", "visit"]

Visit = Callable[[str], SamsynClient]


@pytest.fixture
def model(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Profile:
    """A model that has all three rooms, in force."""
    profile = load_profile("karlskoga")
    monkeypatch.setitem(app.extensions, EXTENSION, profile)
    return profile
