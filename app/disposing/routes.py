"""The pages of disposal: what waits, what there is and when it may go, and the protocols. They show what records are called,
never what they say.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.disposing import queries, rules, services
from app.disposing.errors import DisposalRefused
from app.disposing.forms import HoldForm, ProposalForm
from app.disposing.kinds import Called, Kept, record_kinds
from app.disposing.models import Disposal
from app.disposing.queries import DUE, HELD, Wanted
from app.disposing.retention import Retention, retentions
from app.disposing.told import what_became_of, what_was_done
from app.disposing.wording import HOLD_REFUSED, OF, REASONS
from app.organisation.models import Person
from app.records.disposal import tombstone_of
from app.records.holding import HoldRefused, hold_on, lift_hold, place_hold
from app.records.models import Edition
from app.steering.routes import profile_in_force
from app.ui.tables import page_of, part_of
from app.ui.too_late import too_late

disposing = Blueprint("disposing", __name__, url_prefix="/gallring", template_folder="templates")

disposing.add_app_template_global(lambda edition: what_was_done(db.session, edition), "what_was_disposed_of")
disposing.add_app_template_global(
    lambda kind, number, words: what_became_of(db.session, kind, number, words), "what_became_of"
)

KEPT, PROTOCOLS = "kept-caption", "protocol-caption"
"""The tables of the two pages, each taken away whole as a file."""
PAGE_SIZE, MOST_PAGES = 25, 100_000
LARGEST_ID = 2_147_483_647


def _number(name: str, low: int, high: int) -> int | None:
    found = request.args.get(name, type=int)
    return found if found is not None and low <= found <= high else None


def _page_asked() -> int:
    return _number("sida", 1, MOST_PAGES) or 1


def _times() -> Mapping[str, Retention]:
    return retentions(profile_in_force())


def _wanted() -> Wanted:
    of, show = request.args.get("slag", ""), request.args.get("visa", "")
    return Wanted(
        words=request.args.get("q", "").replace("\x00", "")[:100],
        of=of if of in OF else "",
        unit_id=_number("enhet", 1, LARGEST_ID),
        year=_number("ar", 1900, 2200),
        show=show if show in {DUE, HELD} else "",
    )


@disposing.get("/")
@requires(May.DISPOSE)
def index() -> str | Iterator[str]:
    """Show what waits for another person, and the records with the day from which each may go."""
    wanted, times = _wanted(), _times()
    part = part_of(KEPT, _page_asked(), PAGE_SIZE)
    found = queries.records_kept(db.session, wanted, times, page=part.page, size=part.size)
    waiting = queries.waiting(db.session)
    proposed = queries.records_of(db.session, [one.edition_id for one in waiting])
    years = queries.years(db.session)
    asked: dict[str, Any] = {
        "q": wanted.words or None,
        "slag": wanted.of or None,
        "enhet": wanted.unit_id,
        "ar": wanted.year,
        "visa": wanted.show or None,
    }
    return page_of(
        KEPT,
        "disposing/index.html",
        waiting=waiting,
        proposed=proposed,
        found=found,
        called=queries.called(db.session, [*found.rows, *proposed.values()]),
        held=queries.holds_on(db.session, found.rows),
        due=queries.how_many_are_due(db.session, times),
        wanted=wanted,
        times=times,
        today=clock.today(),
        kinds=sorted(((of, str(label)) for of, label in OF.items()), key=lambda one: one[1]),
        units=queries.units(db.session),
        years=[(year, str(year)) for year in range(years[1], years[0] - 1, -1)] if years else [],
        shows=[
            ("", gettext("Allt")),
            (DUE, gettext("Dags att gallra")),
            (HELD, gettext("Bevaras tills vidare")),
        ],
        address=lambda page: url_for("disposing.index", **asked, sida=page if page > 1 else None),
    )


@disposing.get("/protokoll")
@requires(May.DISPOSE)
def protocols() -> str | Iterator[str]:
    """Show what has been disposed of: what, when, by whom and why."""
    part = part_of(PROTOCOLS, _page_asked(), PAGE_SIZE)
    found = queries.confirmed(db.session, page=part.page, size=part.size)
    records = queries.records_of(db.session, [one.edition_id for one in found.rows])
    return page_of(
        PROTOCOLS,
        "disposing/protocols.html",
        found=found,
        records=records,
        called=queries.called(db.session, list(records.values())),
        address=lambda page: url_for("disposing.protocols", sida=page if page > 1 else None),
    )


def _record(edition_id: int) -> tuple[Kept, Called]:
    """Give a record of any kind and what it is called; nobody is told of what is none."""
    kept = queries.records_of(db.session, [edition_id]).get(edition_id)
    if kept is None:
        abort(404)
    return kept, queries.called(db.session, [kept])[edition_id]


def _shown(edition_id: int) -> dict[str, Any]:
    """Give what the pages about one record show of it."""
    kept, called = _record(edition_id)
    times = _times()
    return {
        "kept": kept,
        "called": called,
        "of": OF[kept.of],
        "time": times[kept.of],
        "due_on": times[kept.of].due_on(kept.since_at, kept.since_year),
        "today": clock.today(),
        "kind": record_kinds.get(kept.kind),
    }


def _standing_edition(edition_id: int) -> Edition:
    found = queries.edition_to_dispose_of(db.session, edition_id)
    if found is None:
        abort(404)
    return found


@disposing.route("/<int:edition_id>/foresla", methods=["GET", "POST"])
@requires(May.DISPOSE)
def propose(edition_id: int) -> str | Response | tuple[str, int]:
    """Propose to dispose of a record, with ground and reason."""
    edition = _standing_edition(edition_id)
    standing = queries.open_disposal(db.session, edition_id)
    if standing is not None:
        there = url_for("disposing.one", disposal_id=standing.id)
        if request.method != "POST":
            return redirect(there)
        return too_late(gettext("Gallring är redan föreslagen."), there, stands=[standing.reason])
    here = services.circumstances(db.session, edition, _times())
    if here.held:
        there = url_for("disposing.hold", edition_id=edition_id)
        if request.method != "POST":
            return redirect(there)
        return too_late(gettext("Det bevaras tills vidare och kan inte gallras nu."), there)
    form = ProposalForm()
    blocked = rules.why_not_dispose(acting().person_id, here)
    said = str(REASONS[blocked]) if blocked else ""
    if not said and form.validate_on_submit():
        try:
            made = services.propose(
                db.session,
                actor_id=acting().person_id,
                edition_id=edition_id,
                reason=form.reason.data or "",
                ground=form.ground.data or "",
                retentions=_times(),
            )
            target = url_for("disposing.one", disposal_id=made.id)
            db.session.commit()
            flash(
                gettext("Förslaget är sparat. Inget är gallrat förrän en annan person har bekräftat det."),
                "done",
            )
            return redirect(target)
        except DisposalRefused as refused:
            db.session.rollback()
            said = str(REASONS[refused.reason])
    page = render_template(
        "disposing/propose.html", form=form, problem=said, blocked=bool(blocked), **_shown(edition_id)
    )
    return (page, 422) if form.errors or (said and request.method == "POST") else page


@disposing.route("/<int:edition_id>/bevara", methods=["GET", "POST"])
@requires(May.DISPOSE)
def hold(edition_id: int) -> str | Response | tuple[str, int]:
    """Keep a record for now, whatever the plan of disposal says, or lift that again; each with a reason."""
    edition = _standing_edition(edition_id)
    standing = hold_on(db.session, edition.kind, edition.object_id)
    form = HoldForm()
    # What is asked for is what stood on the page: two at once do not undo each other.
    lifting = request.form.get("lift") == "1" if request.method == "POST" else standing is not None
    problem = ""
    if form.validate_on_submit():
        try:
            (lift_hold if lifting else place_hold)(
                db.session,
                kind=edition.kind,
                object_id=edition.object_id,
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
            edition = _standing_edition(edition_id)
            standing = hold_on(db.session, edition.kind, edition.object_id)
    page = render_template(
        "disposing/hold.html",
        hold=standing,
        placed_by=db.session.get_one(Person, standing.placed_by_id).name if standing else "",
        form=form,
        problem=problem,
        **_shown(edition_id),
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
    edition = disposal.edition
    here = services.circumstances(db.session, edition, _times())
    blocked = rules.why_not_confirm(
        is_over=disposal.is_over,
        proposed_by_id=disposal.proposed_by_id,
        person_id=acting().person_id,
        here=here,
    )
    return render_template(
        "disposing/one.html",
        disposal=disposal,
        edition=edition,
        blocked=REASONS[blocked] if blocked else None,
        held=here.held,
        tombstone=tombstone_of(db.session, edition) if disposal.confirmed_at else None,
        **_shown(disposal.edition_id),
    )


@disposing.post("/arende/<int:disposal_id>/bekrafta")
@requires(May.DISPOSE)
def confirm(disposal_id: int) -> Response:
    """Confirm a disposal as the second person; the text is erased."""
    try:
        services.confirm(
            db.session,
            actor_id=acting().person_id,
            disposal=_disposal(disposal_id, lock=True),
            retentions=_times(),
        )
        db.session.commit()
        flash(gettext("Gallrat. Protokollet står här."), "done")
    except DisposalRefused as refused:
        db.session.rollback()
        flash(str(REASONS[refused.reason]), "problem")
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
    except DisposalRefused as refused:
        db.session.rollback()
        flash(str(REASONS[refused.reason]), "problem")
    return redirect(url_for("disposing.index"))
