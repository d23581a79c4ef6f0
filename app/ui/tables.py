"""Tables of pages as files: how an address asks for one, and how much of a register a view then reads."""

from collections.abc import Iterator
from typing import NamedTuple

from flask import render_template, request, stream_template

TABLE, SORT = "tabell", "fil"
"""Names in the address: which table, by the id of its caption, and as what."""

SORTS = frozenset({"csv", "xlsx"})

EVERY_ROW = 1_000_000
"""Rows read for a file: more than any register has, so that nothing is left out."""


class Part(NamedTuple):
    """What of a register is read: which page, of how many rows."""

    page: int
    size: int


def is_file(label: str) -> bool:
    """Tell whether the address asks for the table with this label as a file."""
    asked = request.args
    return request.method == "GET" and asked.get(TABLE) == label and asked.get(SORT) in SORTS


def part_of(label: str, page: int, size: int) -> Part:
    """Give the page of a register that is asked for, or all of it where its table is asked for as a file."""
    return Part(1, EVERY_ROW) if is_file(label) else Part(page, size)


def page_of(label: str, template: str, **given: object) -> str | Iterator[str]:
    """Write a page with a register; piece by piece where its table becomes a file, since nobody keeps a page as long as that."""
    return stream_template(template, **given) if is_file(label) else render_template(template, **given)
