"""The same small municipality as risks are tested in."""

from tests.web.control.conftest import held_clock, people, town, visit

__all__ = ["held_clock", "people", "town", "visit"]
