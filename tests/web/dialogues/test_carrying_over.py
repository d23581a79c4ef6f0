"""A line of meetings goes on with the unit its own was merged into or split up to, as who is left in it wants."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.models import Agreement, PairKind, Series, State
from app.dialogues.queries.said import themes_of
from app.organisation import reorganising, units
from app.organisation.models import Appointment, Person, Unit
from app.passages.models import Passage
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories.dialogues import hold, make_dialogue, make_series, raise_matter
from tests.factories.organisation import Municipality, make_unit
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table

GONE = "Förskolan Ängen finns inte längre"
OFFER = "Fortsätt med Ängsbjörken"

Visit = Callable[[Person], SamsynClient]


@pytest.fixture
def merged(session: Session, town: Municipality, table: Table) -> Unit:
    """What the two of the table established is from before the preschools were merged; Eva leads what they became."""
    table.to(State.HELD)
    table.agree(table.over)
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Vi ser det så här.")
    table.consent(table.over)
    table.consent(table.rep)
    assert table.state == State.ESTABLISHED
    return merge(session, town)


def merge(session: Session, town: Municipality) -> Unit:
    going_over = [town.unit_manager.id, town.employee.id]
    kept = session.scalars(select(Appointment.id).where(Appointment.person_id.in_(going_over))).all()
    made = reorganising.merge_units(
        session, unit_ids=[town.unit.id, town.sibling.id], on=clock.today(), name="Ängsbjörken",
        appointments=list(kept), actor_id=None,
    )  # fmt: skip
    session.commit()
    return made


def test_who_is_left_lets_it_go_on_and_the_other_reads_it_again(
    table: Table, merged: Unit, session: Session, town: Municipality
) -> None:
    line, found = f"/dialoger/serie/{table.series.id}", "/sok?q=Vi+ser+det"
    assert table.rep.get(f"{table.here}/").status_code == 404
    assert table.rep.post(f"{line}/fortsatt", data={"unit": merged.id}).status_code == 404
    assert "ingen har uppdraget nu" in table.over.get("/dialoger/").text
    page = table.over.get(f"{line}/").text
    assert GONE in page
    assert OFFER in page
    for wrong in (town.section.id, town.unit.id, town.other_unit.id, 0, "x"):
        table.over.post(f"{line}/fortsatt", data={"unit": wrong})
        assert table.rep.get(f"{table.here}/").status_code == 404
    assert table.over.post(f"{line}/fortsatt", data={"unit": merged.id}).status_code == 302
    assert GONE not in table.over.get(f"{line}/").text
    assert table.rep.get(f"{table.here}/").status_code == 200
    assert "Ringa familjerna" in table.rep.get(f"{line}/").text
    assert table.here in table.rep.get(found).text
    paper = table.rep.get(f"{table.here}/faststalld").text.split("<article")[1]
    pair = f"{town.section.name} och {town.unit.name}"
    assert f"{pair}. Fastställd av båda" in paper, "a record keeps the names of its day"
    assert merged.name not in paper
    session.expire_all()
    assert session.get_one(Series, table.series.id).ended_on is None
    assert session.scalars(select(Agreement.state)).all() == ["open"]
    assert verify(session).faults == []
    assert compare(session).agrees


def test_whoever_is_left_is_asked_on_the_start_page_and_the_other_reads_whom_it_waits_for(
    table: Table, merged: Unit, town: Municipality
) -> None:
    """Until it is carried over the other reads nothing of what they established, and must not begin a second line."""
    line = f"/dialoger/serie/{table.series.id}"
    asked = f"För över serien med {town.unit.name}"
    page = table.over.get("/?visa=allt").text
    assert asked in page
    assert f'href="{line}/#carry-over"' in page
    assert asked not in table.rep.get("/?visa=allt").text
    waiting = table.rep.get("/dialoger/").text
    assert "Inga dialoger än" not in waiting
    assert f"{town.section.name} och {town.unit.name}" in waiting
    assert f"Förs över från {town.section.name}" in waiting
    assert "Vi ser det så här." not in waiting
    table.over.post(f"{line}/fortsatt", data={"unit": merged.id})
    assert asked not in table.over.get("/?visa=allt").text
    assert "Förs över från" not in table.rep.get("/dialoger/").text


def test_several_lines_to_carry_over_stand_in_one_row(
    table: Table, session: Session, town: Municipality
) -> None:
    third, fourth = (make_unit(session, f"Förskolan {name}", under=town.section) for name in ("Lind", "Alm"))
    for one in (town.sibling, third, fourth):
        make_series(session, town.section, one)
    merge(session, town)
    reorganising.merge_units(
        session,
        unit_ids=[third.id, fourth.id],
        on=clock.today(),
        name="Lindalmen",
        appointments=[],
        actor_id=None,
    )
    session.commit()
    page = table.over.get("/?visa=allt").text
    assert "Fyra serier att föra över" in page
    assert "För över serien med" not in page


def test_a_line_of_a_unit_that_was_closed_is_nothing_to_carry_over(
    table: Table, session: Session, town: Municipality
) -> None:
    units.close_unit(session, unit_id=town.unit.id, on=clock.today(), actor_id=None, end_appointments=True)
    session.commit()
    assert "För över serien" not in table.over.get("/?visa=allt").text


def test_where_those_two_have_a_line_of_their_own_the_old_one_stands_beside_it_ended(
    table: Table, merged: Unit, session: Session, town: Municipality
) -> None:
    new = make_series(session, town.section, merged)
    session.commit()
    table.over.post(f"/dialoger/serie/{table.series.id}/fortsatt", data={"unit": merged.id})
    session.expire_all()
    ends = {one.id: one.ended_on for one in session.scalars(select(Series))}
    assert (ends[table.series.id], ends[new.id]) == (clock.today(), None)
    assert table.rep.get(f"{table.here}/").status_code == 200


def test_what_one_has_established_falls_where_the_line_goes_on_between_other_units(
    table: Table, session: Session, town: Municipality
) -> None:
    """The record names the two units: both establish it with the same names (domain 4)."""
    table.to(State.ESTABLISHING)
    table.consent(table.over, own_opinion="Jag ser det annorlunda.")
    merged = merge(session, town)
    table.over.post(f"/dialoger/serie/{table.series.id}/fortsatt", data={"unit": merged.id})
    assert table.consents() == 0
    table.consent(table.rep)
    assert table.state == State.ESTABLISHING
    page = table.over.get(f"{table.here}/helhet").text
    assert "ditt fastställande gäller inte längre" in page
    assert "Jag ser det annorlunda." in page
    table.consent(table.over)
    assert table.state == State.ESTABLISHED
    assert verify(session).faults == []


def test_what_they_have_promised_comes_along_to_the_line_those_two_have_already(
    table: Table, merged: Unit, session: Session, town: Municipality
) -> None:
    new = make_series(session, town.section, merged)
    coming = make_dialogue(
        session, new, town.section_manager, town.unit_manager, starts_at=clock.now() - timedelta(hours=1)
    )
    session.commit()
    answer = table.over.post(
        f"/dialoger/serie/{table.series.id}/fortsatt", data={"unit": merged.id}, follow_redirects=True
    )
    assert "Öppna överenskommelser följer med till er andra serie." in answer.text
    hold(session, coming)
    first = themes_of(session, coming.id)[0].id
    session.commit()
    for client in (table.over, table.rep):
        assert "Ringa familjerna" in client.get(f"/dialoger/{coming.id}/tema/{first}").text
        assert "Ringa familjerna" in client.get(f"/dialoger/serie/{new.id}/").text
        assert "Ringa familjerna" in client.get(f"{table.here}/").text, (
            "it stands in the record it was made in"
        )
        assert "Ringa familjerna" in client.get("/sok?q=Ringa+familjerna").text
    agreement = session.scalars(select(Agreement)).one()
    at = f"/dialoger/overenskommelser/{agreement.id}/stang?revision={agreement.revision}"
    assert table.rep.post(at, data={"done": "1"}).location.startswith(f"/dialoger/serie/{new.id}/")
    assert verify(session).faults == []
    assert compare(session).agrees


def test_what_they_establish_after_that_comes_along_too(
    table: Table, session: Session, town: Municipality
) -> None:
    table.to(State.HELD)
    table.agree(table.over)
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Vi ser det så här.")
    made = merge(session, town)
    new = make_series(session, town.section, made)
    session.commit()
    table.over.post(f"/dialoger/serie/{table.series.id}/fortsatt", data={"unit": made.id})
    session.expire_all()
    assert session.scalars(select(Agreement.series_id)).one() == table.series.id
    table.consent(table.over)
    table.consent(table.rep)
    assert table.state == State.ESTABLISHED
    assert session.scalars(select(Agreement.series_id)).one() == new.id
    assert "Ringa familjerna" in table.rep.get(f"/dialoger/serie/{new.id}/").text
    assert "Ringa familjerna" in table.rep.get(f"{table.here}/").text
    assert verify(session).faults == []
    assert compare(session).agrees


def test_a_line_that_is_ended_is_let_be_read_and_does_not_go_on(
    table: Table, merged: Unit, session: Session, town: Municipality
) -> None:
    line = f"/dialoger/serie/{table.series.id}/"
    session.get_one(Series, table.series.id).ended_on = clock.today()
    session.commit()
    page = table.over.get(line).text
    assert "Låt Ängsbjörken läsa den" in page and OFFER not in page
    told = table.over.post(f"{line}fortsatt", data={"unit": merged.id}, follow_redirects=True).text
    assert "Serien är avslutad som förut" in told and "Serien fortsätter" not in told
    assert table.rep.get(f"{table.here}/").status_code == 200


def test_what_nobody_below_takes_over_stays_where_it_is(
    table: Table, session: Session, town: Municipality
) -> None:
    units.close_unit(session, unit_id=town.unit.id, on=clock.today(), actor_id=None, end_appointments=True)
    session.commit()
    page = table.over.get(f"/dialoger/serie/{table.series.id}/").text
    assert GONE in page
    assert "/fortsatt" not in page
    assert table.over.get(f"{table.here}/").status_code == 200


def test_a_talk_with_an_employee_is_begun_anew(session: Session, town: Municipality, visit: Visit) -> None:
    talks = make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=town.employee)
    session.commit()
    made = merge(session, town)
    for person in (town.unit_manager, town.employee):
        answer = visit(person).post(f"/dialoger/serie/{talks.id}/fortsatt", data={"unit": made.id})
        assert answer.status_code == 404


@pytest.fixture
def raised(session: Session, town: Municipality, table: Table) -> Passage:
    """What both of the table have released and established, and the chief executive has answered."""
    table.to(State.HELD)
    raise_matter(session, table.fresh(), "Vikariepoolen räcker inte.")
    session.commit()
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Vi ser det så här.")
    table.consent(table.over)
    table.consent(table.rep)
    assert table.state == State.ESTABLISHED
    return session.scalars(select(Passage)).one()


def answer(client: SamsynClient, passage: Passage, text: str) -> int:
    return client.post(f"/lyft/{passage.id}/svar", data={"text": text}).status_code


def test_what_was_raised_and_its_answers_go_on_with_the_line(
    table: Table, raised: Passage, session: Session, town: Municipality, visit: Visit
) -> None:
    chief = visit(town.chief_executive)
    assert answer(chief, raised, "Vi utökar poolen.") == 302
    made = merge(session, town)
    at, search = f"/lyft/{raised.id}", "/sok?q=poolen"
    assert table.rep.get(at).status_code == 404
    table.over.post(f"/dialoger/serie/{table.series.id}/fortsatt", data={"unit": made.id})
    assert "Vi utökar poolen." in table.rep.get(at).text
    assert "Vikariepoolen räcker inte." in table.rep.get("/lyft/?vy=ur-vara").text
    assert at in table.rep.get(search).text
    assert table.rep.get(f"{table.here}/").text.count("Vikariepoolen räcker inte.") >= 1
    assert table.here in table.rep.get(at).text, "it leads to where it was said"
    for client in (table.over, chief):
        assert "Vikariepoolen räcker inte." in client.get(at).text
    assert visit(town.other_unit_manager).get(at).status_code == 404
    assert verify(session).faults == []
    assert compare(session).agrees


def test_what_waits_for_an_answer_waits_for_whoever_is_above_after_the_one_who_led_it_is_gone(
    table: Table, raised: Passage, session: Session, town: Municipality, visit: Visit
) -> None:
    """The two sections become one: who leads that reads what was raised from there, and the one above answers it."""
    chief, at = visit(town.chief_executive), f"/lyft/{raised.id}"
    kept = session.scalars(
        select(Appointment.id).where(Appointment.person_id == town.section_manager.id)
    ).all()
    made = reorganising.merge_units(
        session, unit_ids=[town.section.id, town.other_section.id], on=clock.today(), name="Lärande och service",
        appointments=list(kept), actor_id=None,
    )  # fmt: skip
    session.commit()
    assert (
        table.rep.post(f"/dialoger/serie/{table.series.id}/fortsatt", data={"unit": made.id}).status_code
        == 302
    )
    assert "Vikariepoolen räcker inte." in table.over.get(at).text
    assert "Vikariepoolen räcker inte." in chief.get("/lyft/").text
    assert answer(chief, raised, "Vi utökar poolen.") == 302
    for client in (table.over, table.rep):
        assert "Vi utökar poolen." in client.get(at).text
    assert verify(session).faults == []
    assert compare(session).agrees


def test_who_led_the_unit_that_is_no_more_reads_nothing_of_it_by_that(
    table: Table, raised: Passage, session: Session, town: Municipality, visit: Visit
) -> None:
    kept = session.scalars(
        select(Appointment.id).where(Appointment.person_id == town.sibling_manager.id)
    ).all()
    made = reorganising.merge_units(
        session, unit_ids=[town.unit.id, town.sibling.id], on=clock.today(), name="Ängsbjörken",
        appointments=list(kept), actor_id=None,
    )  # fmt: skip
    session.commit()
    table.over.post(f"/dialoger/serie/{table.series.id}/fortsatt", data={"unit": made.id})
    assert "Vikariepoolen" in visit(town.sibling_manager).get(f"/lyft/{raised.id}").text
    assert visit(town.unit_manager).get(f"/lyft/{raised.id}").status_code != 200


def test_what_is_promised_in_a_line_that_was_ended_comes_along_to_the_one_those_two_begin_after_it(
    table: Table, session: Session, town: Municipality
) -> None:
    table.to(State.HELD)
    table.agree(table.over)
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Vi ser det så här.")
    table.consent(table.over)
    table.consent(table.rep)
    session.get_one(Series, table.series.id).ended_on = clock.today()
    session.commit()
    page = table.over.get("/dialoger/ny-serie").text
    pair = next(
        value
        for value, label in re.findall(r'<option value="(managers\|[^"]+)"[^>]*>([^<]*)', page)
        if town.unit_manager.name in label
    )
    sent = {"pair": pair, "template": str(table.series.template_id), "rhythm": "mallen"}
    assert table.over.post("/dialoger/ny-serie", data=sent).status_code == 302
    new = session.scalars(select(Series.id).where(Series.id != table.series.id)).one()
    assert session.scalars(select(Agreement.series_id)).one() == new
    assert "Ringa familjerna" in table.rep.get(f"/dialoger/serie/{new}/").text
    assert "Ringa familjerna" in table.rep.get(f"{table.here}/").text
    assert verify(session).faults == []
    assert compare(session).agrees


def test_a_line_is_not_opened_again_beside_another_of_the_same_two(
    table: Table, session: Session, town: Municipality
) -> None:
    session.get_one(Series, table.series.id).ended_on = clock.today()
    session.commit()
    make_series(session, town.section, town.unit)
    session.commit()
    sent = {"template": str(table.series.template_id), "rhythm": ""}
    answer = table.over.post(f"/dialoger/serie/{table.series.id}/andra", data=sent, follow_redirects=True)
    assert "Det finns redan en dialogserie mellan de två." in answer.text
    session.expire_all()
    assert session.get_one(Series, table.series.id).ended_on is not None
