"""Nothing of one journey reaches into the next: whatever comes late is answered from the database of now."""

from __future__ import annotations

import threading
import urllib.request

from sqlalchemy import select

from app.dialogues.models import Dialogue, State
from tests.journeys.stages import held, planned
from tests.support.server import LiveServer
from tests.support.world import World

TURNS = 20


def test_a_late_request_leaves_no_connection_to_the_database_of_before(
    server: LiveServer, live_world: World
) -> None:
    over, wrong = threading.Event(), []

    def ask_on() -> None:
        while not over.is_set():
            with urllib.request.urlopen(f"{server.address}/readyz", timeout=30) as answer:
                answer.read()

    pages = [threading.Thread(target=ask_on) for _ in range(3)]
    for page in pages:
        page.start()
    try:
        for _ in range(TURNS):
            for seed, state in ((planned, State.PLANNED), (held, State.HELD)):
                with server.paused():
                    live_world.reset(seed)
                with live_world.session() as session:
                    found = session.scalars(select(Dialogue.state).where(Dialogue.id == 1)).one()
                if found != state:
                    wrong.append((seed.__name__, found))
    finally:
        over.set()
        for page in pages:
            page.join()
    assert not wrong
