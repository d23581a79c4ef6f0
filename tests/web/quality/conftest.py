"""The small municipality of plans, whose people write and read quality too."""

from tests.web.planning.conftest import NOW, YEAR, held_clock, people, town, visit

__all__ = ["NOW", "YEAR", "held_clock", "people", "town", "visit"]
