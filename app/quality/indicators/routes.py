"""Adding, changing and ordering indicators where they stand on the page of their factor, and pairing them."""

from collections.abc import Callable

from flask import abort, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.quality.blueprint import ID, factor_to_write, indicator_to_write, quality
from app.quality.errors import ChangedMeanwhile, Refused
from app.quality.factors.models import Factor
from app.quality.factors.page import Open, factor_page, indicator_form_for
from app.quality.forms import QualityForm, revision_of
from app.quality.indicators import services
from app.quality.indicators.forms import PairForm
from app.quality.indicators.models import Indicator
from app.quality.wording import FAULTS
from app.ui.notices import tell
from app.writing.answering import reading_through

Answer = str | Response | tuple[str, int]


@quality.post(f"/faktor/<{ID}:factor_id>/indikator")
@requires(May.WRITE_QUALITY)
def add_indicator(factor_id: int) -> Answer:
    """Add an indicator to a factor."""
    factor = factor_to_write(factor_id)
    form = indicator_form_for(factor, sent=True)
    if not form.validate():
        return factor_page(factor_id, Open(new_indicator=form)), 422
    try:
        added = services.add_indicator(
            db.session, actor_id=acting().person_id, factor=factor, wanted=form.filled_in()
        )
    except Refused as refused:
        return _again(factor_id, Open(new_indicator=form), form, refused)
    anchor = f"indicator-{added.id}"
    db.session.commit()
    tell(gettext("Tillagd."))
    return _to(factor_id, anchor)


@quality.post(f"/faktor/<{ID}:factor_id>/indikator/<{ID}:indicator_id>/andra")
@requires(May.WRITE_QUALITY)
def change_indicator(factor_id: int, indicator_id: int) -> Answer:
    """Change an indicator where it stands."""
    factor, one = indicator_to_write(factor_id, indicator_id)
    form = indicator_form_for(factor, one, sent=True)
    shown = Open(indicator=form, indicator_id=indicator_id)
    if not form.validate():
        return factor_page(factor_id, shown), 422
    try:
        services.change_indicator(
            db.session,
            actor_id=acting().person_id,
            factor=factor,
            indicator=one,
            wanted=form.filled_in(),
            revision=revision_of(form.revision.data),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        form.revision.data = str(indicator_to_write(factor_id, indicator_id)[1].revision)
        shown.changed_meanwhile = "indicator"
        return factor_page(factor_id, shown), 409
    except Refused as refused:
        return _again(factor_id, shown, form, refused)
    db.session.commit()
    tell(gettext("Sparat."))
    return _to(factor_id, f"indicator-{indicator_id}")


def _do(
    factor_id: int,
    indicator_id: int,
    step: Callable[[Factor, Indicator], None],
    told: str = "",
    undo: str | None = None,
    anchor: str = "",
) -> Answer:
    factor, one = indicator_to_write(factor_id, indicator_id)
    try:
        step(factor, one)
    except Refused as refused:
        return _again(factor_id, Open(), None, refused)
    db.session.commit()
    if told:
        tell(told, undo=undo)
    return _to(factor_id, anchor or f"indicator-{indicator_id}")


@quality.post(f"/faktor/<{ID}:factor_id>/indikator/<{ID}:indicator_id>/ta-bort")
@requires(May.WRITE_QUALITY)
def remove_indicator(factor_id: int, indicator_id: int) -> Answer:
    """Take an indicator away, with a way back in the same notice."""
    return _do(
        factor_id,
        indicator_id,
        lambda factor, one: services.remove_indicator(
            db.session, actor_id=acting().person_id, factor=factor, indicator=one
        ),
        gettext("Borttagen. Det som är mätt finns kvar."),
        undo=url_for(
            "quality.restore_indicator",
            factor_id=factor_id,
            indicator_id=indicator_id,
            las=reading_through(),
        ),
        anchor="indicators",
    )


@quality.post(f"/faktor/<{ID}:factor_id>/indikator/<{ID}:indicator_id>/aterta")
@requires(May.WRITE_QUALITY)
def restore_indicator(factor_id: int, indicator_id: int) -> Answer:
    """Take an indicator back."""
    return _do(
        factor_id,
        indicator_id,
        lambda factor, one: services.restore_indicator(
            db.session, actor_id=acting().person_id, factor=factor, indicator=one
        ),
        gettext("Tillbaka."),
    )


@quality.post(f"/faktor/<{ID}:factor_id>/indikator/<{ID}:indicator_id>/flytta")
@requires(May.WRITE_QUALITY)
def move_indicator(factor_id: int, indicator_id: int) -> Answer:
    """Put an indicator a step up or down."""
    return _do(
        factor_id,
        indicator_id,
        lambda factor, one: services.move_indicator(
            db.session,
            actor_id=acting().person_id,
            factor=factor,
            indicator=one,
            up=request.form.get("hall") == "upp",
        ),
    )


@quality.post(f"/faktor/<{ID}:factor_id>/par")
@requires(May.WRITE_QUALITY)
def make_pair(factor_id: int) -> Answer:
    """Let a result and a resource show efficiency together."""
    factor, form = factor_to_write(factor_id), PairForm()
    form.offer([(one.id, one.name) for one in factor.indicators if one.removed_at is None])
    shown = Open(pair=form)
    if not form.validate():
        return factor_page(factor_id, shown), 422
    try:
        services.pair(
            db.session,
            actor_id=acting().person_id,
            factor=factor,
            result_id=form.result_id.data or 0,
            resource_id=form.resource_id.data or 0,
            words=form.words.data or "",
        )
    except Refused as refused:
        return _again(factor_id, shown, form, refused)
    db.session.commit()
    tell(gettext("Nu visas de tillsammans."))
    return _to(factor_id, "pairs")


@quality.post(f"/faktor/<{ID}:factor_id>/par/<{ID}:pair_id>/ta-isar")
@requires(May.WRITE_QUALITY)
def part_pair(factor_id: int, pair_id: int) -> Answer:
    """Let a result and a resource stand by themselves again."""
    undo = url_for("quality.pair_again", factor_id=factor_id, pair_id=pair_id, las=reading_through())
    return _with_pair(factor_id, pair_id, apart=True, told=gettext("De visas var för sig."), undo=undo)


@quality.post(f"/faktor/<{ID}:factor_id>/par/<{ID}:pair_id>/aterta")
@requires(May.WRITE_QUALITY)
def pair_again(factor_id: int, pair_id: int) -> Answer:
    """Take a pair back."""
    return _with_pair(factor_id, pair_id, apart=False, told=gettext("Nu visas de tillsammans."))


def _with_pair(factor_id: int, pair_id: int, *, apart: bool, told: str, undo: str | None = None) -> Answer:
    factor = factor_to_write(factor_id)
    made = services.pair_of(db.session, factor, pair_id)
    if made is None:
        abort(404)
    change = services.unpair if apart else services.pair_again
    try:
        change(db.session, actor_id=acting().person_id, factor=factor, made=made)
    except Refused as refused:
        return _again(factor_id, Open(), None, refused)
    db.session.commit()
    tell(told, undo=undo)
    return _to(factor_id, "pairs")


def _again(factor_id: int, shown: Open, form: QualityForm | None, refused: Refused) -> Answer:
    """Show the page anew with what was typed, and why it was refused."""
    db.session.rollback()
    if form is not None and refused.field:
        form.take(refused)
        return factor_page(factor_id, shown), 422
    shown.said = str(FAULTS[refused.fault])
    return factor_page(factor_id, shown), 409


def _to(factor_id: int, anchor: str) -> Response:
    # Where there are so many that they stand on several pages, one comes back to the one it is on.
    which = anchor.removeprefix("indicator-")
    return redirect(
        url_for(
            "quality.factor",
            factor_id=factor_id,
            las=reading_through(),
            visa=which if which.isdigit() else None,
            _anchor=anchor,
        )
    )
