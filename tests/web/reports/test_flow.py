"""A report is put together from what exists, written in, handed in, received or handed back, and rolled up with quotes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.organisation.models import Person
from app.records.models import Edition
from app.records.verifying import verify
from app.reports.models import Report, ReportDeviation, State
from app.search.keeping import compare
from app.writing.models import Part, UnitText
from tests.factories import control, economy, reports
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.downloads import name_of

Visit = Callable[[str], SamsynClient]
ANALYSIS = "Ekonomin håller. Vikarierna oroar oss."


def told(session: Session, what: str) -> set[int]:
    """Name those who were told that of a report."""
    session.rollback()
    found = session.scalars(select(Notice).where(Notice.kind == Kind.REPORT)).all()
    return {one.person_id for one in found if one.words["what"] == what}


def part_of(session: Session, report: Report, key: str) -> Part:
    """Give a part of the version that stands."""
    return session.scalars(select(Part).where(Part.unit_text_id == report.text_id, Part.key == key)).one()


def test_what_controls_showed_stands_in_a_report_and_leads_to_the_control(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit
) -> None:
    risk = control.make_risk(session, town.section_manager, town.section)
    plan = control.decided_plan(session, people["chief"], town.board, risk)
    first = control.first_control(plan).id
    control.tell(session, people["chief"], plan, seen="Tjugo löner, två fel.", deviation="Två löner var fel.")
    year = ("annual_report", "year")
    report = reports.make_report(session, town.administration, town.chief_executive, which=year)
    session.commit()
    page = visit("chief").get(f"/rapporter/{report.id}").text
    assert "Tjugo löner, två fel." in page
    assert f"/internkontroll/kontroll/{first}/" in page


def content(session: Session, report: Report) -> str:
    """Give what stands fixed of a report."""
    text = session.get_one(UnitText, report.text_id)
    assert text.edition_id is not None
    return str(session.get_one(Edition, text.edition_id).content)


@pytest.fixture
def lived(session: Session, town: Municipality) -> None:
    """A forecast with its words, and a goal with a word on how it goes."""
    economy.make_submitted(
        session,
        town.section,
        town.section_manager,
        month=8,
        budget=10_000,
        expected=10_400,
        says="Vi går över, vikarierna kostar.",
    )
    session.commit()


def test_from_beginning_to_received_with_what_exists_in_it(
    session: Session, town: Municipality, visit: Visit, lived: None
) -> None:
    client = visit("section")
    page = client.get("/rapporter/").text
    assert "Delårsrapport" in page
    answer = client.post(
        "/rapporter/borja",
        data={"enhet": town.section.id, "kind": reports.kind(), "ar": reports.clock.today().year},
    )
    assert answer.status_code == 302
    report = session.scalars(select(Report)).one()
    draft = client.get(answer.location).text
    assert "Vi går över, vikarierna kostar." in draft
    assert "Er egen analys är inte skriven än." in draft
    refused = client.post(f"/rapporter/{report.id}/lamna", data={"revision": 1})
    assert refused.status_code == 409
    assert "Er egen analys är inte skriven än." in refused.text
    part = part_of(session, report, "analysis")
    saved = client.post(f"/analys/text/{report.text_id}/del/{part.id}", data={"text": ANALYSIS, "base": ""})
    assert saved.status_code == 302
    client.post(f"/rapporter/{report.id}/avvikelse", data={"what": "Två tjänster är vakanta", "revision": ""})
    blocked = client.post(f"/rapporter/{report.id}/lamna", data={"revision": revision(session, report)})
    assert blocked.status_code == 409
    assert "Två tjänster är vakanta" in blocked.text
    deviation = session.scalars(select(ReportDeviation)).one()
    client.post(
        f"/rapporter/avvikelse/{deviation.id}",
        data={"what": deviation.what, "remedy": "Vi annonserar igen.", "revision": deviation.revision},
    )
    sent = client.post(f"/rapporter/{report.id}/lamna", data={"revision": revision(session, report)})
    assert sent.status_code == 302
    assert told(session, "submitted") == {town.politician.id}
    fixed = content(session, report)
    assert ANALYSIS in fixed
    assert "Vi går över, vikarierna kostar." in fixed
    assert "Vi annonserar igen." in fixed
    board = visit("chair")
    assert "Att ta emot" in board.get("/rapporter/").text
    assert ANALYSIS in board.get(f"/rapporter/{report.id}").text
    assert (
        board.post(
            f"/rapporter/{report.id}/ta-emot", data={"words": "Tack, vi läser.", "expected": report.text_id}
        ).status_code
        == 302
    )
    session.expire_all()
    assert report.state == State.ACKNOWLEDGED
    assert town.section_manager.id in told(session, "acknowledged")
    assert "Tack, vi läser." in client.get(f"/rapporter/{report.id}").text
    assert verify(session).faults == []
    assert compare(session).agrees


def revision(session: Session, report: Report) -> int:
    """Give the revision one has read."""
    session.expire_all()
    return session.get_one(UnitText, report.text_id).revision


def test_what_was_handed_in_stands_fixed_whatever_happens_below_it(
    session: Session, town: Municipality, visit: Visit, lived: None
) -> None:
    report = reports.make_report(session, town.section, town.section_manager, ANALYSIS)
    report = reports.hand_in(session, report, town.section_manager)
    session.commit()
    before = content(session, report)
    economy.make_submitted(
        session, town.section, town.section_manager, month=7, says="Något annat sägs nu.", expected=10_000
    )
    session.commit()
    assert content(session, report) == before
    page = visit("chief").get(f"/rapporter/{report.id}").text
    assert "Vi går över, vikarierna kostar." in page
    assert "Något annat sägs nu." not in page


def test_handed_back_with_the_reason_it_is_written_on_and_handed_in_again(
    session: Session, town: Municipality, visit: Visit
) -> None:
    report = reports.make_report(session, town.section, town.section_manager, ANALYSIS)
    report = reports.hand_in(session, report, town.section_manager)
    session.commit()
    board, section = visit("chair"), visit("section")
    page = board.post(
        f"/rapporter/{report.id}/lamna-tillbaka", data={"words": "", "expected": report.text_id}
    )
    assert page.status_code == 422
    board.post(
        f"/rapporter/{report.id}/lamna-tillbaka",
        data={"words": "Personalen nämns inte.", "expected": report.text_id},
    )
    first = report.text_id
    assert "Personalen nämns inte." in section.get(f"/rapporter/{report.id}").text
    assert section.post(f"/rapporter/{report.id}/skriv-om").status_code == 302
    session.expire_all()
    assert (report.state, report.text_id != first) == (State.DRAFT, True)
    assert ANALYSIS in section.get(f"/rapporter/{report.id}").text
    # Others read what was handed in meanwhile, and not the draft.
    reports.write(session, report, town.section_manager, f"{ANALYSIS} Nytt.")
    session.commit()
    assert "Nytt." not in board.get(f"/rapporter/{report.id}").text
    sent = section.post(f"/rapporter/{report.id}/lamna", data={"revision": revision(session, report)})
    assert sent.status_code == 302
    assert "Nytt." in board.get(f"/rapporter/{report.id}").text
    assert verify(session).faults == []


def test_the_level_above_quotes_word_for_word_and_sees_who_has_not_come(
    session: Session, town: Municipality, visit: Visit
) -> None:
    below = reports.make_report(session, town.section, town.section_manager, ANALYSIS)
    below = reports.hand_in(session, below, town.section_manager)
    own = reports.make_report(session, town.administration, town.chief_executive, "Helheten.")
    session.commit()
    client = visit("chief")
    page = client.get(f"/rapporter/{own.id}").text
    assert town.other_section.name in page
    assert "har inte lämnat än" in page
    quoting = f"/rapporter/{own.id}/citera/{below.id}"
    assert ANALYSIS in client.get(quoting).text
    assert client.post(quoting, data={"words": "Det här stod inte där."}).status_code == 404
    assert client.post(quoting, data={"words": ANALYSIS}).status_code == 302
    own = reports.hand_in(session, own, town.chief_executive)
    session.commit()
    fixed = content(session, own)
    assert ANALYSIS in fixed
    assert f"{town.other_section.name} har inte lämnat än." in fixed
    assert f"{town.section.name}, Delårsrapport" in fixed


def test_a_draft_is_nobodys_but_those_who_write(session: Session, town: Municipality, visit: Visit) -> None:
    report = reports.make_report(session, town.section, town.section_manager, ANALYSIS)
    session.commit()
    for who in ("chief", "chair", "unit", "auditor"):
        assert visit(who).get(f"/rapporter/{report.id}").status_code == 404, who
    assert ANALYSIS in visit("support").get(f"/rapporter/{report.id}").text
    # Support writes, and does not hand in.
    answer = visit("support").post(
        f"/rapporter/{report.id}/lamna", data={"revision": revision(session, report)}
    )
    assert answer.status_code == 409


def test_two_who_write_at_once_lose_nothing(session: Session, town: Municipality, visit: Visit) -> None:
    report = reports.make_report(session, town.section, town.section_manager, ANALYSIS)
    session.commit()
    part = part_of(session, report, "analysis")
    where = f"/analys/text/{report.text_id}/del/{part.id}"
    base = part.revision_id
    visit("support").post(where, data={"text": "Ekonomin håller inte. Vikarierna oroar oss.", "base": base})
    answer = visit("section").post(
        where,
        data={"text": "Ekonomin håller väl. Vikarierna oroar oss.", "base": base},
        headers={"X-Autosave": "1"},
    )
    assert answer.status_code == 409
    assert "håller inte" in answer.json["theirs"]


def test_a_remedy_is_followed_up_and_comes_along_to_the_next_report(
    session: Session, town: Municipality, visit: Visit
) -> None:
    year = reports.clock.today().year
    first = reports.make_report(session, town.section, town.section_manager, ANALYSIS, which=reports.FORECAST)
    made = reports.add_deviation(
        session, first, town.section_manager, remedy="Vi annonserar igen.", person_id=town.section_manager.id
    )
    reports.hand_in(session, first, town.section_manager, reports.FORECAST)
    session.commit()
    client = visit("section")
    assert (
        client.post(f"/rapporter/atgard/{made.id}", data={"words": "", "state": "not_begun"}).status_code
        == 422
    )
    client.post(f"/rapporter/atgard/{made.id}", data={"words": "Tre har sökt.", "state": "ongoing"})
    assert "Tre har sökt." in visit("chief").get(f"/rapporter/atgard/{made.id}").text
    assert visit("unit").get(f"/rapporter/atgard/{made.id}").status_code == 404
    later = reports.make_report(session, town.section, town.section_manager, ANALYSIS, year=year)
    session.commit()
    assert "Vi annonserar igen." in client.get(f"/rapporter/{later.id}").text
    later = reports.hand_in(session, later, town.section_manager)
    assert "Tre har sökt." in content(session, later)


def test_a_deficit_in_the_forecast_is_taken_up_with_the_remedies_it_has(
    session: Session, town: Municipality, visit: Visit, lived: None
) -> None:
    report = reports.make_report(session, town.section, town.section_manager, ANALYSIS)
    session.commit()
    client = visit("section")
    assert "Prognosen visar ett underskott." in client.get(f"/rapporter/{report.id}").text
    assert client.post(f"/rapporter/{report.id}/ur-prognosen").status_code == 302
    sent = client.post(f"/rapporter/{report.id}/lamna", data={"revision": revision(session, report)})
    assert sent.status_code == 302
    assert "Vi håller tjänsten vakant" in content(session, report)


def test_on_paper_it_reads_as_it_was_handed_in_with_the_receivers_words(
    session: Session, town: Municipality, visit: Visit
) -> None:
    report = reports.make_report(session, town.section, town.section_manager, ANALYSIS)
    report = reports.hand_in(session, report, town.section_manager)
    reports.receive(session, report, town.politician, "Vi tar med oss frågan om vikarier.")
    session.commit()
    client = visit("section")
    page = client.get(f"/analys/text/{report.text_id}/utskrift").text
    assert ANALYSIS in page
    assert "Vi tar med oss frågan om vikarier." in page
    assert "Lämnad" in page
    word = client.get(f"/analys/text/{report.text_id}/fil.docx")
    assert word.status_code == 200
    assert re.search(r", lämnad \d{4}-\d\d-\d\d\.docx$", name_of(word))


def test_a_report_is_begun_and_handed_in_on_its_own_pages_only(
    session: Session, town: Municipality, visit: Visit
) -> None:
    report = reports.make_report(session, town.section, town.section_manager, ANALYSIS)
    session.commit()
    client = visit("section")
    where = f"/analys/text/{report.text_id}"
    assert client.get(where).location.endswith(f"/rapporter/{report.id}")
    assert client.post(f"{where}/lage", data={"state": "shared"}).status_code == 404
    assert client.post(f"{where}/faststall", data={"revision": 2}).status_code == 404
    fields = {"kind": report.kind, "unit": town.unit.id, "year": report.year}
    assert client.post("/analys/text/borja", data=fields).status_code == 404
    begun = {"enhet": town.unit.id, "kind": reports.kind(), "ar": report.year}
    assert visit("unit").post("/rapporter/borja", data=begun).status_code == 404
