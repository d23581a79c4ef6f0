"""The people and the municipality that the tests of plans have, for the annual cycle."""

from __future__ import annotations

from tests.web.planning.conftest import held_clock, model, people, town, visit

__all__ = ["held_clock", "model", "people", "town", "visit"]
