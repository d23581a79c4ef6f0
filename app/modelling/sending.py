"""A sent form read back into the tables of a model, by the schema; what cannot be read stays as the text it was typed as.

Names in the form are places: `themes.0.title.sv`. A list says how many it has (`themes#`). What a model holds that no field
knows stays where it is, and is told as a mistake.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel
from werkzeug.datastructures import MultiDict

from app.cleaning import clean
from app.modelling.fields import Field, fields_of

Form = MultiDict[str, str]
Tables = dict[str, Any]
MOST_ENTRIES = 200
_WHOLE = re.compile(r"[-−]?[0-9]{1,9}")
_DECIMAL = re.compile(r"[-−]?[0-9]{1,9}([.,][0-9]{1,9})?")


def read_table(
    table: type[BaseModel], form: Form, prefix: str, standing: Any, names: Sequence[str] = ()
) -> Tables:
    """Read the fields of a table; all of them, or those named. `standing` is what stands there now."""
    made: Tables = dict(standing) if isinstance(standing, Mapping) else {}
    for field in fields_of(table):
        if names and field.name not in names:
            continue
        place = f"{prefix}{field.name}"
        value = _value(field, form, place, made.get(field.name))
        if value is None and _has_no_form(field, made.get(field.name)):
            continue
        if value is None or _is_default(field, value):
            # What is said although it would be so anyway stays said.
            if made.get(field.name) not in (value, []):
                made.pop(field.name, None)
        else:
            made[field.name] = value
    return made


def _has_no_form(field: Field, standing: Any) -> bool:
    """Tell whether what stands is of another sort than the field, so that no form showed it: it stays, told as a mistake."""
    if standing is None:
        return False
    if field.sort in {"tables", "choices", "keys", "actors", "months"}:
        return not isinstance(standing, list)
    if field.table is not None:
        return not isinstance(standing, Mapping | str)
    return isinstance(standing, list | Mapping)


def _value(field: Field, form: Form, place: str, standing: Any) -> Any:
    if field.table is not None and field.sort in {"table", "label", "text", "words"}:
        inner = read_table(field.table, form, f"{place}.", _as_table(standing))
        return inner or None
    if field.table is not None and field.sort == "tables":
        return _list(field.table, form, place, standing) or None
    if field.sort == "flag":
        return form.get(place) == "1"
    if field.sort in {"choices", "keys", "actors"}:
        return _chosen(form.getlist(place), standing) or None
    if field.sort == "months":
        return sorted(int(one) for one in form.getlist(place) if _WHOLE.fullmatch(one)) or None
    return _plain(field, clean(form.get(place, "")))


def _plain(field: Field, text: str) -> Any:
    if not text:
        return None
    if field.sort in {"number", "month"}:
        return int(text.replace("−", "-")) if _WHOLE.fullmatch(text) else text
    if field.sort == "choice":
        # A schema version is a figure.
        return int(text) if text.isdecimal() and text in field.options else text
    if field.sort == "decimal":
        return _number(text)
    if field.sort == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _number(text: str) -> Any:
    if not _DECIMAL.fullmatch(text):
        return text
    said = float(text.replace("−", "-").replace(",", "."))
    return int(said) if said == int(said) else said


def _as_table(value: Any) -> Any:
    """Give a text that stands in one language alone as the table it is read as."""
    return {"sv": value} if isinstance(value, str) else value


def _list(table: type[BaseModel], form: Form, place: str, standing: Any) -> list[Tables]:
    said = form.get(f"{place}#", "")
    number = min(int(said), MOST_ENTRIES) if said.isascii() and said.isdigit() else 0
    stands = standing if isinstance(standing, list) else []
    return [
        read_table(table, form, f"{place}.{at}.", _as_table(stands[at]) if at < len(stands) else {})
        for at in range(number)
    ]


def _chosen(sent: Sequence[str], standing: Any) -> list[str]:
    """Keep the order of what was chosen before, since some lists are shown in it; new choices come last."""
    before = [one for one in standing if isinstance(one, str)] if isinstance(standing, list) else []
    return [*(one for one in before if one in sent), *(one for one in sent if one not in before)]


def _is_default(field: Field, value: Any) -> bool:
    if field.required or isinstance(value, dict):
        return False
    if isinstance(value, list):
        return not value or (isinstance(field.default, tuple) and tuple(value) == field.default)
    return bool(type(value) is type(field.default) and value == field.default)


def press(made: Tables, button: str) -> str | None:
    """Do what a button in a form says with a list in it; gives the place to show afterwards, None for no such button.

    Buttons are `add:themes`, `up:themes.1`, `down:themes.1` and `remove:themes.1`.
    """
    what, _, said = button.partition(":")
    steps = [int(one) if one.isdigit() else one for one in said.split(".") if one]
    if what == "add" and steps:
        entries = _reached(made, steps, make=True)
        if isinstance(entries, list) and len(entries) < MOST_ENTRIES:
            entries.append({})
            return f"{said}.{len(entries) - 1}"
        return None
    if what not in {"up", "down", "remove"} or not steps or not isinstance(steps[-1], int):
        return None
    at, entries = steps[-1], _reached(made, steps[:-1])
    if not isinstance(entries, list) or not 0 <= at < len(entries):
        return None
    place = said.rpartition(".")[0]
    if what == "remove":
        del entries[at]
        return place
    other = at - 1 if what == "up" else at + 1
    if 0 <= other < len(entries):
        entries[at], entries[other] = entries[other], entries[at]
        return f"{place}.{other}"
    return said


def _reached(made: Any, steps: Sequence[str | int], *, make: bool = False) -> Any:
    here = made
    for number, step in enumerate(steps):
        if isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        elif isinstance(here, dict) and isinstance(step, str):
            if make and step not in here:
                here[step] = [] if number == len(steps) - 1 else {}
            here = here.get(step)
        else:
            return None
    return here
