"""A steering model written as TOML: what the loader reads gives the same again. Comments are not kept anywhere."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

SHORT = 110
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}

Raw = Mapping[str, Any]


def written(raw: Raw) -> str:
    """Write the tables of a model as TOML."""
    return "\n".join(_table(raw, ())).strip("\n") + "\n"


def _table(raw: Raw, place: tuple[str, ...]) -> Iterator[str]:
    """Write what stands in a table itself first: whatever follows a heading belongs under it."""
    below = []
    for key, value in raw.items():
        line = _line(key, value)
        if line is None:
            below.append((key, value))
        else:
            yield line
    for key, value in below:
        here = (*place, _key(key))
        for one in value if isinstance(value, list | tuple) else (value,):
            many = isinstance(value, list | tuple)
            yield ""
            yield f"[[{'.'.join(here)}]]" if many else f"[{'.'.join(here)}]"
            yield from _table(one, here)


def _line(key: str, value: Any) -> str | None:
    """Write a value behind its key; None for what gets a heading of its own."""
    if isinstance(value, Mapping):
        short = _inline(value)
        fits = short is not None and len(short) + len(key) < SHORT and "\n" not in short
        return f"{_key(key)} = {short}" if fits else None
    if isinstance(value, list | tuple) and value and all(isinstance(one, Mapping) for one in value):
        return None
    return f"{_key(key)} = {_value(value)}"


def _inline(value: Mapping[str, Any]) -> str | None:
    """Write a table of plain values on one line; None where it holds tables or long texts."""
    if any(
        isinstance(one, Mapping | list | tuple) or (isinstance(one, str) and "\n" in one)
        for one in value.values()
    ):
        return None
    inner = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
    return "{ " + inner + " }" if inner else "{}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    return _text(str(value))


def _decimal(value: float) -> str:
    if value != value or value in {float("inf"), float("-inf")}:
        return {"inf": "inf", "-inf": "-inf"}.get(str(value), "nan")
    return repr(value)


def _text(value: str) -> str:
    if "\n" in value:
        lines = "\n".join(_escaped(line) for line in value.split("\n"))
        return f'"""\n{lines}"""'
    return f'"{_escaped(value)}"'


def _escaped(line: str) -> str:
    return "".join(
        _ESCAPES.get(sign) or (f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign)
        for sign in line
    )


def _key(key: str) -> str:
    plain = key and all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in key)
    return key if plain else f'"{_escaped(key)}"'
