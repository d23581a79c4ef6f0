"""What is kept under keys of unit kinds, and how a feature's column of keys becomes a `Use`."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.modelling.uses import Carries, Counts, Use, uses
from app.organisation.models import Unit
from app.organisation.units import KIND as UNIT
from app.organisation.units import facts as unit_facts
from app.records.appending import Change, record_many
from app.steering.schema import Profile


def counted(column: InstrumentedAttribute[str], *which: ColumnElement[bool]) -> Counts:
    """Make what counts the rows of a table by a column of keys."""
    number = column.class_.__mapper__.primary_key[0]

    def counts(session: Session) -> Mapping[str, int]:
        rows = session.execute(select(column, func.count(number)).where(*which).group_by(column))
        return {key: count for key, count in rows if key}

    return counts


def carried(
    column: InstrumentedAttribute[str],
    *which: ColumnElement[bool],
    action: str,
    kind: str,
    facts: Callable[[Any], Mapping[str, object]],
    also: Callable[[Any], None] | None = None,
    options: tuple[Any, ...] = (),
    under: str = "",
) -> Carries:
    """Make what gives the rows of one key another, each with its entry in the history.

    `also` is what else changes in a row with it, `under` the name its facts stand under in the entry.
    """

    def carries(session: Session, actor_id: int, old: str, new: str) -> int:
        table = column.class_
        rows = session.scalars(
            select(table).where(column == old, *which).options(*options).with_for_update(of=table)
        ).all()
        before = [dict(facts(row)) for row in rows]
        for row in rows:
            setattr(row, column.key, new)
            if also is not None:
                also(row)
        session.flush()
        record_many(
            session,
            actor_id=actor_id,
            changes=[
                Change(action, kind, row.id, *_told(under, was, dict(facts(row))))
                for row, was in zip(rows, before, strict=True)
            ],
        )
        return len(rows)

    return carries


Facts = dict[str, object]


def _told(under: str, was: Facts, becomes: Facts) -> tuple[Facts, Facts]:
    """Give what an entry says: all of a row where its facts stand under a name, otherwise what has changed."""
    if under:
        return {under: was}, {under: becomes}
    changed = [name for name in becomes if was.get(name) != becomes[name]]
    return {name: was.get(name) for name in changed}, {name: becomes[name] for name in changed}


def _unit_names(profile: Profile) -> Mapping[str, Any]:
    return {one.key: one.names for one in profile.unit_kinds}


UNITS = Use(
    "units",
    lazy_gettext("Enheter"),
    _unit_names,
    counted(Unit.kind),
    carried(Unit.kind, action="unit.carried_over", kind=UNIT, facts=unit_facts),
    note=lazy_gettext(
        "Enheten ligger kvar där den ligger, med allt som är skrivet. Bara vad den kallas ändras."
    ),
)


def register() -> None:
    """Take in what this room itself knows of."""
    uses.register(UNITS)
