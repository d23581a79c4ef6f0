"""The units of a file: known under their ids, named, placed, moved and ended."""

from dataclasses import replace

from app.organisation.errors import Reason
from app.organisation.planning.appointments import set_appointment
from app.organisation.planning.draft import Draft
from app.organisation.planning.states import UnitState, own_id, unit_facts
from app.organisation.rows import UnitLine
from app.organisation.rules import Place, ended, joined_places, moved


def name_units(draft: Draft) -> None:
    """Make the units of the file known under ids, new ones too, and note their names and kinds."""
    seen: dict[str, int] = {}
    for line in draft.lines.units:
        if not line.id:
            continue
        if line.id in seen:
            draft.wrong(line.row, "enhet_id", "twice_in_file", id=line.id, first=seen[line.id])
            continue
        seen[line.id] = line.row
        known = draft.unit_ids.get(line.id)
        if known is None and line.parent is None:
            known = _adopted_root(draft)
        if known is None:
            if draft.is_nobodys_number(line.row, "enhet_id", line.id):
                draft.lines.claimed.add(line.id)
                continue
            _new_unit(draft, line)
        else:
            _known_unit(draft, line, known)


def _adopted_root(draft: Draft) -> int | None:
    """Give a root made by hand, which the file's root is then taken to be."""
    for unit, places in draft.now.places.items():
        one = draft.now.units[unit]
        if (
            one.external_id is None
            and unit not in draft.unit_rows
            and any(place.parent is None and place.period.holds(draft.today) for place in places)
        ):
            return unit
    return None


def _new_unit(draft: Draft, line: UnitLine) -> None:
    number = draft.new_id()
    start, end = line.start or draft.today, line.end
    if draft.is_faulty(line.row, "fran", "till"):
        draft.undated.add(number)
        end = None
    elif end is not None and end <= start:
        draft.wrong(line.row, "till", Reason.WRONG_PERIOD)
        draft.undated.add(number)
        end = None
    draft.after.units[number] = UnitState(number, line.id, line.name, line.kind, start, end)
    draft.unit_ids[line.id] = number
    draft.unit_rows[number] = line


def _known_unit(draft: Draft, line: UnitLine, number: int) -> None:
    before = draft.now.units[number]
    draft.unit_ids[line.id] = number
    if before.end is not None and before.end <= draft.today:
        if (line.end, line.name, line.kind) == (before.end, before.name, before.kind):
            # The row that ended it, read in once more: files are, night after night.
            return
        draft.wrong(line.row, "enhet_id", Reason.UNIT_NOT_IN_FORCE, unit=before.name)
        return
    draft.unit_rows[number] = line
    if draft.is_faulty(line.row, "fran", "till"):
        draft.undated.add(number)
    external_id = before.external_id if line.id == own_id(number) else line.id
    after = replace(before, external_id=external_id, name=line.name, kind=line.kind)
    if after.name != before.name:
        draft.change("unit.renamed", "unit", number, line.name, {"name": before.name}, {"name": line.name})
    if (after.kind, after.external_id) != (before.kind, before.external_id):
        draft.change(
            "unit.changed",
            "unit",
            number,
            line.name,
            {"kind": before.kind, "external_id": before.external_id},
            {"kind": after.kind, "external_id": after.external_id},
        )
    draft.after.units[number] = after


def place_units(draft: Draft) -> None:
    """Hang the units of the file where it says; every row with an unknown parent is told, whatever else it lacks."""
    placed = {line.row: number for number, line in draft.unit_rows.items()}
    for line in draft.lines.units:
        hangs = _check_parent(draft, line)
        number = placed.get(line.row)
        if number is None:
            continue
        if hangs:
            _place(draft, line, number)
        else:
            draft.unplaced.add(number)


def _check_parent(draft: Draft, line: UnitLine) -> bool:
    """Tell whether it is known what a unit hangs under."""
    if draft.is_faulty(line.row, "ligger_under"):
        return False
    if line.parent is not None and not draft.is_known_unit(line.parent):
        draft.wrong(line.row, "ligger_under", Reason.UNKNOWN_PARENT, parent=line.parent)
    return line.parent is None or line.parent in draft.unit_ids


def _place(draft: Draft, line: UnitLine, number: int) -> None:
    parent = draft.unit_ids[line.parent] if line.parent is not None else None
    unit = draft.after.units[number]
    if number < 0:
        draft.after.places[number] = [Place(number, parent, unit.period)]
        draft.plan.moved_units.add(number)
        facts = unit_facts(unit) | {"parent": parent}
        names = {} if parent is None else {"parent": draft.after.units[parent].name}
        draft.change("unit.created", "unit", number, unit.name, {}, facts, names)
    elif number in draft.undated:
        # From when is not known, so only what is the same on every day can be looked at.
        draft.after.places[number] = [Place(number, parent, unit.period)]
    else:
        _move_known(draft, line, unit, parent)


def _move_known(draft: Draft, line: UnitLine, unit: UnitState, parent: int | None) -> None:
    places = draft.after.places[unit.id]
    on = max(line.start or draft.today, draft.today, unit.start)
    there = next((place for place in places if place.period.holds(on)), None)
    if there is None:
        draft.wrong(line.row, "fran", Reason.UNIT_NOT_IN_FORCE, unit=unit.name)
        draft.undated.add(unit.id)
        return
    if there.parent != parent:
        places = moved(places, parent, on)
        draft.plan.moved_units.add(unit.id)
        before, after = {"parent": there.parent}, {"parent": parent, "on": on.isoformat()}
        names = {
            key: draft.after.units[one].name
            for key, one in (("old_parent", there.parent), ("parent", parent))
            if one is not None
        }
        draft.change("unit.moved", "unit", unit.id, unit.name, before, after, names)
    if line.end is not None and line.end != unit.end:
        places = _ended(draft, line, unit, places)
    draft.after.places[unit.id] = joined_places(places)


def _ended(draft: Draft, line: UnitLine, unit: UnitState, places: list[Place]) -> list[Place]:
    end = line.end
    if end is None or end <= unit.start or (unit.end is not None and end > unit.end):
        draft.wrong(line.row, "till", Reason.WRONG_PERIOD)
        draft.undated.add(unit.id)
        return places
    draft.after.units[unit.id] = replace(unit, end=end)
    draft.plan.moved_units.add(unit.id)
    before = {"valid_to": unit.end.isoformat()} if unit.end else {}
    draft.change("unit.closed", "unit", unit.id, unit.name, before, {"valid_to": end.isoformat()})
    for one in list(draft.after.appointments.values()):
        if one.unit == unit.id and one.period.last > end and one.start < end:
            set_appointment(draft, replace(one, end=end), line.row)
    return ended(places, end)
