"""What was measured, as it is read: words first, a chart with the same figures as a table, versions, for whom they are."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.db import db
from app.quality.factors import services as factors
from app.quality.indicators import services as indicators
from app.quality.indicators.models import Better, Nature, Periodicity
from app.quality.measuring.beside import Compared, beside
from app.quality.measuring.models import Measurement, Sex
from tests.factories.measuring import make_indicator, make_measured, measure
from tests.factories.organisation import Municipality
from tests.factories.quality import establish, make_factor, whole
from tests.support.client import SamsynClient
from tests.support.statements import counted_statements

Visit = Callable[[str], SamsynClient]


def test_words_come_before_figures_and_the_chart_says_in_words_what_it_shows(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager, periodicity=Periodicity.YEAR)
    for period, value in (("2021", "71"), ("2022", "68"), ("2024", "80"), ("2025", "78")):
        measure(session, one, town.unit, town.unit_manager, period, value, f"Orden {period}")
    measure(session, one, town.unit, town.unit_manager, "2023", None, "Ingen enkät", not_measured=True)
    session.commit()
    page = visit("unit").get(f"/kvalitet/indikator/{one.id}/matningar").text
    assert page.index("Inte samtalad än") < page.index("Orden 2025") < page.index('class="chart"')
    assert (
        "Från 71\u00a0% (2021) till 78\u00a0% (2025). Lägst 68\u00a0% (2022), högst 80\u00a0% (2024)." in page
    )
    table = page[page.index('<table class="years') : page.index("</table>")]
    assert re.findall(r'<th scope="col">(\d+)', table) == ["2021", "2022", "2023", "2024", "2025"]
    assert "skulle inte mätas" in table
    assert "–" in table


def test_what_was_not_measured_is_said_and_is_no_zero(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    measure(session, one, town.unit, town.unit_manager, "2024-H1", "71")
    measure(session, one, town.unit, town.unit_manager, "2025-H1", "0", preliminary=True)
    session.commit()
    page = visit("unit").get(f"/kvalitet/indikator/{one.id}/matningar").text
    assert page.count("inte mätt") >= 2
    assert "Inte mätt: andra halvåret 2024" in page
    assert "prel." in page


def test_targets_are_a_quiet_line_and_a_row_of_the_table(
    session: Session, town: Municipality, visit: Visit
) -> None:
    from decimal import Decimal

    one = make_measured(
        session,
        town.unit,
        town.unit_manager,
        periodicity=Periodicity.YEAR,
        better=Better.HIGHER,
        targets={2025: Decimal(85), 2027: Decimal(90)},
    )
    measure(session, one, town.unit, town.unit_manager, "2024", "71")
    measure(session, one, town.unit, town.unit_manager, "2025", "78")
    session.commit()
    page = visit("unit").get(f"/kvalitet/indikator/{one.id}/matningar").text
    assert '<path class="target"' in page
    assert "Målvärde 85\u00a0%, 2025." in page
    assert '<th scope="row">Målvärde</th>' in page
    assert "Förslag:" not in page, "Tranemo has no levels"


def test_divided_by_sex_each_has_a_line_of_its_own_and_a_row_of_its_own(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(
        session, town.unit, town.unit_manager, by_sex=True, periodicity=Periodicity.SCHOOL_YEAR
    )
    for period, values in (("2023/24", ("70", "74", "66")), ("2024/25", ("71", "75", "67"))):
        measure(
            session, one, town.unit, town.unit_manager, period,
            dict(zip((Sex.ALL, Sex.WOMEN, Sex.MEN), values, strict=True)),
        )  # fmt: skip
    session.commit()
    page = visit("unit").get(f"/kvalitet/indikator/{one.id}/matningar").text
    for name in ("Alla", "Kvinnor", "Män"):
        assert f'<th scope="row">{name}</th>' in page
    assert '<g class="second">' in page
    assert "Kvinnor: från 74\u00a0% (läsåret 2023/24) till 75\u00a0%" in page


def test_what_it_is_compared_with_is_a_quiet_line_and_names_its_source(
    session: Session, town: Municipality, visit: Visit
) -> None:
    from decimal import Decimal

    one = make_measured(session, town.unit, town.unit_manager, periodicity=Periodicity.YEAR)
    measure(session, one, town.unit, town.unit_manager, "2024", "71")
    session.commit()
    beside.register(
        "test",
        lambda _session, ids: {
            number: [Compared("Herrljunga", {"2023": Decimal(64), "2024": Decimal(66)}, "Källa: Test")]
            for number in ids
        },
    )
    try:
        page = visit("unit").get(f"/kvalitet/indikator/{one.id}/matningar").text
    finally:
        beside._known.pop("test")
    assert '<g class="quiet">' in page
    assert '<th scope="row">Herrljunga</th>' in page
    assert "Källa: Test" in page


def test_an_efficiency_pair_is_shown_together(session: Session, town: Municipality, visit: Visit) -> None:
    by = town.unit_manager
    factor = make_factor(session, town.unit, by)
    result = make_indicator(session, factor, by, "Nöjda familjer", periodicity=Periodicity.YEAR)
    resource = make_indicator(
        session, factor, by, "Kostnad per barn", periodicity=Periodicity.YEAR, unit_of_measure="kr"
    )
    indicators.pair(
        session, actor_id=by.id, factor=whole(session, factor), result_id=result.id, resource_id=resource.id,
        words="Läs dem ihop.",
    )  # fmt: skip
    establish(session, factor, by)
    for period in ("2024", "2025"):
        measure(session, result, town.unit, by, period, "80")
        measure(session, resource, town.unit, by, period, "150000")
    session.commit()
    page = visit("unit").get(f"/kvalitet/indikator/{result.id}/matningar").text
    assert "Effektivitet" in page
    assert "Läs dem ihop." in page
    assert "Kostnad per barn" in page
    assert page.count('class="chart"') == 3


def test_a_correction_keeps_what_stood_with_who_and_when(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    measure(session, one, town.unit, town.unit_manager, "2026-H1", "70", "Gamla ord", preliminary=True)
    measure(session, one, town.unit, town.support, "2026-H1", "72", "Nya ord")
    session.commit()
    page = visit("unit").get(f"/kvalitet/indikator/{one.id}/matningar/{town.unit.id}/2026-H1").text
    assert "Så stod det förut" in page
    assert '<div class="words"><p>Nya ord</p>' in page
    assert "Inga ord än" not in page
    assert page.index("Nya ord") < page.index("Gamla ord")
    assert "70\u00a0%, preliminärt" in page
    assert "Eva Enhetschef" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("unit", 200),
        ("section", 200),
        ("chief", 200),
        ("support", 200),
        ("sibling", 404),
        ("other_unit", 404),
        ("other_section", 404),
        ("other_support", 404),
        ("chair", 404),
        ("auditor", 404),
        ("administrator", 404),
        ("employee", 404),
    ],
)
def test_measurements_are_read_by_the_unit_and_those_above(
    who: str, status: int, session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    measure(session, one, town.unit, town.unit_manager, "2026-H1", "70", "Hemligt")
    session.commit()
    client = visit(who)
    for address in (
        "matningar",
        f"matningar/{town.unit.id}/2026-H1",
        f"kurva/{town.unit.id}",
        "matningar.csv",
    ):
        answer = client.get(f"/kvalitet/indikator/{one.id}/{address}")
        assert answer.status_code == status, address
        assert ("Hemligt" in answer.text) <= (status == 200)


def test_an_areas_measurements_are_read_in_ones_own_unit_and_all_by_the_area_in_the_order_of_names(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.section, town.section_manager, area=True)
    measure(session, one, town.unit, town.unit_manager, "2026-H1", "70", "Egna ord")
    measure(session, one, town.sibling, town.sibling_manager, "2026-H1", "90", "Grannens ord")
    session.commit()
    address = f"/kvalitet/indikator/{one.id}/matningar"
    own = visit("unit").get(address).text
    assert "Egna ord" in own
    assert "Grannens ord" not in own
    assert visit("unit").get(f"{address}?enhet={town.sibling.id}").status_code == 404
    above = visit("section").get(address).text
    assert "Egna ord" in above
    assert "Grannens ord" in above
    assert "Mäts i varje enhet för sig." in above
    rows = csv.DictReader(
        io.StringIO(visit("section").get(f"{address}.csv").data.decode("utf-8-sig")), delimiter=";"
    )
    assert {row["varde"] for row in rows} == {"70", "90"}
    mine = csv.DictReader(
        io.StringIO(visit("unit").get(f"{address}.csv").data.decode("utf-8-sig")), delimiter=";"
    )
    assert {row["varde"] for row in mine} == {"70"}


def test_no_cell_of_a_file_becomes_a_formula(session: Session, town: Municipality, visit: Visit) -> None:
    one = make_measured(session, town.unit, town.unit_manager, name="=1+1")
    measure(session, one, town.unit, town.unit_manager, "2026-H1", "-3", "@SUM(A1)")
    session.commit()
    client = visit("unit")
    text = client.get(f"/kvalitet/indikator/{one.id}/matningar.csv").text
    assert ";'=1+1;" in text
    assert ";'@SUM(A1);" in text
    assert client.get("/kvalitet/mata/mall.csv").text.count(";=") == 0
    assert client.get(f"/kvalitet/indikator/{one.id}/matningar.xlsx").data[:2] == b"PK"


@pytest.mark.parametrize("slug", ["2026", "2026-H3", "nonsens", "2026-Q1", "2030-H1"])
def test_an_address_of_no_period_of_the_indicators_is_not_found(
    slug: str, session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager)
    session.commit()
    assert (
        visit("unit").get(f"/kvalitet/indikator/{one.id}/matningar/{town.unit.id}/{slug}").status_code == 404
    )


def test_what_was_measured_in_another_rhythm_is_still_read_on_its_page_and_no_longer_changed(
    session: Session, town: Municipality, visit: Visit
) -> None:
    eva = town.unit_manager
    one = make_measured(session, town.unit, eva)
    measure(session, one, town.unit, eva, "2025-H2", "61", "Hösten var rörig.")
    factor = whole(session, one.factor)
    factors.reopen(session, actor_id=eva.id, factor=factor)
    standing = factor.indicators[0]
    wanted = indicators.Wanted(
        standing.name, standing.nature, standing.method, standing.routine, periodicity=Periodicity.YEAR
    )
    indicators.change_indicator(
        session, actor_id=eva.id, factor=factor, indicator=standing, wanted=wanted, revision=standing.revision
    )
    establish(session, factor, eva)
    session.commit()
    then = f"/kvalitet/indikator/{one.id}/matningar/{town.unit.id}/2025-H2"
    for who in ("unit", "section"):
        client = visit(who)
        assert then in client.get(f"/kvalitet/indikator/{one.id}/matningar").text, who
        assert then in client.get("/sok", query_string={"q": "rörig"}).text, who
        page = client.get(then).text
        assert "Hösten var rörig." in page, who
        assert 'id="measure"' not in page, who
    key = f"{one.id}-{town.unit.id}-2025-H2"
    refused = visit("unit").post(then, data={f"{key}.seen": "1", f"{key}.text": "Skrivs om."})
    assert refused.status_code in {404, 422}
    session.rollback()
    assert session.scalars(select(Measurement.text)).all() == ["Hösten var rörig."]


def test_the_period_that_goes_on_can_be_measured_ahead_from_the_indicators_page(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = make_measured(session, town.unit, town.unit_manager, nature=Nature.QUALITATIVE)
    session.commit()
    client = visit("unit")
    assert '<option value="2026-H2"' in client.get(f"/kvalitet/indikator/{one.id}/matningar").text
    led = client.get(f"/kvalitet/indikator/{one.id}/mat?enhet={town.unit.id}&period=2026-H2")
    assert led.location.endswith(f"/matningar/{town.unit.id}/2026-H2")
    key = f"{one.id}-{town.unit.id}-2026-H2"
    client.post(led.location, data={f"{key}.seen": "0", f"{key}.text": "Redan nu syns det."})
    session.rollback()
    assert session.scalars(select(Measurement.text)).all() == ["Redan nu syns det."]


def test_a_measurement_is_taken_up_with_one_press_and_is_found_by_its_words(
    session: Session, town: Municipality, visit: Visit
) -> None:
    from tests.factories.dialogues import make_dialogue, make_series

    one = make_measured(session, town.unit, town.unit_manager)
    (made,) = measure(session, one, town.unit, town.unit_manager, "2026-H1", "70", "Kvastarna viskade")
    make_dialogue(
        session, make_series(session, town.section, town.unit), town.section_manager, town.unit_manager
    )
    session.commit()
    client = visit("unit")
    page = client.get(f"/kvalitet/indikator/{one.id}/matningar/{town.unit.id}/2026-H1").text
    assert "Ta upp i nästa dialog" in page
    address = re.search(r'action="(/[^"]*measurement[^"]*)"', page)
    assert address is not None
    after = client.post(address[1], follow_redirects=True)
    assert after.status_code == 200
    assert "Lugn vid lämning, första halvåret 2026: 70\u00a0%" in after.text
    assert made
    hits = client.get("/sok?q=kvastarna").text
    assert f"/kvalitet/indikator/{one.id}/matningar/{town.unit.id}/2026-H1" in hits
    assert "/kvalitet/indikator" not in visit("sibling").get("/sok?q=kvastarna").text


@pytest.mark.parametrize("number", [2, 30])
def test_reading_takes_as_many_statements_however_much_is_measured(
    number: int, session: Session, town: Municipality, visit: Visit
) -> None:
    by = town.unit_manager
    factor = make_factor(session, town.unit, by)
    for place in range(number):
        make_indicator(session, factor, by, f"Indikator {place}")
    made = list(establish(session, factor, by).indicators)
    for one in made:
        for year in range(2020, 2020 + min(number, 6)):
            measure(session, one, town.unit, by, f"{year}-H1", "70", "Ord")
    first = made[0].id
    session.commit()
    client = visit("unit")
    client.get("/kvalitet/mata")
    engine: Engine = db.engine
    with counted_statements(engine) as sent:
        client.get("/kvalitet/mata")
    assert len(sent) <= 9, sent
    with counted_statements(engine) as sent:
        client.get(f"/kvalitet/indikator/{first}/matningar")
    assert len(sent) <= 18, sent
