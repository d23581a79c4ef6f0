"""Factors of units that are no more: who comes after reads them and takes them over, or puts them away with words (ADR 0034)."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import abort, redirect, request
from flask_babel import gettext, ngettext
from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation.asking import number_or_none
from app.organisation.models import Unit
from app.organisation.succeeding import estate_of, heirs_of
from app.quality.blueprint import ID, quality, unit_to_write
from app.quality.errors import Refused
from app.quality.factors import services
from app.quality.factors.models import Factor, FactorState
from app.quality.factors.queries import AsEstablished, as_established
from app.quality.factors.rules import WAITS
from app.quality.rights import Reader, unit_reads, unit_writes
from app.quality.wording import FAULTS
from app.records.models import Edition
from app.ui.addresses import url_for
from app.ui.notices import tell


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A unit that is no more, since when, and its factors that wait."""

    unit_id: int
    name: str
    since: date | None
    factors: tuple[AsEstablished, ...]


def left_to(session: Session, unit_id: int, day: date, *, drafts: bool) -> list[LeftBehind]:
    """Give what was left for a unit by those it comes after; `drafts` for those who write there. At most two statements."""
    was = Factor.edition_id.is_not(None)
    rows = session.execute(
        select(Factor, Edition.content, Unit)
        .join(Unit, Unit.id == Factor.unit_id)
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .where(
            Factor.unit_id.in_(estate_of([unit_id], day)),
            Factor.state.in_(WAITS),
            # What holds the indicators of a goal goes where the goal goes.
            Factor.goal_id.is_(None),
            or_(was, Factor.state == FactorState.DRAFT) if drafts else was,
        )
        .options(selectinload(Factor.indicators))
        .order_by(Unit.valid_to, Unit.id, Factor.position, Factor.id)
    )
    found = []
    for unit, ones in groupby(rows, key=lambda row: row[2]):
        seen = [as_established(factor, content, live=drafts) for factor, content, _unit in ones]
        factors = tuple(one for one in seen if one is not None)
        if factors:
            found.append(LeftBehind(unit.id, unit.name, unit.valid_to, factors))
    return found


def unit_after(session: Session, who: Reader, gone_id: int) -> int | None:
    """Give the unit one writes for, or otherwise reads, that comes after one that is no more; None where there is none such."""
    after = heirs_of(session, [gone_id], who.day)[gone_id]
    written = func.min(case((unit_writes(who), Unit.id)))
    return session.scalar(
        select(func.coalesce(written, func.min(Unit.id))).where(Unit.id.in_(sorted(after)), unit_reads(who))
    )


def _left_factor(session: Session, unit_id: int, factor_id: int, *, waits: bool) -> Factor:
    """Give a factor that was left for a unit, held until the transaction ends; 404 otherwise."""
    found = session.scalars(
        select(Factor)
        .where(
            Factor.id == factor_id,
            Factor.unit_id.in_(estate_of([unit_id], clock.today())),
            Factor.state.in_(WAITS) == waits,
            Factor.goal_id.is_(None),
        )
        .with_for_update(of=Factor)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        abort(404)
    return found


def _asked_unit() -> int:
    return unit_to_write(number_or_none(request.form.get("unit") or request.args.get("unit"))).unit.id


@quality.post(f"/efter/<{ID}:factor_id>/ta-over")
@requires(May.WRITE_QUALITY)
def take_over_factor(factor_id: int) -> Response:
    """Take over a factor of a unit that is no more."""
    unit_id = _asked_unit()
    factor = _left_factor(db.session, unit_id, factor_id, waits=True)
    services.take_over(db.session, actor_id=acting().person_id, factor=factor, unit_id=unit_id)
    db.session.commit()
    tell(gettext("Den är er nu. Läs igenom den, ändra det som inte stämmer hos er, och fastställ den."))
    return redirect(url_for("quality.factor", factor_id=factor_id))


@quality.post("/efter/ta-over-alla")
@requires(May.WRITE_QUALITY)
def take_over_factors() -> Response:
    """Take over every factor a unit that is no more left behind."""
    unit_id, gone = _asked_unit(), number_or_none(request.form.get("gone"))
    left = next(
        (one for one in left_to(db.session, unit_id, clock.today(), drafts=True) if one.unit_id == gone), None
    )
    if left is None:
        abort(404)
    for one in left.factors:
        factor = _left_factor(db.session, unit_id, one.id, waits=True)
        services.take_over(db.session, actor_id=acting().person_id, factor=factor, unit_id=unit_id)
    number = len(left.factors)
    db.session.commit()
    tell(
        ngettext(
            "En är er nu. Läs igenom den och fastställ den.",
            "%(num)s är era nu. Läs igenom dem och fastställ dem.",
            number,
        )
    )
    return redirect(url_for("quality.unit", enhet=unit_id))


@quality.post(f"/efter/<{ID}:factor_id>/lagg-undan")
@requires(May.WRITE_QUALITY)
def put_factor_away(factor_id: int) -> Response:
    """Put away a factor that nobody who comes after needs, with words on why."""
    unit_id = _asked_unit()
    factor = _left_factor(db.session, unit_id, factor_id, waits=True)
    try:
        services.put_away(
            db.session, actor_id=acting().person_id, factor=factor, words=request.form.get("words", "")
        )
    except Refused as refused:
        db.session.rollback()
        tell(str(FAULTS[refused.fault]), kind="problem")
        return redirect(url_for("quality.unit", enhet=unit_id, _anchor="left-behind"))
    db.session.commit()
    tell(
        gettext("Undanlagd. Den står kvar i historiken med era ord."),
        undo=url_for("quality.take_factor_back", factor_id=factor_id, unit=unit_id),
    )
    return redirect(url_for("quality.unit", enhet=unit_id))


@quality.post(f"/efter/<{ID}:factor_id>/ta-tillbaka")
@requires(May.WRITE_QUALITY)
def take_factor_back(factor_id: int) -> Response:
    """Let a factor that was put away wait to be taken over again."""
    unit_id = _asked_unit()
    factor = _left_factor(db.session, unit_id, factor_id, waits=False)
    services.take_back(db.session, actor_id=acting().person_id, factor=factor)
    db.session.commit()
    tell(gettext("Den väntar på att tas över igen."))
    return redirect(url_for("quality.unit", enhet=unit_id, _anchor="left-behind"))
