"""The page of disposal: what waits, what there is, and the protocols. It shows what records are called, never what they say."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues.disposing import queries, rules, services
from app.dialogues.disposing.forms import HoldForm, ProposalForm
from app.dialogues.errors import DialogueError
from app.dialogues.establishing.services import RECORD
from app.dialogues.models import Disposal
from app.dialogues.seating import words_for
from app.dialogues.wording import HOLD_REFUSED, REASONS
from app.organisation.models import Person
from app.records.disposal import tombstone_of
from app.records.holding import HoldRefused, hold_on, holds_on, lift_hold, place_hold
from app.records.models import Edition

disposing = Blueprint("disposing", __name__, url_prefix="/gallring", template_folder="../templates")

PAGE_SIZE, MOST_PAGES = 50, 100_000


def _page_asked() -> int:
    return min(max(request.args.get("sida", 1, type=int), 1), MOST_PAGES)


@disposing.get("/")
@requires(May.DISPOSE)
def index() -> str:
    """Show what waits for another person, and the established records one could propose."""
    words, number = request.args.get("q", "")[:100], _page_asked()
    rows, total = queries.records_kept(
        db.session, words=words, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE
    )
    first = (number - 1) * PAGE_SIZE + 1
    return render_template(
        "dialogues/disposing/index.html",
        waiting=queries.waiting(db.session),
        rows=rows,
        held=holds_on(db.session, RECORD, [row.dialogue.id for row in rows]),
        words=words,
        total=total,
        page=number,
        pages=max(1, -(-total // PAGE_SIZE)),
        first=first,
        last=min(first + PAGE_SIZE - 1, total),
        address=lambda page: url_for("disposing.index", q=words or None, sida=page if page > 1 else None),
    )


@disposing.get("/protokoll")
@requires(May.DISPOSE)
def protocols() -> str:
    """Show what has been disposed of: what, when, by whom and why."""
    number = _page_asked()
    rows, total = queries.confirmed(db.session, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    first = (number - 1) * PAGE_SIZE + 1
    return render_template(
        "dialogues/disposing/protocols.html",
        rows=rows,
        total=total,
        page=number,
        pages=max(1, -(-total // PAGE_SIZE)),
        first=first,
        last=min(first + PAGE_SIZE - 1, total),
        address=lambda page: url_for("disposing.protocols", sida=page if page > 1 else None),
    )


@disposing.route("/<int:dialogue_id>/foresla", methods=["GET", "POST"])
@requires(May.DISPOSE)
def propose(dialogue_id: int) -> str | Response | tuple[str, int]:
    """Propose to dispose of a record, with ground and reason."""
    kept = queries.record_to_dispose_of(db.session, dialogue_id)
    if kept is None:
        abort(404)
    standing = queries.open_disposal(db.session, dialogue_id)
    if standing is not None:
        return redirect(url_for("disposing.one", disposal_id=standing.id))
    form = ProposalForm()
    if hold_on(db.session, RECORD, dialogue_id) is not None:
        return redirect(url_for("disposing.hold", dialogue_id=dialogue_id))
    problem = rules.why_not_dispose(acting().person_id, queries.people_of(kept.dialogue))
    said = str(REASONS[problem]) if problem else ""
    if not said and form.validate_on_submit():
        try:
            made = services.propose(
                db.session,
                actor_id=acting().person_id,
                dialogue_id=dialogue_id,
                reason=form.reason.data or "",
                ground=form.ground.data or "",
            )
            target = url_for("disposing.one", disposal_id=made.id)
            db.session.commit()
            flash(
                gettext("Förslaget är sparat. Inget är gallrat förrän en annan person har bekräftat det."),
                "done",
            )
            return redirect(target)
        except DialogueError as error:
            db.session.rollback()
            said = words_for(error)
            kept = queries.record_to_dispose_of(db.session, dialogue_id)
            if kept is None:
                abort(404)
    page = render_template("dialogues/disposing/propose.html", kept=kept, form=form, problem=said)
    return (page, 422) if form.errors or (said and request.method == "POST") else page


@disposing.route("/<int:dialogue_id>/bevara", methods=["GET", "POST"])
@requires(May.DISPOSE)
def hold(dialogue_id: int) -> str | Response | tuple[str, int]:
    """Keep a record for now, whatever the plan of disposal says, or lift that again; each with a reason."""
    kept = queries.record_to_dispose_of(db.session, dialogue_id)
    if kept is None:
        abort(404)
    standing = hold_on(db.session, RECORD, dialogue_id)
    form = HoldForm()
    # What is asked for is what stood on the page: two at once do not undo each other.
    lifting = request.form.get("lift") == "1" if request.method == "POST" else standing is not None
    problem = ""
    if form.validate_on_submit():
        try:
            (lift_hold if lifting else place_hold)(
                db.session,
                kind=RECORD,
                object_id=dialogue_id,
                reason=form.reason.data or "",
                actor_id=acting().person_id,
            )
            db.session.commit()
            flash(
                gettext("Hävt. Det kan gallras som allt annat.")
                if lifting
                else gettext("Bevaras tills vidare. Ingen kan gallra det förrän någon häver det."),
                "done",
            )
            return redirect(url_for("disposing.index"))
        except HoldRefused as refused:
            db.session.rollback()
            problem = str(HOLD_REFUSED[refused.reason])
            kept = queries.record_to_dispose_of(db.session, dialogue_id)
            if kept is None:
                abort(404)
            standing = hold_on(db.session, RECORD, dialogue_id)
    page = render_template(
        "dialogues/disposing/hold.html",
        kept=kept,
        hold=standing,
        placed_by=db.session.get_one(Person, standing.placed_by_id).name if standing else "",
        form=form,
        problem=problem,
    )
    return (page, 422) if form.errors or problem else page


def _disposal(disposal_id: int, *, lock: bool = False) -> Disposal:
    found = queries.one_disposal(db.session, disposal_id, lock=lock)
    if found is None:
        abort(404)
    return found


@disposing.get("/arende/<int:disposal_id>")
@requires(May.DISPOSE)
def one(disposal_id: int) -> str:
    """Show a proposal and what confirming it means, or the protocol of what was disposed of."""
    disposal = _disposal(disposal_id)
    edition = db.session.get_one(Edition, disposal.edition_id)
    held = hold_on(db.session, RECORD, disposal.dialogue_id) is not None
    blocked = rules.why_not_confirm(
        disposal, acting().person_id, queries.people_of(disposal.dialogue), held=held
    )
    return render_template(
        "dialogues/disposing/one.html",
        disposal=disposal,
        edition=edition,
        blocked=REASONS[blocked] if blocked else None,
        held=held,
        tombstone=tombstone_of(db.session, edition) if disposal.confirmed_at else None,
    )


@disposing.post("/arende/<int:disposal_id>/bekrafta")
@requires(May.DISPOSE)
def confirm(disposal_id: int) -> Response:
    """Confirm a disposal as the second person; the text is erased."""
    try:
        services.confirm(db.session, actor_id=acting().person_id, disposal=_disposal(disposal_id, lock=True))
        db.session.commit()
        flash(gettext("Gallrat. Protokollet står här."), "done")
    except DialogueError as error:
        db.session.rollback()
        flash(words_for(error), "problem")
    return redirect(url_for("disposing.one", disposal_id=disposal_id))


@disposing.post("/arende/<int:disposal_id>/ta-tillbaka")
@requires(May.DISPOSE)
def take_back(disposal_id: int) -> Response:
    """Take a proposal back."""
    try:
        services.take_back(
            db.session, actor_id=acting().person_id, disposal=_disposal(disposal_id, lock=True)
        )
        db.session.commit()
        flash(gettext("Förslaget är tillbakataget. Inget är gallrat."), "done")
    except DialogueError as error:
        db.session.rollback()
        flash(words_for(error), "problem")
    return redirect(url_for("disposing.index"))
