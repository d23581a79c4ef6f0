"""What was measured of a factor that is being changed: those who read only what is established read it as it was established."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.quality.factors import services as factors
from app.quality.factors.models import Factor
from app.quality.indicators import services as indicators
from app.quality.indicators.models import Indicator, Periodicity
from tests.factories.measuring import make_indicator, make_measured, measure
from tests.factories.organisation import Municipality
from tests.factories.quality import establish, make_factor, whole
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
THEN, NOW = "Så beskriver familjerna lämningen", "Ett namn som inte är fastställt"


@pytest.fixture
def reopened(session: Session, town: Municipality) -> Indicator:
    """A factor with a measured indicator, opened for a new version in which the indicator has another name."""
    eva = town.unit_manager
    one = make_measured(session, town.unit, eva, name=THEN, periodicity=Periodicity.YEAR)
    measure(session, one, town.unit, eva, "2024", "71", "Lugnare i dörren")
    measure(session, one, town.unit, eva, "2025", "78")
    factor = whole(session, session.get_one(Factor, one.factor_id))
    factors.reopen(session, actor_id=eva.id, factor=factor)
    changed = whole(session, factor).indicators[0]
    changed.name = NOW
    added = make_indicator(session, factor, eva, "Tillagd i utkastet")
    measure(session, added, town.unit, eva, "2025-H1", "5", "Mätt på ett utkast")
    session.commit()
    return changed


def pages_of(one: Indicator, unit_id: int) -> list[str]:
    at = f"/kvalitet/indikator/{one.id}/matningar"
    return [
        at,
        f"{at}.csv",
        f"{at}.xlsx",
        f"{at}/{unit_id}/2024",
        f"/kvalitet/indikator/{one.id}/kurva/{unit_id}",
    ]


def test_the_manager_above_reads_what_was_measured_as_it_was_established(
    session: Session, town: Municipality, visit: Visit, reopened: Indicator
) -> None:
    above = visit("section")
    for path in pages_of(reopened, town.unit.id):
        answer = above.get(path)
        assert answer.status_code == 200, path
        assert path.endswith("xlsx") or NOW not in answer.text
    page = above.get(pages_of(reopened, town.unit.id)[0]).text
    assert THEN in page
    assert "Lugnare i dörren" in page
    assert "Det här är den version som är fastställd." in page


def test_those_who_write_it_read_it_as_it_is(town: Municipality, visit: Visit, reopened: Indicator) -> None:
    page = visit("unit").get(pages_of(reopened, town.unit.id)[0]).text
    assert NOW in page
    assert "Det här är den version som är fastställd." not in page


def test_what_is_added_in_the_draft_is_read_by_those_alone_who_write_it(
    session: Session, town: Municipality, visit: Visit, reopened: Indicator
) -> None:
    added = next(
        one
        for one in whole(session, session.get_one(Factor, reopened.factor_id)).indicators
        if one.name == "Tillagd i utkastet"
    )
    paths = [f"/kvalitet/indikator/{added.id}/matningar", f"/kvalitet/indikator/{added.id}/matningar.csv"]
    assert [visit("section").get(path).status_code for path in paths] == [404, 404]
    assert [visit("unit").get(path).status_code for path in paths] == [200, 200]


def test_what_is_removed_in_the_draft_is_still_read_by_those_who_read_what_is_established(
    session: Session, town: Municipality, visit: Visit, reopened: Indicator
) -> None:
    factor = whole(session, session.get_one(Factor, reopened.factor_id))
    one = next(each for each in factor.indicators if each.id == reopened.id)
    indicators.remove_indicator(session, actor_id=town.unit_manager.id, factor=factor, indicator=one)
    session.commit()
    path = pages_of(reopened, town.unit.id)[0]
    assert visit("section").get(path).status_code == 200
    assert visit("unit").get(path).status_code == 404


@pytest.mark.parametrize("who", ["sibling", "other_section", "chair", "auditor", "administrator", "employee"])
def test_nobody_else_comes_to_read_it(
    town: Municipality, visit: Visit, reopened: Indicator, who: str
) -> None:
    client = visit(who)
    for path in pages_of(reopened, town.unit.id):
        assert client.get(path).status_code in {403, 404}, path


def test_the_factor_shows_what_was_measured_beside_what_was_established(
    session: Session, town: Municipality, visit: Visit, reopened: Indicator
) -> None:
    page = visit("section").get(f"/kvalitet/faktor/{reopened.factor_id}").text
    assert THEN in page
    assert "Lugnare i dörren" in page
    assert NOW not in page
    assert "Mätt på ett utkast" not in page


def test_a_measurement_is_named_and_found_by_what_its_reader_reads(
    session: Session, town: Municipality, visit: Visit, reopened: Indicator
) -> None:
    found = visit("section").get("/sok?q=Lugnare").text
    assert THEN in found
    assert NOW not in found
    assert "Mätt på ett utkast" not in visit("section").get("/sok?q=utkast").text
    assert NOW in visit("unit").get("/sok?q=Lugnare").text


def test_an_indicator_in_words_that_is_paired_is_read_with_its_pair(
    session: Session, town: Municipality, visit: Visit
) -> None:
    eva = town.unit_manager
    factor = make_factor(session, town.unit, eva)
    result = make_indicator(session, factor, eva, "Resultatet", periodicity=Periodicity.YEAR)
    resource = make_indicator(session, factor, eva, "Resursen", periodicity=Periodicity.YEAR)
    indicators.pair(
        session, actor_id=eva.id, factor=whole(session, factor), result_id=result.id, resource_id=resource.id,
        words="Läs dem tillsammans",
    )  # fmt: skip
    established = establish(session, factor, eva)
    measure(session, resource, town.unit, eva, "2025", "12")
    factors.reopen(session, actor_id=eva.id, factor=established)
    session.commit()
    for who in ("unit", "section"):
        page = visit(who).get(f"/kvalitet/indikator/{result.id}/matningar").text
        assert "Läs dem tillsammans" in page
        assert "Resursen" in page
