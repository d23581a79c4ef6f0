"""Pages for what goes wrong: what happened, what was kept, what to do; plain words, and an id to mention."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, Response, current_app, jsonify, make_response, redirect, render_template, request
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString
from sqlalchemy.exc import DatabaseError, IntegrityError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from app.db import db
from app.ui import sending
from app.ui.above import page_above, page_without_stroke, stay_here

# Read aloud over the telephone: no letters that sound or look like another.
_ALPHABET = "23456789abcdefhkmnprstuvwxyz"
_SECRET_WORDS = ("password", "token", "code", "secret")
_SECRET_NAMES = frozenset({"present", "again"})
"""Fields for a password that do not say so in their names (`accounts/forms`); a good password is several words."""

_OWN_WORDS = frozenset({"text", "words", "reason", "own_opinion", "what", "title", "place"})
"""Fields that hold somebody's own words, however short."""

_LONG_ENOUGH = 30
"""Characters; a single word shorter than this is a choice, a day or a number, and what is several words somebody has written."""

MESSAGES: dict[int, LazyString] = {
    400: lazy_gettext("Det gick inte att läsa det som skickades. Texten står kvar här. Ladda om sidan."),
    401: lazy_gettext("Du är inte inloggad längre. Texten står kvar här."),
    403: lazy_gettext("Det här får du inte göra. Inget ändrades."),
    404: lazy_gettext("Det finns inte längre, eller så är det inte till för dig."),
    405: lazy_gettext("Det går inte att göra här. Inget ändrades."),
    409: lazy_gettext("Någon annan hann ändra före dig. Inget har skrivits över."),
    413: lazy_gettext("Det var för stort för att ta emot. Korta ner det eller dela upp det."),
    422: lazy_gettext("Något behöver ändras innan det går att spara."),
    429: lazy_gettext("Det blev många försök på kort tid. Vänta en stund."),
    500: lazy_gettext("Något gick fel hos oss. Det som inte var sparat är det inte än."),
    503: lazy_gettext("Samsyn går inte att nå just nu. Det som inte var sparat är det inte än."),
}
# Shown without anything that needs the database.
_BARE = {500, 503}
_NOT_FOUND = 404
_NOT_HERE = 405
_TOO_LARGE = 413
RETRY_AFTER_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """A text the person had typed, shown so that it can be copied."""

    name: str
    text: str


def install(app: Flask) -> None:
    """Answer every error with a page, or with JSON where a script asked."""
    app.after_request(stay_here)
    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(OperationalError, database_unreachable)
    app.register_error_handler(InterfaceError, database_unreachable)
    app.register_error_handler(DatabaseError, database_damaged)
    app.register_error_handler(IntegrityError, somebody_was_first)


def answer(error: HTTPException) -> Response:
    """Answer an HTTP error; redirects and ready-made responses pass through.

    An address that only takes what is sent to it leads to the page it is sent from.
    """
    if error.response is not None or error.code is None or error.code < 400:
        return make_response(error.get_response())
    way = page_above() if error.code == _NOT_HERE and not wants_data() else None
    if way is not None:
        return make_response(redirect(way))
    beside = page_without_stroke() if error.code == _NOT_FOUND and request.url_rule is None else None
    if beside is not None:
        return make_response(redirect(beside, 308))
    status = error.code if error.code in MESSAGES else (500 if error.code >= 500 else 400)
    response = shown(status, error.code)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after", "www-authenticate"}:
            response.headers[name] = value
    return response


def database_unreachable(error: Exception) -> Response:
    """Answer 503 when the database is down, locked for too long or its disk is full."""
    response = shown(503, 503, error)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def database_damaged(error: DatabaseError) -> Response:
    """Answer 503 also where the file is damaged, of which SQLite says nothing nearer; all else is a fault of ours."""
    if type(error) is not DatabaseError:
        raise error
    return database_unreachable(error)


def somebody_was_first(error: IntegrityError) -> Response:
    """Answer 409 when what can be there once was made by another in the same moment; all else is a fault of ours.

    Where it is foreseen the other's is shown instead. This is for where it is not: what was typed is given back.
    """
    if not is_taken(error):
        raise error
    current_app.logger.warning("two at once", exc_info=error)
    # The page frame asks the database who one is.
    db.session.rollback()
    return shown(409, 409, error)


def is_taken(error: IntegrityError) -> bool:
    """Tell whether a row was refused because there is one like it, in the words of either database."""
    kept = error.orig
    return getattr(kept, "sqlstate", None) == "23505" or getattr(kept, "sqlite_errorname", None) in {
        "SQLITE_CONSTRAINT_UNIQUE",
        "SQLITE_CONSTRAINT_PRIMARYKEY",
    }


def shown(status: int, code: int, error: Exception | None = None) -> Response:
    """Make the answer for `status`, sent with `code`, and log it under the id the person sees."""
    problem_id = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    log(problem_id, code, error)
    if wants_data():
        return data(status, code, problem_id)
    page = render_template(
        f"errors/{status}.html",
        problem_id=problem_id,
        kept=kept_texts(),
        bare=status in _BARE,
        too_much=sending.too_much() if status == _TOO_LARGE else None,
    )
    response = make_response(page, code)
    response.headers["X-Problem-Id"] = problem_id
    return response


def log(problem_id: str, code: int, error: Exception | None) -> None:
    """Write the problem to the log without anything the person had typed."""
    where = f"{request.method} {request.url_rule.rule if request.url_rule else '(no such page)'}"
    if code >= 500:
        current_app.logger.error("problem %s: %s answered %s", problem_id, where, code, exc_info=error)
    else:
        current_app.logger.info("problem %s: %s answered %s", problem_id, where, code)


def wants_data() -> bool:
    """Tell whether a script asked: a text that saves itself, or htmx."""
    return (
        request.headers.get("X-Autosave") == "1"
        or request.headers.get("HX-Request") == "true"
        or request.accept_mimetypes.best == "application/json"
    )


def data(status: int, code: int, problem_id: str) -> Response:
    """Answer a script in the words of the autosave protocol."""
    states = {401: "signed_out", 409: "conflict"}
    state = states.get(code, "refused" if code < 500 else "failed")
    body = {"state": state, "message": str(MESSAGES[status]), "id": problem_id}
    response = jsonify(body)
    response.status_code = code
    response.headers["X-Problem-Id"] = problem_id
    response.headers["HX-Reswap"] = "none"
    return response


def kept_texts() -> list[Kept]:
    """Collect what somebody has written into a refused form, never passwords or codes."""
    if request.method != "POST":
        return []
    try:
        fields: Iterable[tuple[str, str]] = (
            sending.typed_beside() if sending.is_too_large() else request.form.items(multi=True)
        )
    except HTTPException:
        # Broken, or one text too large to read: then there is nothing to give back.
        return []
    return [
        Kept(name, value)
        for name, value in fields
        if not _is_secret(name)
        and (name in _OWN_WORDS or len(value) >= _LONG_ENOUGH or " " in value.strip() or "\n" in value)
        and value.strip()
    ]


def _is_secret(name: str) -> bool:
    return name in _SECRET_NAMES or any(word in name.lower() for word in _SECRET_WORDS)
