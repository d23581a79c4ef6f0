"""Pages of what was heard: the notes by source, unit and year, one of them, and its form."""

from typing import Literal

from flask import abort, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import requires
from app.access.matrix import May
from app.citizens.blueprint import (
    ID,
    Answer,
    asked_number,
    asked_words,
    citizens,
    happened,
    may_write,
    of_register,
    offer_own_units,
    page_number,
    reader,
    unit_asked,
)
from app.citizens.facts import HEARD
from app.citizens.forms import HeardForm
from app.citizens.heard import queries, services
from app.citizens.heard.queries import Wanted
from app.citizens.models import Heard
from app.citizens.queries import standing_at
from app.citizens.saving import Pages, Theirs
from app.citizens.wording import source_called
from app.db import db
from app.documents.pages import Searching
from app.exports.answers import register_file
from app.organisation.forms import number_of
from app.steering.routes import profile_in_force, worded


def _wanted() -> Wanted:
    kalla = request.args.get("kalla", "")[:40]
    return Wanted(asked_words(), kalla, asked_number("enhet"), asked_number("ar"), page_number())


def _asked(wanted: Wanted) -> dict[str, object]:
    return {
        "q": " ".join(wanted.words),
        "kalla": wanted.source_key,
        "enhet": wanted.unit_id,
        "ar": wanted.year,
    }


@citizens.get("/hort")
@requires(May.READ_PLANS)
def heard() -> str:
    """Show what was heard, the latest first, words before figures."""
    who, wanted = reader(), _wanted()
    found = queries.register(db.session, who, wanted)
    sources = profile_in_force().all_feedback_sources()
    return render_template(
        "citizens/heard.html",
        **of_register("citizens.heard", found, _asked(wanted)),
        sources=[(one.key, worded(one.name)) for one in sources],
        explained=[(worded(one.name), worded(one.explanation)) for one in sources if one.explanation],
        years=[(year, str(year)) for year in queries.years(db.session, who)],
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
    return PAGES.save_new(
        form,
        lambda: services.note_heard(
            db.session,
            reader=reader(),
            unit_id=form.responsible_unit.data or 0,
            said=form.said(source_called(str(form.source_key.data))),
        ),
        ask=lambda: _ask(form, searching=searching),
        done=gettext("Sparat."),
        undo="citizens.strike_heard",
    )


def _offer_sources(form: HeardForm, one: Heard | None = None) -> None:
    known = [(source.key, worded(source.name)) for source in profile_in_force().feedback_sources]
    if one is not None and one.source_key not in {key for key, _ in known}:
        known.append((one.source_key, source_called(one.source_key, one.called)))
    form.source_key.choices = known


def _ask(
    form: HeardForm,
    one: Heard | None = None,
    theirs: Theirs | None = None,
    *,
    searching: Searching | None = None,
) -> str:
    return render_template(
        "citizens/heard_form.html", form=form, one=one, theirs=theirs, searching=searching or {}
    )


@citizens.get(f"/hort/<{ID}:heard_id>")
@requires(May.READ_PLANS)
def heard_one(heard_id: int) -> str:
    """Show what was heard, and what is done about it."""
    return _page(heard_id)


def _page(number: int, said: str = "") -> str:
    one = PAGES.open(number)
    return render_template(
        "citizens/heard_one.html",
        one=one,
        writes=standing_at(db.session, reader(), one.unit_id).writes,
        happened=happened((HEARD, one.id)),
        said=said,
    )


PAGES = Pages(queries.one_note, "citizens.heard_one", "heard_id", _page)


@citizens.route(f"/hort/<{ID}:heard_id>/andra", methods=["GET", "POST"])
@requires(May.WRITE_PLANS)
def change_heard(heard_id: int) -> Answer:
    """Put right, or say further, what was heard."""
    one = PAGES.open_to_change(heard_id)
    if one.struck_at is not None:
        return PAGES.to(heard_id)
    form = _form_of(one, HeardForm() if request.method == "POST" else None)
    return PAGES.save_change(
        form,
        one,
        lambda: services.change(
            db.session,
            reader=reader(),
            one=one,
            said=form.said(source_called(str(form.source_key.data), one.called)),
            revision=number_of(form.revision),
        ),
        ask=lambda found, theirs: _ask(form, found, theirs),
        as_it_stands=_form_of,
    )


def _form_of(one: Heard, sent: HeardForm | None = None) -> HeardForm:
    """Give the form to change a note with, as it stands or as it was `sent`; the unit stays the same."""
    form = sent or HeardForm.of(one)
    _offer_sources(form, one)
    del form.responsible_unit
    return form


@citizens.post(f"/hort/<{ID}:heard_id>/stryk")
@requires(May.WRITE_PLANS)
def strike_heard(heard_id: int) -> Answer:
    """Strike a note that was made by mistake."""
    done = gettext("Struket. Bara ni som skriver ser det nu.")
    return PAGES.step(heard_id, services.strike, done, undo="citizens.restore_heard", kind="plain")


@citizens.post(f"/hort/<{ID}:heard_id>/aterta")
@requires(May.WRITE_PLANS)
def restore_heard(heard_id: int) -> Answer:
    """Let a struck note stand again."""
    return PAGES.step(heard_id, services.restore, gettext("Det står kvar igen."))
