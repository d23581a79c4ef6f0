"""Undo over "are you sure": say that something is done, with a button beside it that takes it back."""

from typing import Any, cast

from flask import flash


def flash_with_undo(text: str, undo: str) -> None:
    """Say `text` on the next page with a button that posts to the address `undo`."""
    message: dict[str, Any] = {"text": text, "undo": undo}
    # Flask keeps any JSON value; its annotation knows only of text.
    flash(cast(str, message), "done")
