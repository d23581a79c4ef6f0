"""What a goal's indicators tell, for whoever reads it: what was said of them first, then what was measured."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.passages.subjects import Subject
from app.passages.talks.queries import TalkedAbout
from app.planning.reading import FollowedView
from app.quality.factors.models import Reach
from app.quality.factors.reading import IndicatorView, indicator_view
from app.quality.measuring.about import scales_for_indicators
from app.quality.measuring.pages import OnFactor, measured_on_factor
from app.quality.measuring.queries import indicators_read
from app.quality.rights import Reader, standing_at
from app.quality.subjects import indicators_named
from app.quality.talked import said_of_indicators
from app.steering.schema import Profile


@dataclass(frozen=True, slots=True)
class Followed:
    """An indicator as somebody reads it on a goal.

    `own` is what it says where it is written on the goal: whoever reads the goal reads that, and what it has measured. Of one
    of quality those who read no quality there read what it was called when it was chosen; `href` is empty then. `opens` tells
    whether the pages of its measurements open. `on` is what it has measured in the goal's unit; `by_units` that it is measured
    in the units below instead.
    """

    id: int
    indicator_id: int
    name: str
    href: str
    on: OnFactor | None
    talked: TalkedAbout | None
    by_units: bool = False
    own: IndicatorView | None = None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class OpenedQuality:
    """Of what a goal follows that whose figures somebody reads in the goal's unit; `below` is measured in the units under it."""

    views: dict[int, IndicatorView]
    below: frozenset[int]


def opened_quality(session: Session, actor: Actor, ids: Collection[int], unit_id: int) -> OpenedQuality:
    """Give of what a goal follows what `actor` reads the figures of; two statements, none where there is nothing."""
    reader = Reader(actor, clock.today())
    if not ids or not (actor.may(May.READ_QUALITY) and standing_at(session, reader, unit_id).any):
        return OpenedQuality({}, frozenset())
    live = {one.id: one for one in indicators_read(session, reader, ids)}
    below = {
        number
        for number, one in live.items()
        if one.factor.reach == Reach.AREA and one.factor.unit_id == unit_id
    }
    found = {number: indicator_view(one) for number, one in live.items()}
    return OpenedQuality(found, frozenset(below))


def followed_as_read(
    session: Session,
    actor: Actor,
    views: Sequence[FollowedView],
    unit_id: int,
    profile: Profile,
    *,
    opens: bool = False,
) -> list[Followed]:
    """Give what goals are noticed by as `actor` reads it; a fixed number of statements, none where there is nothing.

    `opens` tells whether the pages of what the goal's own have measured open for the reader.
    """
    if not views:
        return []
    own = {one.indicator_id: one.own for one in views if one.own is not None}
    quality = _of_quality(session, actor, {one.indicator_id for one in views} - own.keys(), unit_id)
    here = [*quality.here, *own.values()]
    measured = measured_on_factor(session, actor, here, unit_id, scales=scales_for_indicators(profile))
    talked = said_of_indicators([number for number in quality.named if number not in measured])
    return [
        Followed(
            one.id,
            number := one.indicator_id,
            one.own.name if one.own is not None else quality.name(number, one.name),
            quality.named[number].href if number in quality.named else "",
            measured.get(number),
            measured[number].talked if number in measured else talked.get(number),
            number in quality.below,
            one.own,
            opens and one.own is not None,
        )
        for one in views
    ]


@dataclass(frozen=True, slots=True)
class _Quality:
    """What somebody reads of indicators of quality that a goal follows."""

    named: Mapping[int, Subject] = field(default_factory=dict)
    here: Sequence[IndicatorView] = ()
    below: frozenset[int] = frozenset()

    def name(self, number: int, chosen: str) -> str:
        """Give what it is called now to those who read it, what it was called when it was chosen to others."""
        return self.named[number].title if number in self.named else chosen


def _of_quality(session: Session, actor: Actor, ids: set[int], unit_id: int) -> _Quality:
    if not ids:
        return _Quality()
    opened = opened_quality(session, actor, ids, unit_id)
    here = [one for number, one in opened.views.items() if number not in opened.below]
    return _Quality(indicators_named(session, actor, ids), here, opened.below)
