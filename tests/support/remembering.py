"""Preparations made once in a run: a test that begins as others do is given what they made, database and all.

`remembered(session, build)` runs `build` the first time. What it wrote is kept with what it returned, and the
next test that asks at the same point is given both back: rows as rows of its own session, clients with their
cookies. A test that has written anything else since its database was put back gets `build` itself, as does one
whose session has no `World` to put back; whether anything was written the database says, not the test.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from typing import TypeVar, cast

from sqlalchemy import inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.state import InstanceState

from app import clock
from app.db import Base
from tests.support.client import SamsynClient
from tests.support.world import World

Made = TypeVar("Made")

WORLD = "world"
"""Under this name a session carries the world that can be put back under it."""


def remembered(session: Session, build: Callable[..., Made], *given: object) -> Made:
    """Give what `build(*given)` makes.

    What it makes may depend on what is in the database, on the day, and on the words, numbers and rows given, and
    on nothing else.
    """
    world = session.info.get(WORLD)
    if world is None:
        return build(*given)
    session.commit()
    step = (build.__module__, build.__qualname__, *map(_told, given), clock.today(), clock._frozen.get())
    moment = world.moment_after(step)
    if moment is None:
        return build(*given)
    kept: bytes | None = world.go_to(moment)
    if kept is None:
        made = build(*given)
        session.commit()
        world.keep_moment(moment, _Keeper.kept(made, session))
        session.expire_all()
        return made
    session.expire_all()
    made = cast(Made, _Finder(kept, session, world).load())
    # Nothing is left begun: on SQLite whoever has begun keeps the others from writing.
    session.commit()
    return made


def _told(given: object) -> object:
    if isinstance(given, Base):
        return type(given).__name__, inspect(given).identity
    return given if isinstance(given, str | int | None) else type(given).__name__


class _Keeper(pickle.Pickler):
    """Writes rows, sessions and clients down as what it takes to find them again."""

    def __init__(self, target: io.BytesIO, session: Session) -> None:
        super().__init__(target)
        self._session = session

    @classmethod
    def kept(cls, made: object, session: Session) -> bytes:
        target = io.BytesIO()
        cls(target, session).dump(made)
        return target.getvalue()

    def persistent_id(self, thing: object) -> tuple[object, ...] | None:
        if thing is self._session:
            return ("session",)
        if isinstance(thing, Base):
            state: InstanceState[Base] = inspect(thing)
            assert state.identity is not None, f"{thing!r} is not in the database"
            return ("row", type(thing), state.identity)
        if isinstance(thing, SamsynClient):
            return ("client", thing._cookies)
        return None


class _Finder(pickle.Unpickler):
    def __init__(self, kept: bytes, session: Session, world: World) -> None:
        super().__init__(io.BytesIO(kept))
        self._session = session
        self._world = world

    def persistent_load(self, found: tuple[object, ...]) -> object:
        if found[0] == "session":
            return self._session
        if found[0] == "row":
            kind, identity = found[1:]
            return self._session.get_one(cast(type[Base], kind), identity)
        client = self._world.app.test_client()
        assert isinstance(client, SamsynClient)
        client._cookies = found[1]  # type: ignore[assignment]
        client.before_request = self._session.commit
        return client
