"""Quality factors of a unit that is no more: who comes after reads them, takes them over, or puts them away with words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.organisation import reorganising, units
from app.organisation.models import Appointment, Unit
from app.quality.factors.models import Factor, FactorState, Reach
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories import measuring
from tests.factories.organisation import Municipality
from tests.factories.planning import make_established as make_goal_with_sign
from tests.factories.quality import make_established, make_factor
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
TITLE, DRAFT = "Varje barn blir sett", "Maten lagas här"


@pytest.fixture
def merged(session: Session, town: Municipality) -> Unit:
    """The two preschools are merged today; Eva leads what they become. One had a factor that was established and a draft."""
    make_established(session, town.unit, town.unit_manager, TITLE)
    make_factor(session, town.unit, town.unit_manager, DRAFT)
    kept = session.scalars(select(Appointment.id).where(Appointment.person_id == town.unit_manager.id)).all()
    made = reorganising.merge_units(
        session, unit_ids=[town.unit.id, town.sibling.id], on=clock.today(), name="Ängsbjörken",
        appointments=list(kept), actor_id=None,
    )  # fmt: skip
    session.commit()
    return made


def one(session: Session, title: str) -> Factor:
    session.expire_all()
    return session.scalars(select(Factor).where(Factor.title == title)).one()


def test_who_comes_after_takes_a_factor_over_and_establishes_it_anew(
    session: Session, town: Municipality, visit: Visit, merged: Unit
) -> None:
    number, eva = one(session, TITLE).id, visit("unit")
    assert f"Kvalitetsfaktorer från {town.unit.name}" in eva.get("/").text
    page = eva.get(f"/kvalitet/?efter={town.unit.id}").text
    assert f"<h1>{merged.name}</h1>" in page
    assert f"{town.unit.name} finns inte längre sedan" in page
    assert TITLE in page
    assert DRAFT in page
    eva.post(f"/kvalitet/efter/{number}/ta-over", data={"unit": merged.id})
    taken = one(session, TITLE)
    assert (taken.unit_id, taken.state) == (merged.id, FactorState.DRAFT)
    assert taken.edition_id is not None, "those above read what was established until it is established anew"
    answer = eva.post(f"/kvalitet/faktor/{number}/faststall", data={"expected": taken.record_revision})
    assert answer.status_code == 302
    assert one(session, TITLE).state == FactorState.ESTABLISHED
    assert TITLE not in eva.get(f"/kvalitet/?enhet={merged.id}").text.split('id="part-own"')[0]
    assert verify(session).faults == []
    assert compare(session).agrees


def test_it_is_put_away_with_words_and_taken_back(
    session: Session, town: Municipality, visit: Visit, merged: Unit
) -> None:
    number, eva, sent = one(session, TITLE).id, visit("unit"), {"unit": merged.id}
    refused = eva.post(
        f"/kvalitet/efter/{number}/lagg-undan", data=sent | {"words": " "}, follow_redirects=True
    )
    assert 'role="alert"' in refused.text
    assert one(session, TITLE).state == FactorState.ESTABLISHED
    eva.post(f"/kvalitet/efter/{number}/lagg-undan", data=sent | {"words": "Vi möts på ett annat sätt."})
    assert one(session, TITLE).closing_words == "Vi möts på ett annat sätt."
    assert eva.post(f"/kvalitet/efter/{number}/ta-over", data=sent).status_code == 404
    eva.post(f"/kvalitet/efter/{number}/ta-tillbaka?unit={merged.id}")
    assert TITLE in eva.get(f"/kvalitet/?enhet={merged.id}").text
    told = eva.post("/kvalitet/efter/ta-over-alla", data=sent | {"gone": town.unit.id}, follow_redirects=True)
    assert "2 är era nu." in told.text
    assert {made.unit_id for made in (one(session, TITLE), one(session, DRAFT))} == {merged.id}
    assert verify(session).faults == []


def test_those_above_read_what_was_established_and_nobody_else_touches_it(
    session: Session, town: Municipality, visit: Visit, merged: Unit
) -> None:
    number = one(session, TITLE).id
    for who in ("section", "chief", "other_section", "other_unit", "chair"):
        client = visit(who)
        page = client.get(f"/kvalitet/?enhet={merged.id}")
        assert (page.status_code == 200 and TITLE in page.text) is (who in {"section", "chief"}), who
        assert DRAFT not in page.text, who
        sent = {"unit": merged.id, "words": "Bort.", "gone": town.unit.id}
        for step in (f"{number}/ta-over", f"{number}/lagg-undan", f"{number}/ta-tillbaka", "ta-over-alla"):
            assert client.post(f"/kvalitet/efter/{step}", data=sent).status_code == 404, (who, step)
        assert DRAFT not in client.get(f"/kvalitet/?efter={town.unit.id}").text, who
    assert one(session, TITLE).unit_id == town.unit.id


def test_what_an_area_shared_is_the_units_own_where_nothing_hangs_under_who_takes_over(
    session: Session, town: Municipality, visit: Visit
) -> None:
    made = make_established(session, town.section, town.section_manager, TITLE, area=True)
    units.close_unit(
        session, unit_id=town.other_unit.id, on=clock.today(), actor_id=None, end_appointments=True
    )
    for unit in (town.unit, town.sibling):
        units.close_unit(session, unit_id=unit.id, on=clock.today(), actor_id=None, end_appointments=True)
    kept = session.scalars(
        select(Appointment.id).where(Appointment.person_id == town.other_section_manager.id)
    ).all()
    after = reorganising.merge_units(
        session, unit_ids=[town.section.id, town.other_section.id], on=clock.today(), name="Lärande",
        appointments=list(kept), actor_id=None,
    )  # fmt: skip
    session.commit()
    visit("other_section").post(f"/kvalitet/efter/{made.id}/ta-over", data={"unit": after.id})
    assert (one(session, TITLE).unit_id, one(session, TITLE).reach) == (after.id, Reach.UNIT)


def test_before_it_is_taken_over_it_is_found_under_who_comes_after_by_search_and_in_the_register(
    session: Session, town: Municipality, visit: Visit, merged: Unit
) -> None:
    number, draft = one(session, TITLE).id, one(session, DRAFT).id
    where = f"/kvalitet/?efter={town.unit.id}#left-{number}"
    for who in ("unit", "section", "support", "chief", "sibling", "other_section", "other_unit", "chair"):
        client, reads = visit(who), who in {"unit", "section", "support", "chief"}
        writes = who in {"unit", "support"}
        for address, there in (("/kvalitet/faktorer", reads), (f"/kvalitet/faktorer?enhet={merged.id}", reads),
                               (f"/kvalitet/faktorer?enhet={town.section.id}", reads),
                               (f"/kvalitet/faktorer?enhet={town.other_section.id}", False)):  # fmt: skip
            page = client.get(address)
            assert (page.status_code == 200 and TITLE in page.text) is there, (who, address)
            assert (page.status_code == 200 and DRAFT in page.text) is (there and writes), (who, address)
        for narrowed, there in (
            ("", reads),
            (f"&enhet={merged.id}", reads),
            (f"&enhet={town.other_section.id}", False),
        ):
            found = client.get(f"/sok?q=blir+sett{narrowed}").text
            assert (where in found) is there, (who, narrowed)
        assert (f"#left-{draft}" in client.get("/sok?q=lagas").text) is writes, who
        if reads:
            page = client.get(where.partition("#")[0]).text
            assert f'id="left-{number}"' in page
            assert "Så mättes det" in page
    eva = visit("unit")
    eva.post(f"/kvalitet/efter/{number}/ta-over", data={"unit": merged.id})
    assert where not in eva.get("/sok?q=blir+sett").text
    assert f"/kvalitet/faktor/{number}" in eva.get("/kvalitet/faktorer").text


def test_what_holds_the_indicators_of_a_goal_is_no_factor_that_waits(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_goal_with_sign(session, town.unit, town.unit_manager)
    units.close_unit(session, unit_id=town.unit.id, on=clock.today(), actor_id=None, end_appointments=True)
    session.commit()
    section = visit("section")
    assert "Kvalitetsfaktorer från" not in section.get("/").text
    assert "Att ta över" not in section.get(f"/kvalitet/?enhet={town.section.id}").text


def test_what_was_measured_before_is_read_where_it_was_taken_over_to(
    session: Session, town: Municipality, visit: Visit
) -> None:
    indicator = measuring.make_measured(session, town.unit, town.unit_manager, title=TITLE)
    measuring.measure(
        session, indicator, town.unit, town.unit_manager, "2026-H1", "71", "Lugnare vid grinden."
    )
    number, factor, gone = indicator.id, indicator.factor_id, town.unit.id
    kept = session.scalars(select(Appointment.id).where(Appointment.person_id == town.unit_manager.id)).all()
    made = reorganising.merge_units(
        session, unit_ids=[town.unit.id, town.sibling.id], on=clock.today(), name="Ängsbjörken",
        appointments=list(kept), actor_id=None,
    )  # fmt: skip
    session.commit()
    eva = visit("unit")
    eva.post(f"/kvalitet/efter/{factor}/ta-over", data={"unit": made.id})
    taken = one(session, TITLE)
    answer = eva.post(f"/kvalitet/faktor/{factor}/faststall", data={"expected": taken.record_revision})
    assert answer.status_code == 302
    address = f"/kvalitet/indikator/{number}/matningar"
    assert f"enhet={gone}" in eva.get(address).text, (
        "the page of the indicator leads to what was measured before"
    )
    for who in ("unit", "section", "support"):
        page = visit(who).get(f"{address}?enhet={gone}").text
        assert "Lugnare vid grinden." in page, who
        assert f"/kvalitet/?enhet={gone}" not in page, "there is no page of the unit to go to"
        assert "Lugnare" in visit(who).get("/sok", query_string={"q": "Lugnare grinden"}).text, who
        assert visit(who).get(f"{address}/{gone}/2026-H1").status_code == 200, who
    assert "Lugnare vid grinden." in eva.get(f"{address}.csv").text
    assert visit("other_unit").get(f"{address}?enhet={gone}").status_code == 404
    assert "2026-H1" not in eva.get(f"{address}?enhet={gone}").text.partition("<aside")[2], (
        "nobody measures there any more"
    )
