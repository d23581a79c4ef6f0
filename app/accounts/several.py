"""Giving accounts to several people at once, or new links where the first were lost: what will happen, before it does, and the
links to hand over, this once."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.access.role_words import ROLE_WORDS
from app.accounts import anew, giving, rules
from app.accounts import session as sign_ins
from app.accounts.giving import Given, NotGiven, Plan
from app.accounts.queries import WAITING, WITHOUT_ACCOUNT
from app.accounts.wording import username_fault
from app.db import db

several = Blueprint("several", __name__, url_prefix="/konton")

PERSON, NAME = "p", "namn"
"""Names of fields: whom one has chosen, and before each one's number the user name. Short: 200 go in an address."""


@several.get("/nya")
@requires(May.EDIT_ACCOUNTS)
def show() -> AnyResponse:
    """Show what giving accounts to those chosen would do."""
    chosen = _chosen(request.args)
    if problem := _why_not(chosen, gettext("Välj först vilka som ska få konto.")):
        return _choose_anew(problem)
    plan = giving.plan(
        db.session,
        within=acting().scope(May.EDIT_ACCOUNTS),
        day=clock.today(),
        chosen=chosen,
        mail_is_on=bool(sign_ins.settings().mail_url),
    )
    return _page(plan)


@several.post("/nya", endpoint="give")
@requires(May.EDIT_ACCOUNTS)
def give_accounts() -> AnyResponse:
    """Give the accounts, and show the links of those who get none by mail."""
    chosen = _chosen(request.form)
    if problem := _why_not(chosen, gettext("Välj först vilka som ska få konto.")):
        return _choose_anew(problem)
    try:
        given = giving.give(
            db.session,
            within=acting().scope(May.EDIT_ACCOUNTS),
            day=clock.today(),
            typed={person_id: request.form.get(f"{NAME}-{person_id}", "") for person_id in chosen},
            mail_is_on=bool(sign_ins.settings().mail_url),
            base_url=sign_ins.settings().base_url,
            actor_id=acting().person_id,
        )
    except NotGiven as refused:
        db.session.rollback()
        return _page(refused.plan, 422 if refused.plan.candidates else 409)
    db.session.commit()
    return make_response(_given_page(given))


@several.get("/nya-lankar")
@requires(May.EDIT_ACCOUNTS)
def show_anew() -> AnyResponse:
    """Show what making links anew for those chosen would do."""
    chosen = _chosen(request.args)
    if problem := _why_not(chosen, gettext("Välj först vilka som ska få en ny länk.")):
        return _choose_anew(problem)
    plan = anew.plan(
        db.session,
        within=acting().scope(May.EDIT_ACCOUNTS),
        day=clock.today(),
        chosen=chosen,
        mail_is_on=bool(sign_ins.settings().mail_url),
    )
    return _anew_page(plan)


@several.post("/nya-lankar", endpoint="make_anew")
@requires(May.EDIT_ACCOUNTS)
def make_links_anew() -> AnyResponse:
    """Make the links anew, and show those of the people who get none by mail."""
    chosen = _chosen(request.form)
    if problem := _why_not(chosen, gettext("Välj först vilka som ska få en ny länk.")):
        return _choose_anew(problem)
    try:
        given = anew.make(
            db.session,
            within=acting().scope(May.EDIT_ACCOUNTS),
            day=clock.today(),
            chosen=chosen,
            mail_is_on=bool(sign_ins.settings().mail_url),
            base_url=sign_ins.settings().base_url,
            actor_id=acting().person_id,
        )
    except NotGiven as refused:
        db.session.rollback()
        return _anew_page(refused.plan, 409)
    db.session.commit()
    return make_response(_given_page(given, anew=True))


def _anew_page(plan: Plan, status: int = 200) -> AnyResponse:
    if not plan.candidates and not plan.left_out:
        abort(404)
    place = _place()
    return make_response(
        render_template(
            "accounts/anew.html",
            plan=plan,
            place=place,
            back=_register(place),
            choose=_register(place, [one.row.person_id for one in plan.candidates]),
            role_words=ROLE_WORDS,
            mail_is_on=bool(sign_ins.settings().mail_url),
            today=clock.today(),
        ),
        status,
    )


def _chosen(sent: MultiDict[str, str]) -> list[int]:
    """Read whom one has chosen, each once; what can be nobody's number is as if it were not there."""
    numbers = sent.getlist(PERSON, type=int)
    return [number for number in dict.fromkeys(numbers) if 0 < number < 2**31]


def _why_not(chosen: list[int], nobody: str) -> str | None:
    if not chosen:
        return nobody
    if len(chosen) > rules.MOST_ACCOUNTS:
        return gettext("Välj högst %(most)s åt gången.", most=rules.MOST_ACCOUNTS)
    return None


def _choose_anew(problem: str) -> AnyResponse:
    flash(problem, "problem")
    return redirect(_register(_place()), 303)


def _place() -> dict[str, str]:
    """Give where in the register one was."""
    return {name: value[:100] for name in ("q", "visa", "sida") if (value := request.values.get(name))}


def _register(place: Mapping[str, str], chosen: list[int] | None = None) -> str:
    values: dict[str, Any] = {**place, PERSON: chosen or None}
    return url_for("accounts.register.index", **values)


def _page(plan: Plan, status: int = 200) -> AnyResponse:
    if not plan.candidates and not plan.left_out:
        abort(404)
    place = _place()
    return make_response(
        render_template(
            "accounts/several.html",
            plan=plan,
            place=place,
            back=_register(place),
            choose=_register(place, [one.row.person_id for one in plan.candidates]),
            faults={one.row.person_id: username_fault(one.fault) for one in plan.faulty},
            role_words=ROLE_WORDS,
            mail_is_on=bool(sign_ins.settings().mail_url),
            today=clock.today(),
        ),
        status,
    )


def _given_page(given: Given, *, anew: bool = False) -> str:
    return render_template(
        "accounts/given.html",
        given=given,
        anew=anew,
        # As a sheet takes it: a line for each, a tabulator between.
        as_text="\n".join(f"{one.row.name}\t{one.username}\t{one.link}" for one in given.handed),
        may_oversee_mail=acting().may(May.OVERSEE_MAIL),
        back=_register({"visa": WAITING if anew else WITHOUT_ACCOUNT}),
        today=clock.today(),
    )
