"""Both units of a line are no more the same day: one who held a post of it, and leads what took over, takes it along."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.models import Agreement, PairKind, Series, State
from app.organisation import reorganising
from app.organisation.models import Appointment, Person, Unit
from app.passages.models import Passage
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories.dialogues import make_series, raise_matter
from tests.factories.organisation import Municipality, make_appointment, make_manager, make_unit
from tests.support.client import SamsynClient
from tests.support.statements import counted_statements
from tests.support.world import World
from tests.web.dialogues.conftest import Table

Visit = Callable[[Person], SamsynClient]
REFUSED = {401, 403, 404}
"""Who has no appointment left is signed out."""

OFFER = "Från enheter som inte finns längre"


@pytest.fixture
def said(session: Session, town: Municipality, table: Table) -> Passage:
    """What the two have established, with an agreement still open and something released upward."""
    table.to(State.HELD)
    table.agree(table.over)
    raise_matter(session, table.fresh(), "Vikariepoolen räcker inte.")
    session.commit()
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Vi ser det så här.")
    table.consent(table.over)
    table.consent(table.rep)
    assert table.state == State.ESTABLISHED
    return session.scalars(select(Passage)).one()


def merge(
    session: Session, units: Iterable[Unit], name: str, *people: Person, parent: Unit | None = None
) -> Unit:
    kept = session.scalars(
        select(Appointment.id).where(Appointment.person_id.in_([one.id for one in people]))
    ).all()
    made = reorganising.merge_units(
        session, unit_ids=[one.id for one in units], on=clock.today(), name=name, appointments=list(kept),
        actor_id=None, parent_id=parent.id if parent else None,
    )  # fmt: skip
    session.commit()
    return made


def both_merged(session: Session, town: Municipality) -> tuple[Unit, Unit]:
    """The sections become one and the preschools become one under it, the same day; the two lead them."""
    above = merge(session, [town.section, town.other_section], "Lärande och service", town.section_manager)
    below = merge(
        session, [town.unit, town.sibling], "Ängsbjörken", town.unit_manager, town.employee, parent=above
    )
    return above, below


def take(client: SamsynClient, series: Series, over: Unit, rep: Unit) -> int:
    sent = {"over": over.id, "rep": rep.id}
    return client.post(f"/dialoger/serie/{series.id}/ta-med", data=sent).status_code


def read_after_taking(client: SamsynClient, series: Series, over: Unit, rep: Unit) -> str:
    sent = {"over": over.id, "rep": rep.id}
    return client.post(f"/dialoger/serie/{series.id}/ta-med", data=sent, follow_redirects=True).text


@pytest.mark.parametrize("who", ["over", "rep"])
def test_either_takes_it_along_and_both_read_it_again(
    table: Table, said: Passage, session: Session, town: Municipality, visit: Visit, who: str
) -> None:
    above, below = both_merged(session, town)
    taker, other = (table.over, table.rep) if who == "over" else (table.rep, table.over)
    for client in (table.over, table.rep):
        assert client.get(f"{table.here}/").status_code == 404
        page = client.get("/dialoger/").text
        assert OFFER in page
        assert "Ta med till Lärande och service och Ängsbjörken" in page
    for stranger in (
        town.chief_executive,
        town.sibling_manager,
        town.other_section_manager,
        town.administrator,
    ):
        assert take(visit(stranger), table.series, above, below) in REFUSED
        assert OFFER not in visit(stranger).get("/dialoger/").text
    assert take(taker, table.series, above, below) == 302
    for client in (table.over, table.rep):
        assert "Vi ser det så här." in client.get(f"{table.here}/").text
        assert OFFER not in client.get("/dialoger/").text
        assert "Ringa familjerna" in client.get(f"/dialoger/serie/{table.series.id}/").text
        assert table.here in client.get("/sok?q=Vi+ser+det").text
        assert "Vikariepoolen räcker inte." in client.get(f"/lyft/{said.id}").text
    assert take(other, table.series, above, below) == 302, "it is theirs already"
    paper = table.rep.get(f"{table.here}/faststalld").text.split("<article")[1]
    assert f"{town.section.name} och {town.unit.name}. Fastställd av båda" in paper
    session.expire_all()
    assert session.get_one(Series, table.series.id).ended_on is None
    assert session.scalars(select(Agreement.state)).all() == ["open"]
    assert verify(session).faults == []
    assert compare(session).agrees


def test_only_those_that_took_over_and_hang_one_under_the_other_are_taken(
    table: Table, said: Passage, session: Session, town: Municipality
) -> None:
    above, below = both_merged(session, town)
    for over, rep in ((below, above), (town.administration, below), (above, town.other_unit), (above, above)):
        assert take(table.over, table.series, over, rep) == 302
        assert table.over.get(f"{table.here}/").status_code == 404
    sent = {"over": "x", "rep": ""}
    assert table.over.post(f"/dialoger/serie/{table.series.id}/ta-med", data=sent).status_code == 302
    assert table.over.get(f"{table.here}/").status_code == 404


def test_who_leads_what_came_after_and_never_held_the_post_takes_nothing_along(
    table: Table, said: Passage, session: Session, town: Municipality, visit: Visit
) -> None:
    """It is for one who was there to say; the new ones read it once that one has."""
    above = merge(
        session, [town.section, town.other_section], "Lärande och service", town.other_section_manager
    )
    below = merge(session, [town.unit, town.sibling], "Ängsbjörken", town.sibling_manager, parent=above)
    for person in (town.other_section_manager, town.sibling_manager, town.section_manager, town.unit_manager):
        client = visit(person)
        assert take(client, table.series, above, below) in REFUSED
        assert client.get(f"{table.here}/").status_code != 200


def test_who_left_before_the_last_day_takes_nothing_along(
    table: Table, said: Passage, session: Session, town: Municipality, visit: Visit
) -> None:
    for held in session.scalars(select(Appointment).where(Appointment.person_id == town.unit_manager.id)):
        held.valid_to = clock.today() - timedelta(days=3)
    session.commit()
    above, below = both_merged(session, town)
    make_appointment(session, town.unit_manager, below, Role.MANAGER, since=clock.today())
    session.commit()
    assert OFFER not in visit(town.unit_manager).get("/dialoger/").text
    assert take(visit(town.unit_manager), table.series, above, below) == 404
    assert take(table.over, table.series, above, below) == 302
    assert "Vi ser det så här." in visit(town.unit_manager).get(f"{table.here}/").text


def test_beside_a_line_those_two_have_already_it_stands_ended(
    table: Table, said: Passage, session: Session, town: Municipality
) -> None:
    above, below = both_merged(session, town)
    new = make_series(session, above, below)
    session.commit()
    told = read_after_taking(table.over, table.series, above, below)
    assert "Öppna överenskommelser följer med till er andra serie." in told
    session.expire_all()
    assert session.get_one(Series, table.series.id).ended_on == clock.today()
    assert session.scalars(select(Agreement.series_id)).one() == new.id


def test_what_was_ended_is_read_again_and_stays_ended(
    table: Table, said: Passage, session: Session, town: Municipality
) -> None:
    session.get_one(Series, table.series.id).ended_on = clock.today()
    session.commit()
    above, below = both_merged(session, town)
    told = read_after_taking(table.over, table.series, above, below)
    assert "Serien är avslutad som förut" in told
    assert table.rep.get(f"{table.here}/").status_code == 200


@pytest.mark.parametrize("who", ["unit_manager", "employee"])
def test_a_talk_with_an_employee_is_taken_along_by_the_same_two(
    session: Session, town: Municipality, visit: Visit, who: str
) -> None:
    talks = make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=town.employee)
    session.commit()
    made = merge(session, [town.unit, town.sibling], "Ängsbjörken", town.unit_manager, town.employee)
    client = visit(getattr(town, who))
    assert "Ta med till Ängsbjörken" in client.get("/dialoger/").text
    assert take(client, talks, made, made) == 302
    for person in (town.unit_manager, town.employee):
        assert visit(person).get(f"/dialoger/serie/{talks.id}/").status_code == 200


def test_a_new_manager_of_an_employee_reads_nothing_of_before(
    session: Session, town: Municipality, visit: Visit
) -> None:
    talks = make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=town.employee)
    session.commit()
    made = merge(session, [town.unit, town.sibling], "Ängsbjörken", town.sibling_manager, town.employee)
    for person in (town.sibling_manager, town.unit_manager, town.employee):
        client = visit(person)
        assert OFFER not in client.get("/dialoger/").text
        assert take(client, talks, made, made) in REFUSED
        assert client.get(f"/dialoger/serie/{talks.id}/").status_code != 200


def test_a_talk_with_an_employee_is_not_taken_to_a_unit_with_another_manager(
    session: Session, town: Municipality, visit: Visit
) -> None:
    """The manager from before only stands in there: the ordinary one would read what was said to the one from before."""
    talks = make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=town.employee)
    session.commit()
    made = merge(session, [town.unit, town.sibling], "Ängsbjörken", town.sibling_manager, town.employee)
    standing_in = make_appointment(
        session, town.unit_manager, made, Role.MANAGER, since=clock.today(), deputy=True
    )
    session.commit()
    for person in (town.unit_manager, town.employee):
        client = visit(person)
        assert OFFER not in client.get("/dialoger/").text
        assert take(client, talks, made, made) == 404
    assert visit(town.sibling_manager).get(f"/dialoger/serie/{talks.id}/").status_code == 404
    # Where nobody else leads it, who stands in is the manager there is.
    for held in session.scalars(select(Appointment).where(Appointment.person_id == town.sibling_manager.id)):
        if held.unit_id == standing_in.unit_id:
            session.delete(held)
    session.commit()
    assert take(visit(town.employee), talks, made, made) == 302


def test_the_address_that_takes_a_line_along_leads_to_where_it_is_done(
    table: Table, said: Passage, session: Session, town: Municipality
) -> None:
    above, below = both_merged(session, town)
    address = f"/dialoger/serie/{table.series.id}/ta-med"
    assert table.over.get(address).location == "/dialoger/"
    take(table.over, table.series, above, below)
    assert table.over.get(address).location == f"/dialoger/serie/{table.series.id}/"


def test_the_list_takes_as_many_statements_for_many_lines(
    session: Session, town: Municipality, visit: Visit, world: World
) -> None:
    pairs = []
    for number in range(4):
        unit = make_unit(session, f"Skolan {number}", under=town.section)
        manager = make_manager(session, unit, f"Chef {number}")
        twin = make_unit(session, f"Fritids {number}", under=town.section)
        make_series(session, town.section, unit)
        pairs.append(([unit, twin], manager))
    session.commit()
    above = merge(session, [town.section, town.other_section], "Lärande och service", town.section_manager)
    client, counts = visit(town.section_manager), []
    for number, (units, manager) in enumerate(pairs):
        merge(session, units, f"Nya skolan {number}", manager, parent=above)
        with counted_statements(world.engine) as sent:
            page = client.get("/dialoger/").text
        assert page.count("/ta-med") == number + 1
        counts.append(len(sent))
    assert len(set(counts[1:])) == 1, counts
