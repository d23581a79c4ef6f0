"""What is handed in is what was read: what the product puts in and has changed since is read first."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.reports.models import State
from tests.factories import economy, reports
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.web.supervision.test_edition_as_read import read_on

Visit = Callable[[str], SamsynClient]


def test_a_forecast_that_came_while_one_read_is_not_handed_in_unread(
    session: Session, town: Municipality, visit: Visit
) -> None:
    report = reports.make_report(session, town.section, town.section_manager, "Ekonomin håller.")
    session.commit()
    client, on = visit("section"), f"/rapporter/{report.id}/lamna"
    page = client.get(on).text
    assert read_on(client.get(on).text) == read_on(page), "the same is read as the same"
    economy.make_submitted(
        session, town.section, town.section_manager, month=8, budget=10_000, expected=10_400,
        says="Vi går över, vikarierna kostar.",
    )  # fmt: skip
    session.commit()
    refused = client.post(on, data=read_on(page))
    assert refused.status_code == 409
    session.expire_all()
    assert report.state == State.DRAFT
    assert "Vi går över, vikarierna kostar." in refused.text
    assert "har ändrats sedan du läste det" in refused.text
    assert client.post(on, data=read_on(refused.text)).status_code == 302
    session.expire_all()
    assert report.state == State.SUBMITTED
