"""The document about the models names tests that exist, and claims nothing that no test shows."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from app.steering.loader import load_profile, shipped_keys

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs" / "MODELS.md"
COLUMNS = 4
NOT_YET = "not yet"


class Row(NamedTuple):
    """A requirement, where the profile says it, what the product does, and what shows it."""

    model: str
    requirement: str
    profile: str
    product: str
    shown_by: str

    @property
    def tests(self) -> list[str]:
        """The tests it names."""
        return re.findall(r"`([^`]+\.py::[^`]+)`", self.shown_by)


def rows() -> list[Row]:
    found, model = [], ""
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## .*`app/steering/profiles/(\w+)\.toml`", line):
            model = heading[1]
        elif line.startswith("## "):
            model = ""
        elif model and line.startswith("| ") and not line.startswith(("| ---", "| requirement")):
            cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
            assert len(cells) == COLUMNS, line
            found.append(Row(model, *cells))
    return found


ROWS = rows()


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef))


def is_there(test: str) -> bool:
    path, _, name = test.partition("::")
    return (ROOT / "tests" / path).is_file() and name in names_in(path)


def test_every_model_but_the_one_the_product_is_built_around_has_its_table():
    assert {row.model for row in ROWS} == set(shipped_keys()) - {"tranemo"}
    assert all(load_profile(row.model) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.model}: {row.requirement}" for row in ROWS])
def test_a_requirement_names_tests_that_exist_or_says_that_there_is_none_yet(row):
    assert row.tests or NOT_YET in row.shown_by
    assert [test for test in row.tests if not is_there(test)] == []


def test_what_is_said_to_work_is_shown_by_more_than_the_profile():
    works = [row for row in ROWS if row.product.startswith("works")]
    unshown = [row for row in works if all("steering/test_shipped" in test for test in row.tests)]
    assert [row.requirement for row in unshown] == []


def test_what_lacks_altogether_is_said_to_have_no_test_yet():
    assert [
        row.requirement
        for row in ROWS
        if row.product.startswith("lacks") and not row.shown_by.endswith(NOT_YET)
    ] == []


def test_files_the_document_names_are_there():
    named = re.findall(r"`(tests/[^`:]+)`", DOCUMENT.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []
