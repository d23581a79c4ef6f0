"""The administrator's register of accounts: who has one, the link to hand over, closing and opening again."""

from collections.abc import Iterator
from typing import Any, cast

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.access.role_words import ROLE_WORDS
from app.accounts import queries, rules, services
from app.accounts import session as sign_ins
from app.accounts.errors import BadUsername, HasAccount, HasNoAccount, NotOneself, UsernameTaken
from app.accounts.forms import UsernameForm
from app.accounts.queries import RegisterRow
from app.accounts.wording import event_words
from app.db import db
from app.organisation.errors import Refused
from app.organisation.reach import first_day_ahead, holdings, holdings_of
from app.organisation.wording import worded
from app.ui.tables import page_of, part_of

register = Blueprint("register", __name__, url_prefix="/konton")

TABLE = "accounts-caption"
PAGE_SIZE = 50
ALL = "alla"
"""In the address: everybody on the page who has no account is ticked."""

MOST_PAGES = 100_000


@register.get("/")
@requires(May.EDIT_ACCOUNTS)
def index() -> str | Iterator[str]:
    """List people with the state of their accounts; all of them where the table is taken away as a file."""
    search, show = request.args.get("q", "")[:100], request.args.get("visa", "")
    number = min(max(request.args.get("sida", 1, type=int), 1), MOST_PAGES)
    today, without, waiting = clock.today(), show == queries.WITHOUT_ACCOUNT, show == queries.WAITING
    # All on one page are given accounts, or links anew, at once.
    part = part_of(TABLE, number, rules.MOST_ACCOUNTS if without or waiting else PAGE_SIZE)
    found = queries.register(
        db.session,
        within=acting().scope(May.EDIT_ACCOUNTS),
        day=today,
        search=search,
        show=show,
        page=part.page,
        size=part.size,
    )
    people = [row.person_id for row in found.rows]

    def address(page: int, **more: Any) -> str:
        return url_for("accounts.register.index", q=search or None, visa=show or None, sida=page, **more)

    return page_of(
        TABLE,
        "accounts/register.html",
        found=found,
        address=address,
        search=search,
        show=show,
        today=today,
        without=without,
        waiting=waiting,
        held=holdings_of(db.session, people, today) if without else {},
        role_words=ROLE_WORDS,
        offered=bool(found.rows) if waiting else any(row.may_get_account(today) for row in found.rows),
        all_ticked=ALL in request.args,
        ticked=people if ALL in request.args else request.args.getlist("p", type=int),
    )


@register.get("/<int:person_id>/")
@requires(May.EDIT_ACCOUNTS)
def person(person_id: int) -> str:
    """Show one person's account and what can be done with it."""
    return _person_page(_row(person_id))


def _row(person_id: int) -> RegisterRow:
    row = queries.register_row(
        db.session,
        within=acting().scope(May.EDIT_ACCOUNTS),
        day=clock.today(),
        person_id=person_id if person_id < 2**31 else 0,
    )
    if row is None:
        abort(404)
    return row


def _person_page(row: RegisterRow, form: UsernameForm | None = None, link: str | None = None) -> str:
    suggested = rules.proposed_username(row.name, row.email)
    held = holdings(db.session, row.person_id, clock.today())
    return render_template(
        "accounts/person.html",
        row=row,
        role_words=ROLE_WORDS,
        held=held,
        begins=None if held else first_day_ahead(db.session, row.person_id, clock.today()),
        form=form or UsernameForm(formdata=None, username=suggested),
        link=link,
        closed=_closed(row),
        is_self=row.person_id == acting().person_id,
        events=event_words(queries.latest_events(db.session, person_id=row.person_id)),
    )


def _closed(row: RegisterRow) -> bool:
    return row.closed_by(clock.today())


def _back(row: RegisterRow) -> AnyResponse:
    return redirect(url_for("accounts.register.person", person_id=row.person_id), 303)


@register.post("/<int:person_id>/konto")
@requires(May.EDIT_ACCOUNTS)
def give_account(person_id: int) -> AnyResponse:
    """Give a person an account and show the link to hand over, this once."""
    row, form = _row(person_id), UsernameForm()
    if form.validate():
        try:
            services.add_credential(
                db.session,
                person_id=person_id,
                username=form.username.data or "",
                actor_id=acting().person_id,
            )
        except BadUsername:
            form.username.errors = [gettext("Använd minst två tecken och inga mellanslag.")]
        except UsernameTaken:
            form.username.errors = [gettext("Någon annan har det användarnamnet.")]
        except HasAccount:
            form.username.errors = [gettext("Personen har redan ett konto.")]
    if form.errors:
        return make_response(_person_page(row, form), 422)
    return _hand_over(person_id)


@register.post("/<int:person_id>/lank")
@requires(May.EDIT_ACCOUNTS)
def make_link(person_id: int) -> AnyResponse:
    """Make a one-time link and show it, this once; one's own password one changes with the present one."""
    if _closed(_row(person_id)):
        abort(409)
    return _hand_over(person_id)


def _hand_over(person_id: int) -> AnyResponse:
    try:
        link = services.make_link(
            db.session,
            person_id=person_id,
            base_url=sign_ins.settings().base_url,
            actor_id=acting().person_id,
        )
    except HasNoAccount:
        abort(409)
    except NotOneself:
        return _to_own_account()
    db.session.commit()
    return make_response(_person_page(_row(person_id), link=link))


def _to_own_account() -> AnyResponse:
    """Lead to where one changes one's own password and second step, which asks for the present password."""
    flash(gettext("Ditt eget lösenord och dina två steg ändrar du här, med ditt lösenord."), "problem")
    return redirect(url_for("accounts.own.page"), 303)


@register.post("/<int:person_id>/stang")
@requires(May.EDIT_ACCOUNTS)
def close(person_id: int) -> AnyResponse:
    """Close a person, which ends every sign-in; can be undone."""
    row = _row(person_id)
    try:
        services.close(db.session, person_id=person_id, actor_id=acting().person_id)
    except NotOneself:
        flash(gettext("Du kan inte stänga ditt eget konto. Be en annan administratör."), "problem")
        return _back(row)
    db.session.commit()
    undo = url_for("accounts.register.reopen", person_id=person_id)
    flash(
        cast(
            str, {"text": gettext("%(name)s är stängd och utloggad överallt.", name=row.name), "undo": undo}
        ),
        "done",
    )
    return _back(row)


@register.post("/<int:person_id>/oppna")
@requires(May.EDIT_ACCOUNTS)
def reopen(person_id: int) -> AnyResponse:
    """Open a closed person again."""
    row = _row(person_id)
    try:
        services.reopen(db.session, person_id=person_id, actor_id=acting().person_id)
    except Refused as refusal:
        flash(worded(refusal), "problem")
        return _back(row)
    db.session.commit()
    flash(gettext("%(name)s är öppen igen och kan logga in.", name=row.name), "done")
    return _back(row)


@register.post("/<int:person_id>/tvasteg")
@requires(May.EDIT_ACCOUNTS)
def reset_second_step(person_id: int) -> AnyResponse:
    """Take away the second step of someone who has lost their phone."""
    row = _row(person_id)
    try:
        services.reset_second_step(db.session, person_id=person_id, actor_id=acting().person_id)
    except HasNoAccount:
        abort(409)
    except NotOneself:
        return _to_own_account()
    db.session.commit()
    flash(gettext("Inloggning i två steg är återställd för %(name)s.", name=row.name), "done")
    return _back(row)


@register.post("/<int:person_id>/avsluta")
@requires(May.EDIT_ACCOUNTS)
def end_sign_ins(person_id: int) -> AnyResponse:
    """End a person's sign-ins everywhere."""
    row = _row(person_id)
    services.end_sign_ins(db.session, person_id=person_id, actor_id=acting().person_id)
    db.session.commit()
    flash(gettext("%(name)s är utloggad överallt.", name=row.name), "done")
    return _back(row)
