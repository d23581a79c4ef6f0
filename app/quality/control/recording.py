"""Recording what a board decided, of a plan, a report or an evaluation alike: the form, its page, and trying it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flask import render_template, request

from app import clock
from app.db import db
from app.documents.pages import put_in_form, suggested_deciders
from app.quality.control.content import AsRead
from app.quality.control.errors import ChangedSince, Missing, NotNow, NotYet, Refused
from app.quality.control.forms import DecisionForm
from app.quality.control.obstacles import Obstacle
from app.quality.control.wording import FAULTS


@dataclass(frozen=True, slots=True)
class Tried:
    """How it went: decided, closed to decisions now, or a page to show again with what is lacking."""

    lacking: list[Obstacle] = field(default_factory=list)
    status: int = 200
    decided: bool = False
    closed: bool = False


def decision_form(decider: str, now: Callable[[], AsRead]) -> DecisionForm:
    """Make the form: filled with today, the board whose record it is and how that stands `now`, until somebody has sent it."""
    if request.method == "POST":
        return DecisionForm(data=None)
    form = DecisionForm(data={"decided_on": clock.today(), "decided_by": decider})
    form.stand_on(now())
    return form


def try_decision(
    form: DecisionForm,
    decide: Callable[[AsRead], object],
    *,
    lacking: Sequence[Missing],
    say: Callable[[Sequence[Missing]], list[Obstacle]],
    now: Callable[[], AsRead],
    changed: str,
) -> Tried:
    """Decide with `decide` (given what was read) if the form was sent; commits, and undoes what was refused.

    What is `lacking` is said by `say`, with where it is mended. What somebody else has changed since is said by `changed`, and
    the form then stands on how it is `now`.
    """
    if request.method != "POST":
        return Tried(say(lacking))
    if not form.validate():
        return Tried(say(lacking), 422)
    try:
        decide(form.as_read())
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        put_in_form(form, refused.faults, said=FAULTS)
    except NotYet as not_yet:
        db.session.rollback()
        return Tried(say(not_yet.missing), 422)
    except ChangedSince:
        db.session.rollback()
        form.stand_on(now())
        form.form_errors.append(changed)
        return Tried(say(lacking), 409)
    except NotNow:
        db.session.rollback()
        return Tried(closed=True)
    else:
        return Tried(decided=True)
    return Tried(say(lacking), 422)


def decision_page(
    form: DecisionForm, tried: Tried, *, title: str, trail: Sequence[tuple[str, str | None]], back: str
) -> tuple[str, int]:
    """Make the page on which a decision is recorded."""
    page = render_template(
        "control/decide.html",
        form=form,
        lacking=tried.lacking,
        deciders=suggested_deciders(),
        title=title,
        trail=trail,
        back=back,
    )
    return page, tried.status
