"""Plans of a whole municipality: texts, goals, candidates, documents of every unit, and what their pages cost as units grow."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from app import clock
from app.db import db
from app.documents.models import Document, DocumentVersion
from app.organisation.bulk import insert_many
from app.passages.models import Talk
from app.planning.models import Activity, Candidate, FollowedIndicator, Goal, ProgressNote
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator
from app.writing.models import Part, UnitText
from bench.databases import empty_database
from bench.municipality import TEXT, Municipality, build, migrated_app, sign_in
from bench.timing import in_process

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
SECTIONS = 100
DOCUMENTS = 400
MISSION = ("idea", "documents", "vision", "partners")
ANALYSIS = ("results", "works", "conditions", "risks", "conclusions")
ROUNDS = 15


def fill(session: Session, made: Municipality) -> dict[str, int]:
    """Give every unit a core mission, an analysis, two goals with all that hangs on them, and candidates; gives some numbers."""
    year, boss = clock.today().year, made.boss_id
    top = made.unit_ids[0]
    vision = _texts(session, boss, [top], "vision", 0, ("vision", "values", "own-1", "own-2", "own-3"))
    values = vision[1][2:]
    _texts(session, boss, made.unit_ids, "core_mission", 0, MISSION)
    _texts(session, boss, made.unit_ids, "current_state", year, ANALYSIS)
    council = _goals(
        session, boss, [{"unit_id": top, "kind": "council_goal", "title": f"Mål {n}"} for n in range(6)]
    )
    candidates = insert_many(
        session,
        Candidate,
        [
            {
                "unit_id": unit,
                "year": year + 1,
                "text": f"Något att utveckla {place}",
                "why": "",
                "origin_words": "",
                "position": place,
                "state": "open",
                "reason": "",
                "revision": 1,
                "proposed_by_id": boss,
                "proposed_at": AT,
            }
            for unit in made.unit_ids
            for place in range(3)
        ],
    )
    rows: list[dict[str, Any]] = []
    for number, unit in enumerate(made.unit_ids):
        rows.append({"unit_id": unit, "title": f"Lugna lämningar {number}", "above_id": council[number % 6]})
        rows[-1]["candidate_id"] = candidates[3 * number]
        aim = ("value", values[number % 3]) if number % 2 else ("vision", top)
        rows.append(
            {"unit_id": unit, "title": f"Mindre papper {number}", "aim_kind": aim[0], "aim_id": aim[1]}
        )
    goals = _goals(session, boss, rows)
    _hang(session, boss, goals)
    insert_many(
        session,
        Talk,
        [
            {
                "subject_kind": "goal",
                "subject_id": goal,
                "source_kind": "dialogue",
                "source_id": 10_000_000 + goal,
                "place": 1,
                "theme": "Det vi utvecklar",
                "said_on": AT + timedelta(days=number % 200),
                "over_unit_id": top,
                "rep_unit_id": top,
            }
            for number, goal in enumerate(goals)
        ],
        give_ids=False,
    )
    _documents(session, made)
    # The first unit under the first section, whose manager is the one who looks.
    place = 1 + len(made.manager_ids)
    unit, goal = made.unit_ids[place], goals[2 * place]
    return {"goal": goal, "council": council[0], "unit": unit, "value": values[0], "top": top}


def _texts(
    session: Session, boss: int, units: list[int], kind: str, year: int, keys: tuple[str, ...]
) -> tuple[list[int], list[int]]:
    texts = insert_many(
        session,
        UnitText,
        [
            {
                "kind": kind,
                "unit_id": unit,
                "year": year,
                "number": 1,
                "state": "established",
                "state_since": AT,
                "revision": 1,
                "begun_at": AT,
                "begun_by_id": boss,
            }
            for unit in units
        ],
    )
    parts = insert_many(
        session,
        Part,
        [
            {
                "unit_text_id": text,
                "position": place,
                "key": key,
                "title": key.capitalize(),
                "questions": "",
                "brings": "",
                "left_out": False,
                "text": TEXT,
                "updated_at": AT,
                "updated_by_id": boss,
            }
            for text in texts
            for place, key in enumerate(keys)
        ],
    )
    return texts, parts


def _goals(session: Session, boss: int, rows: list[dict[str, Any]]) -> list[int]:
    year = clock.today().year
    same: dict[str, Any] = {
        "kind": "development_goal",
        "year": year,
        "until_year": year,
        "why": TEXT,
        "owner": "",
        "above_id": None,
        "aim_kind": None,
        "aim_id": None,
        "aim_title": "",
        "candidate_id": None,
        "position": 1,
        "state": "established",
        "state_since": AT,
        "closing_words": "",
        "revision": 1,
        "record_revision": 1,
        "written_by_id": boss,
        "written_at": AT,
    }
    return insert_many(session, Goal, [same | row for row in rows])


def _hang(session: Session, boss: int, goals: list[int]) -> None:
    insert_many(
        session,
        Activity,
        [
            {
                "goal_id": goal,
                "position": place,
                "what": f"Göra ett schema som håller {place}",
                "who": "",
                "person_id": boss if goal % 500 == 0 else None,
                "due_on": (AT + timedelta(days=300)).date(),
                "state": "ongoing",
                "state_since": AT,
                "revision": 1,
            }
            for goal in goals
            for place in range(3)
        ],
        give_ids=False,
    )
    units = dict(session.execute(select(Goal.id, Goal.unit_id)).all())
    holders = insert_many(
        session,
        Factor,
        [
            {
                "unit_id": units[goal],
                "reach": "unit",
                "title": TEXT[:80],
                "why": "",
                "position": 0,
                "state": "established",
                "state_since": AT,
                "closing_words": "",
                "revision": 1,
                "record_revision": 1,
                "written_by_id": boss,
                "written_at": AT,
                "goal_id": goal,
            }
            for goal in goals
        ],
    )
    signs = insert_many(
        session,
        Indicator,
        [
            {
                "factor_id": holder,
                "position": place,
                "name": f"Så känns det {place}",
                "nature": "qualitative",
                "method": "Samtal",
                "routine": "Alla, i april",
                "present": "lugnt",
                "wanted": "lugnare",
                "periodicity": "year",
                "revision": 1,
            }
            for holder in holders
            for place in range(2)
        ],
    )
    insert_many(
        session,
        FollowedIndicator,
        [
            {"goal_id": goals[at // 2], "indicator_id": sign, "name": f"Så känns det {at % 2}"}
            for at, sign in enumerate(signs)
        ],
        give_ids=False,
    )
    insert_many(
        session,
        ProgressNote,
        [
            {"goal_id": goal, "text": TEXT, "state": "", "value": "", "person_id": boss, "at": AT}
            for goal in goals
            for _ in range(3)
        ],
        give_ids=False,
    )


def _documents(session: Session, made: Municipality) -> None:
    ids = insert_many(
        session,
        Document,
        [
            {
                "title": f"Riktlinje {number:04}",
                "summary": TEXT,
                "origin": "municipal",
                "type_key": "guideline",
                "responsible_unit_id": made.unit_ids[number % len(made.unit_ids)],
                "for_all": True,
                "next_review_on": (AT + timedelta(days=number)).date(),
                "current_number": 1,
                "ended": "",
                "ended_why": "",
                "revision": 1,
                "entered_at": AT,
            }
            for number in range(DOCUMENTS)
        ],
    )
    insert_many(
        session,
        DocumentVersion,
        [
            {
                "document_id": one,
                "number": 1,
                "label": "",
                "decided_by": "KS",
                "registry_number": "",
                "link": "",
                "changes": "",
                "entered_at": AT,
            }
            for one in ids
        ],
        give_ids=False,
    )


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page costs: processor time of one request in milliseconds, statements, and kilobytes."""

    cpu: float
    statements: int
    size: int


def cost(app: Flask, path: str, cookie: str) -> Cost:
    """Ask for a page a number of times in this process; gives the median of the processor time."""
    ask = in_process(app, path, cookie)
    ask()
    statements = _counted(app, ask)
    gc.collect()
    gc.freeze()
    taken = []
    for _round in range(ROUNDS):
        began = time.process_time()
        answer = ask()
        taken.append(time.process_time() - began)
    gc.unfreeze()
    return Cost(statistics.median(taken) * 1000, statements, len(answer) // 1000)


def _counted(app: Flask, ask: Callable[[], bytes]) -> int:
    sent: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if (
            not statement.lstrip()
            .upper()
            .startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA"))
        ):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def pages(known: dict[str, int]) -> dict[str, str]:
    """Name the pages that are measured, with their addresses."""
    unit, goal = known["unit"], known["goal"]
    return {
        "floor: a page without rows": "/vem-far-vad",
        "/analys/ of a unit": f"/analys/?enhet={unit}",
        "/analys/enheter": "/analys/enheter",
        "/analys/vision": "/analys/vision",
        "/plan/ of a unit": f"/plan/?enhet={unit}",
        "/plan/enheter": "/plan/enheter",
        "prioritise": f"/plan/prioritera?ar={clock.today().year + 1}",
        "goal": f"/plan/mal/{goal}",
        "goal all others hang on": f"/plan/mal/{known['council']}",
        "thread from a goal": f"/plan/trad/goal/{goal}",
        "thread from a council's goal": f"/plan/trad/goal/{known['council']}",
        "thread from a value": f"/plan/trad/value/{known['value']}",
        "thread from the vision": f"/plan/trad/vision/{known['top']}",
        "own activities": "/plan/mina-aktiviteter",
        "/styrdokument/": "/styrdokument/",
    }


def measure(kind: str, units: int, say: Callable[[str], None]) -> dict[str, tuple[Cost, Cost]]:
    """Build a municipality and measure its pages, as the kommunchef and as the manager of a section."""
    with empty_database(kind) as url:
        app = migrated_app(url)
        with app.app_context():
            sections = min(SECTIONS, units // 5)
            made = build(db.session, pairs=sections, themes=1, units=units - sections - 1)
            known = fill(db.session, made)
            db.session.commit()
            # A plan of the queries over statistics that are true.
            db.session.execute(text("ANALYZE"))
            db.session.commit()
        found = {}
        boss, manager = (sign_in(app, person).cookie for person in (made.boss_id, made.manager_ids[0]))
        for name, path in pages(known).items():
            say(f"{units} units: {name}")
            try:
                found[name] = (cost(app, path, boss), cost(app, path, manager))
            except RuntimeError as missing:
                say(str(missing))
        with app.app_context():
            db.engine.dispose()
    return found


def report(kind: str, sizes: list[int], say: Callable[[str], None]) -> str:
    """Give a table of every page at every size."""
    by_size = {size: measure(kind, size, say) for size in sizes}
    head = ["page", *(f"{size:,} units, kommunchef / section chief" for size in sizes), "statements", "kB"]
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for name in by_size[sizes[-1]]:
        costs = [by_size[size].get(name) for size in sizes]
        times = [f"{one[0].cpu:.1f} / {one[1].cpu:.1f} ms" if one else "–" for one in costs]
        counts = " → ".join(str(one[0].statements) if one else "–" for one in costs)
        last = costs[-1]
        lines.append(f"| {name} | " + " | ".join(times) + f" | {counts} | {last[0].size if last else '–'} |")
    return "\n".join(lines)
