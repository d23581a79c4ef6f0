"""Opens the pages people open first, as nobody, before a server makes its workers.

The first request to a page puts together its template and its statements, and prepares the tables behind them. Done once
before workers are made, all of them share that memory; done in each, every worker has its own, and what was shared is
copied as it is written to besides. Nobody is a person who does not exist, with a post at a unit that does not exist: what is
read is what nobody may read, nothing is written, and the pages are thrown away.
"""

from flask import Flask, g
from sqlalchemy.exc import SQLAlchemyError

from app.access.actor import Actor, Holding
from app.access.matrix import Role
from app.accounts.queries import open_sign_in
from app.clock import today
from app.db import db, reading_only

PAGES = ("/logga-in", "/", "/dialoger/", "/organisation/", "/om-modellen")
NOBODY = Actor(0, "", "sv", (Holding(Role.MANAGER, 0, "", "", "", is_top=True),))


def warm(app: Flask) -> None:
    """Open each of the first pages once; what goes wrong is noted and left to the one who opens it to be told of."""
    for path in PAGES:
        try:
            _open(app, path)
        except SQLAlchemyError as problem:
            # Each page would wait for a database that does not answer, and the server with it.
            app.logger.warning(
                "no page could be opened while starting: %s", getattr(problem, "orig", problem)
            )
            break
        except Exception:  # the server starts all the same: the page itself tells what is the matter with it
            app.logger.warning("%s could not be opened while starting", path, exc_info=True)
    with app.app_context():
        for engine in db.engines.values():
            # No connection is there when workers are made: two processes must not talk on one.
            engine.dispose()


def _open(app: Flask, path: str) -> None:
    with app.test_request_context(path), reading_only():
        open_sign_in(db.session, token=str(NOBODY.person_id), day=today())
        g.actor = NOBODY if path != "/logga-in" else None
        app.dispatch_request()
