"""The door of reports: all that is handed in for those who write none, and days that have passed for those who do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.reports import handed_in
from tests.factories import reports
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
HERE = "/rapporter/"


def listed(page: str) -> list[str]:
    return [" ".join(one.split()) for one in re.findall(r'<div class="what"><a [^>]*>([^<]*)</a>', page)]


def test_where_nothing_is_handed_in_the_auditors_page_teaches(town: Municipality, visit: Visit) -> None:
    page = visit("auditor").get(HERE).text
    assert "Ingen rapport är lämnad än" in page and "Till exempel" in page


def test_an_auditor_reads_all_that_is_handed_in_newest_first_by_year_and_unit(
    session: Session, town: Municipality, visit: Visit
) -> None:
    with clock.frozen_at(datetime(2025, 10, 1, 8, tzinfo=UTC)):
        old = reports.make_report(session, town.section, town.section_manager, "Förra året.", year=2025)
        reports.hand_in(session, old, town.section_manager)
    new = reports.make_report(session, town.section, town.section_manager, "I år.")
    reports.hand_in(session, new, town.section_manager)
    draft = reports.make_report(
        session, town.section, town.section_manager, "Utkast.", which=reports.FORECAST
    )
    session.commit()
    client = visit("auditor")
    page = client.get(HERE).text
    assert listed(page) == [f"Delårsrapport {year}, Lärandesektionen" for year in (2026, 2025)]
    assert "lämnad 28 november" in page and f"/rapporter/{draft.id}" not in page
    assert client.get(f"/rapporter/{old.id}").status_code == 200
    assert listed(client.get(f"{HERE}?ar=2025").text) == ["Delårsrapport 2025, Lärandesektionen"]
    assert len(listed(client.get(f"{HERE}?enhet={town.section.id}").text)) == 2
    other = client.get(f"{HERE}?enhet={town.unit.id}&ar=2026").text
    assert listed(other) == [] and "Inget är lämnat för det du har valt." in other
    assert f'<option value="{town.unit.id}" selected>' in other
    assert client.get(f"{HERE}?enhet=99999").status_code == 404
    assert "Utkast." not in page


def test_what_is_taken_back_stays_with_what_was_read(
    session: Session, town: Municipality, visit: Visit
) -> None:
    report = reports.make_report(session, town.section, town.section_manager, "I år.")
    report = reports.hand_in(session, report, town.section_manager)
    session.commit()
    assert visit("section").post(f"/rapporter/{report.id}/ta-tillbaka").status_code in {302, 303}
    page = visit("auditor").get(HERE).text
    assert len(listed(page)) == 1 and "Skrivs om" in page


def test_it_is_read_a_page_at_a_time(
    session: Session, town: Municipality, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handed_in, "PAGE", 1)
    for year in (2025, 2026):
        one = reports.make_report(session, town.section, town.section_manager, "Ord.", year=year)
        reports.hand_in(session, one, town.section_manager)
    session.commit()
    client = visit("auditor")
    first, second = (client.get(f"{HERE}?sida={number}").text for number in (1, 2))
    assert len(listed(first)) == len(listed(second)) == 1 and listed(first) != listed(second)
    assert "1–1 av 2" in first and "sida=2" in first
    assert listed(client.get(f"{HERE}?sida=99").text) == listed(second)


def test_a_report_whose_day_has_passed_says_so_until_it_is_handed_in(
    session: Session, town: Municipality, visit: Visit, clock: Callable[[datetime], None]
) -> None:
    client = visit("section")
    page = client.get(HERE).text
    passed, ahead = page.count("skulle ha lämnats"), page.count("lämnas senast")
    assert passed and '<span class="tag now">skulle ha lämnats' in page
    report = reports.make_report(session, town.section, town.section_manager, "I år.")
    session.commit()
    assert client.get(HERE).text.count("skulle ha lämnats") == passed
    reports.hand_in(session, report, town.section_manager)
    session.commit()
    page = client.get(HERE).text
    assert page.count("skulle ha lämnats") == passed - 1 and page.count("lämnas senast") == ahead + 1
    clock(datetime(2026, 1, 2, 9, tzinfo=UTC))
    assert client.get(f"{HERE}?ar=2026").text.count("skulle ha lämnats") < passed
