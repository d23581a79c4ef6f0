"""The tree a file would make: no rings, one root, units under what they may hang under and only while it is there."""

from collections.abc import Sequence

from app.organisation.errors import Reason
from app.organisation.planning.draft import Draft
from app.organisation.rules import MOST_LEVELS, Period, Place, clashes, may_hang_under, rings, too_deep


def check_tree(draft: Draft) -> None:
    """Look at the tree as far as its rows could be read."""
    _check_rings(draft)
    _check_one_root(draft)
    _check_one_top(draft)
    for unit, places in draft.after.places.items():
        for place in places:
            if unit in draft.unit_rows or place.parent in draft.unit_rows:
                _check_place(draft, place)


def _standing(draft: Draft) -> list[Place]:
    """Give the places of all units of which is known what they hang under and when."""
    unknown = draft.undated | draft.unplaced
    return [place for unit, places in draft.after.places.items() if unit not in unknown for place in places]


def _check_rings(draft: Draft) -> None:
    deep = too_deep(_standing(draft), sorted(draft.plan.moved_units, key=lambda one: _row_of(draft, one)))
    if deep is not None:
        draft.wrong(
            _row_of(draft, deep),
            "ligger_under",
            "too_deep",
            unit=draft.after.units[deep].name,
            most=MOST_LEVELS,
        )
        return
    # A ring, if there is one, goes through a unit that moved: walking up from those is enough.
    for ring in rings(_standing(draft), draft.plan.moved_units):
        _report_ring(draft, ring)


def _row_of(draft: Draft, unit: int) -> int:
    return draft.unit_rows[unit].row if unit in draft.unit_rows else 0


def _report_ring(draft: Draft, units: Sequence[int]) -> None:
    rows = [draft.unit_rows[one].row for one in units if one in draft.unit_rows]
    names = [draft.after.units[one].name for one in units]
    shown = " → ".join([*names, names[0]])
    draft.wrong(min(rows, default=0), "ligger_under", "ring", units=shown)


def _check_one_root(draft: Draft) -> None:
    roots = [
        (draft.unit_rows[place.unit].row if place.unit in draft.unit_rows else 0, place.unit, place.period)
        for place in _standing(draft)
        if place.parent is None
    ]
    for row in sorted({row for row, _kept, _other in clashes(roots)}):
        draft.wrong(row, "ligger_under", Reason.SECOND_ROOT)


def _check_one_top(draft: Draft) -> None:
    """Look whether the file makes another top administration beside the one there is; what was so before is let be."""
    keys = {key for key, kind in draft.kinds.items() if kind.is_top}
    tops = [one for one in draft.after.units.values() if one.kind in keys and one.id not in draft.undated]
    for one in tops:
        before = draft.now.units.get(one.id)
        if one.id not in draft.unit_rows or (before is not None and before.kind == one.kind):
            continue
        row = draft.unit_rows[one.id].row
        # What another kind has been made of is so from today on: it may follow on one that has ended.
        period = one.period if before is None else Period(max(one.start, draft.today), one.end)
        for other in tops:
            there = draft.unit_rows.get(other.id)
            earlier = there is None or there.row < row or other.id in draft.now.units
            if other is not one and earlier and other.period.overlaps(period):
                draft.wrong(row, "typ", Reason.SECOND_TOP, unit=other.name)
                break


def _check_place(draft: Draft, place: Place) -> None:
    if place.unit in draft.unplaced or place.period.last <= draft.today:
        return
    line = draft.unit_rows.get(place.unit) or draft.unit_rows.get(place.parent or 0)
    row = line.row if line else 0
    if draft.undated.isdisjoint({place.unit, place.parent}):
        _check_while_there(draft, place, row)
    _check_kind(draft, place, row)


def _check_while_there(draft: Draft, place: Place, row: int) -> None:
    """Look whether the parent is there as long as the unit hangs under it."""
    if place.parent is None or draft.after.units[place.parent].period.covers(place.period):
        return
    parent = draft.after.units[place.parent].name
    if place.unit in draft.unit_rows:
        draft.wrong(row, "fran", Reason.PARENT_NOT_IN_FORCE, unit=parent, parent=parent, count=1)
    else:
        draft.wrong(row, "till", Reason.OPEN_SUBUNITS, unit=parent, parent=parent, count=1)


def _check_kind(draft: Draft, place: Place, row: int) -> None:
    unit = draft.after.units[place.unit]
    parent = draft.after.units[place.parent] if place.parent is not None else None
    kind = draft.kinds.get(unit.kind)
    above = draft.kinds.get(parent.kind) if parent else None
    if kind is None or (parent is not None and above is None) or may_hang_under(kind, above):
        return
    if _hangs_so_already(draft, place):
        return
    reason = Reason.KIND_NOT_UNDER if parent else Reason.KIND_NOT_ROOT
    draft.wrong(row, "typ", reason, kind=unit.kind, parent=parent.name if parent else "")


def _hangs_so_already(draft: Draft, place: Place) -> bool:
    """Tell whether a unit of its kind hangs under one of that kind already: so it may have been in the model before."""
    before = draft.now.units.get(place.unit)
    if before is None or before.kind != draft.after.units[place.unit].kind:
        return False
    above = {
        draft.now.units[one.parent].kind if one.parent is not None else None
        for one in draft.now.places[place.unit]
        if one.period.last > draft.today
    }
    return (draft.after.units[place.parent].kind if place.parent is not None else None) in above
