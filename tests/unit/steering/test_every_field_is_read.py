"""A setting that can be set and changes nothing is a defect: each field of the schema is read somewhere in the product.

Fields are known by name. What two shapes call the same, or something else in the product is called, counts as read for both:
a new field with a name of its own is held to this, one named `section` is not.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

from app.steering.schema import Profile
from app.steering.words import Shape

APP = Path(__file__).parents[3] / "app"
SCHEMA = (APP / "steering" / "schema.py", APP / "steering" / "shapes", APP / "modelling" / "field_words.py")
"""Where fields are declared and named, which is no reading of them."""

THROUGH = {"record_types": "record_type", "term_key": "entry_for_term"}
"""Fields that the profile itself looks in, and the method by which the product asks it to."""

FORMAT = {"schema_version"}
"""What only tells how to read the file: there is one version, and another is refused."""


def shapes(kind: Any, known: set[type[Shape]]) -> set[type[Shape]]:
    """Give every shape that a profile is made of, from the type of a field down."""
    for part in get_args(kind):
        shapes(part, known)
    if isinstance(kind, type) and issubclass(kind, Shape) and kind not in known:
        known.add(kind)
        for field in kind.model_fields.values():
            shapes(field.annotation, known)
    return known


def read_in_code(source: str) -> Iterator[str]:
    """Give what is read off something in a module: by a dot, or by name through `getattr` and `Profile.ever`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node.attr
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"getattr", "ever"}:
                yield from (
                    one.value
                    for one in node.args
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def read_in_template(source: str) -> Iterator[str]:
    """Give what is read off something in a template, inside its tags alone."""
    for tag in re.findall(r"{[{%](.*?)[%}]}", source, re.DOTALL):
        yield from re.findall(r"\.([a-z_]\w*)", tag)
        yield from re.findall(r"attr(?:ibute=)?\(?\"([a-z_]\w*)\"", tag)


@cache
def read() -> frozenset[str]:
    """Give every name that the product reads off something."""
    code = [one for one in APP.rglob("*.py") if not any(one.is_relative_to(place) for place in SCHEMA)]
    found = {name for one in code for name in read_in_code(one.read_text(encoding="utf-8"))}
    for one in APP.rglob("templates/**/*.*"):
        found.update(read_in_template(one.read_text(encoding="utf-8")))
    return frozenset(found)


def test_each_field_of_a_model_is_read_in_the_product() -> None:
    fields = {(shape.__name__, name) for shape in shapes(Profile, set()) for name in shape.model_fields}
    assert ("Rules", "goals_only_in_own_unit") in fields
    unread = {f"{shape}.{name}" for shape, name in fields if name not in read() | FORMAT | set(THROUGH)}
    assert unread == set()


def test_what_the_profile_looks_in_itself_is_asked_for() -> None:
    assert set(THROUGH.values()) <= read()
    assert not read() & (FORMAT | set(THROUGH)), "read in the product now: no exception is needed"


def test_a_name_that_is_only_written_or_said_is_not_read() -> None:
    assert set(read_in_code("one.told = 1\nsay('kept')\ngetattr(one, 'asked')\none.seen")) == {
        "asked",
        "seen",
    }
    assert set(read_in_template('<p>one.said {{ one.shown }}{% if all|map(attribute="kept") %}')) == {
        "shown",
        "kept",
    }
