"""Pages that show the organisation: the tree, one unit, one person."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import abort, render_template, request, url_for

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May, Role
from app.access.role_words import ROLE_WORDS
from app.db import db
from app.organisation import ahead, changing, filing, posts
from app.organisation.appointments import (
    SHOWN_TO_ALL,
    appointments_at,
    appointments_of,
    appointments_on,
    leaders,
)
from app.organisation.asking import asked_day, asked_words, number_or_none
from app.organisation.blueprint import ID, organisation
from app.organisation.drawing import one_branch, whole_tree
from app.organisation.finding import FOUND_AT_MOST, people_named, units_named
from app.organisation.models import Appointment, Person, Unit
from app.organisation.over_time import (
    Change,
    Hung,
    before_and_after,
    changes_of_person,
    changes_of_unit,
    days_of_change,
    places_over_time,
)
from app.organisation.tree import line_up, units_under
from app.organisation.wording import DUTIES, action_words
from app.steering.routes import kind_name, profile_in_force

__all__ = ["ahead", "changing", "filing", "organisation", "posts"]


@organisation.context_processor
def words() -> dict[str, object]:
    """Give the templates what all pages of the organisation speak of."""
    return {
        "May": May,
        "today": clock.today(),
        "duties": DUTIES,
        # A tree names hundreds of addresses and kinds: they are put together from these rather than looked up.
        "unit_address": url_for("organisation.unit", unit_id=0)[:-1],
        "person_address": url_for("organisation.person", person_id=0)[:-1],
        "kind_names": {kind.key: kind_name(kind.key) for kind in profile_in_force().all_unit_kinds()},
        "role_words": {role.value: label for role, (label, _text) in ROLE_WORDS.items()},
    }


@organisation.app_template_filter("day_before")
def day_before(day: date) -> date:
    """Give the last day of a half-open period, as people say it."""
    return day - timedelta(days=1)


@organisation.app_template_filter("said")
def said(change: Change) -> str:
    """Say what a change in the history was."""
    return action_words(change.action, change.before, change.after)


def kind_order() -> dict[str, int]:
    """Give the place of each kind in the profile, which orders siblings."""
    return {kind.key: number for number, kind in enumerate(profile_in_force().all_unit_kinds())}


def administrative_kinds() -> set[str]:
    """Give the kinds that somebody leads as a manager."""
    return {kind.key for kind in profile_in_force().all_unit_kinds() if not kind.is_board}


@organisation.get("/")
@requires(May.READ_ORGANISATION)
def tree() -> str:
    """Draw the organisation of a day, or what a search in it found."""
    day, sought = asked_day(), asked_words()
    if sought:
        return _search_page(sought, day)
    opened = [number for text in request.args.getlist("oppen") if (number := number_or_none(text))]
    all_open = "alla" in request.args.getlist("oppen")
    coming = days_of_change(db.session, clock.today())
    branches = whole_tree(db.session, day, opened=opened, kind_order=kind_order(), all_open=all_open)
    return render_template(
        "organisation/tree.html",
        branches=branches,
        day=day,
        sought="",
        all_open=all_open,
        led_kinds=administrative_kinds(),
        coming=coming,
        planned=ahead.all_ahead(db.session) if coming else [],
    )


def _search_page(sought: str, day: date) -> str:
    everyone = acting().may(May.EDIT_ORGANISATION)
    people = people_named(db.session, sought, day, everyone=everyone)
    return render_template(
        "organisation/found.html",
        sought=sought,
        day=day,
        units=units_named(db.session, sought, day),
        people=people,
        appointments=appointments_on(
            db.session, [person.id for person in people], day, Role if everyone else SHOWN_TO_ALL
        ),
        most=FOUND_AT_MOST,
    )


@organisation.get(f"/gren/<{ID}:unit_id>")
@requires(May.READ_ORGANISATION)
def branch(unit_id: int) -> str:
    """Draw what hangs straight under a unit, to be put into the tree."""
    day = asked_day()
    branches = one_branch(db.session, unit_id, day, kind_order=kind_order())
    if not branches:
        abort(404)
    return render_template(
        "organisation/_branch.html",
        unit_id=unit_id,
        branches=branches,
        day=day,
        led_kinds=administrative_kinds(),
    )


@organisation.get(f"/enhet/<{ID}:unit_id>")
@requires(May.READ_ORGANISATION)
def unit(unit_id: int) -> str:
    """Show one unit: who leads it, what hangs under it, where it has hung and what has changed."""
    shown = changing.unit_or_404(unit_id)
    day = asked_day()
    # A unit that has ended or not begun is shown as it was, or will be.
    as_of = min(max(day, shown.valid_from), day_before(shown.valid_to) if shown.valid_to else day)
    as_of = max(as_of, shown.valid_from)
    everything = acting().may(May.EDIT_ORGANISATION)
    appointments = [
        one for one in appointments_at(db.session, unit_id) if everything or one.role in SHOWN_TO_ALL
    ]
    predecessors, successors = before_and_after(db.session, unit_id)
    under = units_under(db.session, unit_id, as_of)
    places = places_over_time(db.session, unit_id)
    planned = ahead.ahead_of(db.session, unit_id) if _changes_later(shown, places) else []
    return render_template(
        "organisation/unit.html",
        unit=shown,
        day=day,
        as_of=as_of,
        line=line_up(db.session, unit_id, as_of),
        under=under,
        under_leaders=leaders(db.session, [one.id for one in under], as_of),
        now=[one for one in appointments if _holds(one, as_of)],
        before=[one for one in appointments if one.valid_to is not None and one.valid_to <= as_of],
        coming=[one for one in appointments if one.valid_from > as_of],
        places=places,
        planned=planned,
        ends_as_planned=shown.valid_to is not None and any(one.on == shown.valid_to for one in planned),
        predecessors=predecessors,
        successors=successors,
        changes=changes_of_unit(db.session, unit_id) if acting().may(May.READ_HISTORY) else None,
        is_led=shown.kind in administrative_kinds(),
        tree_url=url_for("organisation.tree", oppen=unit_id, _anchor=f"enhet-{unit_id}"),
    )


def _changes_later(unit: Unit, places: Sequence[Hung]) -> bool:
    """Tell whether a unit begins, ends or moves on a day ahead."""
    days = [unit.valid_from, unit.valid_to, *(one.valid_from for one in places)]
    return any(day is not None and day > clock.today() for day in days)


@organisation.get(f"/person/<{ID}:person_id>")
@requires(May.READ_ORGANISATION)
def person(person_id: int) -> str:
    """Show what a person is appointed to; those who keep the organisation see every role."""
    shown = db.session.get(Person, person_id)
    everything = acting().may(May.EDIT_ORGANISATION)
    appointments = [
        one
        for one in (appointments_of(db.session, person_id) if shown else [])
        if everything or one.role in SHOWN_TO_ALL
    ]
    if shown is None or not (everything or appointments):
        abort(404)
    day = asked_day()
    return render_template(
        "organisation/person.html",
        person=shown,
        day=day,
        now=[one for one in appointments if _holds(one, day)],
        before=[one for one in appointments if one.valid_to is not None and one.valid_to <= day],
        coming=[one for one in appointments if one.valid_from > day],
        changes=changes_of_person(db.session, person_id) if acting().may(May.READ_HISTORY) else None,
    )


def _holds(appointment: Appointment, day: date) -> bool:
    return appointment.valid_from <= day and (appointment.valid_to is None or appointment.valid_to > day)
