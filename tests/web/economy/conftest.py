"""The same small municipality as plans are tested in: whoever reads and writes the economy is there."""

from tests.web.planning.conftest import YEAR, held_clock, model, people, town, visit

__all__ = ["YEAR", "held_clock", "model", "people", "town", "visit"]
