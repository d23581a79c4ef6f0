"""Keeps a document as text until somebody has time to write it: the tree to JSON and back."""

import base64
import json
from dataclasses import fields, is_dataclass
from typing import Any

from app.exports import tree
from app.exports.tree import Document, Voice

_KINDS: dict[str, type[Any]] = {
    name: kind for name, kind in vars(tree).items() if isinstance(kind, type) and is_dataclass(kind)
}


def kept(document: Document) -> str:
    """Write a document as JSON."""
    return json.dumps(_plain(document), ensure_ascii=False, separators=(",", ":"))


def taken_out(text: str) -> Document:
    """Read back what `kept` wrote."""
    document = _made(json.loads(text))
    if not isinstance(document, Document):
        raise TypeError("what was kept is no document")
    return document


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {"is": type(value).__name__} | {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != field.default
        }
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, bytes):
        return {"is": "bytes", "base64": base64.b64encode(value).decode("ascii")}
    if isinstance(value, Voice):
        return {"is": "voice", "voice": value.value}
    if value is None or isinstance(value, (str, int, bool)):
        return value
    raise TypeError(f"a document holds a {type(value).__name__}, which cannot be kept")


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_made(one) for one in value)
    if not isinstance(value, dict):
        return value
    kind = value["is"]
    if kind == "bytes":
        return base64.b64decode(value["base64"])
    if kind == "voice":
        return Voice(value["voice"])
    return _KINDS[kind](**{name: _made(part) for name, part in value.items() if name != "is"})
