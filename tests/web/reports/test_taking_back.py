"""A report is taken back by who handed it in, as long as nobody has received it; what was handed in stays as history."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.records.verifying import verify
from app.reports.models import Report, ReportWord, State, Step
from app.search.keeping import compare
from tests.factories import reports
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.shown import hidden
from tests.web.reports.test_flow import ANALYSIS, content, revision, told

Visit = Callable[[str], SamsynClient]


@pytest.fixture
def handed_in(session: Session, town: Municipality) -> Report:
    """The section's report, handed in to the executive board."""
    report = reports.make_report(session, town.section, town.section_manager, ANALYSIS)
    report = reports.hand_in(session, report, town.section_manager)
    session.commit()
    return report


def text_now(session: Session, report: Report) -> int:
    """Give the version of a report that stands."""
    session.refresh(report)
    return report.text_id


def test_taken_back_it_is_a_draft_again_and_its_receiver_is_told_and_reads_what_no_longer_holds(
    session: Session, town: Municipality, visit: Visit, handed_in: Report
) -> None:
    path, first, section, board = (
        f"/rapporter/{handed_in.id}",
        handed_in.text_id,
        visit("section"),
        visit("chair"),
    )
    assert "Kommunstyrelsen får veta att den är återtagen" in section.get(path).text
    for who, status in (("unit", 404), ("chair", 404), ("auditor", 404), ("support", 409)):
        assert visit(who).post(f"{path}/ta-tillbaka").status_code == status, who
    assert section.post(f"{path}/ta-tillbaka").status_code == 302
    session.expire_all()
    assert (handed_in.state, handed_in.text_id != first) == (State.DRAFT, True)
    assert (told(session, "taken_back"), told(session, "submitted")) == ({town.politician.id}, set())
    assert "Delårsrapport 2026 från Lärandesektionen är återtagen" in board.get("/nytt").text
    draft = section.get(path).text
    assert "Rapporten är återtagen" in draft
    assert ANALYSIS in draft
    assert "Tog tillbaka" in draft
    reports.write(session, handed_in, town.section_manager, f"{ANALYSIS} Nytt.")
    session.commit()
    kept = board.get(path).text
    assert "Den här versionen är återtagen" in kept
    assert ANALYSIS in kept
    assert "Nytt." not in kept
    assert "Att ta emot" not in board.get("/rapporter/").text
    sent = section.post(f"{path}/lamna", data={"revision": revision(session, handed_in)})
    assert sent.status_code == 302
    assert "Nytt." in board.get(path).text
    assert "Den här versionen är återtagen" in board.get(f"{path}?version={first}").text
    assert "Återtagen" in board.get(f"/analys/text/{first}/utskrift").text
    received = board.post(f"{path}/ta-emot", data={"words": "", "expected": text_now(session, handed_in)})
    assert received.status_code == 302
    session.rollback()
    assert verify(session).faults == []
    assert compare(session).agrees


def test_who_comes_second_is_told_what_the_other_did_and_loses_no_words(
    session: Session, town: Municipality, visit: Visit, handed_in: Report
) -> None:
    path, section, board = f"/rapporter/{handed_in.id}", visit("section"), visit("chair")
    first = text_now(session, handed_in)
    section.post(f"{path}/ta-tillbaka")
    late = board.post(f"{path}/ta-emot", data={"words": "Tack, vi läser.", "expected": first})
    assert late.status_code == 409
    assert "de som skrev den har tagit den tillbaka" in late.text
    assert "Tack, vi läser." in late.text
    section.post(f"{path}/lamna", data={"revision": revision(session, handed_in)})
    now = {"words": "Nu så.", "expected": text_now(session, handed_in)}
    assert board.post(f"{path}/ta-emot", data=now).status_code == 302
    late = section.post(f"{path}/ta-tillbaka")
    assert late.status_code == 409
    assert "Mottagaren hann före dig" in late.text
    session.expire_all()
    assert handed_in.state == State.ACKNOWLEDGED


@pytest.mark.parametrize("step", ["ta-emot", "lamna-tillbaka"])
def test_what_is_handed_in_anew_is_answered_only_by_who_has_read_it(
    session: Session, town: Municipality, visit: Visit, handed_in: Report, step: str
) -> None:
    path, section, board = f"/rapporter/{handed_in.id}", visit("section"), visit("chair")
    read = {"words": "Tack, vi läser.", "expected": hidden(board.get(path).text, "expected")}
    section.post(f"{path}/ta-tillbaka")
    reports.write(session, handed_in, town.section_manager, f"{ANALYSIS} Det blev värre.")
    section.post(f"{path}/lamna", data={"revision": revision(session, handed_in)})
    late = board.post(f"{path}/{step}", data=read)
    assert late.status_code == 409
    assert "lämnats igen sedan du läste den" in late.text
    assert "Det blev värre." in late.text
    assert "Tack, vi läser." in late.text
    assert board.post(f"{path}/{step}", data=read | {"expected": ""}).status_code == 409
    session.refresh(handed_in)
    assert handed_in.state == State.SUBMITTED
    anew = read | {"expected": hidden(late.text, "expected")}
    assert board.post(f"{path}/{step}", data=anew).status_code == 302
    second = board.post(f"{path}/ta-emot", data=anew | {"words": "Vi med."})
    assert second.status_code == 409
    assert "hann före dig" in second.text
    assert "Vi med." in second.text
    session.rollback()
    assert verify(session).faults == []


def test_of_two_at_once_exactly_one_wins(
    session: Session, app: Flask, visit: Visit, handed_in: Report
) -> None:
    path, number, first = f"/rapporter/{handed_in.id}", handed_in.id, handed_in.text_id
    clients = {"section": "ta-tillbaka", "chair": "ta-emot"}
    signed_in = [(visit(who), step) for who, step in clients.items()]
    session.rollback()
    for client, _step in signed_in:
        # What the test has written is there already; its session is not for two at once.
        client.before_request = None

    def press(client: SamsynClient, step: str) -> TestResponse:
        with app.app_context():
            return client.post(f"{path}/{step}", data={"words": "Tack.", "expected": first})

    with ThreadPoolExecutor(2) as threads:
        # The clock that is held still is the test's own, which each thread takes along.
        pressed = [threads.submit(copy_context().run, partial(press, *one)) for one in signed_in]
        answers = [one.result() for one in pressed]
    assert sorted(one.status_code for one in answers) == [302, 409]
    session.expire_all()
    said = session.scalars(select(ReportWord.step).where(ReportWord.report_id == number)).all()
    won = Step.TAKE_BACK if answers[0].status_code == 302 else Step.ACKNOWLEDGE
    assert list(said) == [Step.SUBMIT, won]
    assert verify(session).faults == []


def test_what_was_quoted_above_stands_with_its_source_and_those_who_quoted_it_know(
    session: Session, town: Municipality, visit: Visit, handed_in: Report
) -> None:
    own = reports.make_report(session, town.administration, town.chief_executive, "Helheten.")
    session.commit()
    chief, source = visit("chief"), f"Lärandesektionen, Delårsrapport {clock.today().year}"
    chief.post(f"/rapporter/{own.id}/citera/{handed_in.id}", data={"words": ANALYSIS})
    assert "är återtagen sedan dess" not in chief.get(f"/rapporter/{own.id}").text
    visit("section").post(f"/rapporter/{handed_in.id}/ta-tillbaka")
    page = chief.get(f"/rapporter/{own.id}").text
    assert ANALYSIS in page
    assert source in page
    assert "är återtagen sedan dess" in page
    assert chief.get(f"/rapporter/{own.id}/citera/{handed_in.id}").status_code == 404
    own = reports.hand_in(session, own, town.chief_executive)
    session.commit()
    fixed = content(session, own)
    assert ANALYSIS in fixed
    assert source in fixed
    assert "Lärandesektionen har inte lämnat än." in fixed
