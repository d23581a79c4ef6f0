"""When units last talked about a part of the overview, and with whom, for those that have not for long."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext
from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from app.organisation.models import Unit
from app.passages.models import Passage, Talk
from app.supervision.gaps import Looked, Told
from app.supervision.models import Placing
from app.ui.install import day


class LastTalk(NamedTuple):
    """A dialogue a unit had, by its day and the unit above it had it with."""

    said_on: datetime
    over_unit: str


def last_talks(
    session: Session, unit_ids: Collection[int], kinds: Collection[str], sources: Collection[str]
) -> dict[int, LastTalk]:
    """Give the latest dialogue upward in which each unit talked about something, marked or raised; one statement.

    Units that never did are left out. What a manager and an employee talk about is known to the two alone.
    """
    if not unit_ids:
        return {}
    said = union_all(*_said(sorted(unit_ids), kinds, sources)).subquery()
    latest = func.row_number().over(
        partition_by=said.c.rep_unit_id, order_by=(said.c.said_on.desc(), said.c.over_unit_id)
    )
    ranked = select(said.c.rep_unit_id, said.c.over_unit_id, said.c.said_on, latest.label("place")).subquery()
    rows = session.execute(
        select(ranked.c.rep_unit_id, ranked.c.said_on, Unit.name)
        .join(Unit, Unit.id == ranked.c.over_unit_id)
        .where(ranked.c.place == 1)
    )
    return {unit_id: LastTalk(said_on, name) for unit_id, said_on, name in rows}


def _said(
    unit_ids: list[int], kinds: Collection[str], sources: Collection[str]
) -> list[Select[int, int, datetime]]:
    """Give what was talked about upward, as marked and as raised."""
    return [
        select(Talk.rep_unit_id, Talk.over_unit_id, Talk.said_on).where(
            Talk.rep_unit_id.in_(unit_ids),
            Talk.over_unit_id != Talk.rep_unit_id,
            Talk.subject_kind.in_(sorted(kinds)),
        ),
        select(Passage.rep_unit_id, Passage.over_unit_id, Passage.said_on)
        .join(Placing, Placing.passage_id == Passage.id)
        .where(
            Passage.rep_unit_id.in_(unit_ids),
            Passage.over_unit_id != Passage.rep_unit_id,
            Placing.source.in_(sorted(sources)),
        ),
    ]


def told_when_last(kinds: Collection[str], sources: Collection[str]) -> Told:
    """Say of units when they last talked about something, and with whom, or that they never did."""

    def told(session: Session, _looked: Looked, unit_ids: Collection[int]) -> Mapping[int, str]:
        known = last_talks(session, unit_ids, kinds, sources)
        return {one: _words(known.get(one)) for one in unit_ids}

    return told


def _words(last: LastTalk | None) -> str:
    if last is None:
        return gettext("Aldrig samtalat i en dialog som är fastställd.")
    return gettext(
        "Senast samtalat %(day)s, i dialogen med %(unit)s.", day=day(last.said_on), unit=last.over_unit
    )
