"""The reference part of `docs/PROFILES.md`, written from the schema so that the two cannot drift apart.

`python -m app.steering.reference` writes it anew.
"""

import ast
import inspect
import sys
from collections import deque
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from app.steering import words
from app.steering.schema import Profile
from app.steering.shapes import keys

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "PROFILES.md"
BEGIN = "<!-- reference: written by python -m app.steering.reference -->\n"
END = "<!-- end of reference -->\n"

NAMED = {
    keys.Key: "key",
    keys.ActorRef: "unit kind or `role:…`",
    keys.Month: "month, 1–12",
    keys.Day: "day, 1–31",
    words.Line: "text",
    words.Prose: "text",
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    date: "date",
}


def reference() -> str:
    """Write what may stand in each table of a profile, in Markdown."""
    return "\n".join(_table(shape, places) for shape, places in _shapes().items())


def with_reference(document: str) -> str:
    """Give `document` with its reference written anew; raises `ValueError` where the marks are missing."""
    before, after = document.index(BEGIN) + len(BEGIN), document.index(END)
    return f"{document[:before]}\n{reference()}\n{document[after:]}"


def _shapes() -> dict[type[BaseModel], list[str]]:
    """Find every kind of table, from the profile inward, with the places where it stands."""
    found: dict[type[BaseModel], list[str]] = {Profile: [""]}
    waiting: deque[tuple[type[BaseModel], str]] = deque([(Profile, "")])
    while waiting:
        shape, place = waiting.popleft()
        hints = inspect.get_annotations(shape)
        for name in shape.model_fields:
            inner, suffix = _table_in(hints[name])
            if inner is None:
                continue
            below = f"{place}.{name}{suffix}".lstrip(".")
            new = inner not in found
            found.setdefault(inner, []).append(below)
            if new:
                waiting.append((inner, below))
    return found


def _table_in(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, ""
    origin, given = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _table_in(given[0])
    suffix = {tuple: "[]", dict: ".…"}.get(origin, "")
    for argument in given:
        inner, deeper = _table_in(argument)
        if inner is not None:
            return inner, suffix + deeper
    return None, ""


def _table(shape: type[BaseModel], places: list[str]) -> str:
    stands = ", ".join(f"`{place}`" for place in places[:3]) + (" and elsewhere" if len(places) > 3 else "")
    title = f"### {shape.__name__}: {stands}" if stands != "``" else f"### {shape.__name__}: the file itself"
    told = _docstrings(shape.__module__, shape.__name__)
    hints = inspect.get_annotations(shape)
    lines = [
        title,
        "",
        inspect.getdoc(shape) or "",
        "",
        "| field | what it holds | needed | what it is |",
        "| --- | --- | --- | --- |",
    ]
    for name, field in shape.model_fields.items():
        needed = "yes" if field.is_required() else ""
        lines.append(f"| `{name}` | {_described(hints[name])} | {needed} | {told[name]} |")
    return "\n".join([*lines, ""])


@cache
def _source(module: str) -> ast.Module:
    return ast.parse(inspect.getsource(sys.modules[module]))


def _docstrings(module: str, name: str) -> dict[str, str]:
    """Read the string under each field of a class out of its source."""
    body = next(
        node.body for node in _source(module).body if isinstance(node, ast.ClassDef) and node.name == name
    )
    told = {}
    for field, text in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
        ):
            told[field.target.id] = " ".join(str(ast.literal_eval(text.value)).split())
    return told


def _described(annotation: Any) -> str:
    """Say in words what a field holds."""
    for named, text in NAMED.items():
        if annotation == named:
            return text
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.__name__
    origin, given = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _described(given[0])
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in given)
    if origin is tuple:
        return f"list of {_described(given[0])}"
    if origin is dict:
        return f"table of {_described(given[1])}"
    return _described(next(argument for argument in given if argument is not type(None)))


if __name__ == "__main__":
    DOCUMENT.write_text(with_reference(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
