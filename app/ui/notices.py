"""What the product tells a person on the next page, with a way back where there is one."""

from typing import cast

from flask import flash


def tell(text: str, kind: str = "done", *, undo: str | None = None, undo_label: str | None = None) -> None:
    """Show `text` on the next page; kind is "done", "plain" or "problem".

    `undo` is an address that takes a POST and undoes what was done; it becomes a button beside the text.
    """
    if undo is None:
        flash(text, kind)
    else:
        # Flask keeps any JSON; its annotation only knows of strings.
        flash(cast("str", {"text": text, "undo": undo, "undo_label": undo_label}), kind)
