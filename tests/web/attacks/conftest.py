"""The two at a table and their town, as the tests of dialogues have them."""

from tests.web.dialogues.conftest import table, town, visit

__all__ = ["table", "town", "visit"]
