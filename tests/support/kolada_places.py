"""An indicator of the populated municipality that follows Kolada, with a place of its own and one to compare with."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.organisation.models import Person
from app.quality.indicators.models import Indicator, Periodicity
from app.quality.kolada import services
from app.quality.kolada.keeping import keep
from app.quality.kolada.models import KoladaLink, KoladaPlace
from app.quality.kolada.reading import TOTAL, Measure, Place, Value
from tests.factories.measuring import make_measured
from tests.factories.organisation import Municipality

Values = dict[str, object]
MEASURE = Measure("N11008", "Barn per årsarbetare i förskola, antal", "Inskrivna barn delat med årsarbetare.")


def fill_kolada(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Let an indicator of the section follow a measure, fetched once."""
    by = people["section_manager"]
    made = make_measured(
        session, town.section, by, title="Tid för varje barn", name="Barn per årsarbetare",
        periodicity=Periodicity.YEAR,
    )  # fmt: skip
    indicator = session.scalars(
        select(Indicator).where(Indicator.id == made.id).options(joinedload(Indicator.factor))
    ).one()
    link = services.follow(session, indicator=indicator, measure=MEASURE, by_unit=False, actor_id=by.id)
    own, other = Place("1452", "Tranemo"), Place("1465", "Svenljunga")
    services.set_own_place(session, link=link, unit_id=town.section.id, place=own, actor_id=by.id)
    services.compare_with(session, link=link, place=other, actor_id=by.id)
    session.flush()
    values = [
        Value(MEASURE.id, place.id, year, TOTAL, Decimal(value))
        for place, value in ((own, "5.1"), (other, "4.8"))
        for year in (2023, 2024)
    ]
    keep(session, link, values, clock.now(), years={value.year for value in values})
    link.fetched_at, link.wanted_at = clock.now(), None
    session.flush()


def of_places(session: Session) -> list[Values]:
    """Give the values of addresses of places."""
    rows = session.execute(
        select(KoladaLink.indicator_id, KoladaPlace.id)
        .join(KoladaPlace, KoladaPlace.link_id == KoladaLink.id)
        .where(KoladaPlace.unit_id.is_(None))
    )
    return [{"indicator_id": indicator, "place_id": place} for indicator, place in rows]
