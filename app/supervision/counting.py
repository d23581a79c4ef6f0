"""Counting the kommunchef's overview anew, and comparing what is kept with it.

Both look at the same: what the organisation, the passages and the features' tables say today. The jobs count anew when a new
day has begun or the organisation was changed; `samsyn overview compare` tells whether what is kept is what is true.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.orm import Session

from app import clock
from app.passages.models import Passage
from app.passages.queries.waits import waiting
from app.steering.schema import Profile
from app.supervision.keeping import (
    LOCK,
    SECTIONS,
    WAITING,
    counted_kinds,
    forget,
    lacking_by_section,
    overseen,
    sections_of_units,
    tops,
)
from app.supervision.models import Kept, KeptSection, Lack, Placing, Tally
from app.supervision.periods import looked_at
from app.supervision.placing import part_key
from app.supervision.queries import Section, sections_of

BATCH = 2000


class Stands(NamedTuple):
    """Where a passage stands: its part, its row, and whether it waits for an answer."""

    part: str
    section_id: int | None
    waiting: bool


@dataclass(slots=True)
class Differences:
    """Where what is kept is not what is true."""

    found: list[str] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Tell whether all is as it should."""
        return not self.found

    def __str__(self) -> str:
        """Say the first few."""
        return "; ".join(self.found[:10]) or "nothing differs"


def is_kept(session: Session, day: date) -> bool:
    """Tell whether everything is kept counted for a day."""
    kept = set(session.scalars(select(Kept.kind).where(Kept.day == day)))
    return {SECTIONS, *(kind.key for kind in counted_kinds())} <= kept


def rebuild_when_needed(session: Session, profile: Profile) -> bool:
    """Count everything anew where it is not kept for today; tells whether it was. Commits."""
    if is_kept(session, clock.today()):
        return False
    rebuild(session, profile)
    session.commit()
    return True


def rebuild(session: Session, profile: Profile) -> None:
    """Count everything anew for today. What others write meanwhile waits for it, and is then counted too."""
    today = clock.today()
    session.execute(select(Kept.kind).where(Kept.kind == LOCK).with_for_update())
    session.flush()
    forget(session)
    session.execute(delete(Kept).where(Kept.kind != LOCK))
    sections = _sections(session, today)
    session.execute(delete(KeptSection))
    if not sections:
        return
    session.execute(
        insert(KeptSection),
        [{"unit_id": one.id, "units": one.units, "beside": one.beside} for one in sections],
    )
    tally: Counter[tuple[str, int]] = Counter()
    changed = []
    for passage_id, before, now in _placings(session, profile, today):
        if before != now:
            changed.append({"passage_id": passage_id, **now._asdict()})
        if now.waiting and now.section_id is not None:
            tally[WAITING + now.part, now.section_id] += 1
    if changed:
        session.execute(update(Placing), changed)
    looked = looked_at(today, today.year)
    for kind in counted_kinds():
        true = lacking_by_section(session, kind, looked)
        kept = _kept_lacks(session, kind.key)
        if gone := [unit_id for unit_id, section in kept.items() if true.get(unit_id) != section]:
            _forget(session, kind.key, gone)
        if new := [unit_id for unit_id, section in true.items() if kept.get(unit_id) != section]:
            session.execute(
                insert(Lack),
                [{"kind": kind.key, "unit_id": one, "section_id": true[one]} for one in new],
            )
        tally.update((kind.key, section) for section in true.values())
    session.execute(delete(Tally))
    if tally:
        session.execute(
            insert(Tally),
            [
                {"kind": kind, "section_id": section, "number": number}
                for (kind, section), number in tally.items()
            ],
        )
    session.execute(
        insert(Kept),
        [{"kind": kind, "day": today} for kind in (SECTIONS, *(one.key for one in counted_kinds()))],
    )


def _forget(session: Session, kind: str, unit_ids: list[int]) -> None:
    for start in range(0, len(unit_ids), BATCH):
        session.execute(
            delete(Lack).where(Lack.kind == kind, Lack.unit_id.in_(unit_ids[start : start + BATCH]))
        )


def compare(session: Session, profile: Profile) -> Differences:
    """Tell where what is kept for today is not what is true; what is not kept is never shown and not compared."""
    today = clock.today()
    found = Differences()
    if not is_kept(session, today):
        return found
    sections = {one.id: (one.units, one.beside) for one in _sections(session, today)}
    rows = session.execute(select(KeptSection.unit_id, KeptSection.units, KeptSection.beside))
    kept_sections = {unit_id: (units, beside) for unit_id, units, beside in rows}
    if sections != kept_sections:
        found.found.append(f"rows: {sections} but {kept_sections} are kept")
    tally: Counter[tuple[str, int]] = Counter()
    for passage_id, before, now in _placings(session, profile, today):
        if before != now:
            found.found.append(f"passage {passage_id}: {now} but {before} is kept")
        if now.waiting and now.section_id is not None:
            tally[WAITING + now.part, now.section_id] += 1
    looked = looked_at(today, today.year)
    for kind in counted_kinds():
        true = lacking_by_section(session, kind, looked)
        kept = _kept_lacks(session, kind.key)
        if true != kept:
            differing = sorted({*(true.items() - kept.items()), *(kept.items() - true.items())})
            found.found.append(f"{kind.key}: {differing[:5]}")
        tally.update((kind.key, section) for section in true.values())
    rows = session.execute(select(Tally.kind, Tally.section_id, Tally.number).where(Tally.number != 0))
    numbers = {(kind, section): number for kind, section, number in rows}
    if numbers != tally:
        found.found.append(f"numbers: {sorted({*(tally.items() ^ numbers.items())})[:5]}")
    return found


def _sections(session: Session, day: date) -> list[Section]:
    found = session.scalars(tops(day)).all()
    if len(found) != 1:
        return []
    return sections_of(session, found[0], whole=True, day=day)


def _placings(session: Session, profile: Profile, day: date) -> Iterator[tuple[int, Stands, Stands]]:
    sections = sections_of_units(session, None, day)
    parts: dict[str, str] = {}
    rows = session.execute(
        select(
            Placing.passage_id,
            Placing.source,
            Placing.part,
            Placing.section_id,
            Placing.waiting,
            Passage.rep_unit_id,
            waiting(),
            overseen(day),
        )
        .join(Passage, Passage.id == Placing.passage_id)
        .order_by(Placing.passage_id)
        .execution_options(yield_per=BATCH)
    )
    for row in rows:
        yield _one(row, sections, parts, profile)


def _one(
    row: Row[int, str, str, int | None, bool, int, bool, bool],
    sections: dict[int, int],
    parts: dict[str, str],
    profile: Profile,
) -> tuple[int, Stands, Stands]:
    passage_id, source, part, section_id, waits, rep_unit_id, waits_now, read = row
    if source not in parts:
        parts[source] = part_key(profile, source)
    now = Stands(parts[source], sections.get(rep_unit_id) if read else None, bool(waits_now))
    return passage_id, Stands(part, section_id, bool(waits)), now


def _kept_lacks(session: Session, kind: str) -> dict[int, int]:
    return dict(session.execute(select(Lack.unit_id, Lack.section_id).where(Lack.kind == kind)).all())
