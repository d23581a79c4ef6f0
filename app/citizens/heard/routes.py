"""Pages of what was heard: the notes by source, unit and year, one of them, and its form."""

from typing import Literal

from flask import abort, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import requires
from app.access.matrix import May
from app.citizens.blueprint import (
    ID,
    Answer,
    address,
    asked_number,
    asked_words,
    citizens,
    happened,
    kept,
    may_write,
    offer_own_units,
    page_number,
    reader,
    unit_asked,
    unit_choices,
)
from app.citizens.errors import ChangedMeanwhile, NotYours, Refused
from app.citizens.facts import HEARD
from app.citizens.forms import HeardForm, number_of
from app.citizens.heard import queries, services
from app.citizens.heard.queries import Wanted
from app.citizens.models import Heard
from app.citizens.queries import PAGE, standing_at
from app.citizens.wording import FAULTS, source_called
from app.db import db
from app.documents.pages import now_stands, wants_to_save
from app.exports.answers import register_file
from app.steering.routes import profile_in_force, worded
from app.ui.addresses import url_for
from app.ui.notices import tell


def _asked() -> dict[str, object]:
    return {
        "q": " ".join(asked_words()),
        "kalla": request.args.get("kalla", "")[:40],
        "enhet": asked_number("enhet"),
        "ar": asked_number("ar"),
    }


def _wanted() -> Wanted:
    kalla = request.args.get("kalla", "")[:40]
    return Wanted(asked_words(), kalla, asked_number("enhet"), asked_number("ar"), page_number())


@citizens.get("/hort")
@requires(May.READ_PLANS)
def heard() -> str:
    """Show what was heard, the latest first, words before figures."""
    who, asked = reader(), _asked()
    found = queries.register(db.session, who, _wanted())
    sources = profile_in_force().all_feedback_sources()
    return render_template(
        "citizens/heard.html",
        found=found,
        sources=[(one.key, worded(one.name)) for one in sources],
        explained=[(worded(one.name), worded(one.explanation)) for one in sources if one.explanation],
        years=[(year, str(year)) for year in queries.years(db.session, who)],
        asked=asked,
        in_use=bool(kept(asked)),
        same_address=kept(asked),
        first=(found.page - 1) * PAGE + 1,
        units=unit_choices(),
        page_address=lambda page: address("citizens.heard", asked, sida=page if page > 1 else None),
        may_write=may_write() and bool(profile_in_force().feedback_sources),
    )


@citizens.get("/hort.<any(csv, xlsx):sort>")
@requires(May.READ_PLANS)
def heard_file(sort: Literal["csv", "xlsx"]) -> Response:
    """Send what was heard as a spreadsheet, with the filters of the page."""
    found = queries.register(db.session, reader(), _wanted(), whole=True)
    head = [
        *(gettext("Vad vi hörde"), gettext("Var"), gettext("Enhet"), gettext("År"), gettext("När på året")),
        *(gettext("Antal"), gettext("Siffror"), gettext("Vad vi gör åt det"), gettext("Publicerat")),
    ]
    rows = [
        (
            *(one.said, source_called(one.source_key, one.called), one.unit.name, one.year, one.period),
            *(one.how_many, one.figures, one.we_do, one.link),
        )
        for one in found.rows
    ]
    return register_file(sort, gettext("Det vi har hört"), head, rows)


@citizens.route("/hort/ny", methods=["GET", "POST"])
@requires(May.WRITE_PLANS)
def new_heard() -> Answer:
    """Note what was heard in a unit one writes for."""
    unit_id = unit_asked()
    if not profile_in_force().feedback_sources or unit_id is None:
        abort(404)
    form = (
        HeardForm()
        if request.method == "POST"
        else HeardForm(formdata=None, responsible_unit=unit_id, year=clock.today().year)
    )
    searching = offer_own_units(form)
    _offer_sources(form)
    if not wants_to_save():
        return _ask(form, searching=searching)
    if not form.validate():
        return _ask(form, searching=searching), 422
    try:
        made = services.note_heard(
            db.session,
            reader=reader(),
            unit_id=form.responsible_unit.data or 0,
            said=form.said(source_called(str(form.source_key.data))),
        )
    except NotYours:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return _ask(form, searching=searching), 422
    number = made.id
    db.session.commit()
    tell(gettext("Sparat."), undo=url_for("citizens.strike_heard", heard_id=number))
    return _to(number)


def _offer_sources(form: HeardForm, one: Heard | None = None) -> None:
    known = [(source.key, worded(source.name)) for source in profile_in_force().feedback_sources]
    if one is not None and one.source_key not in {key for key, _ in known}:
        known.append((one.source_key, source_called(one.source_key, one.called)))
    form.source_key.choices = known


def _ask(
    form: HeardForm,
    one: Heard | None = None,
    *,
    searching: dict[str, tuple[str, str]] | None = None,
    theirs: list[tuple[str, str]] | None = None,
) -> str:
    return render_template(
        "citizens/heard_form.html", form=form, one=one, theirs=theirs, searching=searching or {}
    )


def _open(number: int, *, to_write: bool = False) -> Heard:
    found = queries.one_note(db.session, reader(), number, to_write=to_write)
    if found is None:
        abort(404)
    return found


@citizens.get(f"/hort/<{ID}:heard_id>")
@requires(May.READ_PLANS)
def heard_one(heard_id: int) -> str:
    """Show what was heard, and what is done about it."""
    return _page(heard_id)


def _page(number: int, said: str = "") -> str:
    one = _open(number)
    return render_template(
        "citizens/heard_one.html",
        one=one,
        writes=standing_at(db.session, reader(), one.unit_id).writes,
        happened=happened((HEARD, one.id)),
        said=said,
    )


@citizens.route(f"/hort/<{ID}:heard_id>/andra", methods=["GET", "POST"])
@requires(May.WRITE_PLANS)
def change_heard(heard_id: int) -> Answer:
    """Put right, or say further, what was heard."""
    one = _open(heard_id, to_write=request.method == "POST")
    if not standing_at(db.session, reader(), one.unit_id).writes:
        abort(404)
    if one.struck_at is not None:
        return _to(heard_id)
    form = HeardForm() if request.method == "POST" else HeardForm.of(one)
    _offer_sources(form, one)
    del form.responsible_unit
    if request.method != "POST":
        return _ask(form, one)
    if not form.validate():
        return _ask(form, one), 422
    called = source_called(str(form.source_key.data), one.called)
    try:
        services.change(
            db.session, reader=reader(), one=one, said=form.said(called), revision=number_of(form.revision)
        )
    except ChangedMeanwhile:
        db.session.rollback()
        one = _open(heard_id)
        standing = HeardForm.of(one)
        del standing.responsible_unit
        _offer_sources(standing, one)
        form.revision.data = str(one.revision)
        return _ask(form, one, theirs=now_stands(form, standing)), 409
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return _ask(form, _open(heard_id)), 422
    db.session.commit()
    tell(gettext("Sparat."))
    return _to(heard_id)


@citizens.post(f"/hort/<{ID}:heard_id>/stryk")
@requires(May.WRITE_PLANS)
def strike_heard(heard_id: int) -> Answer:
    """Strike a note that was made by mistake."""
    return _step(heard_id, strike=True)


@citizens.post(f"/hort/<{ID}:heard_id>/aterta")
@requires(May.WRITE_PLANS)
def restore_heard(heard_id: int) -> Answer:
    """Let a struck note stand again."""
    return _step(heard_id, strike=False)


def _step(number: int, *, strike: bool) -> Answer:
    one = _open(number, to_write=True)
    try:
        (services.strike if strike else services.restore)(db.session, reader=reader(), one=one)
    except NotYours:
        db.session.rollback()
        abort(404)
    except Refused as refused:
        db.session.rollback()
        return _page(number, str(FAULTS[refused.fault])), 409
    db.session.commit()
    if strike:
        tell(
            gettext("Struket. Bara ni som skriver ser det nu."),
            "plain",
            undo=url_for("citizens.restore_heard", heard_id=number),
        )
    else:
        tell(gettext("Det står kvar igen."))
    return _to(number)


def _to(number: int) -> Response:
    return redirect(url_for("citizens.heard_one", heard_id=number))
