"""The source of the model in force: what was put into use in the product, otherwise what the configuration says.

The statement that finds a sign-in brings the mark of the decision in force along, so that every worker knows of a new one at
once and no page asks more than before. Nobody signed in: the mark is looked up on a connection of its own, seldom.
"""

import threading
import time
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import bindparam, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app import clock
from app.db import db, reading_only
from app.modelling.queries import mark_on, text_at, texts_up_to
from app.modelling.trying import tried, with_tried
from app.steering.errors import ProfileError
from app.steering.in_force import (
    EXTENSION,
    STANDING,
    Standing,
    configured,
    forget_standing,
    notice,
    take_source,
)
from app.steering.loader import parse_profile
from app.steering.schema import Profile

KEPT = "samsyn_models_kept"
MARK = "samsyn.model_mark"
LOOKED = "samsyn_model_looked"
LOOK_EVERY = 10.0
"""Seconds between looks where nobody is signed in."""
MOST_KEPT = 4


@dataclass(frozen=True, slots=True)
class _Looked:
    at: float
    day: date
    mark: str | None


_LOOK = select(mark_on(bindparam("day")))
_making = threading.Lock()


def install(app: Flask) -> None:
    """Put the source in place."""
    app.extensions[KEPT] = {}
    take_source(app, current)


def mark_here(mark: str | None) -> None:
    """Take in which decision is in force, as found with the sign-in of this request."""
    if has_request_context() and request.environ.get(MARK, "") != (mark or None):
        request.environ[MARK] = mark or None
        request.environ.pop(STANDING, None)


def current() -> Standing | None:
    """Give the model in force for this request; None for that of the configuration."""
    wanted = tried()
    stands = _stands()
    if wanted is None:
        return stands
    return with_tried(wanted, (stands or configured()).profile)


def _stands() -> Standing | None:
    mark = request.environ[MARK] if has_request_context() and MARK in request.environ else _looked_up()
    return _standing(mark) if mark else None


def profile_at(session: Session, moment: datetime) -> Profile | None:
    """Give the model in force at a moment that has been, that of the configuration before any was put into use; None for one
    that cannot be read any longer.
    """
    text = text_at(session, moment)
    return _read(text) if text is not None else configured().profile


@lru_cache(maxsize=MOST_KEPT)
def _read(text: str) -> Profile | None:
    return _readable(text)


def forget_here() -> None:
    """Look anew in what is left of this request or command: something was put into use in it."""
    if has_request_context():
        request.environ.pop(MARK, None)
    g.pop(LOOKED, None)
    current_app.extensions.pop(LOOKED, None)
    forget_standing()


def _looked_up() -> str | None:
    # A command or a job keeps what it found in its own context; signed-out pages share it for a while.
    shared = has_request_context() and not current_app.testing
    kept = current_app.extensions.get(LOOKED) if shared else g.get(LOOKED)
    today = clock.today()
    if kept is not None and kept.day == today and time.monotonic() - kept.at < LOOK_EVERY:
        return kept.mark  # type: ignore[no-any-return]
    try:
        with reading_only(), db.engine.connect() as connection:
            mark = connection.execute(_LOOK, {"day": today}).scalar()
    except SQLAlchemyError:
        # Before the first migration, or with the database away: what is shown then needs no model of its own.
        return kept.mark if kept is not None else None
    found = _Looked(time.monotonic(), today, mark)
    if shared:
        current_app.extensions[LOOKED] = found
    elif not has_request_context():
        setattr(g, LOOKED, found)
    return mark


def _standing(mark: str) -> Standing | None:
    kept: dict[str, Standing] = current_app.extensions[KEPT]
    found = kept.get(mark)
    if found is not None:
        return found
    with _making:
        with reading_only(), Session(db.engine) as session:
            texts = texts_up_to(session, clock.today())
        profiles = [profile for _, text in texts if (profile := _readable(text)) is not None]
        if not profiles:
            return None
        found = Standing(profiles[0].after([*profiles[1:], current_app.extensions[EXTENSION]]))
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[mark] = found
    # Those of analyses and the like that only an earlier model had are noticed with it.
    notice(found.profile)
    return found


def _readable(text: str) -> Profile | None:
    """Read a model put into use; one that a later version of the product no longer reads is passed over."""
    try:
        return parse_profile(text, "")
    except ProfileError:
        current_app.logger.exception("a steering model in use cannot be read")
        return None
