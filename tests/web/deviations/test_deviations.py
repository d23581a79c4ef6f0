"""What cannot wait is reported at once to the next level, received there, and kept or passed on with the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.deviations.models import DeviationLevel, DeviationReport, Outcome
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import Notice
from app.organisation import reorganising
from app.organisation.appointing import end_appointment
from app.organisation.models import Appointment, Person
from app.records.verifying import verify
from app.search.keeping import compare
from app.steering.routes import EXTENSION
from tests.factories.deviations import keep, make_deviation
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.news import unread

Visit = Callable[[str], SamsynClient]
WHAT = "Köket är stängt efter en vattenskada."


@pytest.fixture
def reported(session: Session, town: Municipality) -> DeviationReport:
    made = make_deviation(session, town.unit_manager, town.unit, WHAT, needed="Mat till fredag.")
    session.commit()
    return made


def told(session: Session, what: str) -> set[int]:
    """Name those who were told that."""
    session.rollback()
    found = session.scalars(select(Notice).where(Notice.kind == Kind.DEVIATION)).all()
    return {one.person_id for one in found if one.words["what"] == what}


def test_a_manager_reports_from_the_start_page_in_three_fields(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    assert 'href="/avvikelser/ny"' in client.get("/").text
    page = client.get("/avvikelser/ny").text
    assert page.count("<textarea") == 3
    assert town.section.name in page
    answer = client.post("/avvikelser/ny", data={"happened": WHAT, "done": "", "needed": "Mat."})
    assert answer.status_code == 302
    made = session.scalars(select(DeviationReport)).one()
    assert (made.unit_id, made.needed) == (town.unit.id, "Mat.")
    assert told(session, "came") == {town.section_manager.id}
    start = visit("section").get("/").text
    assert start.index("Avvikelse från") < start.index("</ol>")
    assert WHAT in start
    assert verify(session).faults == []
    assert compare(session).agrees


def test_words_are_kept_with_line_ends_of_one_kind(
    session: Session, town: Municipality, visit: Visit
) -> None:
    visit("unit").post(
        "/avvikelser/ny", data={"happened": WHAT, "done": "", "needed": "Mat.\r\nVatten.\rLjus."}
    )
    session.rollback()
    assert session.scalars(select(DeviationReport.needed)).all() == ["Mat.\nVatten.\nLjus."]


def test_an_empty_report_is_refused_and_nothing_typed_is_lost(session: Session, visit: Visit) -> None:
    answer = visit("unit").post("/avvikelser/ny", data={"happened": " ", "done": "Vi ringde.", "needed": ""})
    assert answer.status_code == 422
    assert "Skriv några ord om vad som har hänt." in answer.text
    assert "Vi ringde." in answer.text
    too_long = visit("unit").post("/avvikelser/ny", data={"happened": "x" * 10_001})
    assert too_long.status_code == 422
    assert session.scalars(select(DeviationReport)).all() == []


def test_a_level_receives_it_and_keeps_it_with_the_reason(
    session: Session, town: Municipality, visit: Visit, reported: DeviationReport
) -> None:
    here, client = f"/avvikelser/{reported.id}", visit("section")
    client.post(f"{here}/mottagen")
    assert told(session, "acknowledged") == {town.unit_manager.id}
    assert "Mottagen av" in visit("unit").get(here).text
    refused = client.post(f"{here}/behall", data={"words": ""})
    assert refused.status_code == 422
    assert "Skriv varför." in refused.text
    client.post(f"{here}/behall", data={"words": "Vi hämtar mat från Länghem."})
    page = visit("unit").get(here).text
    assert "Vi hämtar mat från Länghem." in page
    assert "Stannar här" in page
    assert told(session, "kept") == {town.unit_manager.id}
    assert WHAT not in client.get("/").text
    again = client.post(f"{here}/vidare", data={"words": "Ändå inte."})
    assert again.status_code == 409
    assert session.scalars(select(DeviationLevel)).one().outcome == Outcome.KEPT
    assert verify(session).faults == []
    assert compare(session).agrees


def test_it_is_passed_on_level_by_level_up_to_the_board(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit, reported: DeviationReport
) -> None:
    here = f"/avvikelser/{reported.id}"
    assert visit("chief").get(here).status_code == 404
    (came,) = unread(session, Kind.DEVIATION)
    visit("section").post(f"{here}/vidare", data={"words": "Det rår vi inte på."})
    assert came not in unread(session, Kind.DEVIATION), "nothing of it waits at the first level any more"
    page = visit("chief").get(here).text
    assert WHAT in page
    assert "Det rår vi inte på." in page
    assert town.chief_executive.id in told(session, "came")
    assert town.unit_manager.id in told(session, "passed_on")
    visit("chief").post(f"{here}/vidare", data={"words": "Styrelsen behöver veta."})
    assert "Styrelsen behöver veta." in visit("chair").get(here).text
    last = visit("chair").get(here).text
    assert "Den stannar här" in last
    # Whoever reported, and each level it passed, goes on reading it.
    assert "Styrelsen behöver veta." in visit("unit").get(here).text
    assert "Styrelsen behöver veta." in visit("section").get(here).text


def test_nobody_else_reads_it(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit, reported: DeviationReport
) -> None:
    for who in people:
        reads = who in {"unit", "section"}
        client = visit(who)
        assert (client.get(f"/avvikelser/{reported.id}").status_code == 200) is reads, who
        listed = client.get("/avvikelser/")
        assert (WHAT in listed.text) is reads, who
        assert (f"/avvikelser/{reported.id}" in client.get("/sok?q=vattenskada").text) is reads, who
        if who != "section":
            for act in ("mottagen", "behall", "vidare"):
                answer = client.post(f"/avvikelser/{reported.id}/{act}", data={"words": "x"})
                assert answer.status_code == 404, (who, act)


def test_what_nobody_has_received_is_taken_back(
    session: Session, town: Municipality, visit: Visit, reported: DeviationReport
) -> None:
    here = f"/avvikelser/{reported.id}"
    assert visit("section").post(f"{here}/ta-tillbaka").status_code == 404
    visit("unit").post(f"{here}/ta-tillbaka")
    assert visit("section").get(here).status_code == 404
    assert WHAT not in visit("section").get("/").text
    assert told(session, "came") == set()
    assert "Tillbakatagen" in visit("unit").get(here).text
    second = make_deviation(session, town.unit_manager, town.unit, "Något annat.")
    session.commit()
    visit("section").post(f"/avvikelser/{second.id}/mottagen")
    late = visit("unit").post(f"/avvikelser/{second.id}/ta-tillbaka")
    assert late.status_code == 409
    assert "Den är redan mottagen" in late.text
    assert compare(session).agrees


def test_one_reports_only_for_units_one_leads(town: Municipality, visit: Visit) -> None:
    for who, unit in (("unit", town.sibling), ("section", town.unit), ("chair", town.unit)):
        answer = visit(who).post(f"/avvikelser/ny?enhet={unit.id}", data={"happened": WHAT})
        assert answer.status_code == 404, who


def test_where_the_model_does_not_have_it_there_is_no_button_but_what_was_written_is_read(
    session: Session, visit: Visit, reported: DeviationReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit("unit")
    extensions = client.application.extensions
    profile = extensions[EXTENSION]
    rules = profile.rules.model_copy(update={"extraordinary_deviations": False})
    monkeypatch.setitem(extensions, EXTENSION, profile.model_copy(update={"rules": rules}))
    assert "/avvikelser/ny" not in client.get("/").text
    assert client.get("/avvikelser/ny").status_code == 404
    assert WHAT in client.get(f"/avvikelser/{reported.id}").text


def test_the_list_is_read_a_page_at_a_time(session: Session, town: Municipality, visit: Visit) -> None:
    for number in range(32):
        make_deviation(session, town.unit_manager, town.unit, f"Händelse {number:02d}")
    session.commit()
    client = visit("unit")
    first, second = client.get("/avvikelser/").text, client.get("/avvikelser/?sida=2").text
    assert "Händelse 31" in first
    assert "Händelse 01" not in first
    assert "Händelse 01" in second


def test_what_was_told_is_let_go_when_one_leaves_the_post(
    session: Session, town: Municipality, reported: DeviationReport
) -> None:
    today = clock.today()
    assert leaving.let_go(session, today) == 0
    appointment = session.scalars(
        select(Appointment).where(Appointment.person_id == town.section_manager.id)
    ).one()
    end_appointment(session, appointment_id=appointment.id, on=today, actor_id=None)
    session.commit()
    assert leaving.let_go(session, today) == 1


def test_what_waits_at_a_level_that_is_no_more_is_answered_by_the_one_that_comes_after(
    session: Session, town: Municipality, visit: Visit, reported: DeviationReport
) -> None:
    # The sections are merged: the one who leads what they became answers, and the one who leads the other unit does not.
    posts = session.scalars(
        select(Appointment.id).where(Appointment.person_id == town.other_section_manager.id)
    ).all()
    merged = reorganising.merge_units(
        session, unit_ids=[town.section.id, town.other_section.id], on=clock.today(), name="Lärande",
        appointments=list(posts), actor_id=None,
    )  # fmt: skip
    session.commit()
    after = visit("other_section")
    assert WHAT in after.get("/").text
    page = after.get(f"/avvikelser/{reported.id}").text
    assert f"{town.section.name} finns inte längre." in page
    assert visit("other_unit").get(f"/avvikelser/{reported.id}").status_code == 404
    assert after.post(f"/avvikelser/{reported.id}/mottagen").status_code == 302
    after.post(f"/avvikelser/{reported.id}/vidare", data={"words": "Det är större än oss."})
    session.expire_all()
    levels = session.scalars(select(DeviationLevel).order_by(DeviationLevel.id)).all()
    assert [one.outcome for one in levels] == [Outcome.PASSED_ON, Outcome.WAITING]
    assert levels[1].unit_id == town.administration.id
    # What it settled is still read there, as by any level.
    assert after.get(f"/avvikelser/{reported.id}").status_code == 200
    assert merged.id != town.section.id
    assert verify(session).faults == []


def test_what_was_settled_before_a_unit_ended_is_not_inherited(
    session: Session,
    town: Municipality,
    visit: Visit,
    reported: DeviationReport,
    request: pytest.FixtureRequest,
) -> None:
    keep(session, town.section_manager, reported)
    waiting = make_deviation(session, town.unit_manager, town.unit, "Taket läcker.")
    merged = reorganising.merge_units(
        session, unit_ids=[town.unit.id, town.sibling.id], on=clock.today() + timedelta(days=1), name="Ängsbjörken",
        appointments=list(session.scalars(select(Appointment.id).where(Appointment.person_id == town.sibling_manager.id))),
        actor_id=None,
    )  # fmt: skip
    session.commit()
    clock_set = clock.today() + timedelta(days=1)
    assert merged.valid_from == clock_set
    request.getfixturevalue("clock")(datetime(clock_set.year, clock_set.month, clock_set.day, 9, tzinfo=UTC))
    after = visit("sibling")
    assert after.get(f"/avvikelser/{waiting.id}").status_code == 200
    assert after.get(f"/avvikelser/{reported.id}").status_code == 404
    visit("section").post(f"/avvikelser/{waiting.id}/behall", data={"words": "Takläggaren kommer."})
    assert "Takläggaren kommer." in after.get(f"/avvikelser/{waiting.id}").text
    assert town.sibling_manager.id in told(session, "kept")
