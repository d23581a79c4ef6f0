"""The two lists of passages: what they are asked for, and a page of one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from app.access.actor import Actor
from app.clock import STOCKHOLM, from_stockholm
from app.db import SWEDISH
from app.organisation.models import Unit
from app.paging import Found, nearest, on_page
from app.passages.models import Answer, Passage
from app.passages.queries.opening import with_answers, with_people
from app.passages.queries.rights import from_own_dialogues, raised_to
from app.passages.queries.waits import waiting

PAGE = 20
"""Passages on a page of a list: words to be read, not rows to be scanned."""


class View(StrEnum):
    """The two lists: what others raised to me, and what was raised from dialogues of mine."""

    FROM_BELOW = "from_below"
    OURS = "ours"


class Waiting(StrEnum):
    """Filter on where a passage stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for."""

    view: View
    state: Waiting = Waiting.WAITING
    unit_id: int | None = None
    year: int | None = None
    words: tuple[str, ...] = ()
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed(Found[Passage]):
    """One page of a list, and which units and years one can choose among."""

    units: list[tuple[int, str]]
    years: list[int]


def listed(session: Session, *, actor: Actor, day: date, wanted: Wanted) -> Listed:
    """Give one page of a list, newest first, in a constant number of statements."""
    mine = _within(actor, day, wanted.view)
    conditions = [mine, *_asked_for(wanted)]
    total = session.scalar(select(func.count(Passage.id)).where(*conditions)) or 0
    page = nearest(wanted.page, total, PAGE)
    newest = (
        select(Passage)
        .where(*conditions)
        .options(*with_people(), *with_answers())
        .order_by(Passage.released_at.desc(), Passage.id.desc())
    )
    passages = list(session.scalars(on_page(newest, page, PAGE)))
    return Listed(passages, total, page, PAGE, _units(session, mine), _years(session, mine))


def _within(actor: Actor, day: date, view: View) -> ColumnElement[bool]:
    # What is raised to me and from my own dialogues together is all I may read: nothing readable is in
    # neither list, but what boards and companies released, which the kommunchef reads in the overview.
    return raised_to(actor, day) if view is View.FROM_BELOW else from_own_dialogues(actor)


def _asked_for(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state is Waiting.WAITING:
        conditions.append(waiting())
    elif wanted.state is Waiting.ANSWERED:
        conditions.append(~waiting())
    if wanted.unit_id is not None:
        conditions.append(or_(Passage.over_unit_id == wanted.unit_id, Passage.rep_unit_id == wanted.unit_id))
    if wanted.year is not None:
        conditions.append(Passage.released_at >= from_stockholm(date(wanted.year, 1, 1)))
        conditions.append(Passage.released_at < from_stockholm(date(wanted.year + 1, 1, 1)))
    conditions += [_holds(word) for word in wanted.words]
    return conditions


def _holds(word: str) -> ColumnElement[bool]:
    """Find a word in the passage or its answers; SQLite lowers only a–z, so Swedish letters are tried both
    ways.
    """
    answered = aliased(Answer)
    spellings = sorted({word, word.lower(), word.upper(), word.capitalize()})

    def any_of(column: object) -> list[ColumnElement[bool]]:
        return [column.icontains(one, autoescape=True) for one in spellings]  # type: ignore[attr-defined]

    in_answers = exists().where(answered.passage_id == Passage.id, or_(*any_of(answered.text)))
    return or_(*any_of(Passage.text), *any_of(Passage.theme), in_answers.correlate(Passage))


def _units(session: Session, mine: ColumnElement[bool]) -> list[tuple[int, str]]:
    rep = select(Passage.rep_unit_id).where(mine)
    over = select(Passage.over_unit_id).where(mine)
    rows = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.id.in_(select(union(rep, over).subquery().c[0])))
        .order_by(Unit.name.collate(SWEDISH), Unit.id)
    )
    return [(unit_id, name) for unit_id, name in rows]


def _years(session: Session, mine: ColumnElement[bool]) -> list[int]:
    span = session.execute(
        select(func.min(Passage.released_at), func.max(Passage.released_at)).where(mine)
    ).first()
    found = [moment.astimezone(STOCKHOLM).year for moment in span or () if moment is not None]
    return list(range(max(found), min(found) - 1, -1)) if found else []
