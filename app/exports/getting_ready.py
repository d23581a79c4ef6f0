"""What lays out pages is loaded beside the requests, the first time in a process that somebody wants paper.

It takes a second or two and some 36 MB: who never prints pays for neither, so it is not loaded at start. Whoever is first
sees a page that looks again by itself; a view that needs it says so with `when_ready`.
"""

import logging
from collections.abc import Callable
from functools import wraps
from threading import Lock, Thread
from typing import Any, TypeVar

from flask import current_app, make_response, render_template, request

from app.exports import pdf

View = TypeVar("View", bound=Callable[..., Any])
LOOK_AGAIN_SECONDS = 1
log = logging.getLogger(__name__)


class GettingReady:
    """Loads once, in a thread of its own."""

    def __init__(self) -> None:
        """Begin with nothing loaded."""
        self._lock = Lock()
        self._begun = self._ended = False

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is left to wait for: it is loaded, or cannot be, which whoever asks is then told."""
        return self._ended or pdf.is_ready()

    def begin(self) -> None:
        """Load it beside the request; once, however many ask."""
        with self._lock:
            if self._begun:
                return
            self._begun = True
        Thread(target=self._load, name="getting ready", daemon=True).start()

    def _load(self) -> None:
        try:
            pdf.get_ready()
        except Exception as fault:
            self._fault = fault
        finally:
            self._ended = True


getting_ready = GettingReady()


def when_ready(view: View) -> View:
    """Answer with a page that looks again by itself until what the view lays out pages with is loaded.

    A view with a `form` needs it for PDF alone. The page is looked for again by a header: it has no script and no limit.
    """

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        if (
            not current_app.config["WORK_BESIDE"]
            or kwargs.get("form", "pdf") != "pdf"
            or getting_ready.is_over
        ):
            return view(*args, **kwargs)
        getting_ready.begin()
        is_file = request.path.endswith(".pdf")
        printed = request.path.removesuffix(".pdf").removesuffix("prov")
        response = make_response(
            render_template("exports/getting_ready.html", is_file=is_file, printed=printed), 202
        )
        response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
        return response

    return answered  # type: ignore[return-value]
