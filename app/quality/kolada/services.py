"""Writes of what follows Kolada, each with its entry in the history. None of them asks Kolada."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app import clock
from app.quality.facts import INDICATOR
from app.quality.indicators.models import Indicator
from app.quality.kolada import rules
from app.quality.kolada.errors import CannotLink, NoSuchThing, TooMany
from app.quality.kolada.models import KoladaChange, KoladaLink, KoladaPlace, KoladaValue
from app.quality.kolada.queries import link_of
from app.quality.kolada.reading import Measure, Place
from app.records.services import record


def follow(
    session: Session, *, indicator: Indicator, measure: Measure, by_unit: bool, actor_id: int
) -> KoladaLink:
    """Let an indicator follow a measure, in place of the one it followed; raise `CannotLink`, `NoSuchThing`.

    What was fetched of another measure goes; measurements already made of it stay as they are.
    """
    refused = rules.why_not_link(indicator.nature, indicator.periodicity)
    if refused is not None:
        raise CannotLink(refused)
    if not rules.is_measure(measure.id):
        raise NoSuchThing
    link = link_of(session, indicator.id, removed=True)
    before = None if link is None or link.removed_at else facts(link)
    if link is None:
        link = KoladaLink(indicator_id=indicator.id, places=[])
        session.add(link)
    elif (link.measure, link.by_unit) != (measure.id, by_unit):
        forget_values(session, link)
    if link.by_unit not in {None, by_unit}:
        link.places.clear()
    link.measure, link.title, link.description = measure.id, measure.title, measure.description
    link.by_unit, link.removed_at = by_unit, None
    link.linked_by_id, link.linked_at = actor_id, clock.now()
    _ask_soon(link)
    session.flush()
    _note(session, link, actor_id, "indicator.kolada_followed", before, facts(link))
    return link


def let_go(session: Session, *, link: KoladaLink, actor_id: int) -> None:
    """Let an indicator follow Kolada no more; what was measured stays, and it can be taken back."""
    before = facts(link)
    link.removed_at, link.wanted_at = clock.now(), None
    session.flush()
    _note(session, link, actor_id, "indicator.kolada_let_go", before, None)


def take_back(session: Session, *, link: KoladaLink, actor_id: int) -> None:
    """Let an indicator follow again what it followed before."""
    link.removed_at = None
    _ask_soon(link)
    session.flush()
    _note(session, link, actor_id, "indicator.kolada_followed", None, facts(link))


def set_own_place(
    session: Session, *, link: KoladaLink, unit_id: int, place: Place, actor_id: int
) -> KoladaPlace:
    """Say which place at Kolada one of our units is; its values become the unit's measurements. Raises `NoSuchThing`."""
    if not rules.is_place(place.id):
        raise NoSuchThing
    before = facts(link)
    # What was another unit's, or compared with, is this unit's from now on.
    for one in [p for p in link.places if p.unit_id == unit_id or p.place == place.id]:
        link.places.remove(one)
    session.flush()
    made = KoladaPlace(place=place.id, name=place.title or place.id, unit_id=unit_id)
    link.places.append(made)
    _ask_soon(link)
    session.flush()
    _note(session, link, actor_id, "indicator.kolada_places", before, facts(link))
    return made


def compare_with(session: Session, *, link: KoladaLink, place: Place, actor_id: int) -> KoladaPlace | None:
    """Compare with another place; None when it is there already. Raises `NoSuchThing`, `TooMany`."""
    if not rules.is_place(place.id):
        raise NoSuchThing
    if any(one.place == place.id for one in link.places):
        return None
    if sum(one.unit_id is None for one in link.places) >= rules.MOST_COMPARED:
        raise TooMany
    before = facts(link)
    made = KoladaPlace(place=place.id, name=place.title or place.id)
    link.places.append(made)
    _ask_soon(link)
    session.flush()
    _note(session, link, actor_id, "indicator.kolada_places", before, facts(link))
    return made


def remove_place(session: Session, *, link: KoladaLink, place: KoladaPlace, actor_id: int) -> None:
    """Fetch a place no more; measurements already made of it stay."""
    before = facts(link)
    link.places.remove(place)
    session.flush()
    _note(session, link, actor_id, "indicator.kolada_places", before, facts(link))


def want(link: KoladaLink) -> None:
    """Ask for values as soon as can be."""
    _ask_soon(link)


def forget_values(session: Session, link: KoladaLink) -> None:
    """Forget what stood at the source: it was of something else."""
    places = [one.id for one in link.places]
    for table in (KoladaValue, KoladaChange):
        session.execute(
            delete(table).where(table.place_id.in_(places)).execution_options(synchronize_session=False)
        )
    link.fetched_at = None


def facts(link: KoladaLink) -> dict[str, object]:
    """Give a link as the history keeps it."""
    return {
        "measure": link.measure,
        "title": link.title,
        "by_unit": link.by_unit,
        "places": _named(link.places),
    }


def _named(places: Sequence[KoladaPlace]) -> list[Mapping[str, object]]:
    return [
        {"place": one.place, "name": one.name, "unit_id": one.unit_id}
        for one in sorted(places, key=lambda one: one.place)
    ]


def _ask_soon(link: KoladaLink) -> None:
    link.wanted_at = link.next_on = clock.now()
    link.fault, link.attempts = "", 0


def _note(
    session: Session,
    link: KoladaLink,
    actor_id: int,
    action: str,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> None:
    record(
        session,
        actor_id=actor_id,
        action=action,
        kind=INDICATOR,
        object_id=link.indicator_id,
        before=None if before is None else {"kolada": before},
        after=None if after is None else {"kolada": after},
    )
