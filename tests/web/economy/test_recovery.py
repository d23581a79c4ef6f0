"""An overspend is brought home in steps, or those who may have decided that it need not be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.decisions import services as decisions
from app.documents.models import RecordedDecision
from app.economy.errors import Refused
from app.economy.models import EconomicRemedy, Recovery, RecoveryState
from app.economy.recovery import services
from app.organisation.models import Person
from app.records.verifying import verify
from tests.factories.documents import acting_as
from tests.factories.economy import add_step, make_overspend, make_submitted, plan_of
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.web.economy.conftest import YEAR

Visit = Callable[[str], SamsynClient]


def plan(session: Session, town: Municipality) -> Recovery:
    session.rollback()
    return plan_of(session, town.unit, YEAR - 1)


@pytest.fixture
def overspent(session: Session, town: Municipality) -> int:
    number = make_overspend(session, town.unit, town.unit_manager, over=300).id
    session.commit()
    return number


def test_a_step_for_last_years_deficit_stands_apart_from_what_meets_this_years(
    session: Session, town: Municipality, visit: Visit, overspent: int
) -> None:
    make_submitted(session, town.unit, town.unit_manager, expected=10_200)
    session.commit()
    add_step(session, plan(session, town), town.unit_manager, "Ny upphandling", year=YEAR)
    session.commit()
    page = visit("unit").get(f"/ekonomi/?enhet={town.unit.id}&ar={YEAR}").text
    met, apart = page.index("täcker hela underskottet på 200"), page.index("Räknas inte mot årets underskott")
    assert met < page.index("Vi håller tjänsten vakant") < apart < page.index("Ny upphandling")


def test_a_plan_is_written_step_by_step_and_established_when_all_of_it_comes_home(
    session: Session, town: Municipality, visit: Visit, overspent: int
) -> None:
    client, here = visit("unit"), f"/ekonomi/aterhamtning/{overspent}"
    refused = client.post(f"{here}/faststall", data={"expected": plan(session, town).record_revision})
    assert refused.status_code == 422
    assert "Orden saknas" in refused.text
    assert "Det behövs minst ett steg, med effekt." in refused.text
    client.post(here, data={"words": "Vi tar det i två steg.", "revision": "1"})
    client.post(f"{here}/steg", data={"what": "Färre vikarier", "effect": "200", "year": YEAR})
    refused = client.post(f"{here}/faststall", data={"expected": plan(session, town).record_revision})
    assert "det saknas 100\u00a0tkr" in refused.text
    client.post(f"{here}/steg", data={"what": "Ny upphandling", "effect": "100", "year": YEAR + 1})
    answer = client.post(f"{here}/faststall", data={"expected": plan(session, town).record_revision})
    assert answer.status_code == 302
    assert plan(session, town).state == RecoveryState.ESTABLISHED
    above = visit("section").get(here).text
    assert "Vi tar det i två steg." in above
    assert "Ny upphandling" in above
    assert verify(session).faults == []


def test_a_step_lies_within_the_years_of_the_model(
    session: Session, town: Municipality, visit: Visit, overspent: int
) -> None:
    answer = visit("unit").post(
        f"/ekonomi/aterhamtning/{overspent}/steg", data={"what": "Sent", "effect": "1", "year": YEAR + 5}
    )
    assert answer.status_code == 422
    assert "Sent" in answer.text
    assert session.scalars(select(EconomicRemedy).where(EconomicRemedy.recovery_id == overspent)).all() == []


def test_what_is_not_established_is_read_only_by_those_who_write(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit, overspent: int
) -> None:
    found = plan(session, town)
    services.write(session, actor_id=town.unit_manager.id, plan=found, words="Planens utkast.", revision=1)
    add_step(session, found, town.unit_manager, "Stegets utkast")
    session.commit()
    for who in people:
        page = visit(who).get(f"/ekonomi/aterhamtning/{overspent}")
        reads = who in {"unit", "support", "secretary", "section", "chief", "chair", "auditor"}
        assert (page.status_code == 200) is reads, who
        if reads:
            assert "300\u00a0tkr" in page.text
            assert ("Planens utkast." in page.text) is (who in {"unit", "support", "secretary"}), who
            assert ("Stegets utkast" in page.text) is (who in {"unit", "support", "secretary"}), who


def test_while_a_plan_is_written_anew_those_above_read_the_established_one(
    session: Session, town: Municipality, visit: Visit, overspent: int
) -> None:
    found = plan(session, town)
    services.write(session, actor_id=town.unit_manager.id, plan=found, words="Först så.", revision=1)
    add_step(session, found, town.unit_manager)
    services.establish_plan(
        session, actor_id=town.unit_manager.id, plan=found, expected=found.record_revision
    )
    session.commit()
    client, here = visit("unit"), f"/ekonomi/aterhamtning/{overspent}"
    assert client.post(f"{here}/oppna").status_code == 302
    client.post(here, data={"words": "Sedan annorlunda.", "revision": plan(session, town).revision})
    above = visit("section").get(here).text
    assert "Först så." in above
    assert "Vi byter leverantör" in above
    assert "Sedan annorlunda." not in above


def exemption(town: Municipality, **more: object) -> dict[str, object]:
    return {
        "title": "Avsteg för underskottet",
        "text": "Flytten kostade, och den bestämde vi.",
        "decided_by": town.council.id,
        "decided_on": "2026-11-02",
        "registry_number": "KS/2026:210",
        "concerns_children": "no",
        **more,
    }


def test_an_exemption_is_recorded_with_its_decision(
    session: Session, town: Municipality, visit: Visit, overspent: int
) -> None:
    here = f"/ekonomi/aterhamtning/{overspent}"
    answer = visit("unit").post(f"{here}/undantag", data=exemption(town))
    assert answer.status_code == 302, answer.text
    found = plan(session, town)
    assert found.state == RecoveryState.EXEMPTED
    decision = session.scalars(select(RecordedDecision)).one()
    assert (decision.decided_by, decision.registry_number) == (town.council.name, "KS/2026:210")
    assert (decision.subject_kind, decision.subject_id) == ("recovery", overspent)
    page = visit("auditor").get(here).text
    assert "Det behöver inte hämtas hem." in page
    assert "KS/2026:210" in page
    link = f'href="{here}"'
    for who, leads in (("employee", False), ("unit", True), ("chair", True), ("other_unit", False)):
        for address in (f"/styrdokument/beslut/{decision.id}/", "/styrdokument/beslut/"):
            told = visit(who).get(address).text
            assert "Underskottet 2025" in told, (who, address)
            assert (link in told) is leads, (who, address)
            assert (visit(who).get(here).status_code == 200) is leads, who
    assert verify(session).faults == []


@pytest.mark.parametrize("who", ["board", "section", "nobody"])
def test_only_those_the_model_names_decide_an_exemption(
    session: Session, town: Municipality, visit: Visit, overspent: int, who: str
) -> None:
    decider = {"board": town.board.id, "section": town.section.id, "nobody": 0}[who]
    answer = visit("unit").post(
        f"/ekonomi/aterhamtning/{overspent}/undantag", data=exemption(town, decided_by=decider)
    )
    assert answer.status_code == 422
    assert "Välj en av dem som får besluta om undantag." in answer.text
    assert "Flytten kostade" in answer.text
    assert plan(session, town).state == RecoveryState.OPEN
    assert session.scalars(select(RecordedDecision)).all() == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"decided_on": "2031-01-01"}, "decided_on"), ({"title": ""}, "title"), ({"link": "ftp://x"}, "link")],
)
def test_a_decision_that_cannot_be_recorded_exempts_nobody(
    session: Session, town: Municipality, visit: Visit, overspent: int, wrong: dict[str, str], said: str
) -> None:
    answer = visit("unit").post(f"/ekonomi/aterhamtning/{overspent}/undantag", data=exemption(town, **wrong))
    assert answer.status_code == 422
    assert f'id="{said}-error"' in answer.text
    assert plan(session, town).state == RecoveryState.OPEN


def test_a_struck_decision_exempts_nobody_and_the_plan_is_opened_again(
    session: Session, town: Municipality, visit: Visit, overspent: int
) -> None:
    client, here = visit("unit"), f"/ekonomi/aterhamtning/{overspent}"
    client.post(f"{here}/undantag", data=exemption(town))
    decision = session.scalars(select(RecordedDecision)).one()
    decisions.strike(
        session, actor=acting_as(session, town.unit_manager), decision=decision, why="Infört av misstag."
    )
    session.commit()
    assert "struket och gäller inte" in client.get(here).text
    assert client.post(f"{here}/oppna").status_code == 302
    assert plan(session, town).state == RecoveryState.OPEN


def test_others_than_the_manager_do_not_establish(
    session: Session, town: Municipality, visit: Visit, overspent: int
) -> None:
    for who in ("support", "section", "sibling"):
        answer = visit(who).post(f"/ekonomi/aterhamtning/{overspent}/faststall", data={"expected": "1"})
        assert answer.status_code == 404, who


def test_an_exemption_needs_a_plan_that_is_not_settled(
    session: Session, town: Municipality, overspent: int
) -> None:
    from tests.factories.planning import profile

    found = plan(session, town)
    found.state = RecoveryState.LAPSED
    with pytest.raises(Refused):
        services.exempt(
            session,
            actor=acting_as(session, town.unit_manager),
            plan=found,
            profile=profile(),
            exemption=services.Exemption("Avsteg", town.council.id),
        )
