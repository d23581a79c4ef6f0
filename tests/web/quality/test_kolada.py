"""An indicator that follows a measure of Kolada: finding, linking, fetching, comparing, letting go; faults at the source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.organisation.models import Person, Unit
from app.quality.factors.models import Reach
from app.quality.indicators.models import Indicator, Nature, Periodicity, Source
from app.quality.kolada import asking, services
from app.quality.kolada.client import Kolada
from app.quality.kolada.errors import Fault
from app.quality.kolada.fetching import Fetched, claim, fetch_due
from app.quality.kolada.models import KoladaChange, KoladaLink, KoladaValue
from app.quality.kolada.queries import compared_with, link_of
from app.quality.kolada.reading import Measure, Place
from app.quality.measuring import services as measuring
from app.quality.measuring.models import Measurement, MeasurementVersion, Sex
from app.quality.measuring.periods import Period
from app.quality.measuring.rules import Entry
from app.records.verifying import verify
from tests.factories.measuring import make_measured
from tests.factories.organisation import Municipality, make_municipality
from tests.support.client import SamsynClient
from tests.support.kolada_server import Figures, kolada_server
from tests.support.signed_in import sign_in

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MEASURE = Measure("N11008", "Barn per årsarbetare i förskola, antal")
TRANEMO, SVENLJUNGA = Place("1452", "Tranemo"), Place("1465", "Svenljunga")

Clock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def held_clock(clock: Clock) -> None:
    clock(NOW)


@pytest.fixture
def town(session: Session, held_clock: None) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def figures(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Figures]:
    with kolada_server() as kept:
        kept.page_size = 100
        kept.measures = [
            {"id": "N11008", "title": MEASURE.title, "description": "Inskrivna barn delat med årsarbetare.",
             "operating_area": "Förskola", "has_ou_data": True},
        ]  # fmt: skip
        kept.places = [{"id": place.id, "title": place.title} for place in (TRANEMO, SVENLJUNGA)]
        kept.units = [{"id": "V15E145200101", "title": "Ängens förskola", "municipality": "1452"}]
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], kolada_url=kept.url))
        monkeypatch.setattr(asking, "_places", asking._Places())
        yield kept


def make_indicator(
    session: Session,
    unit: Unit,
    by: Person,
    *,
    reach: Reach = Reach.UNIT,
    by_sex: bool = False,
    **more: object,
) -> Indicator:
    """Make an established factor with one indicator, measured each year."""
    values: dict[str, object] = {"periodicity": Periodicity.YEAR, "decimals": 1, "by_sex": by_sex}
    made = make_measured(
        session, unit, by, title="Tid för varje barn", area=reach is Reach.AREA, name="Barn per årsarbetare",
        **(values | more),
    )  # fmt: skip
    return session.scalars(
        select(Indicator).where(Indicator.id == made.id).options(joinedload(Indicator.factor))
    ).one()


def follow(
    session: Session, indicator: Indicator, by: Person, unit: Unit | None, *compared: Place
) -> KoladaLink:
    link = services.follow(session, indicator=indicator, measure=MEASURE, by_unit=False, actor_id=by.id)
    if unit is not None:
        services.set_own_place(session, link=link, unit_id=unit.id, place=TRANEMO, actor_id=by.id)
    for place in compared:
        services.compare_with(session, link=link, place=place, actor_id=by.id)
    session.commit()
    return link


def fetch(session: Session, figures: Figures) -> Fetched:
    session.commit()
    return fetch_due(session, lambda: Kolada(figures.url, timeout=(1.0, 1.0)))


def measured(session: Session, indicator: Indicator) -> dict[tuple[str, str], Decimal | None]:
    rows = session.scalars(
        select(Measurement).where(Measurement.indicator_id == indicator.id).order_by(Measurement.ends_on)
    )
    return {(row.period, row.sex): row.value for row in rows}


def test_values_become_measurements_of_our_own_unit(
    session: Session, town: Municipality, figures: Figures
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, town.section, SVENLJUNGA)
    figures.keep("N11008", "1452", 2023, T=5.34)
    figures.keep("N11008", "1452", 2024, T=5.1, K=5.0)
    figures.keep("N11008", "1465", 2024, T=4.8)
    assert fetch(session, figures) == Fetched(links=1, changed=2)
    assert measured(session, indicator) == {("2023", ""): Decimal("5.3"), ("2024", ""): Decimal("5.1")}
    source = session.scalars(select(Measurement)).first()
    assert source is not None and (source.source, source.person_id) == (Source.KOLADA, None)
    compared = compared_with(session, [indicator.id])[indicator.id]
    assert [(one.name, one.values) for one in compared] == [("Svenljunga", {(2024, "T"): Decimal("4.8")})]


def test_null_is_no_measurement_and_no_zero(session: Session, town: Municipality, figures: Figures) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, town.section)
    figures.keep("N11008", "1452", 2023, T=None)
    figures.keep("N11008", "1452", 2024, T=0)
    fetch(session, figures)
    assert measured(session, indicator) == {("2024", ""): Decimal(0)}


def test_a_divided_indicator_keeps_women_and_men(
    session: Session, town: Municipality, figures: Figures
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager, by_sex=True)
    follow(session, indicator, town.section_manager, town.section)
    figures.keep("N11008", "1452", 2024, T=5.1, K=5.0, M=5.2)
    fetch(session, figures)
    assert measured(session, indicator) == {
        ("2024", "T"): Decimal("5.1"), ("2024", "K"): Decimal(5), ("2024", "M"): Decimal("5.2"),
    }  # fmt: skip


def test_a_value_changed_at_the_source_is_a_new_version(
    session: Session, town: Municipality, figures: Figures, clock: Clock
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, town.section)
    figures.keep("N11008", "1452", 2024, T=5.1)
    fetch(session, figures)
    clock(NOW + timedelta(days=8))
    figures.keep("N11008", "1452", 2024, T=5.4)
    assert fetch(session, figures) == Fetched(links=1, changed=1)
    clock(NOW + timedelta(days=16))
    assert fetch(session, figures) == Fetched(links=1, changed=0), "what is the same is no change"
    clock(NOW + timedelta(days=24))
    figures.keep("N11008", "1452", 2024, T=5.4, deleted=True)
    fetch(session, figures)
    assert measured(session, indicator) == {("2024", ""): None}
    earlier = session.scalars(select(MeasurementVersion.value).order_by(MeasurementVersion.revision)).all()
    assert list(earlier) == [Decimal("5.1"), Decimal("5.4")]
    assert verify(session).faults == []


def test_a_year_that_is_no_longer_asked_for_keeps_what_was_said_of_it(
    session: Session, town: Municipality, figures: Figures, clock: Clock
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, town.section, SVENLJUNGA)
    for place in (TRANEMO.id, SVENLJUNGA.id):
        figures.keep("N11008", place, 2002, T=6.1)
        figures.keep("N11008", place, 2024, T=5.1)
    fetch(session, figures)
    clock(datetime(2027, 1, 11, 9, 0, tzinfo=UTC))
    assert fetch(session, figures) == Fetched(links=1, changed=0)
    assert measured(session, indicator) == {("2002", ""): Decimal("6.1"), ("2024", ""): Decimal("5.1")}
    compared = compared_with(session, [indicator.id])[indicator.id]
    assert compared[0].values == {(2002, "T"): Decimal("6.1"), (2024, "T"): Decimal("5.1")}


def test_what_the_source_said_before_is_kept_of_all_places_and_told_on_the_page(
    app: Flask, session: Session, town: Municipality, figures: Figures, clock: Clock
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, town.section, SVENLJUNGA)
    figures.keep("N11008", "1452", 2024, T=5.1)
    figures.keep("N11008", "1465", 2024, T=4.9)
    figures.keep("N11008", "1465", 2025, T=4.8)
    fetch(session, figures)
    client = sign_in(app.test_client(), session, town.section_manager)
    assert "Ändrat hos Kolada" not in client.get(f"/kvalitet/indikator/{indicator.id}/kolada").text
    clock(NOW + timedelta(days=8))
    figures.keep("N11008", "1465", 2024, T=5)
    figures.keep("N11008", "1465", 2025, T=None)
    fetch(session, figures)
    clock(NOW + timedelta(days=16))
    fetch(session, figures)
    told = session.execute(
        select(KoladaChange.year, KoladaChange.before, KoladaChange.after).order_by(KoladaChange.year)
    )
    assert [tuple(one) for one in told] == [(2024, Decimal("4.9"), Decimal(5)), (2025, Decimal("4.8"), None)]
    client = sign_in(app.test_client(), session, town.section_manager)
    page = client.get(f"/kvalitet/indikator/{indicator.id}/kolada").text
    assert [re.sub(r"\s+", " ", one) for one in re.findall(r"<strong>Svenljunga (.*?)<br>", page)] == [
        "2025:</strong> 4,8 blev –",
        "2024:</strong> 4,9 blev 5",
    ]


def test_an_answer_without_one_figure_takes_none_away(
    session: Session, town: Municipality, figures: Figures, clock: Clock
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    link = follow(session, indicator, town.section_manager, town.section, SVENLJUNGA)
    assert fetch(session, figures) == Fetched(links=1), "where there were none, none is an answer"
    clock(NOW + timedelta(days=8))
    figures.keep("N11008", "1452", 2024, T=5.1)
    fetch(session, figures)
    figures.values.clear()
    clock(NOW + timedelta(days=16))
    assert fetch(session, figures) == Fetched(later=1)
    session.refresh(link)
    assert (link.fault, link.next_on) == (Fault.EMPTY, NOW + timedelta(days=16, minutes=5))
    assert measured(session, indicator) == {("2024", ""): Decimal("5.1")}


def test_what_somebody_measured_by_hand_is_not_written_over(
    session: Session, town: Municipality, figures: Figures
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    measuring.keep(
        session, actor_id=town.section_manager.id, indicator_id=indicator.id, unit_id=town.section.id,
        period=Period(Periodicity.YEAR, 2024), sex=Sex.UNDIVIDED, entry=Entry(Decimal(6), "Vår egen räkning"),
        source=Source.HAND, standing=None,
    )  # fmt: skip
    follow(session, indicator, town.section_manager, town.section)
    figures.keep("N11008", "1452", 2024, T=5.1)
    fetch(session, figures)
    assert measured(session, indicator) == {("2024", ""): Decimal(6)}
    assert session.scalars(select(KoladaValue.value)).all() == [Decimal("5.1")]


@pytest.mark.parametrize(
    ("trouble", "fault", "again"),
    [
        (410, Fault.GONE, timedelta(days=7)),
        (429, Fault.BUSY, timedelta(minutes=5)),
        ((429, {"Retry-After": "3600"}), Fault.BUSY, timedelta(hours=1)),
        (500, Fault.BROKEN, timedelta(minutes=5)),
        (b"no", Fault.UNREADABLE, timedelta(days=7)),
        (1.2, Fault.SLOW, timedelta(minutes=5)),
    ],
    ids=str,
)
def test_a_fault_at_the_source_is_kept_and_tried_again(
    session: Session, town: Municipality, figures: Figures, trouble: object, fault: Fault, again: timedelta
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, town.section)
    figures.keep("N11008", "1452", 2024, T=5.1)
    figures.misbehaves = [trouble]
    assert fetch(session, figures) == Fetched(later=1)
    link = link_of(session, indicator.id)
    assert link is not None
    assert (link.fault, link.next_on, link.wanted_at, link.claim) == (fault, NOW + again, None, None)
    assert measured(session, indicator) == {}
    assert fetch(session, figures) == Fetched(), "not before its time"


def test_a_fault_in_the_middle_of_an_answer_keeps_nothing_of_it(
    session: Session, town: Municipality, figures: Figures
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, town.section)
    figures.page_size = 1
    for year in (2022, 2023, 2024):
        figures.keep("N11008", "1452", year, T=5.1)
    # The measure itself, its first page of values, then nothing more.
    figures.misbehaves = [0.0, 0.0, 500]
    assert fetch(session, figures) == Fetched(later=1)
    assert measured(session, indicator) == {}


def test_places_changed_while_kolada_was_asked_are_asked_about_again(
    session: Session, town: Municipality, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    link = follow(session, indicator, town.section_manager, town.section)
    figures.keep("N11008", "1452", 2024, T=5.1)
    asked = Kolada.values

    def meanwhile(self: Kolada, *args: object, **more: object) -> object:
        found = asked(self, *args, **more)  # type: ignore[arg-type]
        if not link_of(session, indicator.id).places[1:]:  # type: ignore[union-attr]
            fresh = link_of(session, indicator.id)
            assert fresh is not None
            services.compare_with(session, link=fresh, place=SVENLJUNGA, actor_id=town.section_manager.id)
            session.commit()
        return found

    monkeypatch.setattr(Kolada, "values", meanwhile)
    assert fetch(session, figures).links == 2
    session.expire_all()
    assert measured(session, indicator) == {("2024", ""): Decimal("5.1")}
    assert link.fetched_at == NOW


def test_two_workers_never_have_the_same_link(session: Session, town: Municipality, figures: Figures) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, town.section)
    first, second = claim(session), claim(session)
    assert first is not None
    assert second is None


def test_a_worker_that_died_leaves_its_link_to_the_next(
    session: Session, town: Municipality, figures: Figures, clock: Clock
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, town.section)
    assert claim(session) is not None
    clock(NOW + timedelta(minutes=11))
    assert fetch(session, figures).links == 1


@pytest.fixture
def manager(clients: Callable[[], SamsynClient], session: Session, town: Municipality) -> SamsynClient:
    return sign_in(clients(), session, town.section_manager)


def page(client: SamsynClient, indicator: Indicator, query: str = "") -> str:
    answer = client.get(f"/kvalitet/indikator/{indicator.id}/kolada{query}")
    assert answer.status_code == 200
    return answer.text


def test_from_a_search_to_figures_on_the_page(
    session: Session, town: Municipality, figures: Figures, manager: SamsynClient
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    here = f"/kvalitet/indikator/{indicator.id}/kolada"
    found = page(manager, indicator, "?q=barn+per")
    assert MEASURE.title in found
    assert "Inskrivna barn" in found
    sent = {"measure": "N11008", "title": MEASURE.title, "places": "municipality"}
    assert manager.post(f"{here}/folj", data=sent).status_code == 302
    waiting = manager.get(here)
    assert "Hämtas nu" in waiting.text
    assert waiting.headers["Refresh"] == "2"
    fetch(session, figures)
    chosen = page(manager, indicator)
    assert f'name="unit-{town.section.id}"' in chosen
    assert re.search(r'value="1452\|Tranemo" selected', chosen), "our own municipality is guessed"
    manager.post(f"{here}/platser", data={f"unit-{town.section.id}": "1452|Tranemo"})
    manager.post(f"{here}/jamfor", data={"place": "1465|Svenljunga"})
    figures.keep("N11008", "1452", 2024, T=5.1)
    figures.keep("N11008", "1465", 2023, T=4.8)
    fetch(session, figures)
    shown = page(manager, indicator)
    assert "Källa: Kolada" in shown
    assert "5,1" in shown
    assert "4,8" in shown
    assert "–" in shown
    assert measured(session, indicator) == {("2024", ""): Decimal("5.1")}


def test_units_are_chosen_among_those_of_the_municipality(
    session: Session, town: Municipality, figures: Figures, manager: SamsynClient
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager, reach=Reach.AREA)
    here = f"/kvalitet/indikator/{indicator.id}/kolada"
    manager.post(f"{here}/folj", data={"measure": "N11008", "places": "units"})
    fetch(session, figures)
    shown = page(manager, indicator, "?kommun=1452")
    assert "Förskolan Ängen" in shown
    assert "Förskolan Björken" in shown
    assert "Ängens förskola" in shown
    manager.post(f"{here}/platser", data={f"unit-{town.unit.id}": "V15E145200101|Ängens förskola"})
    figures.keep("N11008", "V15E145200101", 2024, unit=True, T=4.9)
    fetch(session, figures)
    row = session.scalars(select(Measurement)).one()
    assert (row.unit_id, row.value) == (town.unit.id, Decimal("4.9"))
    manager.post(f"{here}/platser", data={f"unit-{town.unit.id}": ""})
    session.expire_all()
    link = link_of(session, indicator.id)
    assert link is not None and link.places == []
    assert measured(session, indicator) == {("2024", ""): Decimal("4.9")}, "what was measured stays"


def test_a_source_that_is_away_is_said_and_nothing_is_lost(
    session: Session, town: Municipality, figures: Figures, manager: SamsynClient
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    figures.misbehaves = [500]
    shown = page(manager, indicator, "?q=barn")
    assert "Det är fel hos Kolada just nu." in shown
    assert 'value="barn"' in shown
    follow(session, indicator, town.section_manager, town.section)
    figures.misbehaves = [503]
    fetch(session, figures)
    figures.misbehaves = [503]
    shown = page(manager, indicator)
    assert "Vi försöker igen" in shown
    assert "Tranemo" in shown


def test_letting_go_can_be_undone_and_keeps_what_was_measured(
    session: Session, town: Municipality, figures: Figures, manager: SamsynClient
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, town.section)
    figures.keep("N11008", "1452", 2024, T=5.1)
    fetch(session, figures)
    here = f"/kvalitet/indikator/{indicator.id}/kolada"
    told = manager.post(f"{here}/slapp", follow_redirects=True).text
    assert f'action="{here}/ta-tillbaka"' in told
    assert "Vad mäter ni?" in told
    assert fetch(session, figures) == Fetched()
    assert measured(session, indicator) == {("2024", ""): Decimal("5.1")}
    manager.post(f"{here}/ta-tillbaka")
    session.expire_all()
    link = link_of(session, indicator.id)
    assert link is not None and [place.place for place in link.places] == ["1452"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nature": Nature.QUALITATIVE}, "Kolada har bara siffror"),
        ({"periodicity": Periodicity.TERTIAL}, "en siffra per år"),
    ],
)
def test_what_kolada_does_not_keep_is_not_linked(
    session: Session, town: Municipality, figures: Figures, manager: SamsynClient,
    changes: dict[str, object], words: str,
) -> None:  # fmt: skip
    indicator = make_indicator(session, town.section, town.section_manager, **changes)
    assert words in page(manager, indicator)
    refused = manager.post(f"/kvalitet/indikator/{indicator.id}/kolada/folj", data={"measure": "N11008"})
    assert refused.status_code == 422
    assert words in refused.text
    assert link_of(session, indicator.id) is None


@pytest.mark.parametrize(
    ("changes", "offered", "said"),
    [
        ({}, True, ""),
        ({"periodicity": Periodicity.MONTH}, False, ""),
        ({"periodicity": Periodicity.ROUND, "rhythm": "follow_up"}, False, ""),
        ({"nature": Nature.QUALITATIVE}, False, ""),
        ({"periodicity": Periodicity.MONTH, "source": Source.KOLADA}, False, "Kolada har en siffra per år."),
    ],
)
def test_fetching_is_offered_where_kolada_has_what_is_measured(
    session: Session, town: Municipality, manager: SamsynClient,
    changes: dict[str, object], offered: bool, said: str,
) -> None:  # fmt: skip
    indicator = make_indicator(session, town.section, town.section_manager, **changes)
    session.commit()
    page = manager.get(f"/kvalitet/faktor/{indicator.factor_id}").text
    assert ("Hämta från Kolada" in page) is offered
    assert ("Kolada har en siffra per år." in page) is bool(said)


def test_what_is_fetched_already_stays_within_reach_when_it_is_measured_more_often(
    session: Session, town: Municipality, manager: SamsynClient
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, town.section)
    indicator.periodicity = Periodicity.MONTH
    session.commit()
    page = manager.get(f"/kvalitet/faktor/{indicator.factor_id}").text
    assert "Hämtas från Kolada" in page
    assert f"/kvalitet/indikator/{indicator.id}/kolada" in page


@pytest.mark.parametrize("measure", ["", "N1", "../N11008", "N11008,N11009", "n11008;", "Ñ11008", "N١١٠٠٨"])
def test_a_crafted_measure_is_refused(
    session: Session, town: Municipality, figures: Figures, manager: SamsynClient, measure: str
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    answer = manager.post(f"/kvalitet/indikator/{indicator.id}/kolada/folj", data={"measure": measure})
    assert answer.status_code == 422
    assert link_of(session, indicator.id) is None


@pytest.mark.parametrize("place", ["", "..", "1452/year", "1452,1465", "x" * 30, "|"])
def test_a_crafted_place_is_refused(
    session: Session, town: Municipality, figures: Figures, manager: SamsynClient, place: str
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, None)
    here = f"/kvalitet/indikator/{indicator.id}/kolada"
    assert manager.post(f"{here}/jamfor", data={"place": place}).status_code == 422
    session.expire_all()
    link = link_of(session, indicator.id)
    assert link is not None and link.places == []


def test_only_so_many_are_compared_with(
    session: Session, town: Municipality, figures: Figures, manager: SamsynClient
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, None)
    here = f"/kvalitet/indikator/{indicator.id}/kolada"
    for number in range(6):
        assert (
            manager.post(f"{here}/jamfor", data={"place": f"148{number}|Kommun {number}"}).status_code == 302
        )
    refused = manager.post(f"{here}/jamfor", data={"place": "1499|En till"})
    assert refused.status_code == 422
    assert "6 på en gång" in refused.text


@pytest.mark.parametrize(
    "who", ["unit_manager", "other_section_manager", "chief_executive", "politician", "employee"]
)
def test_only_those_who_write_the_factor_link_it(
    session: Session, town: Municipality, figures: Figures, clients: Callable[[], SamsynClient], who: str
) -> None:
    indicator = make_indicator(session, town.section, town.section_manager)
    follow(session, indicator, town.section_manager, town.section)
    client = sign_in(clients(), session, getattr(town, who))
    here = f"/kvalitet/indikator/{indicator.id}/kolada"
    assert client.get(here).status_code == 404
    for way in ("folj", "platser", "jamfor", "hamta", "slapp", "ta-tillbaka"):
        assert client.post(f"{here}/{way}", data={"measure": "N11008"}).status_code == 404
    session.expire_all()
    link = link_of(session, indicator.id)
    assert link is not None and link.removed_at is None
