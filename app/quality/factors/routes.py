"""Pages of factors: read, write, order, establish, review, open again, end."""

from collections.abc import Callable
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation.around import around
from app.organisation.asking import number_or_none
from app.organisation.models import Person
from app.organisation.tree import line_up
from app.quality.blueprint import (
    ID,
    Opened,
    factor_to_write,
    home_unit,
    place_groups,
    quality,
    unit_to_write,
)
from app.quality.errors import ChangedMeanwhile, NotYet, NotYours, Refused
from app.quality.factors import services
from app.quality.factors.forms import EndForm, FactorForm, ReviewForm
from app.quality.factors.models import Factor, Reach
from app.quality.factors.page import Open, checklist, factor_page, has_units_below, see
from app.quality.factors.reading import as_established
from app.quality.factors.rules import FIRST_YEAR, LAST_YEAR, is_open, may_change_reach
from app.quality.factors.why_routes import KeptWhy, keep_why
from app.quality.facts import EDITION
from app.quality.forms import revision_of
from app.quality.wording import FAULTS
from app.records.models import Signature
from app.records.queries import versions_of
from app.steering.routes import profile_in_force
from app.ui.notices import tell
from app.writing.answering import Answer as SaveAnswer
from app.writing.answering import reading_through

Answer = str | Response | tuple[str, int]


@quality.get("/faktor/ny")
@requires(May.WRITE_QUALITY)
def new_factor() -> str:
    """Begin a factor in a unit one writes for."""
    wanted = number_or_none(request.args.get("enhet"))
    opened = unit_to_write(wanted if wanted is not None else home_unit())
    return _new_page(opened, _asked_of(opened, FactorForm(formdata=None)))


def _asked_of(opened: Opened, form: FactorForm) -> FactorForm:
    """Take away the question a unit with nothing below it has no answer to."""
    if not has_units_below(opened.unit.id):
        del form.reach
    return form


def _new_page(opened: Opened, form: FactorForm) -> str:
    return render_template(
        "quality/factors/new.html",
        unit=opened.unit,
        form=form,
        year=clock.today().year,
        line=line_up(db.session, opened.unit.id, clock.today()),
        near=around(db.session, opened.unit.id, clock.today()),
        place=place_groups(opened.unit, clock.today().year),
        checklist=checklist("quality_factor"),
    )


@quality.post("/faktor/ny")
@requires(May.WRITE_QUALITY)
def create_factor() -> Answer:
    """Make the draft; only in a unit one writes for."""
    unit_id = number_or_none(request.form.get("unit"))
    opened = unit_to_write(unit_id)
    form = _asked_of(opened, FactorForm())
    if not form.validate():
        return _new_page(opened, form), 422
    wanted = services.Wanted(
        form.title.data or "",
        form.why.data or "",
        (form.reach.data or Reach.UNIT) if "reach" in form else Reach.UNIT,
    )
    try:
        factor = services.create_factor(
            db.session, actor_id=acting().person_id, unit_id=opened.unit.id, wanted=wanted
        )
    except NotYours:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return _new_page(unit_to_write(unit_id), form), 422
    factor_id = factor.id
    db.session.commit()
    tell(gettext("Sparat som utkast. Bara ni som skriver enhetens kvalitet ser det än."))
    return redirect(url_for("quality.factor", factor_id=factor_id))


@quality.get(f"/faktor/<{ID}:factor_id>")
@requires(May.READ_QUALITY)
def factor(factor_id: int) -> str:
    """Show a factor; with `?andra=` a part of it opened for changes where it stands, with `?las=` to change what is beside
    its words without writing them.
    """
    what, _, number = request.args.get("andra", "").partition("-")
    opened = Open()
    if what == "rubrik":
        seen = see(factor_id)
        if seen.writes and is_open(seen.factor):
            opened.factor = _form_of(seen.factor)
    elif what == "indikator":
        opened.indicator_id = number_or_none(number)
    elif what == "avsluta":
        opened.end = EndForm(formdata=None)
    return factor_page(factor_id, opened)


def _form_of(factor: Factor) -> FactorForm:
    form = FactorForm.of(factor)
    return _only_what_can_change(form, factor)


def _only_what_can_change(form: FactorForm, factor: Factor) -> FactorForm:
    if not may_change_reach(factor) or not has_units_below(factor.unit_id):
        del form.reach
    return form


@quality.post(f"/faktor/<{ID}:factor_id>/andra")
@requires(May.WRITE_QUALITY)
def change_factor(factor_id: int) -> Answer:
    """Change what a factor is called and for whom it is."""
    factor = factor_to_write(factor_id)
    form = _only_what_can_change(FactorForm(), factor)
    if not form.validate():
        return factor_page(factor_id, Open(factor=form)), 422
    reach = form.reach.data if "reach" in form and form.reach.data else factor.reach
    try:
        services.change_factor(
            db.session,
            actor_id=acting().person_id,
            factor=factor,
            title=form.title.data or "",
            reach=reach,
            revision=revision_of(form.revision.data),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        form.revision.data = str(factor_to_write(factor_id).revision)
        return factor_page(factor_id, Open(factor=form, changed_meanwhile="factor")), 409
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        said = "" if refused.field else str(FAULTS[refused.fault])
        return factor_page(factor_id, Open(factor=form, said=said)), 422
    db.session.commit()
    tell(gettext("Sparat."))
    return _to(factor_id)


Step = Callable[[Factor], None]


def _take(factor_id: int, step: Step, told: str, undo: str | None = None, anchor: str = "") -> Answer:
    factor = factor_to_write(factor_id)
    try:
        step(factor)
    except NotYet as lacking:
        db.session.rollback()
        return factor_page(factor_id, Open(missing=tuple(lacking.missing))), 422
    except ChangedMeanwhile:
        db.session.rollback()
        said = gettext(
            "Faktorn har ändrats sedan du läste den. Inget är fastställt. Läs igenom den så som den står nu."
        )
        return factor_page(factor_id, Open(said=said)), 409
    except Refused as refused:
        db.session.rollback()
        return factor_page(factor_id, Open(said=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(told, undo=undo)
    return _to(factor_id, anchor)


@quality.post(f"/faktor/<{ID}:factor_id>/flytta")
@requires(May.WRITE_QUALITY)
def move_factor(factor_id: int) -> Answer:
    """Put a factor a step up or down on its unit's page."""
    seen = see(factor_id)
    if not seen.writes:
        abort(404)
    unit_id = seen.factor.unit_id
    try:
        services.move(
            db.session,
            actor_id=acting().person_id,
            unit_id=unit_id,
            factor_id=factor_id,
            up=request.form.get("hall") == "upp",
        )
    except Refused as refused:
        db.session.rollback()
        return factor_page(factor_id, Open(said=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    return redirect(url_for("quality.unit", enhet=unit_id, _anchor=f"factor-{factor_id}"))


@quality.post(f"/faktor/<{ID}:factor_id>/faststall")
@requires(May.WRITE_QUALITY)
def establish_factor(factor_id: int) -> SaveAnswer:
    """Lock the factor as a version, with the words on why as they were typed, or say exactly what it lacks."""
    expected = request.form.get("expected", type=int) or 0
    if "text" in request.form:
        kept = keep_why(factor_id)
        if not isinstance(kept, KeptWhy):
            return kept
        before, after = kept.read_on or (None, 0)
        expected = after if expected == before else expected
    return _take(
        factor_id,
        lambda factor: services.establish(
            db.session,
            actor_id=acting().person_id,
            factor=factor,
            profile=profile_in_force(),
            expected=expected,
        ),
        gettext("Fastställd. Versionen är låst, och det som ska mätas når den som mäter."),
    )


@quality.post(f"/faktor/<{ID}:factor_id>/oppna-igen")
@requires(May.WRITE_QUALITY)
def reopen_factor(factor_id: int) -> Answer:
    """Open an established factor for a new version."""
    return _take(
        factor_id,
        lambda factor: services.reopen(db.session, actor_id=acting().person_id, factor=factor),
        gettext("Öppnad för en ny version. Till dess läser andra den som är fastställd."),
    )


@quality.post(f"/faktor/<{ID}:factor_id>/avsluta")
@requires(May.WRITE_QUALITY)
def end_factor(factor_id: int) -> Answer:
    """End a factor with words on why it is no longer decisive."""
    factor, form = factor_to_write(factor_id), EndForm()
    if not form.validate():
        return factor_page(factor_id, Open(end=form)), 422
    try:
        services.end(db.session, actor_id=acting().person_id, factor=factor, words=form.words.data or "")
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        if refused.field:
            return factor_page(factor_id, Open(end=form)), 422
        return factor_page(factor_id, Open(end=form, said=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(
        gettext("Avslutad. Den står kvar för den som vill se tillbaka."),
        undo=url_for("quality.resume_factor", factor_id=factor_id),
    )
    return _to(factor_id)


@quality.post(f"/faktor/<{ID}:factor_id>/fortsatt")
@requires(May.WRITE_QUALITY)
def resume_factor(factor_id: int) -> Answer:
    """Undo an ending."""
    return _take(
        factor_id,
        lambda factor: services.resume(db.session, actor_id=acting().person_id, factor=factor),
        gettext("Faktorn gäller igen."),
    )


@quality.post(f"/faktor/<{ID}:factor_id>/slang")
@requires(May.WRITE_QUALITY)
def discard_factor(factor_id: int) -> SaveAnswer:
    """Throw a draft away, with the words on why as they were typed and a way back in the same notice."""
    if "text" in request.form:
        kept = keep_why(factor_id)
        if not isinstance(kept, KeptWhy):
            return kept
    factor = factor_to_write(factor_id)
    unit_id = factor.unit_id
    try:
        services.discard(db.session, actor_id=acting().person_id, factor=factor)
    except Refused as refused:
        db.session.rollback()
        return factor_page(factor_id, Open(said=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(gettext("Utkastet är slängt."), undo=url_for("quality.restore_factor", factor_id=factor_id))
    return redirect(url_for("quality.unit", enhet=unit_id))


@quality.post(f"/faktor/<{ID}:factor_id>/angra-slang")
@requires(May.WRITE_QUALITY)
def restore_factor(factor_id: int) -> Answer:
    """Take a draft back that was thrown away."""
    return _take(
        factor_id,
        lambda factor: services.restore(db.session, actor_id=acting().person_id, factor=factor),
        gettext("Utkastet är tillbaka."),
    )


@quality.post(f"/faktor/<{ID}:factor_id>/genomgang")
@requires(May.WRITE_QUALITY)
def review_factor(factor_id: int) -> Answer:
    """Say that a factor still holds this year, in words."""
    factor, form = factor_to_write(factor_id), ReviewForm()
    year = number_or_none(request.form.get("ar")) or clock.today().year
    if not form.validate():
        return factor_page(factor_id, Open(review=form)), 422
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(400)
    try:
        made = services.review(
            db.session, actor_id=acting().person_id, factor=factor, year=year, words=form.words.data or ""
        )
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        if refused.field:
            return factor_page(factor_id, Open(review=form)), 422
        return factor_page(factor_id, Open(review=form, said=str(FAULTS[refused.fault]))), 409
    undo = url_for("quality.undo_review", factor_id=factor_id, review_id=made.id)
    db.session.commit()
    tell(gettext("Noterat att den gäller för %(year)s.", year=year), undo=undo)
    return _to(factor_id, "review")


@quality.post(f"/faktor/<{ID}:factor_id>/genomgang/<{ID}:review_id>/angra")
@requires(May.WRITE_QUALITY)
def undo_review(factor_id: int, review_id: int) -> Answer:
    """Take a review back."""
    factor = factor_to_write(factor_id)
    made = next((one for one in factor.reviews if one.id == review_id), None)
    if made is None:
        abort(404)
    try:
        services.undo_review(db.session, actor_id=acting().person_id, made=made)
    except Refused as refused:
        db.session.rollback()
        return factor_page(factor_id, Open(said=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(gettext("Genomgången är borttagen."))
    return _to(factor_id, "review")


@quality.get(f"/faktor/<{ID}:factor_id>/version/<{ID}:number>")
@requires(May.READ_QUALITY)
def factor_version(factor_id: int, number: int) -> str:
    """Show an established version of a factor, as it was locked."""
    seen = see(factor_id)
    versions = versions_of(db.session, EDITION, factor_id)
    edition = next((one for one in versions if one.number == number), None)
    if edition is None:
        abort(404)
    return render_template(
        "quality/factors/version.html",
        factor=seen.factor,
        view=as_established(seen.factor, edition),
        edition=edition,
        versions=versions,
        signers=_signers(edition.signatures),
        line=line_up(db.session, seen.factor.unit_id, clock.today()),
        near=around(db.session, seen.factor.unit_id, clock.today()),
        year=clock.today().year,
        opens_unit=seen.read.standing.any,
    )


def _signers(signatures: list[Signature]) -> list[tuple[str, datetime]]:
    return [(db.session.get_one(Person, one.person_id).name, one.signed_at) for one in signatures]


def _to(factor_id: int, anchor: str = "") -> Response:
    return redirect(
        url_for("quality.factor", factor_id=factor_id, las=reading_through(), _anchor=anchor or None)
    )
