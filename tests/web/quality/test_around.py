"""Quality where people meet it: a unit's page, beside analyses and themes, in plans, taken up, talked about, on the thread."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.about import services as about
from app.dialogues.about.models import TakenUp
from app.dialogues.queries.said import themes_of
from app.organisation.models import Unit
from app.passages.subjects import Ref
from app.planning.thread.strands import strands
from app.quality.factors.models import Factor
from app.quality.risks.models import Nature
from app.quality.subjects import FACTOR, INDICATOR
from tests.factories.control import make_risk
from tests.factories.dialogues import establish as establish_dialogue
from tests.factories.dialogues import hold, loaded, make_dialogue, make_series, prepare, seats
from tests.factories.organisation import Municipality, make_unit
from tests.factories.quality import add_indicator, establish, make_established, make_factor, whole
from tests.support.client import SamsynClient
from tests.web.quality.conftest import YEAR

Visit = Callable[[str], SamsynClient]
WORDS = "Vi märker att mornarna är lugnare."


@pytest.fixture
def talked(session: Session, town: Municipality) -> Factor:
    """A factor of the preschool that its manager and the section's have talked about, and its indicator."""
    factor = make_established(session, town.unit, town.unit_manager, "Lugna lämningar", why="För barnen.")
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(
        session, series, town.section_manager, town.unit_manager, starts_at=clock.now() - timedelta(days=20)
    )
    dialogue = hold(session, prepare(session, dialogue, over="Min", rep="Din"), note=WORDS)
    theme = themes_of(session, dialogue.id)[0]
    for ref in (Ref(FACTOR, factor.id), Ref(INDICATOR, factor.indicators[0].id)):
        about.mark_theme(
            session, seat=seats(dialogue)[1], dialogue=loaded(session, dialogue), theme=theme, ref=ref
        )
    establish_dialogue(session, loaded(session, dialogue))
    ahead = make_dialogue(
        session, series, town.section_manager, town.unit_manager, starts_at=clock.now() + timedelta(days=9)
    )
    for one in themes_of(session, ahead.id):
        one.backgrounds = ["quality_factors"]
    session.commit()
    return factor


def test_what_was_said_stands_first_on_every_page_that_shows_a_factor(
    talked: Factor, town: Municipality, visit: Visit
) -> None:
    client = visit("unit")
    page = client.get(f"/kvalitet/faktor/{talked.id}").text
    assert page.index(WORDS) < page.index("För barnen.") < page.index("Så märks det")
    signs = page[page.index("Så märks det") :]
    assert signs.index(WORDS) < signs.index("Så mäts det")
    assert WORDS in client.get("/kvalitet/").text
    assert WORDS in client.get("/kvalitet/faktorer").text
    # Who does not have the post reads that it was talked about, and not the words.
    above = visit("chief")
    for path in (f"/kvalitet/faktor/{talked.id}", f"/kvalitet/?enhet={town.unit.id}", "/kvalitet/faktorer"):
        assert WORDS not in above.get(path).text, path
    assert "Orden läses av de två." in above.get(f"/kvalitet/faktor/{talked.id}").text


def test_a_factor_nobody_has_talked_about_says_so(session: Session, town: Municipality, visit: Visit) -> None:
    factor = make_established(session, town.unit, town.unit_manager)
    session.commit()
    client = visit("unit")
    assert "Inte samtalad än" in client.get(f"/kvalitet/faktor/{factor.id}").text
    assert "Inte samtalad än" in client.get("/kvalitet/").text
    assert "inte samtalad än" in client.get("/kvalitet/faktorer").text


@pytest.mark.parametrize("what", ["factor", "indicator"])
def test_one_press_takes_it_up_in_the_next_dialogue_on_the_theme_that_brings_quality_along(
    session: Session, talked: Factor, visit: Visit, what: str
) -> None:
    kind, number = (FACTOR, talked.id) if what == "factor" else (INDICATOR, talked.indicators[0].id)
    client = visit("unit")
    assert f"/dialoger/ta-upp/{kind}/{number}" in client.get(f"/kvalitet/faktor/{talked.id}").text
    answer = client.post(f"/dialoger/ta-upp/{kind}/{number}", follow_redirects=True)
    assert answer.status_code == 200
    assert "tas upp i" in answer.text
    session.rollback()
    taken = session.scalars(select(TakenUp)).one()
    assert (taken.subject_kind, taken.subject_id) == (kind, number)


def test_the_factors_are_background_to_a_theme_for_the_two_with_words_first_and_one_press_to_mark(
    session: Session, town: Municipality, talked: Factor, visit: Visit
) -> None:
    make_factor(session, town.unit, town.unit_manager, "Ett utkast som ingen ser")
    make_established(session, town.section, town.section_manager, "Delad av sektionen", area=True)
    session.commit()
    for who in ("unit", "section"):
        page = visit(who).get("/dialoger/2/tema/" + str(themes_of(session, 2)[0].id)).text
        assert "Lugna lämningar" in page
        assert WORDS in page
        assert "Delad av sektionen" in page
        assert "inte samtalad än" in page
        assert "Ett utkast" not in page


def test_the_page_of_analysis_and_plan_names_the_factors_to_those_who_read_them(
    talked: Factor, town: Municipality, visit: Visit
) -> None:
    path = f"/analys/?enhet={town.unit.id}"
    for who in ("unit", "support", "section", "chief"):
        assert "Lugna lämningar" in visit(who).get(path).text, who
    for who in ("chair", "auditor"):
        assert "Lugna lämningar" not in visit(who).get(path).text, who


def test_the_operational_plan_brings_along_what_is_established_and_what_an_area_shares(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_established(session, town.unit, town.unit_manager, "Egen faktor", why="Eget varför.")
    make_established(session, town.section, town.section_manager, "Delad faktor", area=True)
    make_factor(session, town.unit, town.unit_manager, "Utkast till faktor")
    make_established(session, town.sibling, town.sibling_manager, "Syskonets faktor")
    session.commit()
    client = visit("unit")
    answer = client.post(
        "/analys/text/borja",
        data={"kind": "operational_plan", "unit": town.unit.id, "year": YEAR},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    page = answer.text
    assert "Egen faktor" in page
    assert "Eget varför." in page
    assert "Delad faktor" in page
    assert "Utkast till faktor" not in page
    assert "Syskonets faktor" not in page


def test_the_thread_leads_from_a_factor_to_its_indicators_and_back(
    session: Session, talked: Factor, visit: Visit
) -> None:
    client = visit("unit")
    page = client.get(f"/plan/trad/{FACTOR}/{talked.id}").text
    assert "Så beskriver familjerna det" in page
    back = client.get(f"/plan/trad/{INDICATOR}/{talked.indicators[0].id}").text
    assert "Lugna lämningar" in back
    assert {FACTOR, INDICATOR} <= set(strands.kinds())
    del session


def test_the_register_filters_sorts_and_keeps_its_place_in_the_address(
    session: Session, town: Municipality, visit: Visit
) -> None:
    by = town.section_manager
    make_established(session, town.section, by, "Äpplen", area=True)
    make_established(session, town.section, by, "Bananer")
    make_factor(session, town.section, by, "Citroner", why="Sura är de.")
    session.commit()
    client = visit("section")

    def shown(query: str) -> list[str]:
        page = client.get(f"/kvalitet/faktorer{query}")
        assert page.status_code == 200
        found = {name: page.text.find(f">{name}</a>") for name in ("Äpplen", "Bananer", "Citroner")}
        return sorted((name for name, place in found.items() if place > 0), key=lambda name: found[name])

    assert shown("") == ["Äpplen", "Bananer", "Citroner"]
    assert shown("?ordning=rubrik") == ["Bananer", "Citroner", "Äpplen"]
    assert shown("?ordning=-rubrik") == ["Äpplen", "Citroner", "Bananer"]
    assert shown("?q=sura") == ["Citroner"]
    assert shown("?lage=utkast") == ["Citroner"]
    assert shown("?lage=faststallda") == ["Äpplen", "Bananer"]
    assert shown("?galler=omrade") == ["Äpplen"]
    assert shown("?genomgang=gjord") == []
    # What the section shares is the unit's too; what is the section's own is not.
    assert shown(f"?enhet={town.unit.id}") == ["Äpplen"]
    assert shown(f"?enhet={town.administration.id}") == ["Äpplen", "Bananer", "Citroner"]
    for nonsense in (
        "?ordning=x&lage=y&galler=z&genomgang=w&enhet=abc&ar=99&sida=-4",
        "?q=%00&sida=999999999",
    ):
        assert client.get(f"/kvalitet/faktorer{nonsense}").status_code == 200
    page = client.get("/kvalitet/faktorer?lage=utkast&q=sura").text
    assert "/kvalitet/faktorer.xlsx?q=sura&amp;lage=utkast" in page
    assert "Ingen faktor stämmer" in client.get("/kvalitet/faktorer?q=finnsinte").text


def test_the_register_is_taken_away_with_no_cell_a_formula(
    session: Session, town: Municipality, visit: Visit
) -> None:
    factor = make_factor(session, town.unit, town.unit_manager, "=1+1", why="@SUM(A1)")
    add_indicator(session, factor, town.unit_manager, "+cmd|' /C calc'!A0")
    session.commit()
    client = visit("unit")
    text = client.get("/kvalitet/faktorer.csv").data.decode("utf-8-sig")
    assert "\n'=1+1" in text.replace(";", "\n")
    book = load_workbook(io.BytesIO(client.get("/kvalitet/faktorer.xlsx").data))
    row = next(book.active.iter_rows(min_row=2))
    assert [cell.data_type for cell in row[:6]] == ["s"] * 6
    assert row[1].value == "=1+1"


def test_a_unit_reads_the_year_it_asks_for(session: Session, town: Municipality, visit: Visit) -> None:
    make_established(session, town.unit, town.unit_manager, "Årets faktor")
    session.commit()
    client = visit("unit")
    assert "Årets faktor" in client.get("/kvalitet/").text
    assert "Årets faktor" not in client.get(f"/kvalitet/?ar={YEAR - 1}").text
    ahead = client.get(f"/kvalitet/?ar={YEAR + 1}").text
    assert "Årets faktor" in ahead
    assert "Gäller den fortfarande?" not in ahead
    assert client.get("/kvalitet/?ar=1&enhet=abc").status_code == 200


def test_a_unit_that_moves_shares_what_its_new_area_shares(
    session: Session, town: Municipality, visit: Visit
) -> None:
    below: Unit = make_unit(session, "Avdelning Gran", under=town.unit)
    make_established(session, town.section, town.section_manager, "Delas av alla", area=True)
    session.commit()
    page = visit("unit").get(f"/kvalitet/?enhet={below.id}").text
    assert "Delas av alla" in page
    factor = establish(
        session,
        make_factor(session, town.unit, town.unit_manager, "Enhetens delade", area=True),
        town.unit_manager,
    )
    session.commit()
    assert whole(session, factor).reach == "area"
    assert "Enhetens delade" in visit("unit").get(f"/kvalitet/?enhet={below.id}").text


def test_what_an_area_shares_is_found_under_the_units_that_share_it(
    session: Session, town: Municipality, visit: Visit
) -> None:
    by = town.section_manager
    shared = make_established(session, town.section, by, "Delas av alla hus", area=True)
    own = make_established(session, town.section, by, "Sektionens eget hus")
    session.commit()
    for who, unit, there in (
        ("unit", town.unit, True),
        ("section", town.sibling, True),
        ("chief", town.unit, True),
        ("chief", town.other_unit, False),
        ("other_unit", town.other_unit, False),
    ):
        client = visit(who)
        for path in ("/kvalitet/faktorer?", "/sok?q=hus&"):
            found = client.get(f"{path}enhet={unit.id}").text
            assert (f"/kvalitet/faktor/{shared.id}" in found) is there, (who, path)
            assert f"/kvalitet/faktor/{own.id}" not in found, (who, path)
    assert f'<option value="{town.unit.id}"' in visit("unit").get("/kvalitet/faktorer").text
    assert "Delas av alla hus" in visit("unit").get(f"/kvalitet/faktorer.csv?enhet={town.unit.id}").text


def test_what_threatens_a_factor_stands_on_its_page_with_the_reasoning_for_those_who_read_risks(
    session: Session, town: Municipality, visit: Visit
) -> None:
    factor = make_established(session, town.unit, town.unit_manager, "Lugna lämningar", why="För barnen.")
    against = {"nature": Nature.STRATEGIC, "factor_id": factor.id}
    risk = make_risk(session, town.unit_manager, town.unit, "Barnen möter för många vuxna", **against)
    make_risk(session, town.unit_manager, town.unit, "Ingen har bedömt den", judged=None, **against)
    make_risk(session, town.unit_manager, town.unit, "Fel lön betalas ut")
    session.commit()
    for who in ("unit", "section", "support"):
        page = visit(who).get(f"/kvalitet/faktor/{factor.id}").text
        threats = page[page.index('id="threats"') :]
        assert f'href="/internkontroll/risker/{risk.id}/"' in threats
        assert threats.index("Barnen möter för många vuxna") < threats.index("Det har hänt två gånger i år.")
        assert threats.index("Det har hänt två gånger i år.") < threats.index("Ingen har bedömt den")
        assert "Fel lön betalas ut" not in threats
        assert (f"/internkontroll/risker/ny?faktor={factor.id}" in threats) == (who != "section")
        named = visit(who).get(f"/internkontroll/risker/{risk.id}/").text
        assert f'href="/kvalitet/faktor/{factor.id}"' in named
    assert "Barnen möter för många vuxna" not in visit("auditor").get(f"/kvalitet/faktor/{factor.id}").text
