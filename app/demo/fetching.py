"""Figures that are fetched from Kolada, as they stood there on the day of loading: a demo asks no other server for anything."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.demo.script import Part, read
from app.demo.stage import Act, Stage
from app.organisation.models import Unit
from app.quality.indicators.models import Indicator
from app.quality.kolada import services
from app.quality.kolada.keeping import keep
from app.quality.kolada.models import KoladaLink
from app.quality.kolada.reading import TOTAL, Measure, Place, Value
from app.quality.kolada.rules import ASKED_EVERY, years_asked


class PlacePart(Part):
    """A place and its values; the last is of last year. `unit` says whose it is, where it is ours. `nan` is no value.

    `first` is what stood there at the first fetch, where some of it has been changed since.
    """

    place: str
    name: str
    unit: str = ""
    values: tuple[float, ...] = ()
    first: tuple[float, ...] = ()


class FollowedPart(Part):
    """An indicator that follows a measure; `again` is the day of the latest fetch, where that is another than the first."""

    indicator: str
    measure: str
    title: str
    description: str = ""
    day: int = -40
    again: int | None = None
    places: tuple[PlacePart, ...]


class KoladaPart(Part):
    """The whole file."""

    followed: tuple[FollowedPart, ...]


def acts(stage: Stage, folder: Path) -> list[Act]:
    """Give the acts of what follows Kolada; none where the municipality has none."""
    path = folder / "kolada.toml"
    if not path.exists():
        return []
    return [_act(stage, part) for part in read(path, KoladaPart).followed]


def _act(stage: Stage, part: FollowedPart) -> Act:
    yield stage.calendar.past(stage.calendar.meeting(part.day, 9, 15))
    session = stage.session
    ref = stage.subject(part.indicator)
    indicator = session.scalars(
        select(Indicator).where(Indicator.id == ref.id).options(joinedload(Indicator.factor))
    ).one()
    by = indicator.measurer_id or stage.writer(indicator.factor.unit_id)
    measure = Measure(part.measure, part.title, part.description)
    link = services.follow(session, indicator=indicator, measure=measure, by_unit=False, actor_id=by)
    for one in part.places:
        place = Place(one.place, one.name)
        if one.unit:
            unit = session.scalars(select(Unit).where(Unit.external_id == one.unit)).one()
            services.set_own_place(session, link=link, unit_id=unit.id, place=place, actor_id=by)
        else:
            services.compare_with(session, link=link, place=place, actor_id=by)
    last = clock.now().year - 1
    _fetch(stage, link, _values(part, last, first=True))
    if part.again is not None:
        yield stage.calendar.past(stage.calendar.meeting(part.again, 6, 40))
        _fetch(stage, link, _values(part, last))


def _fetch(stage: Stage, link: KoladaLink, values: list[Value]) -> None:
    """Keep the values as a fetch does, the way it leaves a link behind."""
    at = clock.now()
    keep(stage.session, link, values, at, years=years_asked(at.year))
    link.fetched_at, link.wanted_at = at, None
    # The demo asks nobody: the next fetch is as far ahead as it is worth looking at.
    link.next_on = at + ASKED_EVERY + timedelta(days=365)
    stage.session.flush()


def _values(part: FollowedPart, last: int, *, first: bool = False) -> list[Value]:
    found = []
    for one in part.places:
        values = one.first if first and one.first else one.values
        began = last - len(values) + 1
        found += [
            Value(
                part.measure,
                one.place,
                began + number,
                TOTAL,
                None if value != value else Decimal(str(value)),
            )
            for number, value in enumerate(values)
        ]
    return found
