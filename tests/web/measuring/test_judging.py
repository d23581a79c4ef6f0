"""A person judges a single indicator beside what its figure proposes; both stand, and the earlier judgements are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.quality.indicators.models import Better, Indicator, Periodicity
from app.quality.judging.models import IndicatorJudgement
from app.records.verifying import verify
from app.search.keeping import compare
from app.steering.loader import load_profile
from app.steering.routes import EXTENSION
from tests.factories.measuring import make_measured, measure
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]


@pytest.fixture
def model(app: Flask) -> Iterator[Callable[[str], None]]:
    """Put another of the shipped models in force for the rest of a test."""
    known = app.extensions[EXTENSION]

    def steer_by(key: str) -> None:
        app.extensions[EXTENSION] = load_profile(key)

    yield steer_by
    app.extensions[EXTENSION] = known


@pytest.fixture
def indicator(session: Session, town: Municipality, model: Callable[[str], None]) -> Indicator:
    model("perstorp")
    made = make_measured(
        session,
        town.unit,
        town.unit_manager,
        periodicity=Periodicity.ROUND,
        rhythm="indicators",
        better=Better.HIGHER,
        targets={2026: Decimal(85)},
    )
    session.commit()
    return made


def test_the_figure_proposes_a_person_differs_with_a_reason_and_black_is_not_red(
    session: Session, town: Municipality, indicator: Indicator, visit: Visit
) -> None:
    client = visit("unit")
    whole = f"/kvalitet/indikator/{indicator.id}/matningar?enhet={town.unit.id}"
    path = f"/kvalitet/indikator/{indicator.id}/bedom/{town.unit.id}"
    assert "Inte bedömt än." in client.get(whole).text
    assert "Förslag ur siffrorna: svart, inte mätt." in client.get(path).text
    measure(session, indicator, town.unit, town.unit_manager, "2026-R08", "74", "Var femte elev är ny.")
    session.commit()
    page = client.get(path).text
    assert "Förslag ur siffrorna: gul, 87 % av målvärdet." in page
    assert "Var femte elev är ny." in page

    sent = {"period": "2026-R08", "expected": "0", "level": "green"}
    refused = client.post(path, data=sent | {"reason": " ", "remedies": "Läsgrupper."})
    assert refused.status_code == 422
    assert "Du bedömer annorlunda än förslaget" in refused.text
    assert client.post(path, data=sent | {"level": ""}).status_code == 422
    assert client.post(path, data=sent | {"period": "2026-R12", "reason": "Än?"}).status_code == 409
    assert session.scalars(select(IndicatorJudgement)).all() == []
    client.post(path, data=sent | {"reason": "Vi räknar bort de nya."})
    page = visit("section").get(whole).text
    assert "Förslag ur siffrorna: gul, 87 % av målvärdet. Bedömningen är en annan." in page
    assert "Vi räknar bort de nya." in page

    late = client.post(path, data=sent | {"reason": "Jag hann också skriva."})
    assert late.status_code == 409
    assert "Jag hann också skriva." in late.text
    assert "Vi räknar bort de nya." in late.text
    stands = session.scalars(select(IndicatorJudgement.id)).one()
    client.post(path, data=sent | {"level": "yellow", "expected": str(stands)})
    page = client.get(whole).text
    assert "Tidigare bedömningar" in page
    assert "ersatt senare" in page
    session.expire_all()
    assert verify(session).faults == []
    assert compare(session).agrees


def test_who_does_not_measure_there_does_not_judge_and_another_model_reads_it_still(
    session: Session, town: Municipality, indicator: Indicator, visit: Visit, model: Callable[[str], None]
) -> None:
    path = f"/kvalitet/indikator/{indicator.id}/bedom/{town.unit.id}"
    sent = {"period": "2026-R08", "expected": "0", "level": "black", "reason": "Provet ställdes in."}
    for who in ("section", "sibling", "auditor", "chair", "employee"):
        assert visit(who).get(path).status_code == 404, who
        assert visit(who).post(path, data=sent).status_code == 404, who
    assert visit("unit").post(path, data=sent).status_code == 302
    whole = f"/kvalitet/indikator/{indicator.id}/matningar?enhet={town.unit.id}"
    assert visit("sibling").get(whole).status_code == 404
    model("tranemo")
    assert visit("unit").get(path).status_code == 404
    page = visit("section").get(whole).text
    assert "Provet ställdes in." in page
    assert "Svart" in page
