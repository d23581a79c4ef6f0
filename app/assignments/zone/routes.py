"""The pages of questions in the golden zone: ask, write one's own picture, read both, write the shared one, settle it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.assignments import telling
from app.assignments.blueprint import ID, revision_of, zone
from app.assignments.errors import ChangedMeanwhile, NotYours, Refused
from app.assignments.facts import QUESTION
from app.assignments.forms import AskForm, PictureForm, SharedForm
from app.assignments.models import Side, ZoneState
from app.assignments.queries import giving
from app.assignments.wording import FAULTS, ZONE_STATES
from app.assignments.zone import queries, rules, services
from app.assignments.zone.queries import Asked
from app.assignments.zone.subjects import Two
from app.cleaning import clean
from app.db import db
from app.passages.subjects import Ref, Subject, subjects
from app.records.queries import readings_of
from app.records.reading_log import log_reading
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.notices import tell

View = str | Response | tuple[str, int]
KIND = "any(assignment, goal)"


@dataclass(slots=True)
class Open:
    """The forms on the page that hold something typed."""

    picture: PictureForm | None = None
    shared: SharedForm | None = None
    said: str = ""
    changed_meanwhile: bool = False
    writing: bool = False


@zone.route(f"/om/<{KIND}:kind>/<{ID}:about_id>", methods=["GET", "POST"])
@requires(May.READ_ASSIGNMENTS)
def about(kind: str, about_id: int) -> View:
    """Show the questions about an assignment or a goal, and let one of the two it lies between ask another."""
    ref = Ref(kind, about_id)
    subject = subjects.named(db.session, acting(), [ref]).get(ref)
    profile = profile_in_force()
    if subject is None or not profile.ever("golden_zone"):
        abort(404)
    two = services.asks(db.session, acting(), ref) if profile.rules.golden_zone else None
    form = AskForm()
    if request.method == "POST":
        if two is None:
            abort(404)
        if form.validate():
            try:
                return _ask(ref, form)
            except Refused as refused:
                db.session.rollback()
                form.take(refused.faults)
            except NotYours:
                abort(404)
    return _about_page(subject, two, form), 422 if form.errors else 200


def _ask(ref: Ref, form: AskForm) -> Response:
    made = services.ask(db.session, actor=acting(), ref=ref, words=form.question.data or "")
    side = Side(made.asked_by_side)
    telling.tell_of_question(db.session, made, "asked", [side.other], acting())
    number = made.id
    db.session.commit()
    tell(gettext("Frågan är ställd. Skriv din egen bild; den andra gör detsamma."))
    return redirect(url_for("zone.question", question_id=number), 303)


def _about_page(subject: Subject, two: Two | None, form: AskForm) -> str:
    found = queries.questions_about(db.session, acting(), clock.today(), subject.ref)
    held = (
        giving.holders(db.session, {two.giver_unit_id, two.taker_unit_id}, clock.today())
        if two is not None
        else {}
    )
    return render_template(
        "zone/about.html",
        subject=subject,
        label=subjects.label(subject.kind),
        questions=found,
        form=form,
        may_ask=two is not None and not rules.any_unsettled(found),
        names=[holder.name for holders in held.values() for holder in holders],
    )


@zone.get(f"/<{ID}:question_id>/")
@requires(May.READ_ASSIGNMENTS)
def question(question_id: int) -> str:
    """Show a question to one of the two, or what both settled and released to those who read what it is about."""
    asked = _asked(question_id)
    if not asked.sides:
        log_reading(QUESTION, question_id, "record")
    return _page(asked, Open(writing=request.args.get("andra") == "gemensam"))


def _asked(question_id: int, *, lock: bool = False) -> Asked:
    found = queries.question(db.session, acting(), clock.today(), question_id, lock=lock)
    if found is None:
        abort(404)
    return found


def _page(asked: Asked, open_: Open) -> str:
    one, side = asked.question, _side(asked)
    ref = Ref(one.subject_kind, one.subject_id)
    me = acting().person_id
    mine = rules.picture_of(one, side) if side is not None else None
    own = rules.readable_picture(one, side, asked.sides, me) if side is not None else None
    if side is not None and open_.picture is None and rules.may_write_picture(one, side):
        open_.picture = PictureForm(
            formdata=None,
            owner=own.owner if own else "",
            text=own.text if own else "",
            seen=rules.mark_of(own),
        )
    if (
        side is not None
        and open_.shared is None
        and one.state == ZoneState.OPEN
        and (open_.writing or not one.shared)
    ):
        open_.shared = SharedForm(
            formdata=None,
            shared=one.shared,
            shared_owner=one.owner,
            released=one.released,
            revision=str(one.revision),
        )
    held = giving.holders(db.session, {one.giver_unit_id, one.taker_unit_id}, clock.today())
    return render_template(
        "zone/question.html",
        one=one,
        subject=subjects.named(db.session, acting(), [ref]).get(ref),
        label=subjects.label(one.subject_kind),
        side=side,
        Side=Side,
        mine=mine,
        own=own,
        mine_is_anothers=mine is not None and mine.person_id != me and mine.shared_at is None,
        theirs=rules.picture_of(one, side.other) if side is not None else None,
        pictures={each: rules.readable_picture(one, each, asked.sides, me) for each in Side}
        if rules.pictures_open(one) and asked.sides
        else {},
        verdict=rules.verdict(one) if asked.sides else None,
        stands={each: rules.stands_behind(one, each) for each in Side},
        holders={
            Side.GIVER: [holder.name for holder in held.get(one.giver_unit_id, [])],
            Side.TAKER: [one.taker_person.name]
            if one.taker_person is not None
            else [holder.name for holder in held.get(one.taker_unit_id, [])],
        },
        line=[
            (state, ZONE_STATES[state]) for state in (ZoneState.WRITING, ZoneState.OPEN, ZoneState.SETTLED)
        ],
        opened=open_,
        readings=readings_of(db.session, QUESTION, one.id) if asked.sides and one.released else [],
    )


def _side(asked: Asked) -> Side | None:
    """Give the side one speaks for: the giving one where somebody holds both, unless the form says the other.

    A form of when one spoke for the other side takes no step for this one: 409, with what was typed in it.
    """
    wished = request.form.get("side") or request.args.get("sida", "")
    if wished in set(Side) and Side(wished) in asked.sides:
        return Side(wished)
    if asked.sides and "side" in request.form:
        abort(409)
    return next((side for side in Side if side in asked.sides), None)


def _two(question_id: int) -> tuple[Asked, Side]:
    """Give a question held for a change, and the side one speaks for; 404 for everybody but the two."""
    asked = _asked(question_id, lock=True)
    side = _side(asked)
    if side is None:
        abort(404)
    return asked, side


@zone.post(f"/<{ID}:question_id>/bild")
@requires(May.WRITE_ASSIGNMENTS)
def write_picture(question_id: int) -> View:
    """Save one's own picture, and share it where that was the wish."""
    (asked, side), form = _two(question_id), PictureForm()
    if not rules.may_write_picture(asked.question, side):
        mine = rules.picture_of(asked.question, side)
        own = mine.text if mine is not None and mine.person_id == acting().person_id else ""
        if _is_new(form.text.data, own):
            return _given_back(question_id, form.text.data or "")
    if not form.validate():
        return _page(asked, Open(picture=form)), 422
    share = request.form.get("do") == "share"
    try:
        written = services.write_picture(
            db.session,
            actor=acting(),
            question=asked.question,
            side=side,
            text=form.text.data or "",
            owner=form.owner.data or "",
            seen=form.seen.data,
        )
        # What is written can be written on, also where it cannot be shared.
        form.seen.data = rules.mark_of(written)
        # What is missing to share it is said with what was typed kept.
        db.session.commit()
        if share:
            services.share_picture(db.session, actor=acting(), question=asked.question, side=side)
            if asked.question.state == ZoneState.OPEN:
                telling.tell_of_question(db.session, asked.question, "opened", [side.other], acting())
            db.session.commit()
    except ChangedMeanwhile:
        db.session.rollback()
        asked = _asked(question_id)
        form.seen.data = rules.mark_of(rules.picture_of(asked.question, side))
        return _page(asked, Open(picture=form, changed_meanwhile=True)), 409
    except Refused as refused:
        db.session.rollback()
        form.take(refused.faults)
        return _page(_asked(question_id), Open(picture=form, said=_said(refused))), 422
    except NotYours:
        db.session.rollback()
        abort(404)
    if share:
        tell(gettext("Din bild är delad. När båda har delat läser ni varandras."))
    else:
        tell(gettext("Sparat. Bara du läser det."))
    return redirect(url_for("zone.question", question_id=question_id), 303)


def _said(refused: Refused) -> str:
    return str(FAULTS[refused.faults[""]]) if "" in refused.faults else ""


def _is_new(typed: str | None, stands: str) -> bool:
    """Tell whether something was typed that does not stand there already; who presses twice has typed nothing new."""
    return bool(typed and typed.strip()) and clean(typed) != clean(stands)


def _given_back(question_id: int, typed: str) -> tuple[str, int]:
    """Give back what was typed where the question has moved on meanwhile: its page has no field for it any more."""
    page = render_template(
        "components/refused.html",
        message=gettext("Frågan har gått vidare sedan du öppnade sidan, så det du skrev är inte sparat."),
        text=typed,
        way_back=url_for("zone.question", question_id=question_id),
    )
    return page, 422


@zone.post(f"/<{ID}:question_id>/gemensam")
@requires(May.WRITE_ASSIGNMENTS)
def write_shared(question_id: int) -> View:
    """Save the shared picture."""
    (asked, side), form = _two(question_id), SharedForm()
    if asked.question.state != ZoneState.OPEN and _is_new(form.shared.data, asked.question.shared):
        return _given_back(question_id, form.shared.data or "")
    if not form.validate():
        return _page(asked, Open(shared=form)), 422
    try:
        services.write_shared(
            db.session,
            actor=acting(),
            question=asked.question,
            side=side,
            text=form.shared.data or "",
            owner=form.shared_owner.data or "",
            released=bool(form.released.data),
            revision=revision_of(form.revision.data),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        asked = _asked(question_id)
        form.revision.data = str(asked.question.revision)
        return _page(asked, Open(shared=form, changed_meanwhile=True)), 409
    except Refused as refused:
        db.session.rollback()
        form.take(refused.faults)
        return _page(_asked(question_id), Open(shared=form, said=_said(refused))), 422
    db.session.commit()
    tell(gettext("Sparat. Ni läser båda samma text, och kan ändra den tills båda har fastställt."))
    return redirect(url_for("zone.question", question_id=question_id), 303)


Change = Callable[[Asked, Side], str]
"""Changes a question and gives what is said when it is done."""


def _change(question_id: int, change: Change, undo: str | None = None) -> View:
    asked, side = _two(question_id)
    try:
        said = change(asked, side)
    except (Refused, ChangedMeanwhile) as refused:
        db.session.rollback()
        words = (
            _said(refused)
            if isinstance(refused, Refused)
            else gettext(
                "Texten har ändrats sedan du läste den. Inget är fastställt: läs den som den står nu."
            )
        )
        return _page(_asked(question_id), Open(said=words)), 409
    db.session.commit()
    tell(said, undo=undo)
    return redirect(url_for("zone.question", question_id=question_id), 303)


@zone.post(f"/<{ID}:question_id>/angra-delning")
@requires(May.WRITE_ASSIGNMENTS)
def unshare(question_id: int) -> View:
    """Take one's sharing back."""

    def change(asked: Asked, side: Side) -> str:
        services.unshare_picture(db.session, actor=acting(), question=asked.question, side=side)
        return gettext("Din bild är inte delad längre.")

    return _change(question_id, change)


@zone.post(f"/<{ID}:question_id>/ta-over")
@requires(May.WRITE_ASSIGNMENTS)
def take_over(question_id: int) -> View:
    """Begin one's side's picture anew in place of somebody who began it."""

    def change(asked: Asked, side: Side) -> str:
        services.take_over(db.session, actor=acting(), question=asked.question, side=side)
        return gettext("Bilden är din att skriva. Det som stod där läser ingen.")

    return _change(question_id, change)


@zone.post(f"/<{ID}:question_id>/faststall")
@requires(May.WRITE_ASSIGNMENTS)
def consent(question_id: int) -> View:
    """Stand behind the shared picture as it was read."""

    def change(asked: Asked, side: Side) -> str:
        one = asked.question
        settled = services.consent(
            db.session,
            actor=acting(),
            question=one,
            side=side,
            revision=revision_of(request.form.get("revision")),
        )
        telling.tell_of_question(
            db.session, one, "settled" if settled else "consented", [side.other], acting()
        )
        if settled:
            return gettext("Fastställd av er båda. Texten är låst.")
        return gettext("Du står bakom texten. Nu är det den andras tur.")

    return _change(question_id, change)


@zone.post(f"/<{ID}:question_id>/angra-faststallande")
@requires(May.WRITE_ASSIGNMENTS)
def take_back_consent(question_id: int) -> View:
    """Take one's consent back."""

    def change(asked: Asked, side: Side) -> str:
        services.take_back_consent(db.session, actor=acting(), question=asked.question, side=side)
        return gettext("Ditt fastställande är tillbakataget.")

    return _change(question_id, change)


@zone.post(f"/<{ID}:question_id>/lagg-undan")
@requires(May.WRITE_ASSIGNMENTS)
def put_aside(question_id: int) -> View:
    """Put a question aside."""

    def change(asked: Asked, side: Side) -> str:
        services.put_aside(db.session, actor=acting(), question=asked.question, side=side)
        return gettext("Frågan är lagd åt sidan.")

    return _change(question_id, change, undo=url_for("zone.take_up", question_id=question_id))


@zone.post(f"/<{ID}:question_id>/ta-upp")
@requires(May.WRITE_ASSIGNMENTS)
def take_up(question_id: int) -> View:
    """Take a question up again."""

    def change(asked: Asked, side: Side) -> str:
        services.take_up(db.session, actor=acting(), question=asked.question, side=side)
        return gettext("Frågan är öppen igen.")

    return _change(question_id, change)
