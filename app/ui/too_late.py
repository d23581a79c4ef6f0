"""What is sent where somebody else was first: it is not taken, and the words are given back to whoever wrote them."""

from collections.abc import Collection

from flask import flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from app.ui.problems import kept_texts

_OF_THE_PAGE = frozenset({"draft_place", "draft_base", "read", "stands"})
"""What a page itself puts in its forms, long as words."""


def too_late(message: str, way_back: str, *, stands: Collection[str] = ()) -> Response:
    """Say why what was sent is not taken, with the words in it to be copied; without words, on the page at `way_back`.

    `stands` are the words that stand there by now: whoever sent just those, as by pressing twice, is led to them.
    """
    if any(words.strip() in {value.strip() for value in request.form.values()} for words in stands if words):
        return redirect(way_back, 303)
    typed = [one.text for one in kept_texts() if one.name not in _OF_THE_PAGE]
    if not typed:
        flash(message, "problem")
        return redirect(way_back, 303)
    page = render_template(
        "components/refused.html", message=message, text="\n\n".join(typed), way_back=way_back
    )
    return make_response(page, 409)
