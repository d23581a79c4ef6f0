"""The same small municipality as plans are tested in."""

from tests.web.planning.conftest import held_clock, model, people, town, visit

__all__ = ["held_clock", "model", "people", "town", "visit"]
