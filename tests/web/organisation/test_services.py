"""What changes to units, people and appointments do, and what is refused."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.organisation import (
    appointing,
    appointments,
    over_time,
    people,
    reach,
    reorganising,
    taking_back,
    tree,
    units,
)
from app.organisation.ancestry import compare_ancestry, rebuild_ancestry
from app.organisation.bulk import AppointmentRow, PersonRow, UnitRow, bulk_load
from app.organisation.errors import Reason, Refused
from app.organisation.models import Ancestry, Appointment, PlannedChange, Unit
from app.organisation.reorganising import SplitPart
from app.records.models import HistoryEntry
from app.records.verifying import verify
from app.steering.loader import load_profile
from tests.factories.organisation import (
    LONG_AGO,
    Municipality,
    make_appointment,
    make_manager,
    make_municipality,
    make_person,
    make_unit,
)

NEW_YEAR = date(2027, 1, 1)
KINDS = load_profile("tranemo").unit_kinds


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


def above(session: Session, unit: Unit, day: date) -> list[str]:
    return [one.name for one in tree.line_up(session, unit.id, day)]


def refused(call: Callable[[], object]) -> Reason:
    with pytest.raises(Refused) as found:
        call()
    return found.value.reason


def test_a_moved_unit_takes_what_hangs_under_it_along_on_the_day(
    session: Session, town: Municipality
) -> None:
    group = make_unit(session, "Avdelning Blå", kind="group", under=town.unit)
    units.move_unit(
        session,
        unit_id=town.unit.id,
        parent_id=town.other_section.id,
        on=NEW_YEAR,
        actor_id=None,
        kinds=KINDS,
    )
    assert "Lärandesektionen" in above(session, group, date(2026, 12, 31))
    assert "Servicesektionen" in above(session, group, NEW_YEAR)
    assert "Lärandesektionen" not in above(session, group, NEW_YEAR)
    assert compare_ancestry(session).agrees


def test_moves_are_refused_where_they_make_no_tree(session: Session, town: Municipality) -> None:
    def move(unit: Unit, parent: int | None, on: date = NEW_YEAR) -> Callable[[], object]:
        return lambda: units.move_unit(
            session, unit_id=unit.id, parent_id=parent, on=on, actor_id=None, kinds=KINDS
        )

    assert refused(move(town.section, town.unit.id)) is Reason.CYCLE
    assert refused(move(town.section, town.section.id)) is Reason.CYCLE
    assert refused(move(town.unit, town.section.id)) is Reason.ALREADY_THERE
    assert refused(move(town.unit, town.council.id)) is Reason.KIND_NOT_UNDER
    assert refused(move(town.unit, None)) is Reason.SECOND_ROOT
    assert refused(move(town.unit, 4711)) is Reason.UNKNOWN_PARENT
    assert refused(move(town.unit, town.other_section.id, date(2020, 1, 1))) is Reason.UNIT_NOT_IN_FORCE
    closed = make_unit(session, "Kort", kind="section", under=town.administration, until=NEW_YEAR)
    assert refused(move(town.unit, closed.id)) is Reason.PARENT_NOT_IN_FORCE
    assert compare_ancestry(session).agrees


def test_what_hangs_under_a_kind_of_the_model_before_moves_to_another_of_that_kind(
    session: Session, town: Municipality
) -> None:
    """A model taken into use leaves the units where they are, and they go on being moved among their like."""
    others = [
        kind.model_copy(update={"parents": ("nowhere",)}) if kind.key == "unit" else kind for kind in KINDS
    ]

    def move(parent: Unit) -> Unit:
        return units.move_unit(
            session, unit_id=town.unit.id, parent_id=parent.id, on=NEW_YEAR, actor_id=None, kinds=others
        )

    assert refused(lambda: move(town.administration)) is Reason.KIND_NOT_UNDER
    move(town.other_section)
    assert "Servicesektionen" in above(session, town.unit, NEW_YEAR)


def test_a_unit_is_closed_when_nothing_hangs_on_it(session: Session, town: Municipality) -> None:
    def close(unit: Unit, **kwargs: bool) -> Callable[[], object]:
        return lambda: units.close_unit(session, unit_id=unit.id, on=NEW_YEAR, actor_id=None, **kwargs)

    assert refused(close(town.section)) is Reason.OPEN_SUBUNITS
    assert refused(close(town.unit)) is Reason.OPEN_APPOINTMENTS
    close(town.unit, end_appointments=True)()
    assert reach.holdings(session, town.unit_manager.id, date(2026, 12, 31))
    assert not reach.holdings(session, town.unit_manager.id, NEW_YEAR)
    assert above(session, town.unit, NEW_YEAR) == []
    assert above(session, town.unit, date(2026, 12, 31))[-1] == "Förskolan Ängen"
    assert refused(close(town.unit)) is Reason.UNIT_ENDS_BEFORE
    assert compare_ancestry(session).agrees


def test_a_split_shares_out_what_hung_there_and_is_remembered(session: Session, town: Municipality) -> None:
    held = session.scalars(select(Appointment).where(Appointment.unit_id == town.section.id)).all()
    leading = next(one for one in held if one.role == Role.MANAGER)
    first, second = reorganising.split_unit(
        session,
        unit_id=town.section.id,
        on=NEW_YEAR,
        into=[
            SplitPart("Förskola", children=frozenset({town.unit.id}), appointments=frozenset({leading.id})),
            SplitPart("Grundskola", children=frozenset({town.sibling.id})),
        ],
        actor_id=None,
    )
    assert above(session, town.unit, NEW_YEAR)[-2] == "Förskola"
    assert above(session, town.sibling, NEW_YEAR)[-2] == "Grundskola"
    assert above(session, town.sibling, date(2026, 12, 31))[-2] == "Lärandesektionen"
    assert [one.unit_id for one in reach.holdings(session, town.section_manager.id, NEW_YEAR)] == [first.id]
    assert not reach.holdings(session, town.support.id, NEW_YEAR)
    before, after = over_time.before_and_after(session, town.section.id)
    assert not before
    assert {one.unit.id for one in after} == {first.id, second.id}
    assert compare_ancestry(session).agrees


def test_a_merger_gathers_what_hung_under_both(session: Session, town: Municipality) -> None:
    leading = session.scalars(
        select(Appointment).where(
            Appointment.unit_id == town.section.id, Appointment.role == Role.MANAGER.value
        )
    ).one()
    merged = reorganising.merge_units(
        session,
        unit_ids=[town.section.id, town.other_section.id],
        on=NEW_YEAR,
        name="Välfärd",
        appointments=[leading.id],
        actor_id=None,
        kinds=KINDS,
    )
    assert {one.name for one in tree.units_under(session, merged.id, NEW_YEAR)} == {
        "Förskolan Ängen",
        "Förskolan Björken",
        "Kost och lokalvård",
    }
    assert [one.person_id for one in appointments.managers_of(session, merged.id, NEW_YEAR)] == [
        town.section_manager.id
    ]
    assert not reach.holdings(session, town.other_section_manager.id, NEW_YEAR)
    assert compare_ancestry(session).agrees


def test_a_unit_and_the_one_it_hangs_under_can_become_one(session: Session, town: Municipality) -> None:
    merged = reorganising.merge_units(
        session, unit_ids=[town.section.id, town.unit.id], on=NEW_YEAR, name="Lärande", actor_id=None
    )
    assert [one.name for one in tree.units_under(session, merged.id, NEW_YEAR)] == ["Förskolan Björken"]
    assert compare_ancestry(session).agrees


def test_two_ordinary_managers_at_once_are_refused_but_a_deputy_is_not(
    session: Session, town: Municipality
) -> None:
    other = make_person(session, "Tilda Tillförordnad")
    assert refused(lambda: make_appointment(session, other, town.unit)) is Reason.TWO_MANAGERS
    make_appointment(session, other, town.unit, deputy=True, since=NEW_YEAR, until=date(2027, 7, 1))
    names = [one.person.name for one in appointments.managers_of(session, town.unit.id, NEW_YEAR)]
    assert names == ["Eva Enhetschef", "Tilda Tillförordnad"]


def test_appointments_are_refused_where_they_make_no_sense(session: Session, town: Municipality) -> None:
    person = make_person(session)

    def appoint(**wanted: object) -> Callable[[], object]:
        values = {
            "person_id": person.id,
            "unit_id": town.unit.id,
            "role": Role.SUPPORT,
            "valid_from": LONG_AGO,
            "actor_id": None,
            "kinds": KINDS,
        } | wanted
        return lambda: appointing.appoint(session, **values)  # type: ignore[arg-type]

    assert refused(appoint(role="king")) is Reason.UNKNOWN_ROLE
    assert refused(appoint(role=Role.POLITICIAN)) is Reason.ROLE_NOT_HERE
    assert refused(appoint(role=Role.MANAGER, unit_id=town.board.id)) is Reason.ROLE_NOT_HERE
    assert refused(appoint(unit_id=4711)) is Reason.UNKNOWN_UNIT
    assert refused(appoint(person_id=4711)) is Reason.UNKNOWN_PERSON
    assert refused(appoint(valid_to=LONG_AGO)) is Reason.WRONG_PERIOD
    assert refused(appoint(valid_from=date(2020, 1, 1))) is Reason.UNIT_NOT_IN_FORCE
    appoint()()
    assert refused(appoint()) is Reason.SAME_APPOINTMENT
    people.close_person(session, person_id=person.id, on=NEW_YEAR, actor_id=None)
    assert refused(appoint(unit_id=town.sibling.id)) is Reason.PERSON_CLOSED


def test_closing_a_person_ends_and_withdraws_appointments(session: Session, town: Municipality) -> None:
    make_appointment(session, town.unit_manager, town.sibling, Role.SUPPORT, since=date(2027, 6, 1))
    people.close_person(session, person_id=town.unit_manager.id, on=NEW_YEAR, actor_id=None)
    left = appointments.appointments_of(session, town.unit_manager.id)
    assert [one.valid_to for one in left] == [NEW_YEAR]


def test_what_is_refused_at_making_a_unit(session: Session, town: Municipality) -> None:
    def create(**wanted: object) -> Callable[[], object]:
        values = {
            "name": "Ny",
            "kind": "unit",
            "parent_id": town.section.id,
            "valid_from": NEW_YEAR,
            "actor_id": None,
            "kinds": KINDS,
        } | wanted
        return lambda: units.create_unit(session, **values)  # type: ignore[arg-type]

    assert refused(create(name=" ")) is Reason.NAME_MISSING
    assert refused(create(name="x" * 201)) is Reason.NAME_TOO_LONG
    assert refused(create(kind="department")) is Reason.UNKNOWN_KIND
    assert refused(create(kind="board")) is Reason.KIND_NOT_UNDER
    assert refused(create(parent_id=None)) is Reason.KIND_NOT_ROOT
    assert refused(create(parent_id=None, kind="council")) is Reason.SECOND_ROOT
    assert refused(create(valid_to=NEW_YEAR)) is Reason.WRONG_PERIOD
    assert refused(create(valid_from=date(2019, 1, 1))) is Reason.PARENT_NOT_IN_FORCE
    create(external_id="7")()
    assert refused(create(external_id="7")) is Reason.DUPLICATE_ID


def test_every_change_is_in_the_history_and_the_chain_holds(session: Session, town: Municipality) -> None:
    units.rename_unit(session, unit_id=town.unit.id, name="Ängens förskola", actor_id=town.administrator.id)
    session.commit()
    last = session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq.desc()).limit(1)).one()
    assert (last.action, last.object_id, last.actor_id) == (
        "unit.renamed",
        town.unit.id,
        town.administrator.id,
    )
    assert not verify(session).faults


def told_of(session: Session, unit: Unit) -> list[tuple[str, object, object]]:
    return [
        (one.action, one.before, one.after)
        for one in over_time.changes_of_unit(session, unit.id)
        if one.action not in {"unit.created"} and one.action.startswith("unit.")
    ]


def test_the_history_tells_where_each_unit_went_at_a_split_and_a_merger(
    session: Session, town: Municipality
) -> None:
    first, second = reorganising.split_unit(
        session,
        unit_id=town.section.id,
        on=NEW_YEAR,
        into=[SplitPart("Förskola"), SplitPart("Skola", children=frozenset({town.sibling.id}))],
        actor_id=town.administrator.id,
    )
    day = NEW_YEAR.isoformat()
    moved = {"parent": town.section.id}
    assert told_of(session, town.unit) == [("unit.moved", moved, {"parent": first.id, "on": day})]
    assert told_of(session, town.sibling) == [("unit.moved", moved, {"parent": second.id, "on": day})]
    merged = reorganising.merge_units(
        session, unit_ids=[town.other_section.id, town.other_unit.id], on=NEW_YEAR, name="Allt", actor_id=None
    )
    assert [action for action, _before, _after in told_of(session, town.other_unit)] == ["unit.merge"]
    assert merged.name == "Allt"
    assert not verify(session).faults


def test_the_history_tells_what_end_a_unit_had_before_and_which_unit_is_the_top_one(
    session: Session, town: Municipality
) -> None:
    later = make_unit(session, "Tillfälliga", under=town.section, until=NEW_YEAR)
    units.close_unit(session, unit_id=later.id, on=date(2026, 12, 1), actor_id=None)
    [closed] = told_of(session, later)
    assert closed[1:] == ({"valid_to": NEW_YEAR.isoformat()}, {"valid_to": "2026-12-01"})
    made = [
        one.after["is_top"]
        for unit in (town.administration, town.section)
        for one in over_time.changes_of_unit(session, unit.id)
        if one.action == "unit.created"
    ]
    assert made == [True, False]


def test_the_next_appointment_does_not_inherit_the_history_of_one_that_was_taken_back(
    session: Session, town: Municipality
) -> None:
    first, second = make_person(session, "Först"), make_person(session, "Sedan")
    held = make_appointment(session, first, town.unit, Role.SUPPORT, since=NEW_YEAR)
    appointing.end_appointment(session, appointment_id=held.id, on=LONG_AGO, actor_id=None)
    make_appointment(session, second, town.other_unit, Role.SUPPORT, since=NEW_YEAR)
    told = [one.action for one in over_time.changes_of_person(session, second.id)]
    assert told == ["appointment.created", "person.created"]
    assert [one.action for one in over_time.changes_of_unit(session, town.other_unit.id)][0:1] == [
        "appointment.created"
    ]
    assert "appointment.withdrawn" not in [
        one.action for one in over_time.changes_of_unit(session, town.other_unit.id)
    ]


def test_a_damaged_closure_is_seen_and_rebuilt(session: Session, town: Municipality) -> None:
    line = session.scalars(select(Ancestry).where(Ancestry.depth == 2).limit(1)).one()
    session.delete(line)
    session.flush()
    assert len(compare_ancestry(session).missing) == 1
    rebuild_ancestry(session)
    assert compare_ancestry(session).agrees


def test_a_whole_organisation_is_loaded_at_once(session: Session) -> None:
    units = [UnitRow("Topp", "council", None, LONG_AGO)]
    units += [UnitRow(f"Enhet {number}", "unit", (number - 1) // 5, LONG_AGO) for number in range(1, 200)]
    people = [PersonRow(f"Person {number}") for number in range(200)]
    held = [AppointmentRow(number, number, Role.MANAGER, LONG_AGO) for number in range(200)]
    loaded = bulk_load(session, units=units, people=people, appointments=held, actor_id=None)
    assert compare_ancestry(session).agrees
    assert session.get_one(Unit, loaded.unit_ids[7]).name == "Enhet 7"
    leading = appointments.managers_of(session, loaded.unit_ids[7], NEW_YEAR)
    assert [one.person_id for one in leading] == [loaded.person_ids[7]]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5), st.integers(0, 5), st.integers(1, 400), st.sampled_from(["move", "close"])
        ),
        max_size=8,
    )
)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_tried_the_kept_closure_is_the_rebuilt_one(
    session: Session, tries: list[tuple[int, int, int, str]]
) -> None:
    session.rollback()
    root = make_unit(session, kind="council")
    made = [root]
    for number in range(5):
        made.append(make_unit(session, under=made[number // 2]))
    for unit, parent, days, what in tries:
        on = date.fromordinal(LONG_AGO.toordinal() + days)
        try:
            if what == "move":
                units.move_unit(
                    session, unit_id=made[unit].id, parent_id=made[parent].id, on=on, actor_id=None
                )
            else:
                units.close_unit(session, unit_id=made[unit].id, on=on, actor_id=None)
        except Refused:
            pass
        difference = compare_ancestry(session)
        assert difference.agrees, difference
    make_manager(session, root)
    session.rollback()


def test_there_is_one_top_administration_at_a_time(session: Session, town: Municipality) -> None:
    def second(since: date) -> Unit:
        return units.create_unit(
            session,
            name="Tekniska förvaltningen",
            kind="administration",
            parent_id=town.board.id,
            valid_from=since,
            actor_id=None,
            kinds=KINDS,
        )

    top = town.administration
    assert refused(lambda: second(NEW_YEAR)) is Reason.SECOND_TOP
    parts = [SplitPart("Ena", children=frozenset({town.section.id})), SplitPart("Andra")]
    split = {"unit_id": top.id, "on": NEW_YEAR, "into": parts, "actor_id": None}
    assert refused(lambda: reorganising.split_unit(session, **split)) is Reason.SECOND_TOP  # type: ignore[arg-type]
    for one in (town.section, town.other_section):
        units.move_unit(session, unit_id=one.id, parent_id=town.company.id, on=NEW_YEAR, actor_id=None)
    units.close_unit(session, unit_id=top.id, on=NEW_YEAR, actor_id=None, end_appointments=True)
    closing = session.scalars(select(PlannedChange.id).where(PlannedChange.change == "close")).one()
    assert second(NEW_YEAR).is_top_administration
    taken = {"planned_id": closing, "actor_id": None}
    assert refused(lambda: taking_back.take_back(session, **taken)) is Reason.SECOND_TOP  # type: ignore[arg-type]


def test_whoever_has_left_is_not_named_among_those_who_lead_above(
    session: Session, town: Municipality
) -> None:
    def above_now() -> list[str]:
        return [one.person.name for one in appointments.managers_above(session, town.unit.id, NEW_YEAR)]

    assert above_now() == ["Sven Sektionschef", "Karin Kommunchef"]
    # Closed among the accounts: the appointment stands until somebody ends it.
    town.section_manager.closed_on = NEW_YEAR
    session.flush()
    assert above_now() == ["Karin Kommunchef"]
