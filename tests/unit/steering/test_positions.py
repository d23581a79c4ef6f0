"""Each value of a profile is found on its line, whatever way TOML lets one write it."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.steering.positions import lines_of

TEXT = '''# a comment with [brackets] and "quotes"
title = "x" # after
dotted.inner.key = 'y'
[plain]
long = """
two [lines] "" here
"""
list = [
  "one", # comment, with comma
  { a = 1, b = [
    2, 3 ] },
]
[[rows]]
name = "first"
[[rows.cells]]
v = 1979-05-27 07:32:00
[[rows.cells]]
v = """a""\\""""
[rows.more]
"quoted key" = 1
[[rows]]
name = "second"
cells = [ { v = 1 }, { v = """#no comment""" } ]
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title",), 2),
        (("dotted", "inner", "key"), 3),
        (("plain",), 4),
        (("plain", "long"), 5),
        (("plain", "list", 0), 9),
        (("plain", "list", 1, "a"), 10),
        (("plain", "list", 1, "b", 1), 11),
        (("rows", 0), 13),
        (("rows", 0, "cells", 0, "v"), 16),
        (("rows", 0, "cells", 1, "v"), 18),
        (("rows", 0, "more", "quoted key"), 20),
        (("rows", 1), 21),
        (("rows", 1, "cells", 1, "v"), 23),
        (("rows", 1, "nothing", "like", "it"), 21),
        (("nowhere",), 1),
    ],
)
def test_a_value_is_found_on_its_line(place: tuple[str | int, ...], line: int) -> None:
    tomllib.loads(TEXT)
    assert lines_of(TEXT).line_of(place) == line


def leaves(value: Any, place: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    below: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        below = list(value.items())
    elif isinstance(value, list):
        below = list(enumerate(value))
    return {place}.union(*(leaves(entry, (*place, key)) for key, entry in below)) if below else {place}


keys = st.sampled_from(["a", "b", "c-d", "e_1"])
strings = st.text(alphabet="ab#[]{},=' \\\"å", max_size=8)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


scalars = st.one_of(
    st.integers(-9, 9).map(str),
    strings.map(quoted),
    strings.filter(lambda text: "'" not in text).map(lambda text: f"'{text}'"),
    strings.map(lambda text: '"""\n' + quoted(text)[1:-1] + '"""'),
    st.sampled_from(["true", "2020-10-12", "1.5e3"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[\n" + " , # c ]\n".join(items) + "\n]"),
        st.dictionaries(keys, inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{key} = {value}" for key, value in table.items()) + "}"
        ),
    ),
    max_leaves=6,
)
tables = st.dictionaries(keys, values, max_size=4)


@given(top=tables, rows=st.lists(tables, max_size=3))
def test_every_value_that_the_reader_sees_has_a_line(top: dict[str, str], rows: list[dict[str, str]]) -> None:
    text = "".join(f"{key} = {value}\n" for key, value in top.items())
    for row in rows:
        text += "[[rows]] # a row\n" + "".join(f"{key} = {value}\n" for key, value in row.items())
    read = tomllib.loads(text)
    found = lines_of(text).lines
    assert leaves(read) <= set(found)
    assert all(1 <= line <= text.count("\n") + 1 for line in found.values())
    for number, line in (
        (place[1], line) for place, line in found.items() if len(place) == 2 and place[0] == "rows"
    ):
        assert text.split("\n")[line - 1].startswith("[[rows]]"), number
