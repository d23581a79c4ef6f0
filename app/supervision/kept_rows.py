"""Reads of what is kept counted of the kommunchef's overview: as many statements, and as fast, however many units there are.

Only for who leads the top administration and nothing else: what is kept is what that person may read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    String,
    bindparam,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.access.actor import Actor
from app.access.matrix import Role
from app.db import SWEDISH, UtcDateTime
from app.organisation.models import Ancestry, Unit, in_force
from app.passages import rules as passage_rules
from app.passages.models import Answer, Passage
from app.supervision.keeping import SECTIONS, WAITING
from app.supervision.models import Kept, KeptSection, Lack, Placing, Tally
from app.supervision.queries import Period, Quoted, Section

MOST_COUNTED = 100
"""Passages counted in a part; more are told as more than so many."""


def oversees_all_alone(actor: Actor) -> bool:
    """Tell whether what is kept is what a person may read: who leads the top administration, and no other unit or board."""
    tops = {one.unit_id for one in actor.holdings if one.role is Role.MANAGER and one.is_top}
    led = passage_rules.managed_units(actor) | passage_rules.presided_units(actor)
    return len(tops) == 1 and led == tops


def kept_sections(session: Session, day: date) -> list[Section]:
    """Give the rows of the overview with their units, where they are kept for the day; none where they are not."""
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.kind, KeptSection.units, KeptSection.beside)
        .select_from(KeptSection)
        # Every section has its unit. An outer join keeps SQLite from going through all units of the municipality instead.
        .outerjoin(Unit, Unit.id == KeptSection.unit_id)
        .join(Kept, (Kept.kind == SECTIONS) & (Kept.day == day))
        .order_by(KeptSection.beside, Unit.name.collate(SWEDISH), Unit.id)
    )
    return [Section(*row) for row in rows]


def _since(*, after: bool, until: bool) -> list[Any]:
    found = []
    if after:
        found.append(Placing.released_at > bindparam("after", type_=UtcDateTime))
    if until:
        found.append(Placing.released_at < bindparam("until", type_=UtcDateTime))
    return found


def _values(period: Period) -> dict[str, datetime]:
    given = {"after": period.after, "until": period.until}
    return {name: moment for name, moment in given.items() if moment is not None}


# Making these takes longer than running them; the number of rows hardly ever changes.
@lru_cache(maxsize=32)
def _newest(rows: int, most: int, after: bool, until: bool) -> Select[Any]:
    parts = [
        select(
            select(Placing.passage_id, Placing.section_id)
            .where(
                Placing.section_id == bindparam(f"section_{number}", type_=Integer),
                Placing.part == bindparam("part", type_=String),
                *_since(after=after, until=until),
            )
            .order_by(Placing.released_at.desc(), Placing.passage_id.desc())
            .limit(most + 1)
            .subquery(f"newest_{number}")
        )
        for number in range(rows)
    ]
    newest = union_all(*parts).subquery("newest")
    return (
        select(Passage, newest.c.section_id)
        .join(newest, newest.c.passage_id == Passage.id)
        .options(
            joinedload(Passage.over_unit, innerjoin=True),
            joinedload(Passage.rep_unit, innerjoin=True),
            joinedload(Passage.over_person, innerjoin=True),
            joinedload(Passage.rep_person, innerjoin=True),
            selectinload(Passage.answers).joinedload(Answer.answered_by),
        )
        .order_by(Passage.released_at.desc(), Passage.id.desc())
    )


def newest(
    session: Session, sections: Sequence[int], part: str, period: Period, most: int
) -> dict[int, Quoted]:
    """Give the newest passages of each row in a part, in two statements; where there are more, `total` says one more."""
    if not sections:
        return {}
    values = {f"section_{number}": section for number, section in enumerate(sections)}
    wanted = _newest(len(sections), most, period.after is not None, period.until is not None)
    found: dict[int, Quoted] = {}
    for passage, section_id in session.execute(wanted, {**values, **_values(period), "part": part}):
        quoted = found.setdefault(section_id, Quoted([], 0))
        found[section_id] = Quoted([*quoted.passages, passage][:most], quoted.total + 1)
    return found


@lru_cache(maxsize=32)
def _counts(parts: int, one_row: bool, after: bool, until: bool) -> CompoundSelect[Any]:
    def of_part(number: int) -> Select[Any]:
        rows = (
            Placing.section_id == bindparam("section", type_=Integer)
            if one_row
            else Placing.section_id.is_not(None)
        )
        few = (
            select(literal(1))
            .where(
                Placing.part == bindparam(f"part_{number}", type_=String),
                rows,
                *_since(after=after, until=until),
            )
            .limit(MOST_COUNTED)
            .subquery()
        )
        found: Any = select(bindparam(f"part_{number}", type_=String), func.count()).select_from(few)
        return found  # type: ignore[no-any-return]

    return union_all(*(of_part(number) for number in range(parts)))


def counted(session: Session, parts: Sequence[str], period: Period, section: int | None) -> dict[str, int]:
    """Count the passages of each part in a period, up to `MOST_COUNTED` of each, in one statement."""
    values: dict[str, object] = {f"part_{number}": part for number, part in enumerate(parts)}
    if section is not None:
        values["section"] = section
    wanted = _counts(len(parts), section is not None, period.after is not None, period.until is not None)
    return dict(session.execute(wanted, {**values, **_values(period)}).all())


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is kept counted of some kinds: by kind and row, and which kinds are kept at all."""

    kept: frozenset[str]
    by_row: dict[tuple[str, int], int]

    def waiting(self, part: str, section_id: int) -> int:
        """Tell how many passages of a row wait for an answer."""
        return self.by_row.get((WAITING + part, section_id), 0)


def lacks(session: Session, kinds: Sequence[str], rows: Sequence[int], day: date) -> Numbers:
    """Give how many units of some rows of anybody's lack something, of the kinds that are kept for the day; one statement.

    What a unit lacks is the same whoever looks; whose rows they are is for the one who asks to know. Where a row lies outside
    those of the kommunchef, as above the administration, nothing is kept of it and all are counted now.
    """
    row, over = aliased(Unit), aliased(Ancestry)
    beneath = (
        exists()
        .where(
            over.descendant_id == row.id,
            over.ancestor_id == KeptSection.unit_id,
            in_force(over.valid_from, over.valid_to, day),
        )
        .correlate(row)
    )
    outside = exists().where(row.id.in_(rows), ~beneath)
    counted = (
        select(Lack.kind.label("kind"), Ancestry.ancestor_id.label("row"), func.count().label("number"))
        .select_from(Ancestry)
        .join(Lack, Lack.unit_id == Ancestry.descendant_id)
        .where(
            Ancestry.ancestor_id.in_(rows),
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            Lack.kind.in_(kinds),
        )
        .group_by(Lack.kind, Ancestry.ancestor_id)
        .subquery()
    )
    found = session.execute(
        select(Kept.kind, counted.c.row, counted.c.number)
        .outerjoin(counted, counted.c.kind == Kept.kind)
        .where(Kept.day == day, Kept.kind.in_(kinds), ~outside)
    ).all()
    return Numbers(
        frozenset(kind for kind, _row, _number in found),
        {(kind, row): number for kind, row, number in found if row is not None},
    )


def numbers(session: Session, kinds: Sequence[str], part: str, day: date) -> Numbers:
    """Give the numbers of some kinds of gap, and of what waits for an answer in a part; one statement."""
    rows = session.execute(
        select(Kept.kind, Tally.kind, Tally.section_id, Tally.number)
        .outerjoin(
            Tally,
            (Tally.kind == Kept.kind) | ((Kept.kind == SECTIONS) & (Tally.kind == WAITING + part)),
        )
        .where(Kept.day == day, Kept.kind.in_([SECTIONS, *kinds]))
    ).all()
    return Numbers(
        frozenset(row[0] for row in rows), {(row[1], row[2]): row[3] for row in rows if row[1] is not None}
    )
