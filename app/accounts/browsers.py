"""Which people have signed in before in this browser, kept in a signed cookie of its own that outlives the sign-in.

Whoever guesses at somebody's password, or at many names from the address of a town hall, makes all who come after wait. A browser
that its person has come in by before is counted by itself: nobody else's guesses keep them out (ADR 0062). The cookie opens
nothing; without it one is counted like everybody.
"""

import secrets
from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

GOOD_FOR = timedelta(days=180)
MOST_PEOPLE = 8
"""A computer in a staff room has many: the latest are remembered."""


def known_here() -> dict[int, str]:
    """Give whom this browser has let in before, each with a word under which their attempts here are counted."""
    written = request.cookies.get(_name(), "")
    try:
        found = _signer().loads(written, max_age=int(GOOD_FOR.total_seconds())) if written else []
        return {int(person): str(word) for person, word in found}
    except (BadData, TypeError, ValueError):
        return {}


def remember(answer: Response, person_id: int) -> None:
    """Remember that a person has come in by this browser; the word stays the same, so that no count begins anew."""
    known = known_here()
    word = known.pop(person_id, None) or secrets.token_urlsafe(12)
    kept = [*known.items(), (person_id, word)][-MOST_PEOPLE:]
    answer.set_cookie(
        _name(),
        str(_signer().dumps(kept)),
        max_age=GOOD_FOR,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-known"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="known-browser")
