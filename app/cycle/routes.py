"""The annual cycle as a wheel and as a list, and the page of each event: when, who, what has been done where, what it starts."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.cycle import ahead, coming, queries, rules, services
from app.cycle.drawing import SIZE, draw
from app.cycle.errors import ChangedMeanwhile, NotYours, Refused
from app.cycle.facts import MOVE
from app.cycle.forms import MoveForm
from app.cycle.progress import progress
from app.cycle.rules import Instance
from app.cycle.services import Days
from app.cycle.starting import starts
from app.cycle.wording import days_words, history_lines, month_names
from app.db import db
from app.documents.forms import number_from
from app.records.queries import history_of
from app.steering.routes import actor_name, profile_in_force, worded
from app.ui.addresses import url_for
from app.ui.install import capitalised
from app.ui.notices import tell
from app.ui.tables import part_of

View = str | Response | tuple[str, int]

cycle = Blueprint("cycle", __name__, url_prefix="/arshjul", template_folder="templates")

EVENT = "/<int(min=1990, max=2200):cycle_year>/<string(maxlength=50):event_key>/<int(max=400):event_number>"
"""An event of a year: the year it belongs to, its key in the model, and which of its times it is."""


@cycle.context_processor
def words() -> dict[str, object]:
    """Give the pages the words they share."""
    return {"days_words": days_words, "who_does": who_does}


def who_does(one: Instance) -> str:
    """Name those who do it, in the model's words."""
    return capitalised(", ".join(dict.fromkeys(actor_name(ref) for ref in one.event.who)))


@cycle.get("/")
@requires(May.READ_CYCLE)
def wheel() -> str:
    """Draw a year, and tell the same as a list beside it."""
    today = clock.today()
    asked = number_from(request.args.get("ar", ""))
    year = asked if asked is not None and abs(asked - today.year) <= 5 else today.year
    profile, unit_id = profile_in_force(), ahead.own_unit(acting())
    years = range(year - rules.AROUND, year + rules.AROUND + 1)
    moves = rules.moves_by_key(queries.moves(db.session, years, [unit_id] if unit_id is not None else []))
    found = rules.of_calendar_year(profile, year, moves, unit_id)
    phases = rules.phases_of(profile, found)
    return render_template(
        "cycle/wheel.html",
        year=year,
        today=today,
        years=[today.year - 1, today.year, today.year + 1],
        found=found,
        wheel=draw(found, year, phases, today),
        size=SIZE,
        phases=[(key, _phase_name(key)) for key in phases],
        phase_place={key: place for place, key in enumerate(phases)},
        mine={one.key for one in found if rules.concerns(one.event, acting())},
        months=month_names("abbreviated"),
        event_address=event_address,
        moves_for_all=rules.moves_for_all(acting()),
    )


def event_address(one: Instance, **more: object) -> str:
    """Give the address of an event's page."""
    year, key, number = one.key
    return url_for("cycle.event", cycle_year=year, event_key=key, event_number=number, **more)


def _phase_name(key: str) -> str:
    found = next((phase for phase in profile_in_force().phases if phase.key == key), None)
    return worded(found.name) if found is not None else gettext("Årets gång")


@dataclass(slots=True)
class Open:
    """The form that is open on the page, and for which unit."""

    form: MoveForm | None = None
    unit_id: int | None = None
    changed_meanwhile: bool = False


@cycle.get(f"{EVENT}/")
@requires(May.READ_CYCLE)
def event(cycle_year: int, event_key: str, event_number: int) -> str:
    """Show an event; with `?flytta=alla` or `?flytta=<enhet>` its days opened for changes."""
    one = _found(cycle_year, event_key, event_number)
    asked, open_ = request.args.get("flytta", ""), Open()
    if asked == "alla" and rules.moves_for_all(acting()):
        open_.form = MoveForm.of(_now(one, None), for_unit=False)
    elif (unit_id := number_from(asked)) is not None and _moves_unit(unit_id):
        open_.form, open_.unit_id = MoveForm.of(_now(one, unit_id), for_unit=True), unit_id
    return _page(one, open_)


def _found(year: int, key: str, number: int) -> Instance:
    one = rules.find(profile_in_force(), year, key, number)
    if one is None:
        abort(404)
    return one


def _now(one: Instance, unit_id: int | None) -> Instance:
    """Give an event as it is moved now, for everybody or for a unit."""
    moves = queries.moves(db.session, [one.year], [unit_id] if unit_id is not None else [])
    return rules.as_moved(one, rules.moves_by_key(moves), unit_id)


def _moves_unit(unit_id: int) -> bool:
    return unit_id in {number for number, _ in rules.units_moved_by(acting())}


def _page(one: Instance, open_: Open) -> str:
    today, profile, actor = clock.today(), profile_in_force(), acting()
    moves = rules.moves_by_key(queries.moves(db.session, [one.year]))
    here = rules.as_moved(one, moves)
    part = part_of("where-heading", number_from(request.args.get("sida", "")) or 1, queries.PAGE)
    units = queries.followed(
        db.session,
        actor,
        today,
        rules.kinds_doing(profile, one.event),
        [kind.key for kind in profile.all_unit_kinds() if not kind.is_administrative],
        page=part.page,
        size=part.size,
    )
    told = progress.tells_of(one)
    ids = [number for number, _ in units.rows]
    doing = rules.kinds_doing(profile, one.event)
    own_units = [
        (number, name)
        for number, name in rules.units_moved_by(actor)
        if any(held.unit_id == number and held.unit_kind in doing for held in actor.holdings)
    ]
    return render_template(
        "cycle/event.html",
        one=here,
        today=today,
        phase=_phase_name(one.event.phase) if one.event.phase else "",
        mine=rules.concerns(one.event, actor),
        units=units,
        told=told,
        done=progress.of(db.session, actor, here, ids) if told else {},
        unit_days={
            number: rules.as_moved(one, moves, number) for number in ids if (*one.key, number) in moves
        },
        own_units=own_units,
        own_days={number: rules.as_moved(one, moves, number) for number, _ in own_units},
        may_move=rules.moves_for_all(actor),
        opened=open_,
        address=event_address(one),
        move_address=url_for(
            "cycle.move", cycle_year=one.year, event_key=one.event.key, event_number=one.number
        ),
        back_address=url_for(
            "cycle.put_back", cycle_year=one.year, event_key=one.event.key, event_number=one.number
        ),
        starts=starts(db.session, acting(), here),
        lines=history_lines(history_of(db.session, MOVE, here.move.id)) if here.move is not None else [],
        modelled=days_words(*one.modelled),
        page_address=lambda page: event_address(one, sida=page),
        wheel_year=here.first.year,
    )


@cycle.post(f"{EVENT}/flytta")
@requires(May.MOVE_CYCLE)
def move(cycle_year: int, event_key: str, event_number: int) -> View:
    """Move an event for everybody, or choose a unit's own days."""
    one, form = _found(cycle_year, event_key, event_number), MoveForm()
    unit_id = number_from(request.form.get("unit", ""))
    if not (_moves_unit(unit_id) if unit_id is not None else rules.moves_for_all(acting())):
        abort(404)
    if not form.validate():
        return _page(one, Open(form, unit_id)), 422
    before = _now(one, unit_id)
    moved_before = before.own if unit_id is not None else before.move
    stood = (before.first, before.last) if moved_before is not None else None
    try:
        moved = services.move(
            db.session,
            actor=acting(),
            one=one,
            unit_id=unit_id,
            days=form.days(),
            revision=number_from(form.revision.data or "") or 0,
        )
        if unit_id is None:
            coming.tell_moved(db.session, _now(one, None), acting())
    except NotYours:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return _page(one, Open(form, unit_id)), 422
    except ChangedMeanwhile:
        db.session.rollback()
        now = _now(one, unit_id)
        other = now.own if unit_id is not None else now.move
        form.revision.data = str(other.revision if other is not None else 0)
        return _page(one, Open(form, unit_id, changed_meanwhile=True)), 409
    undo = _undo(one, unit_id, stood, moved.revision)
    db.session.commit()
    tell(gettext("Flyttat. Startsidor, påminnelser och kalendrar följer med."), undo=undo)
    return redirect(event_address(one), 303)


def _undo(one: Instance, unit_id: int | None, stood: tuple[date, date] | None, revision: int) -> str:
    """Give the address that undoes a move: until somebody else has moved it on from `revision`."""
    more: dict[str, object] = {"enhet": unit_id, "stod": revision}
    if stood:
        more |= {"fran": stood[0].isoformat(), "till": stood[1].isoformat()}
    asked = {key: value for key, value in more.items() if value is not None}
    return url_for(
        "cycle.put_back", cycle_year=one.year, event_key=one.event.key, event_number=one.number, **asked
    )


@cycle.post(f"{EVENT}/aterstall")
@requires(May.MOVE_CYCLE)
def put_back(cycle_year: int, event_key: str, event_number: int) -> View:
    """Let an event lie where the model has it again, or, undoing, where it lay before it was moved last."""
    one = _found(cycle_year, event_key, event_number)
    unit_id = number_from(request.form.get("unit", "") or request.args.get("enhet", ""))
    if not (_moves_unit(unit_id) if unit_id is not None else rules.moves_for_all(acting())):
        abort(404)
    stood = _day(request.args.get("fran", "")), _day(request.args.get("till", ""))
    # Which move is undone: what somebody else has moved since stays where it is.
    undone = number_from(request.args.get("stod", ""))
    try:
        if stood[0] is not None and stood[1] is not None:
            now = _now(one, unit_id)
            moved = now.own if unit_id is not None else now.move
            stands = moved.revision if moved is not None else 0
            services.move(
                db.session,
                actor=acting(),
                one=one,
                unit_id=unit_id,
                days=Days(stood[0], stood[1], moved.why if moved is not None else ""),
                revision=undone if undone is not None else stands,
            )
        else:
            services.put_back(db.session, actor=acting(), one=one, unit_id=unit_id, revision=undone)
    except ChangedMeanwhile:
        db.session.rollback()
        flash(gettext("Någon annan har flyttat den sedan dess. Den ligger där den ligger nu."), "problem")
        return redirect(event_address(one), 303)
    except (NotYours, Refused):
        db.session.rollback()
        abort(404)
    db.session.commit()
    tell(gettext("Tillbaka där det låg."))
    return redirect(event_address(one), 303)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
