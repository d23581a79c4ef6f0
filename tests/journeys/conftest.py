"""Journeys begin in the demo municipality."""

from __future__ import annotations

import pytest

from tests.support.demo import demo_municipality
from tests.support.world import Seed


@pytest.fixture
def seed() -> Seed | None:
    """The demo municipality, loaded once per worker and copied for each journey."""
    return demo_municipality
