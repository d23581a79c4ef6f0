"""The page one prioritises on together, and what its buttons do: each is a form, scripts only make it smoother."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation.around import around
from app.organisation.forms import number_of
from app.organisation.tree import line_up
from app.passages.talks.pages import talked_about
from app.planning import rules
from app.planning.blueprint import (
    ID,
    Opened,
    asked_number,
    asked_year,
    home_unit,
    open_unit,
    planning,
    reader,
    unit_to_write,
)
from app.planning.candidates import queries as candidate_queries
from app.planning.candidates import services
from app.planning.errors import ChangedMeanwhile, Fault, NotYours, Refused
from app.planning.forms import CandidateForm
from app.planning.models import Candidate, CandidateState
from app.planning.subjects import CANDIDATE
from app.planning.unit_page import place_groups
from app.planning.wording import FAULTS
from app.steering.routes import profile_in_force
from app.steering.shapes.goals import GoalKind
from app.ui.htmx import wants_fragment
from app.ui.markdown import plain
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


@planning.get("/prioritera")
@requires(May.WRITE_PLANS)
def prioritise() -> str:
    """Show a unit's candidates of a year in their order, what was chosen, and what was put aside with the reasons."""
    opened = unit_to_write(asked_number("enhet") or home_unit())
    changing = asked_number("andra")
    year = asked_year()
    form = None
    if changing is not None:
        one = _candidate(changing)
        if one.unit_id == opened.unit.id and one.year == year and one.state == CandidateState.OPEN:
            form = CandidateForm.of(one)
    return _page(opened, year, changing=changing if form else None, change=form)


def _page(
    opened: Opened,
    year: int,
    *,
    new: CandidateForm | None = None,
    changing: int | None = None,
    change: CandidateForm | None = None,
    aside: tuple[int, str, str] | None = None,
    said: str = "",
    told: str = "",
    theirs: Candidate | None = None,
) -> str:
    everything = candidate_queries.candidates_of(db.session, opened.unit.id, year)
    held = candidate_queries.list_of(db.session, opened.unit.id, year)
    context = {
        "unit": opened.unit,
        "year": year,
        "ranked": rules.open_ones(everything),
        "chosen": [one for one in everything if one.state == CandidateState.CHOSEN],
        "aside": [one for one in everything if one.state == CandidateState.ASIDE],
        "revision": held.revision if held is not None else 0,
        "held": held,
        "kinds": rules.kinds_for(profile_in_force(), opened.unit.kind),
        "changing": changing,
        "change": change,
        "refused_aside": aside,
        "said": said,
        "told": told,
        "theirs": theirs,
    }
    if wants_fragment():
        return render_template("planning/candidates/_order.html", **context)
    return render_template(
        "planning/candidates/prioritise.html",
        **context,
        new=new or CandidateForm(formdata=None),
        line=line_up(db.session, opened.unit.id, reader().day),
        near=around(db.session, opened.unit.id, reader().day),
        place=place_groups(opened, year, "planning.prioritise"),
    )


@planning.get("/kandidater")
@requires(May.READ_PLANS)
def candidates() -> str:
    """Show a unit's candidates of a year as the managers above read them once they are shared, and as those who write do."""
    opened, year = open_unit(asked_number("enhet")), asked_year()
    held = candidate_queries.list_of(db.session, opened.unit.id, year)
    standing, shared = opened.standing, held is not None and held.shared_at is not None
    if not (standing.writes or (standing.above and shared)):
        abort(404)
    found = candidate_queries.candidates_of(db.session, opened.unit.id, year)
    return render_template(
        "planning/candidates/shared.html",
        unit=opened.unit,
        year=year,
        standing=standing,
        held=held,
        groups=[(state, [one for one in found if one.state == state]) for state in CandidateState],
        talked=talked_about(db.session, acting(), CANDIDATE, [one.id for one in found]),
        may_take_up=standing.above and shared,
        line=line_up(db.session, opened.unit.id, reader().day),
        near=around(db.session, opened.unit.id, reader().day),
    )


@planning.post("/prioritera/dela")
@requires(May.WRITE_PLANS)
def share_list() -> Answer:
    """Share a unit's candidates of a year with the managers above, or take the sharing back."""
    opened, year = unit_to_write(_number("unit")), _number("year") or 0
    step = services.take_back_list if request.form.get("back") else services.share_list
    try:
        step(db.session, actor_id=acting().person_id, unit_id=opened.unit.id, year=year)
    except Refused as refused:
        db.session.rollback()
        if refused.fault is Fault.UNKNOWN_YEAR:
            abort(400)
        return _page(unit_to_write(_number("unit")), year, said=str(FAULTS[refused.fault])), 422
    db.session.commit()
    tell(
        gettext("Bara ni som skriver enhetens plan läser kandidaterna nu.")
        if request.form.get("back")
        else gettext("Delat för dialog: cheferna ovanför läser kandidaterna nu.")
    )
    return redirect(url_for("planning.prioritise", enhet=opened.unit.id, ar=year))


@planning.post("/kandidater/ny")
@requires(May.WRITE_PLANS)
def propose() -> Answer:
    """Add a candidate to a unit's list."""
    opened = unit_to_write(_number("unit"))
    year = _number("year") or 0
    form = CandidateForm()
    try:
        if not form.validate():
            raise Refused(Fault.TEXT_MISSING, "text")
        services.propose_candidate(
            db.session,
            acting().person_id,
            opened.unit.id,
            year,
            form.text.data or "",
            why=form.why.data or "",
        )
    except NotYours:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        if refused.fault is Fault.UNKNOWN_YEAR:
            abort(400)
        if not form.errors:
            form.take(refused)
        return _page(unit_to_write(_number("unit")), year, new=form), 422
    db.session.commit()
    tell(gettext("Tillagd sist i listan."))
    return redirect(url_for("planning.prioritise", enhet=opened.unit.id, ar=year, _anchor="order"))


@planning.post(f"/kandidater/<{ID}:candidate_id>/andra")
@requires(May.WRITE_PLANS)
def change_candidate(candidate_id: int) -> Answer:
    """Change the words of a candidate."""
    one = _candidate(candidate_id)
    form = CandidateForm()
    try:
        if not form.validate():
            return _again(one, changing=one.id, change=form)
        services.change_candidate(
            db.session,
            actor_id=acting().person_id,
            candidate=one,
            text=form.text.data or "",
            why=form.why.data or "",
            revision=number_of(form.revision),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        now = _candidate(candidate_id)
        form.revision.data = str(now.revision)
        return _again(now, changing=now.id, change=form, theirs=now, status=409)
    except Refused as refused:
        db.session.rollback()
        if refused.fault is Fault.ALREADY_DECIDED:
            return _again(_candidate(candidate_id), said=str(FAULTS[refused.fault]), status=409)
        form.take(refused)
        return _again(_candidate(candidate_id), changing=candidate_id, change=form)
    db.session.commit()
    return _back(one)


@planning.post(f"/kandidater/<{ID}:candidate_id>/flytta")
@requires(May.WRITE_PLANS)
def move(candidate_id: int) -> Answer:
    """Move a candidate a step up or down, or to the place it was dropped at."""
    one = _candidate(candidate_id)
    to, step = _number("to"), request.form.get("step", "")
    if to is None and step not in {"up", "down"}:
        abort(400)
    try:
        has_moved = services.move_candidate(
            db.session,
            actor_id=acting().person_id,
            candidate=one,
            expected=_number("expected") or 0,
            to=to,
            up=step == "up" if to is None else None,
        )
    except ChangedMeanwhile:
        db.session.rollback()
        said = gettext(
            "Någon annan har ändrat listan sedan du såg den. Så här står den nu. Flytta igen om det behövs."
        )
        return _again(_candidate(candidate_id), said=said, status=409)
    except Refused as refused:
        db.session.rollback()
        return _again(_candidate(candidate_id), said=str(FAULTS[refused.fault]), status=409)
    db.session.commit()
    if not wants_fragment():
        return _back(one, f"candidate-{one.id}")
    return _fragment(one, _told_move(one) if has_moved else gettext("Den står kvar där den stod."))


def _told_move(one: Candidate) -> str:
    ranked = rules.open_ones(candidate_queries.candidates_of(db.session, one.unit_id, one.year))
    number = next(place for place, other in enumerate(ranked, start=1) if other.id == one.id)
    return gettext(
        "%(what)s, plats %(number)s av %(all)s.", what=plain(one.text, 80), number=number, all=len(ranked)
    )


@planning.post(f"/kandidater/<{ID}:candidate_id>/lagg-undan")
@requires(May.WRITE_PLANS)
def put_aside(candidate_id: int) -> Answer:
    """Put a candidate aside with a reason, with a way back in the same notice."""
    one = _candidate(candidate_id)
    reason = request.form.get("reason", "")
    try:
        services.put_aside(db.session, actor_id=acting().person_id, candidate=one, reason=reason)
    except Refused as refused:
        db.session.rollback()
        return _refused(candidate_id, refused, (candidate_id, reason, str(FAULTS[refused.fault])))
    db.session.commit()
    tell(
        gettext("Undanlagd, med skälet. Den går att ta tillbaka."),
        undo=url_for("planning.take_back", candidate_id=one.id),
    )
    return _back(one)


@planning.post(f"/kandidater/<{ID}:candidate_id>/tillbaka")
@requires(May.WRITE_PLANS)
def take_back(candidate_id: int) -> Answer:
    """Undo a decision about a candidate."""
    one = _candidate(candidate_id)
    try:
        services.take_back(db.session, actor_id=acting().person_id, candidate=one)
    except Refused as refused:
        db.session.rollback()
        return _refused(candidate_id, refused)
    db.session.commit()
    tell(gettext("Tillbaka i listan."))
    return _back(one)


@planning.post(f"/kandidater/<{ID}:candidate_id>/valj")
@requires(May.WRITE_PLANS)
def choose(candidate_id: int) -> Answer:
    """Make a candidate a goal."""
    one = _candidate(candidate_id)
    try:
        services.choose(
            db.session,
            actor_id=acting().person_id,
            candidate=one,
            profile=profile_in_force(),
            kind=_kind(one, request.form.get("kind", "")),
        )
    except NotYours:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        return _refused(candidate_id, refused)
    db.session.commit()
    tell(
        gettext("Vald: den är ett mål nu, som utkast. Fyll på med aktiviteter och indikatorer när ni vill."),
        undo=url_for("planning.take_back", candidate_id=one.id),
    )
    return _back(one, "chosen")


def _kind(one: Candidate, key: str) -> GoalKind:
    kinds = rules.kinds_for(profile_in_force(), one.unit.kind)
    found = next((kind for kind in kinds if kind.key == key), kinds[0] if not key and kinds else None)
    if found is None:
        raise Refused(Fault.UNKNOWN_KIND)
    return found


def _refused(candidate_id: int, refused: Refused, aside: tuple[int, str, str] | None = None) -> Answer:
    one = _candidate(candidate_id)
    if refused.field == "reason":
        return _again(one, aside=aside)
    return _again(one, said=str(FAULTS[refused.fault]), status=409)


def _number(name: str) -> int | None:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _candidate(candidate_id: int) -> Candidate:
    found = candidate_queries.candidate_to_write(db.session, reader(), candidate_id)
    if found is None:
        abort(404)
    return found


def _again(
    one: Candidate,
    *,
    status: int = 422,
    changing: int | None = None,
    change: CandidateForm | None = None,
    aside: tuple[int, str, str] | None = None,
    said: str = "",
    theirs: Candidate | None = None,
) -> Answer:
    opened = unit_to_write(one.unit_id)
    page = _page(
        opened, one.year, changing=changing, change=change, aside=aside, said=said, told=said, theirs=theirs
    )
    return page, status


def _fragment(one: Candidate, told: str) -> str:
    return _page(unit_to_write(one.unit_id), one.year, told=told)


def _back(one: Candidate, anchor: str = "order") -> Response:
    return redirect(url_for("planning.prioritise", enhet=one.unit_id, ar=one.year, _anchor=anchor))
