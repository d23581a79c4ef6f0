"""A report is written where no script saves its words: no button beside them drops what is typed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.reports.models import Report, ReportDeviation
from app.writing.models import Part, UnitText
from tests.factories import economy, reports
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.typed import beside

Visit = Callable[[str], SamsynClient]
TYPED = "Det sista jag skrev."


@pytest.fixture
def report(session: Session, town: Municipality) -> Report:
    """A draft with a deviation and a report of the level below to quote, where a forecast shows a deficit."""
    below = reports.make_report(
        session, town.unit, town.unit_manager, "Lämningarna är lugna.", which=reports.FORECAST
    )
    reports.hand_in(session, below, town.unit_manager, reports.FORECAST)
    economy.make_submitted(
        session,
        town.section,
        town.section_manager,
        month=8,
        budget=10_000,
        expected=10_400,
        says="Vi går över.",
    )
    made = reports.make_report(
        session, town.section, town.section_manager, "Ekonomin håller.", which=reports.FORECAST
    )
    reports.add_deviation(session, made, town.section_manager, remedy="Vi annonserar.")
    session.commit()
    return made


def analysis(session: Session, report: Report) -> Part:
    session.rollback()
    text_id = session.get_one(Report, report.id).text_id
    return session.scalars(select(Part).where(Part.unit_text_id == text_id, Part.key == "analysis")).one()


def along(session: Session, report: Report, words: str = TYPED) -> dict[str, str]:
    """Give the fields of the words of the page, as a button of their form sends them."""
    part = analysis(session, report)
    return {f"text-{part.id}": words, f"base-{part.id}": str(part.revision_id or "")}


def the_deviation(session: Session) -> ReportDeviation:
    session.rollback()
    return session.scalars(select(ReportDeviation).order_by(ReportDeviation.id).limit(1)).one()


def test_whatever_can_be_pressed_beside_the_words_takes_them_along(report: Report, visit: Visit) -> None:
    page = visit("section").get(f"/rapporter/{report.id}").text
    assert beside(page, "texts") == []
    assert "Ta upp det som avvikelse" in page
    assert re.search(r'form="texts" name="then" value="/rapporter/\d+/citera/\d+"', page)


def test_a_deviation_is_taken_away_and_back_with_the_words_saved(
    session: Session, report: Report, visit: Visit
) -> None:
    client, one = visit("section"), the_deviation(session)
    client.post(f"/rapporter/avvikelse/{one.id}/ta-bort", data=along(session, report))
    assert the_deviation(session).removed_at is not None
    assert analysis(session, report).text == TYPED
    page = client.get(f"/rapporter/{report.id}").text
    assert beside(page, "texts") == []
    assert f'form="texts" formaction="/rapporter/avvikelse/{one.id}/aterta"' in page
    client.post(f"/rapporter/avvikelse/{one.id}/aterta", data=along(session, report, "Mer."))
    assert the_deviation(session).removed_at is None
    assert analysis(session, report).text == "Mer."


def test_a_deficit_is_taken_up_with_the_words_saved(session: Session, report: Report, visit: Visit) -> None:
    visit("section").post(f"/rapporter/{report.id}/ur-prognosen", data=along(session, report))
    session.rollback()
    assert len(session.scalars(select(ReportDeviation)).all()) == 2
    assert analysis(session, report).text == TYPED


def test_words_that_cannot_be_saved_stop_one_and_are_shown(
    session: Session, report: Report, visit: Visit
) -> None:
    client, one, part = visit("section"), the_deviation(session), analysis(session, report)
    text = session.get_one(UnitText, part.unit_text_id)
    mine = along(session, report)
    client.post(
        f"/analys/text/{text.id}/del/{part.id}", data={"text": "Annat.", "base": part.revision_id or ""}
    )
    for rest in (f"avvikelse/{one.id}/ta-bort", f"{report.id}/ur-prognosen"):
        answer = client.post(f"/rapporter/{rest}", data=mine)
        assert answer.status_code == 409
        assert TYPED in answer.text
    assert the_deviation(session).removed_at is None
    assert len(session.scalars(select(ReportDeviation)).all()) == 1


def test_a_deviation_is_added_on_a_page_of_its_own(session: Session, report: Report, visit: Visit) -> None:
    client, address = visit("section"), f"/rapporter/{report.id}/avvikelse"
    assert f'value="{address}" data-leads' in client.get(f"/rapporter/{report.id}").text
    page = client.get(address).text
    assert "<textarea" in page
    assert 'form="texts"' not in page
    refused = client.post(address, data={"alone": "1", "what": "", "why": "Två har slutat."})
    assert refused.status_code == 422
    assert "Två har slutat." in refused.text
    assert 'form="texts"' not in refused.text
    added = client.post(address, data={"alone": "1", "what": "Två tjänster", "why": "Två har slutat."})
    assert added.location.startswith(f"/rapporter/{report.id}#deviation-")


def test_a_deviation_is_changed_on_a_page_of_its_own(session: Session, report: Report, visit: Visit) -> None:
    client, one = visit("section"), the_deviation(session)
    address = f"/rapporter/avvikelse/{one.id}"
    assert f'value="{address}" data-leads' in client.get(f"/rapporter/{report.id}").text
    assert "Två tjänster är vakanta" in client.get(address).text
    sent = {"alone": "1", "what": "En tjänst är vakant", "revision": str(one.revision)}
    refused = client.post(address, data=sent | {"what": ""})
    assert refused.status_code == 422
    assert 'form="texts"' not in refused.text
    assert client.post(address, data=sent).status_code == 302
    changed_meanwhile = client.post(address, data=sent | {"what": "Ingen är vakant"})
    assert changed_meanwhile.status_code == 409
    assert "Ingen är vakant" in changed_meanwhile.text
    assert the_deviation(session).what == "En tjänst är vakant"


def test_the_pages_of_a_deviation_are_for_those_who_write_while_it_is_a_draft(
    session: Session, town: Municipality, report: Report, visit: Visit
) -> None:
    one = the_deviation(session)
    addresses = (f"/rapporter/{report.id}/avvikelse", f"/rapporter/avvikelse/{one.id}")
    for address in addresses:
        assert visit("unit").get(address).status_code == 404
    visit("section").post(f"/rapporter/avvikelse/{one.id}/ta-bort")
    assert visit("section").get(addresses[1]).location == f"/rapporter/{report.id}"
    visit("section").post(f"/rapporter/avvikelse/{one.id}/aterta")
    reports.hand_in(session, session.get_one(Report, report.id), town.section_manager, reports.FORECAST)
    session.commit()
    for address in addresses:
        assert visit("section").get(address).location == f"/rapporter/{report.id}"
