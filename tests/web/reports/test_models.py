"""What models put in reports: levels of goals and deviations, decided levels beside outcomes; nothing where none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.planning.judging.rules import Period
from app.planning.judging.services import judge
from app.planning.models import Goal
from app.quality.indicators.models import Nature
from app.quality.judging.weighing import Judged
from app.records.verifying import verify
from app.reports.models import Report, ReportDeviation
from app.writing.models import UnitText
from tests.factories import reports
from tests.factories.measuring import make_indicator, measure
from tests.factories.organisation import Municipality
from tests.factories.planning import make_established, profile
from tests.factories.quality import establish, make_factor
from tests.support.client import SamsynClient
from tests.web.planning.conftest import YEAR
from tests.web.reports.test_flow import content

Visit = Callable[[str], SamsynClient]
AUGUST = ("unit_report", "august")


@pytest.fixture
def judged_model(model: Callable[[str], None]) -> None:
    """A model with a scale on its reports, and levels to reach."""
    model("kungalv")


def judged(
    session: Session, goal: Goal, town: Municipality, level: str, reason: str, expected: int = 0
) -> int:
    """Judge a goal after August."""
    return judge(
        session,
        actor_id=town.unit_manager.id,
        goal=goal,
        profile=profile(),
        period=Period(YEAR, 8),
        judged=Judged(level, reason, "En läslärare till."),
        expected=expected,
    ).id


def test_a_report_tells_each_goals_level_after_its_period_and_keeps_it_as_it_was_handed_in(
    session: Session, town: Municipality, visit: Visit, judged_model: None
) -> None:
    by = town.unit_manager
    goal = make_established(session, town.unit, by, "Nio av tio läser", kind="unit_goal")
    made = {
        month: reports.make_report(session, town.unit, by, "Det går framåt.", which=("unit_report", month))
        for month in ("april", "august")
    }
    session.commit()
    client = visit("unit")
    assert f"Inte bedömt efter augusti {YEAR} än." in page(client, made["august"])
    first = judged(session, goal, town, "yellow", "Åtta av tio läser.")
    session.commit()
    draft = page(client, made["august"])
    assert f"<strong>Gult, under kontroll</strong> efter augusti {YEAR}" in draft
    assert "Åtta av tio läser." in draft
    assert "Det här gör vi åt det: En läslärare till." in draft
    assert 'class="level-mark yellow"' in draft
    assert "Inte bedömt" not in draft
    before = page(client, made["april"])
    assert f"Inte bedömt efter april {YEAR} än." in before
    assert "<strong>Gult, under kontroll" not in before
    august = reports.hand_in(session, made["august"], by, AUGUST)
    judged(session, goal, town, "green", "Nu är vi där.", first)
    session.commit()
    assert '"shape": "triangle"' in content(session, august) or '"shape":"triangle"' in content(
        session, august
    )
    stands = page(visit("section"), august)
    assert "Gult, under kontroll" in stands
    assert 'class="level-mark yellow"' in stands
    assert "Nu är vi där." not in stands
    assert verify(session).faults == []


def page(client: SamsynClient, report: Report) -> str:
    """Give the page of a report."""
    return client.get(f"/rapporter/{report.id}").text


def test_the_decided_level_stands_beside_the_outcome_with_a_dash_where_nothing_was_measured(
    session: Session, town: Municipality, visit: Visit, judged_model: None
) -> None:
    by = town.unit_manager
    factor = make_factor(session, town.unit, by, "Trygga barn")
    lunch = make_indicator(session, factor, by, "Portioner om dagen", targets={YEAR: Decimal(85)})
    make_indicator(session, factor, by, "Barn i gruppen", targets={YEAR: Decimal(15)})
    make_indicator(session, factor, by, "Utan nivå")
    make_indicator(session, factor, by, "Så känns det", nature=Nature.QUALITATIVE, wanted="Alla är trygga")
    establish(session, factor, by)
    measure(session, lunch, town.unit, by, f"{YEAR}-H1", "82", "Vi lagar själva.")
    report = reports.make_report(session, town.unit, by, which=AUGUST)
    session.commit()
    shown = page(visit("unit"), report).replace("\u00a0", " ")
    assert "Portioner om dagen: utfall 82 %, beslutad nivå 85 %" in shown
    assert "Barn i gruppen: utfall –, beslutad nivå 15 %" in shown
    assert "Inte mätt än: Utan nivå." in shown


def test_a_deviation_is_judged_with_its_reason_before_the_report_is_handed_in(
    session: Session, town: Municipality, visit: Visit, judged_model: None
) -> None:
    report = reports.make_report(session, town.unit, town.unit_manager, "Det går.", which=AUGUST)
    session.commit()
    client = visit("unit")
    said = {"what": "Två tjänster är vakanta", "remedy": "Vi annonserar igen.", "revision": ""}
    client.post(f"/rapporter/{report.id}/avvikelse", data=said)
    assert "Avvikelsen ”Två tjänster är vakanta” är inte bedömd." in page(client, report)
    one = session.scalars(select(ReportDeviation)).one()
    path = f"/rapporter/avvikelse/{one.id}"
    client.post(path, data=said | {"level": "red", "revision": one.revision})
    shown = page(client, report)
    assert "är bedömd, men det står inte varför." in shown
    assert 'class="level-mark red"' in shown
    assert 'value="red" checked' in client.get(f"/rapporter/{report.id}?andra={one.id}").text
    session.expire_all()
    client.post(path, data=said | {"revision": one.revision})
    session.expire_all()
    assert (one.level, verify(session).faults) == ("", [])
    client.post(path, data=said | {"level": "red", "why": "Få sökande.", "revision": one.revision})
    session.expire_all()
    text = session.get_one(UnitText, report.text_id)
    sent = client.post(f"/rapporter/{report.id}/lamna", data={"revision": text.revision})
    assert sent.status_code == 302
    session.expire_all()
    assert "Rött, stor avvikelse: **Två tjänster är vakanta**" in content(session, report)
    stands = page(visit("section"), report)
    assert "Rött, stor avvikelse: <strong>Två tjänster är vakanta</strong>" in stands
    assert verify(session).faults == []


def test_a_model_without_a_scale_for_deviations_asks_for_no_level(
    session: Session, town: Municipality, visit: Visit
) -> None:
    report = reports.make_report(session, town.section, town.section_manager, "Det går.")
    session.commit()
    client = visit("section")
    assert "Din bedömning" not in page(client, report)
    data = {"what": "Vakanser", "remedy": "Annons", "revision": "", "level": "red"}
    client.post(f"/rapporter/{report.id}/avvikelse", data=data)
    assert session.scalars(select(ReportDeviation.level)).one() == ""
    assert "bedömd" not in page(client, report)
