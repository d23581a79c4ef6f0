"""Two who do something in the same moment, each in a session of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from typing import TypeVar

from sqlalchemy.orm import Session

from tests.support.world import World

Result = TypeVar("Result")


def second_while_first(
    world: World, first: Callable[[Session], object], second: Callable[[Session], Result]
) -> Result:
    """Do `first`, and `second` from before that is committed; gives what the second gave, or raises what it raised.

    No other transaction may be open: on SQLite it would keep both out.
    """

    def alone() -> Result:
        with Session(world.engine) as session:
            given = second(session)
            session.commit()
            return given

    with ThreadPoolExecutor(1) as threads, Session(world.engine) as session:
        first(session)
        session.flush()
        waiting = threads.submit(copy_context().run, alone)
        # Long enough for it to come to where it waits for the first.
        with suppress(TimeoutError):
            waiting.result(0.5)
        session.commit()
        return waiting.result(30)
