"""A person's own account: password, the second step, language, and where one is signed in."""

import io
from datetime import timedelta

import pyotp
from argon2 import PasswordHasher
from flask import (
    Blueprint,
    Response,
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
from app.accounts import passwords, rules, services, signing_in
from app.accounts import session as sign_ins
from app.accounts.browsers import known_here
from app.accounts.errors import AccountError, BadPassword, NotBegun, TooManyAttempts, WrongCode
from app.accounts.forms import ChangePasswordForm, CodeForm, PresentPasswordForm
from app.accounts.models import Credential
from app.accounts.queries import credential_of, latest_events, sign_ins_not_ended
from app.accounts.wording import event_words, password_messages, wait_message
from app.db import db
from app.notifications.feed.queries import feed_of

own = Blueprint("own", __name__, url_prefix="/konto")


@own.get("/")
@requires(May.USE)
def page() -> str:
    """Show one's own account."""
    person_id = acting().person_id
    youngest = clock.now() - timedelta(hours=sign_ins.settings().absolute_hours)
    here = sign_ins.signed_in()
    return render_template(
        "accounts/own.html",
        credential=_credential(),
        role_words=ROLE_WORDS,
        idle_minutes=sign_ins.settings().idle_minutes,
        open_sign_ins=sign_ins_not_ended(db.session, person_id=person_id, began_after=youngest),
        here=here.sign_in_id if here else None,
        second_step_required=sign_ins.must_have_second_step(acting()),
        events=event_words(latest_events(db.session, person_id=person_id)),
    )


def _credential() -> Credential:
    credential = credential_of(db.session, acting().person_id)
    if credential is None:
        abort(404)
    return credential


@own.post("/avsluta-andra")
@requires(May.USE)
def end_others() -> AnyResponse:
    """End one's sign-ins everywhere but here."""
    here, person_id = sign_ins.signed_in(), acting().person_id
    services.end_sign_ins(
        db.session, person_id=person_id, actor_id=person_id, but=here.sign_in_id if here else None
    )
    db.session.commit()
    flash(gettext("Du är nu inloggad bara här."), "done")
    return redirect(url_for("accounts.own.page"), 303)


@own.get("/losenord")
@requires(May.USE)
def password() -> str:
    """Show where to change one's password."""
    return _password_page(ChangePasswordForm(formdata=None))


def _password_page(form: ChangePasswordForm) -> str:
    has_calendar = feed_of(db.session, acting().person_id) is not None
    return render_template("accounts/password.html", form=form, has_calendar=has_calendar)


@own.post("/losenord")
@requires(May.USE)
def change_password() -> AnyResponse:
    """Change one's password; every sign-in ends and a new one begins here."""
    form, person_id = ChangePasswordForm(), acting().person_id
    if form.validate() and form.password.data != form.again.data:
        form.again.errors = [gettext("Det står inte samma sak i båda fälten.")]
    if not form.errors:
        form.present.errors = _present_password_problems(form.present.data or "")
    if form.errors:
        return make_response(_password_page(form), 422)
    had_calendar = feed_of(db.session, person_id) is not None
    try:
        services.change_password(
            db.session, person_id=person_id, password=form.password.data or "", hashing=_hashing()
        )
    except BadPassword as refused:
        form.password.errors = password_messages(refused)
        return make_response(_password_page(form), 422)
    token = signing_in.begin(db.session, person_id=person_id)
    db.session.commit()
    sign_ins.enter(token)
    flash(gettext("Lösenordet är bytt. Du är utloggad överallt utom här."), "done")
    if had_calendar:
        flash(gettext("Din kalenderadress är borttagen. Gör en ny under Kalender om du vill ha en."), "done")
    return redirect(url_for("accounts.own.page"), 303)


def _hashing() -> PasswordHasher:
    return passwords.hasher(cheap=sign_ins.settings().cheap_hashes)


def _present_password_problems(present: str) -> list[str]:
    """Make sure of the present password, counted like a sign-in; empty when it fits."""
    username = _credential().username
    db.session.rollback()
    try:
        announced = signing_in.announce_attempt(
            db.session, username=username, address=request.remote_addr or "", known=known_here()
        )
    except TooManyAttempts as refused:
        return [wait_message(refused)]
    db.session.commit()
    if not passwords.fits(_hashing(), announced.password_hash, present):
        return [gettext("Det är inte ditt nuvarande lösenord.")]
    signing_in.forget_attempt(db.session, announced=announced)
    db.session.commit()
    return []


@own.get("/tvasteg")
@requires(May.USE)
def second_step() -> str:
    """Show the second step: what it is, the picture to scan, or that it is on."""
    return _second_step_page()


def _second_step_page(
    form: CodeForm | None = None,
    *,
    starting: PresentPasswordForm | None = None,
    leaving: PresentPasswordForm | None = None,
    problem: str | None = None,
) -> str:
    credential = _credential()
    waiting = services.waiting_secret(credential, sign_in_id=_here())
    return render_template(
        "accounts/second_step.html",
        credential=credential,
        secret=" ".join(waiting[at : at + 4] for at in range(0, len(waiting), 4)) if waiting else None,
        required=sign_ins.must_have_second_step(acting()),
        minutes=rules.SETTING_UP_LIFE // timedelta(minutes=1),
        form=form or CodeForm(formdata=None),
        starting=starting or PresentPasswordForm(formdata=None),
        leaving=leaving or PresentPasswordForm(formdata=None),
        problem=problem,
    )


def _here() -> int:
    found = sign_ins.signed_in()
    if found is None:
        abort(404)
    return found.sign_in_id


@own.post("/tvasteg")
@requires(May.USE)
def start_second_step() -> AnyResponse:
    """Make a secret to scan, which needs the password; nothing is in force until a code has been given back."""
    form, person_id, here = PresentPasswordForm(), acting().person_id, _here()
    if form.validate():
        form.present.errors = _present_password_problems(form.present.data or "")
    if form.errors:
        return make_response(_second_step_page(starting=form), 422)
    try:
        services.start_second_step(db.session, person_id=person_id, sign_in_id=here)
    except AccountError:
        abort(409)
    db.session.commit()
    return redirect(url_for("accounts.own.second_step"), 303)


@own.get("/tvasteg/bild.svg")
@requires(May.USE)
def second_step_picture() -> Response:
    """Draw the secret that waits to be confirmed as a QR code."""
    credential = _credential()
    secret = services.waiting_secret(credential, sign_in_id=_here())
    if secret is None:
        abort(404)
    address = pyotp.TOTP(secret).provisioning_uri(name=credential.username, issuer_name="Samsyn")
    drawn = io.BytesIO()
    import segno  # drawn when somebody sets up the second step, and with much of its own to load

    segno.make(address, error="m").save(drawn, kind="svg", scale=6, border=4, dark="#000", light="#fff")
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@own.post("/tvasteg/bekrafta")
@requires(May.USE)
def confirm_second_step() -> AnyResponse:
    """Put the second step in force with a first code."""
    form, person_id, here = CodeForm(), acting().person_id, _here()
    if not form.validate():
        return make_response(_second_step_page(form), 422)
    try:
        signing_in.announce_code(db.session, person_id=person_id)
        db.session.commit()
        services.confirm_second_step(
            db.session, person_id=person_id, sign_in_id=here, code=form.code.data or ""
        )
    except TooManyAttempts as refused:
        form.code.errors = [wait_message(refused)]
        return make_response(_second_step_page(form), 429)
    except NotBegun:
        problem = gettext("Nyckeln gäller inte längre. Börja om, så får du en ny.")
        return make_response(_second_step_page(problem=problem), 422)
    except WrongCode:
        form.code.errors = [gettext("Koden stämmer inte. Vänta på nästa kod och försök igen.")]
        return make_response(_second_step_page(form), 422)
    signing_in.forget_codes(db.session, person_id=person_id)
    db.session.commit()
    flash(gettext("Inloggning i två steg är på."), "done")
    return redirect(url_for("accounts.own.page"), 303)


@own.post("/tvasteg/av")
@requires(May.USE)
def remove_second_step() -> AnyResponse:
    """Take the second step away, which needs the password and a role that does not require it."""
    form, person_id = PresentPasswordForm(), acting().person_id
    if sign_ins.must_have_second_step(acting()):
        form.present.errors = [gettext("Din roll kräver inloggning i två steg.")]
    elif form.validate():
        form.present.errors = _present_password_problems(form.present.data or "")
    if form.errors:
        return make_response(_second_step_page(leaving=form), 422)
    services.remove_second_step(db.session, person_id=person_id)
    db.session.commit()
    flash(gettext("Inloggning i två steg är av."), "done")
    return redirect(url_for("accounts.own.page"), 303)
