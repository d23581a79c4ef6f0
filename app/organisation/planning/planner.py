"""The plan of a file: the organisation there is and the lines of the file become changes, or problems."""

from collections.abc import Mapping
from datetime import date

from app.organisation.planning.appointments import plan_appointments
from app.organisation.planning.clashes import check_appointments
from app.organisation.planning.draft import Draft, Plan
from app.organisation.planning.people import plan_people
from app.organisation.planning.states import Organisation
from app.organisation.planning.tree import check_tree
from app.organisation.planning.units import name_units, place_units
from app.organisation.rows import Lines
from app.organisation.rules import KindRule


def plan(now: Organisation, lines: Lines, kinds: Mapping[str, KindRule], today: date) -> Plan:
    """Work out what the file changes. Existing units and people are known by their ids in the file.

    What the file does not name stays as it is. A move takes effect today, or on the row's day where that lies ahead.
    Every fault that the readable cells show is told, in the order of the rows.
    """
    draft = Draft(now, lines, kinds, today)
    name_units(draft)
    place_units(draft)
    check_tree(draft)
    plan_people(draft)
    plan_appointments(draft)
    check_appointments(draft)
    draft.plan.problems.sort(key=lambda problem: (problem.row, problem.column))
    return draft.plan
