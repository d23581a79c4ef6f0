"""Comparing, trying, putting into use from a day with what it means said first, and carrying over what no longer fits."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.cleaning import clean
from app.db import db
from app.modelling import queries, services, trying
from app.modelling.blueprint import FAULTS, ID, draft_here, modelling, number_sent
from app.modelling.checking import checked, tables_of
from app.modelling.comparing import Comparison
from app.modelling.errors import MEANWHILE, Fault, Refused
from app.modelling.in_force import forget_here
from app.modelling.models import ModelDraft
from app.modelling.routes import tables_in_force
from app.modelling.services import Read
from app.modelling.settling import settle
from app.modelling.uses import Leftover, leftovers, uses
from app.steering.in_force import profile_in_force
from app.steering.routes import reader_language, worded
from app.steering.words import Words
from app.ui.install import day as day_in_words

View = Response | str | tuple[str, int]


def called(name: object, key: str) -> str:
    """Give what something of a model is called in the reader's language; its key where no model known has it."""
    if isinstance(name, Words):
        return name.in_language(reader_language()).singular
    return worded(name) if name is not None else key.replace("_", " ")  # type: ignore[arg-type]


@modelling.get(f"/<{ID}:draft_id>/jamfor")
@requires(May.EDIT_MODEL)
def compare(draft_id: int) -> str:
    """Show what a draft has changed of the model it comes from, or of the one in force."""
    draft = draft_here(draft_id)
    with_force = request.args.get("med") == "gallande"
    other = tables_in_force() if with_force else tables_of(draft.origin_text)
    found = Comparison(other, tables_of(draft.text), reader_language()).sections()
    return render_template(
        "modelling/compare.html",
        draft=draft,
        sections=found,
        with_force=with_force,
        other=worded(profile_in_force().name) if with_force else draft.origin_name,
        number=sum(len(one.things) for one in found),
    )


@modelling.post(f"/<{ID}:draft_id>/prova")
@requires(May.EDIT_MODEL)
def begin_trying(draft_id: int) -> Response:
    """See the product with a draft, alone and without writing."""
    draft = draft_here(draft_id)
    if checked(draft.text).profile is None:
        flash(str(FAULTS[Fault.HAS_MISTAKES]), "problem")
        return redirect(url_for("modelling.draft", draft_id=draft_id))
    trying.begin(draft_id)
    return redirect(url_for("steering.model"))


@modelling.post("/prova/sluta")
@requires(May.EDIT_MODEL)
def stop_trying() -> Response:
    """See the product as everybody else does; who was about to put a draft into use goes on with that."""
    draft_id, on_to = trying.stop(), request.form.get("on_to", type=int)
    if on_to is not None and queries.draft(db.session, on_to) is not None:
        return redirect(url_for("modelling.adopt", draft_id=on_to))
    if draft_id is not None and queries.draft(db.session, draft_id) is not None:
        return redirect(url_for("modelling.draft", draft_id=draft_id))
    return redirect(url_for("modelling.index"))


@modelling.route(f"/<{ID}:draft_id>/ta-i-bruk", methods=["GET", "POST"])
@requires(May.EDIT_MODEL)
def adopt(draft_id: int) -> View:
    """Say what it means to put a draft into use, and do it from the day chosen with what was read."""
    draft = draft_here(draft_id, lock=request.method == "POST")
    if request.method == "GET":
        return _adopt_page(draft, clock.today().isoformat(), "")
    typed, why = clean(request.form.get("from_day", "")), clean(request.form.get("why", ""))
    read = Read(number_sent(request.form.get("expected")), request.form.get("in_force", ""))
    try:
        day = _day(typed)
        services.adopt(db.session, actor_id=acting().person_id, draft=draft, from_day=day, why=why, read=read)
    except Refused as refused:
        db.session.rollback()
        if refused.fault not in MEANWHILE:
            return _adopt_page(draft_here(draft_id), typed, why, refused.fault, read), 422
        forget_here()
        return _adopt_page(draft_here(draft_id), typed, why, refused.fault), 409
    db.session.commit()
    if day > clock.today():
        flash(
            gettext(
                "Modellen gäller från %(day)s. Fram till dess går det att ta tillbaka beslutet.",
                day=day_in_words(day),
            ),
            "done",
        )
        return redirect(url_for("modelling.index"))
    forget_here()
    settle(db.session)
    db.session.commit()
    flash(gettext("Modellen gäller nu, för alla. Det som skrevs förut står kvar."), "done")
    stands = profile_in_force()
    left = any(one.use.carries for one in leftovers(db.session, stands, stands.earlier))
    return redirect(url_for("modelling.carry" if left else "modelling.index"))


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(Fault.NO_DAY) from None


def _adopt_page(
    draft: ModelDraft, typed: str, why: str, fault: Fault | None = None, read: Read | None = None
) -> str:
    """Show what would change; what was `read` goes along until it is told that it has changed."""
    read = read or Read(draft.revision, queries.mark_in_force(db.session, clock.today()))
    outcome, stands = checked(draft.text), profile_in_force()
    left = (
        leftovers(db.session, outcome.profile, (stands, *stands.earlier))
        if outcome.profile is not None
        else []
    )
    changes = Comparison(tables_in_force(), tables_of(draft.text), reader_language()).sections()
    return render_template(
        "modelling/adopt.html",
        draft=draft,
        outcome=outcome,
        left=left,
        called=called,
        open_to=_open_to,
        changes=[(one.section, len(one.things)) for one in changes],
        in_force=worded(stands.name),
        typed=typed,
        why=why,
        read=read,
        wrong=str(FAULTS[fault]) if fault is not None and fault not in MEANWHILE else "",
        meanwhile=str(FAULTS[fault]) if fault in MEANWHILE else "",
    )


def _open_to(one: Leftover, key: str) -> str:
    """Give where those of a key are listed, for who may open it."""
    return one.use.address(key) if one.use.address is not None else ""


@modelling.route(f"/beslut/<{ID}:adoption_id>/ta-tillbaka", methods=["GET", "POST"])
@requires(May.EDIT_MODEL)
def withdraw(adoption_id: int) -> View:
    """Ask, and take back a decision whose day has not come."""
    found = queries.adoption(db.session, adoption_id, lock=request.method == "POST")
    if found is None or found.withdrawn_at is not None:
        abort(404)
    if request.method == "GET":
        return render_template("modelling/withdraw.html", adoption=found)
    try:
        services.withdraw(db.session, actor_id=acting().person_id, adoption=found)
    except Refused as refused:
        db.session.rollback()
        flash(str(FAULTS[refused.fault]), "problem")
        return redirect(url_for("modelling.index"))
    db.session.commit()
    flash(gettext("Beslutet är tillbakataget. Utkastet finns kvar."), "done")
    return redirect(url_for("modelling.index"))


@modelling.route("/for-over", methods=["GET", "POST"])
@requires(May.EDIT_MODEL)
def carry() -> View:
    """Show what goes by the names of earlier models, and give all of a kind the kind chosen instead."""
    stands = profile_in_force()
    if request.method == "GET":
        return _carry_page()
    use, old = uses.get(request.form.get("use", "")), request.form.get("old", "")
    new = request.form.get("new", "")
    if use is None or use.carries is None:
        abort(404)
    if not new:
        return _carry_page((use.key, old)), 422
    has = use.names(stands)
    if new not in has or old in has:
        abort(400)
    name = called(has[new], new)
    number = use.carries(db.session, acting().person_id, old, new)
    db.session.commit()
    flash(
        ngettext(
            "En är överförd till %(name)s. Vad den hette förut står kvar i historiken.",
            "%(num)s är överförda till %(name)s. Vad de hette förut står kvar i historiken.",
            number,
            name=name,
        ),
        "done",
    )
    return redirect(url_for("modelling.carry"))


def _carry_page(wrong: tuple[str, str] = ("", "")) -> str:
    stands = profile_in_force()
    return render_template(
        "modelling/carry.html",
        left=leftovers(db.session, stands, stands.earlier),
        called=called,
        open_to=_open_to,
        wrong=wrong,
        in_force=worded(stands.name),
    )
