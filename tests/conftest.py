"""What tests can ask for.

`app`, `client`, `session`: the application on a database of its own, as it was after the migrations or as the
`seed` fixture leaves it (override `seed` in a module or folder to return a function that fills a session).
They run once per database kind chosen with `--db`. `clock`: hold the time still. `statements`: count SQL. For
journeys: `server` and `visitors`.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import settings

from tests.support.chance import ASKED
from tests.support.run import Run

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser
    from sqlalchemy.orm import Session

    from tests.support.browser import Visitors
    from tests.support.client import SamsynClient
    from tests.support.server import LiveServer
    from tests.support.world import Seed, World

KINDS = {"sqlite": ["sqlite"], "postgresql": ["postgresql"], "both": ["sqlite", "postgresql"]}
JOURNEYS = Path(__file__).parent / "journeys"
EVERY = 4
"""Of the cases of a test marked `few_on_postgresql`, every so many run there, when all of them run on SQLite."""
RUN = pytest.StashKey[Run]()
Made = TypeVar("Made")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=KINDS, default="both", help="databases for tests that need one")


def pytest_configure(config: pytest.Config) -> None:
    # Next to nothing that tests leave behind goes round in rings: looking for such garbage seldom is a fifth of the time saved.
    gc.set_threshold(50_000, 20, 50)
    given = getattr(config, "workerinput", {}).get("samsyn_run")
    config.stash[RUN] = Run(Path(given[0]), given[1]) if given else Run.begin(os.getpid())
    # Examples are the same in every run unless new ones are asked for; how long one takes says nothing on a busy machine.
    settings.register_profile("samsyn", derandomize=not os.environ.get(ASKED), deadline=None)
    settings.load_profile("samsyn")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell an xdist worker which run it belongs to."""
    node.workerinput["samsyn_run"] = (str(node.config.stash[RUN].folder), os.getpid())


def pytest_collection_finish() -> None:
    # Modules and tests stay to the end: looking through them for garbage again and again finds none.
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL all but a few of the cases of a test marked `few_on_postgresql`, spread over all of them."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        marked = item.get_closest_marker("few_on_postgresql")
        if marked is not None and "postgresql" in item.callspec.id:  # type: ignore[attr-defined]
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left_out = {item for ones in cases.values() for place, item in enumerate(ones) if place % EVERY}
    if left_out and config.getoption("--db") == "both":
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and RUN in config.stash:
        config.stash[RUN].end()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" not in metafunc.fixturenames:
        return
    kinds = KINDS[metafunc.config.getoption("--db")]
    is_journey = JOURNEYS in metafunc.definition.path.parents
    if metafunc.definition.get_closest_marker("one_database") is not None:
        kinds = kinds[:1]
    if is_journey and metafunc.definition.get_closest_marker("both_databases") is None:
        kinds = kinds[:1]
    metafunc.parametrize("database_kind", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """The database this test runs on: sqlite or postgresql."""
    return str(request.param)


@pytest.fixture(scope="session")
def worlds(request: pytest.FixtureRequest, worker_id: str) -> Iterator[Callable[..., World]]:
    """Applications by name and kind of database, each made once per worker and kept."""
    # Imported here because the tests of the rules need neither application nor database.
    from tests.support.databases import KeptDatabase, PostgresDatabase, SqliteDatabase
    from tests.support.world import World

    run = request.config.stash[RUN]
    made: dict[str, World] = {}

    def world(kind: str, name: str = "web", **settings: object) -> World:
        if f"{kind}_{name}" not in made:
            folder, kept = run.place(f"{worker_id}-{kind}-{name}"), run.place(f"kept-{kind}")
            database: KeptDatabase
            if kind == "sqlite":
                database = SqliteDatabase(folder, kept)
            else:
                database = PostgresDatabase(run.postgres(), f"{worker_id}_{name}", kept)
            made[f"{kind}_{name}"] = World(kind, database, folder, kept, **settings)
        return made[f"{kind}_{name}"]

    yield world
    for one in made.values():
        one.close()


@pytest.fixture(scope="session")
def once(request: pytest.FixtureRequest) -> Callable[[str, Callable[[], Made]], Made]:
    """Make something slow once in a run, whichever worker comes first; the others wait and read it."""
    return request.config.stash[RUN].once


@pytest.fixture(scope="session")
def loaded_demo(request: pytest.FixtureRequest) -> Callable[[str], Path]:
    """The folder where the demo of a model lies, loaded once: `loaded_demo("lerum")`. It is copied, never written in."""
    from tests.support.demos import load

    run = request.config.stash[RUN]

    def folder(key: str) -> Path:
        place = run.kept / f"demo-{key}"

        def loading() -> bool:
            place.mkdir(mode=0o700, exist_ok=True)
            load(key, place)
            return True

        run.once(f"demo-{key}", loading, folder=run.kept)
        return place

    return folder


@pytest.fixture
def seed() -> Seed | None:
    """What the database holds when a test begins; nothing unless overridden."""
    return None


@pytest.fixture
def world(worlds: Callable[..., World], database_kind: str, seed: Seed | None) -> World:
    """The application under test with its database, freshly put back."""
    made = worlds(database_kind)
    made.reset(seed)
    return made


@pytest.fixture
def database_url(world: World) -> str:
    """The address of this test's database."""
    return world.database.url


@pytest.fixture
def app(world: World) -> Flask:
    """The application under test."""
    return world.app


@pytest.fixture
def session(world: World) -> Iterator[Session]:
    """A session on the test's database. `client` commits it before each request; others need a commit."""
    from app.db import db
    from tests.support.remembering import WORLD

    with world.app.app_context():
        db.session.info[WORLD] = world
        yield db.session
        db.session.rollback()


@pytest.fixture
def clients(app: Flask, request: pytest.FixtureRequest) -> Callable[[], SamsynClient]:
    """Make further clients, each with cookies of its own: one for each person in a test."""
    commit = request.getfixturevalue("session").commit if "session" in request.fixturenames else None

    def make() -> SamsynClient:
        client = app.test_client()
        client.before_request = commit
        return client

    return make


@pytest.fixture
def client(clients: Callable[[], SamsynClient]) -> SamsynClient:
    """A client with no one signed in."""
    return clients()


@pytest.fixture
def statements(world: World) -> Callable[[], AbstractContextManager[list[str]]]:
    """Collect the SQL a block sends: `with statements() as sent: ...; assert len(sent) <= 8`."""
    from tests.support.statements import counted_statements

    return lambda: counted_statements(world.engine)


@pytest.fixture
def clock() -> Iterator[Callable[[datetime], None]]:
    """Hold the time still at a moment (aware); call again to move on. The live server does not see it."""
    from app.clock import frozen_at

    with ExitStack() as stack:
        yield lambda moment: stack.enter_context(frozen_at(moment))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium instead of a downloaded browser."""
    from tests.support.browser import launch_arguments

    return launch_arguments()


@pytest.fixture(scope="session")
def servers(worlds: Callable[..., World]) -> Iterator[Callable[[str], tuple[LiveServer, World]]]:
    """Running servers by kind of database, each started once per worker."""
    from dataclasses import replace

    from tests.support.server import LiveServer
    from tests.support.world import SETTINGS

    started: dict[str, tuple[LiveServer, World]] = {}

    def start(kind: str) -> tuple[LiveServer, World]:
        if kind not in started:
            live = LiveServer()
            # As in the demo, and not as in tests: a browser should see the real error pages.
            settings = replace(SETTINGS, base_url=live.address, testing=False, demo=True)
            served = worlds(kind, "live", settings=settings)
            live.serve(served.app)
            started[kind] = live, served
        return started[kind]

    yield start
    for live, _world in started.values():
        live.close()


@pytest.fixture
def live_world(
    servers: Callable[[str], tuple[LiveServer, World]], database_kind: str, seed: Seed | None
) -> World:
    """The application behind `server` with its database, freshly put back."""
    running, served = servers(database_kind)
    with running.paused():
        served.reset(seed)
    return served


@pytest.fixture
def server(
    servers: Callable[[str], tuple[LiveServer, World]], database_kind: str, live_world: World
) -> LiveServer:
    """A running server; `server.address` is where."""
    return servers(database_kind)[0]


@pytest.fixture
def visitors(browser: Browser, server: LiveServer) -> Iterator[Visitors]:
    """People with browsers: `page = visitors()`, `visitors(javascript=False)`.

    The test fails when a page met a script error, broke its content security policy or asked another host.
    """
    from tests.support.browser import Visitors

    people = Visitors(browser, server.address)
    yield people
    people.leave()
    assert not people.faults, "\n".join(people.faults)
