"""An overview of any size for measuring: released passages from every section, written straight into the tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.passages.models import Passage
from app.steering.loader import load_profile
from app.supervision.counting import rebuild
from app.supervision.placing import place_new
from bench.municipality import Municipality

BEGINNING = datetime(2026, 1, 5, 8, tzinfo=UTC)
ROWS_AT_ONCE = 500
SECTIONS = 12


def fill(session: Session, made: Municipality) -> None:
    """Release a passage from every unit, place them all, and count the overview."""
    top, *units = made.unit_ids
    sections, below = units[:SECTIONS], units[SECTIONS:]
    rows = [
        _passage(made, sections[place % len(sections)] if below else top, unit, place)
        for place, unit in enumerate(below or sections)
    ]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.execute(insert(Passage), rows[start : start + ROWS_AT_ONCE])
    profile = load_profile("tranemo")
    place_new(session, profile)
    rebuild(session, profile)


def _passage(made: Municipality, over: int, rep: int, place: int) -> dict[str, object]:
    at = BEGINNING + timedelta(minutes=3 * place % 400_000)
    return {
        "source_kind": "dialogue",
        "source_id": made.meetings[place % len(made.meetings)].dialogue_id,
        "said_on": at,
        "theme": "Tema 1",
        "text": f"Lyft {place}: inskolningarna drar ut på tiden, och vi ser inte samma orsak till det.",
        "verdict": "partly",
        "over_unit_id": over,
        "rep_unit_id": rep,
        "over_person_id": made.boss_id,
        "rep_person_id": made.manager_ids[place % len(made.manager_ids)],
        "over_released_at": at,
        "rep_released_at": at,
        "released_at": at,
    }
