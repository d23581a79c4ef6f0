"""kill -9 of the whole server while people save notes, again and again: nothing acknowledged may be lost.

Each writer saves a note of its own, counting up, over HTTP as the browser's script does, and remembers what was
acknowledged. At a random moment the server's process group is killed and started anew. Then every acknowledged
save must be in the database word for word, every note must stand at it or at the one sent after it, and nothing may
be half written: the chain of the history, the links between tables, each revision. What was sent but never answered
may be there or not; it is sent again.
"""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session

from app.config import normalised_url
from app.db import prepare_engine
from app.dialogues.models import SharedText, SharedTextRevision
from app.records.models import HistoryContent, HistoryEntry, HistoryHead
from app.records.verifying import verify
from bench.municipality import Meeting, SignedIn, build, migrated_app, sign_in
from bench.serving import Server, Visitor

WRITERS = 8
FULL_CHECK_EVERY = 25
PADDING = "Det som sagts i mötet ska stå kvar. " * 12


@dataclass(slots=True, eq=False)
class Writer:
    """One person writing one note, with what the server has acknowledged so far."""

    number: int
    who: SignedIn
    path: str
    note_id: int
    person_id: int
    sent: int = 0
    last: int = 0
    acknowledged: dict[int, int] = field(default_factory=dict)
    base: str = ""
    problems: list[str] = field(default_factory=list)

    def text_of(self, count: int) -> str:
        """Give the text of the n-th save: every line so far is not needed, the count says it."""
        return f"skribent {self.number} sparning {count}\n{PADDING}"

    def count_in(self, words: str) -> int:
        """Read back which save a text is; 0 for an empty note, -1 for what nobody wrote."""
        if not words:
            return 0
        first = words.split("\n", 1)[0].rsplit(" ", 1)[-1]
        return int(first) if first.isdigit() and words == self.text_of(int(first)) else -1

    def write_until(self, stopped: threading.Event, port: int) -> None:
        """Save again and again until told to stop or the server is gone."""
        visitor = Visitor(port, self.who, timeout=10)
        while not stopped.is_set():
            try:
                self._save(visitor)
            except (OSError, http.client.HTTPException):
                break
        visitor.close()

    def _save(self, visitor: Visitor) -> None:
        # What was sent and never answered is sent again, as the browser's script does.
        if self.sent == self.last:
            self.sent += 1
        answer = visitor.post(self.path, {"text": self.text_of(self.sent), "base": self.base}, autosave=True)
        said: dict[str, Any] = (
            answer.json() if answer.status == 200 else {"state": answer.status, "body": answer.body[:200]}
        )
        if said["state"] == "saved":
            self.acknowledged[int(said["base"])] = self.last = self.sent
            self.base = str(said["base"])
        else:
            self.problems.append(f"writer {self.number}: {said}")
            time.sleep(0.05)


@dataclass(slots=True)
class Outcome:
    """What a run came to."""

    kills: int = 0
    acknowledged: int = 0
    unanswered_kept: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        """Give one line for people."""
        return (
            f"{self.kills} kills in {self.seconds:.0f} s: {self.acknowledged} saves acknowledged, "
            f"{len(self.faults)} faults, {self.unanswered_kept} saves kept whose answer was lost"
        )


def run(
    database_url: str,
    *,
    kills: int,
    seed: int,
    log: Path | None = None,
    say: Callable[[str], None] = lambda _words: None,
) -> Outcome:
    """Kill a server on this empty database `kills` times; stops at the first fault."""
    chance, outcome, began = random.Random(seed), Outcome(), time.perf_counter()
    app, writers = _prepare(database_url)
    engine = create_engine(normalised_url(database_url))
    prepare_engine(engine)
    server = Server.of(database_url, log=log)
    anchor: str | None = None
    try:
        for number in range(1, kills + 1):
            server.start("/readyz")
            _write_and_kill(server, writers, chance)
            outcome.kills = number
            whole = number % FULL_CHECK_EVERY == 0 or number == kills
            with Session(engine) as session:
                outcome.faults += _faults(session, writers)
                outcome.unanswered_kept += _unanswered(session, writers)
                if whole:
                    anchor, found = _whole_check(session, anchor)
                    outcome.faults += found
            engine.dispose()
            if outcome.faults:
                break
            if whole:
                _sign_in(app, writers)
                say(f"{number} kills, {sum(len(one.acknowledged) for one in writers)} saves acknowledged")
    finally:
        server.kill()
        engine.dispose()
    outcome.acknowledged = sum(len(writer.acknowledged) for writer in writers)
    outcome.seconds = time.perf_counter() - began
    engine.dispose()
    return outcome


def _prepare(database_url: str) -> tuple[Flask, list[Writer]]:
    from app.db import db

    app = migrated_app(database_url)
    with app.app_context():
        made = build(db.session, pairs=WRITERS, themes=2)
        db.session.commit()
        writers = [_writer(number, meeting) for number, meeting in enumerate(made.meetings)]
    _sign_in(app, writers)
    return app, writers


def _sign_in(app: Flask, writers: list[Writer]) -> None:
    """Sign everybody in, anew in a long run: a writer keeps the cookie it began with, which ends after an hour."""
    from app.db import db

    for writer in writers:
        writer.who = sign_in(app, writer.person_id)
    with app.app_context():
        db.engine.dispose()


def _writer(number: int, meeting: Meeting) -> Writer:
    path = f"/dialoger/{meeting.dialogue_id}/tema/{meeting.theme_ids[0]}/anteckning"
    # Half of them are the same person in several tabs, the other half each someone else.
    person_id = meeting.over_id if number % 2 else meeting.rep_id
    return Writer(number, SignedIn(0, "", ""), path, meeting.note_ids[0], person_id)


def _write_and_kill(server: Server, writers: list[Writer], chance: random.Random) -> None:
    stopped = threading.Event()
    before = sum(len(writer.acknowledged) for writer in writers)
    threads = [threading.Thread(target=writer.write_until, args=(stopped, server.port)) for writer in writers]
    for thread in threads:
        thread.start()
    # Only a server in the middle of its work is worth killing: wait for the first answers.
    for _attempt in range(2000):
        if sum(len(writer.acknowledged) for writer in writers) > before or any(w.problems for w in writers):
            break
        time.sleep(0.005)
    time.sleep(chance.uniform(0.0, 0.5))
    server.kill()
    stopped.set()
    for thread in threads:
        thread.join()


def _faults(session: Session, writers: list[Writer]) -> list[str]:
    """Check what each writer was told, and that what belongs together is there together."""
    faults = [problem for writer in writers for problem in writer.problems]
    for writer in writers:
        note = session.get_one(SharedText, writer.note_id)
        stands = writer.count_in(note.text)
        if stands not in {writer.last, writer.sent}:
            faults.append(f"note {note.id} stands at {stands}, acknowledged was {writer.last}")
        rows = session.execute(
            select(SharedTextRevision.id, SharedTextRevision.text)
            .where(SharedTextRevision.shared_text_id == note.id)
            .order_by(SharedTextRevision.id)
        )
        kept = {row.id: row.text for row in rows}
        for revision, count in writer.acknowledged.items():
            if kept.get(revision) != writer.text_of(count):
                faults.append(f"revision {revision} of note {note.id}, acknowledged as {count}, is not kept")
        if any(writer.count_in(words) < 1 for words in kept.values()):
            faults.append(f"note {note.id} has a revision nobody wrote")
        if note.revision_id is not None and kept.get(note.revision_id) != note.text:
            faults.append(f"note {note.id} and its revision {note.revision_id} say different things")
    return faults + _half_written(session)


def _unanswered(session: Session, writers: list[Writer]) -> int:
    """Count the saves that were kept although the server was killed before it could say so."""
    standing = {writer: session.get_one(SharedText, writer.note_id).text for writer in writers}
    return sum(writer.count_in(words) > writer.last for writer, words in standing.items())


def _half_written(session: Session) -> list[str]:
    head = session.scalars(select(HistoryHead)).one()
    last = session.scalar(select(func.max(HistoryEntry.seq))) or 0
    contents = session.scalar(select(func.count(HistoryContent.seq)))
    writings = session.scalar(
        select(func.count(HistoryEntry.seq)).where(HistoryEntry.object_kind == "shared_text")
    )
    revisions = session.scalar(select(func.count(SharedTextRevision.id)))
    faults = []
    if not head.seq == last == contents:
        faults.append(f"the history ends at {last} with {contents} contents, its head says {head.seq}")
    if writings != revisions:
        faults.append(f"{revisions} revisions and {writings} entries in the history about them")
    return faults


def _whole_check(session: Session, anchor: str | None) -> tuple[str, list[str]]:
    outcome = verify(session, anchor=anchor)
    faults = list(outcome.faults)
    if session.get_bind().dialect.name == "sqlite":
        faults += [f"foreign keys: {row}" for row in session.execute(text("PRAGMA foreign_key_check"))]
        said = session.execute(text("PRAGMA integrity_check")).scalar_one()
        faults += [] if said == "ok" else [f"integrity: {said}"]
    return outcome.anchor, faults
