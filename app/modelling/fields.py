"""What fields a table of a model has, found in the schema: the forms are drawn from it and read by it.

A new field or table of the schema gets its form without anything being written here; only its words stand in `field_words`.
"""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from app.steering import words
from app.steering.shapes import keys

SIMPLE: dict[object, str] = {
    keys.Key: "key",
    keys.ActorRef: "actor",
    keys.Month: "month",
    words.Line: "line",
    words.Prose: "prose",
    str: "line",
    int: "number",
    float: "decimal",
    bool: "flag",
    date: "date",
}
TEXTS: dict[type, str] = {words.Label: "label", words.Text: "text", words.Words: "words"}
SEVERAL = {
    "choice": "choices",
    "month": "months",
    "key": "keys",
    "actor": "actors",
    "table": "tables",
    "text": "tables",
    "label": "tables",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what sort of form it takes, and what may stand in it."""

    name: str
    sort: str
    owner: str
    """Name of the table it stands in, by which its words are found."""
    required: bool
    default: Any = None
    options: tuple[str, ...] = ()
    table: type[BaseModel] | None = None
    """What its tables are, where it holds one or several."""


@cache
def fields_of(table: type[BaseModel]) -> tuple[Field, ...]:
    """Give the fields of a table of the schema in their order."""
    hints = inspect.get_annotations(table)
    return tuple(_fields(table, hints))


def _fields(table: type[BaseModel], hints: dict[str, Any]) -> Iterator[Field]:
    for name, info in table.model_fields.items():
        sort, options, inner = _sort(hints[name])
        default = None if info.is_required() else info.get_default(call_default_factory=True)
        yield Field(name, sort, table.__name__, info.is_required(), default, options, inner)


def _sort(annotation: Any) -> tuple[str, tuple[str, ...], type[BaseModel] | None]:
    for known, sort in SIMPLE.items():
        if annotation is known or annotation == known:
            return sort, (), None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return TEXTS.get(annotation, "table"), (), annotation
    origin, given = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _sort(given[0])
    if origin is Literal:
        return "choice", tuple(str(one) for one in given), None
    if origin is tuple:
        sort, options, inner = _sort(given[0])
        return SEVERAL.get(sort, "lines"), options, inner
    if origin in {Union, UnionType}:
        return _sort(next(one for one in given if one is not type(None)))
    if origin is dict:
        return "terms", (), _sort(given[1])[2]
    return "line", (), None
