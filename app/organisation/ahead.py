"""What lies ahead of units and can still be taken back, in words, and the page on which that is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort
from flask_babel import gettext
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session, selectinload

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import SWEDISH, db
from app.organisation import taking_back
from app.organisation.blueprint import ID, organisation
from app.organisation.changing import page_of, unit_or_404, written_day
from app.organisation.forms import ReopenForm
from app.organisation.models import Appointment, Person, PlannedChange, PlannedUnit
from app.organisation.open_ended import OPEN_ENDED
from app.organisation.steps import Standing, Step, View, in_turn
from app.ui.install import listed

AT_MOST = 100
"""Planned changes on one page."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A change that lies ahead: the units it is about, those that begin with it and what it moves to, by name."""

    id: int
    change: str
    on: date
    units: Sequence[str]
    made: Sequence[str]
    to: Sequence[str]

    @property
    def words(self) -> str:
        """Say what is planned."""
        filled = {"units": listed(self.units), "made": listed(self.made), "to": listed(self.to)}
        if self.change == "split":
            return gettext("%(units)s delas i %(made)s", **filled)
        if self.change == "merge":
            return gettext("%(units)s slås ihop till %(made)s", **filled)
        if self.change == "close":
            return gettext("%(units)s avslutas", **filled)
        return gettext("%(units)s flyttas till %(to)s", **filled)


def ahead_of(session: Session, unit_id: int) -> list[Planned]:
    """Give what lies ahead of a unit and can be taken back, the next first."""
    mine = select(PlannedUnit.planned_id).where(PlannedUnit.unit_id == unit_id)
    return _planned(session, PlannedChange.id.in_(mine))


def all_ahead(session: Session) -> list[Planned]:
    """Give what lies ahead and can be taken back, the next first; at most `AT_MOST`."""
    return _planned(session, true())


def _planned(session: Session, condition: ColumnElement[bool]) -> list[Planned]:
    found = session.scalars(
        select(PlannedChange)
        .where(PlannedChange.on > clock.today(), condition)
        .options(selectinload(PlannedChange.units).joinedload(PlannedUnit.unit))
        .order_by(PlannedChange.on, PlannedChange.id)
        .limit(AT_MOST)
    )
    return [_told(one) for one in found]


def _told(planned: PlannedChange) -> Planned:
    names = {one.unit_id: one.unit.name for one in planned.units}
    kept = planned.kept
    return Planned(
        planned.id,
        planned.change,
        planned.on,
        [names[one[0]] for one in kept["ends"]],
        [names[one[0]] for one in kept["made"]],
        [names[one] for one in kept["to"]] or [gettext("överst")],
    )


@organisation.route(f"/planerat/<{ID}:planned_id>/ta-tillbaka", methods=["GET", "POST"])
@requires(May.EDIT_ORGANISATION)
def take_back(planned_id: int) -> View:
    """Take back what is planned, before its day."""
    in_turn()
    found = db.session.get(PlannedChange, planned_id)
    if found is None or found.on <= clock.today():
        abort(404)
    unit_id = found.kept["ends"][0][0]
    (planned,) = _planned(db.session, PlannedChange.id == planned_id)
    meaning = _what_it_means(planned, found)

    def apply() -> str:
        taking_back.take_back(db.session, planned_id=planned_id, actor_id=acting().person_id)
        return page_of(unit_id)

    return Step(
        form=ReopenForm(),
        title=gettext("Ta tillbaka det som är planerat till den %(day)s", day=written_day(planned.on)),
        button=gettext("Ta tillbaka"),
        back=page_of(unit_id),
        of=unit_or_404(unit_id).name,
        apply=apply,
        done=gettext("Det som var planerat är taget tillbaka."),
        template="organisation/take_back.html",
        # One that was taken back may have given its number to another: what is taken back is what was read.
        stands=Standing((planned.on, *meaning), {}),
        extra={"meaning": meaning},
    ).take()


def _what_it_means(planned: Planned, found: PlannedChange) -> list[str]:
    said = [gettext("Det här sker inte: %(words)s.", words=planned.words)]
    if planned.change != "move":
        said.append(gettext("%(units)s fortsätter som förut.", units=listed(planned.units)))
    if planned.made:
        said.append(
            gettext(
                "%(made)s läggs inte upp. Det som skulle ligga där ligger kvar där det ligger.",
                made=listed(planned.made),
            )
        )
    if names := _names(one["before"]["person"] for one in found.kept["appointments"]):
        said.append(
            gettext(
                "Förordnanden som skulle ha slutat då får det slut de hade: %(names)s. De som är ändrade för hand sedan "
                "dess ändras inte.",
                names=listed(names),
            )
        )
    going_on, ending = _appointed_since(found)
    if names := _names(going_on):
        said.append(
            gettext(
                "Förordnanden som lagts upp sedan dess gäller också vidare, så länge enheten finns: %(names)s.",
                names=listed(names),
            )
        )
    if names := _names(ending):
        said.append(
            gettext(
                "Förordnanden som lagts upp sedan dess, för just den tiden, slutar ändå den dagen: %(names)s.",
                names=listed(names),
            )
        )
    said.append(gettext("De som har fått veta att det var planerat får veta att det inte sker."))
    return [*said, gettext("Det som har gjorts för dagar dessförinnan står kvar.")]


def _names(person_ids: Iterable[int]) -> list[str]:
    found = select(Person.name).where(Person.id.in_(sorted(set(person_ids))))
    return list(db.session.scalars(found.order_by(Person.name.collate(SWEDISH), Person.id)))


def _appointed_since(found: PlannedChange) -> tuple[list[int], list[int]]:
    """Give who has been appointed to the ending units after it was planned, until that day: those whose appointment lasts as
    long as the unit, and those it was made for no longer.
    """
    known = [one["id"] for one in found.kept["appointments"]]
    units = [unit_id for unit_id, before, after in found.kept["ends"] if before != after]
    rows = db.session.execute(
        select(Appointment.id, Appointment.person_id).where(
            Appointment.unit_id.in_(units),
            Appointment.valid_to == found.on,
            Appointment.id.not_in(known),
        )
    ).all()
    lasting = {*found.kept.get(OPEN_ENDED, ())}
    return [who for one, who in rows if one in lasting], [who for one, who in rows if one not in lasting]
