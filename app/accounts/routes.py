"""Signing in and out, the code of the second step, one-time links, language, and the token for forms."""

from datetime import datetime, timedelta

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.access.guard import acting_or_none, public
from app.accounts import forgotten, kept, passwords, rules, services, signing_in
from app.accounts import session as sign_ins
from app.accounts.browsers import known_here, remember
from app.accounts.errors import BadPassword, LinkNotUsable, TooManyAttempts, WrongCode
from app.accounts.forms import CodeForm, ForgottenForm, NewPasswordForm, SignInForm
from app.accounts.own_account import own
from app.accounts.people import register
from app.accounts.queries import credential_of, usable_link
from app.accounts.several import several
from app.accounts.wording import asked_too_often, password_messages, wait_message
from app.db import db
from app.languages import LANGUAGES
from app.organisation.reach import first_day_ahead, holdings
from app.ui import formats
from app.ui.install import locale

accounts = Blueprint("accounts", __name__, template_folder="templates")
accounts.register_blueprint(own)
accounts.register_blueprint(register)
accounts.register_blueprint(several)


@accounts.get("/logga-in")
@public
def sign_in() -> AnyResponse:
    """Show the sign-in page, or go on when already signed in."""
    target = rules.local_path(request.args.get("next")) or "/"
    if acting_or_none() is not None:
        return redirect(target)
    return sign_ins.sign_in_page(
        SignInForm(formdata=None, next=target), ended=sign_ins.present_token() is not None
    )


@accounts.post("/logga-in", endpoint="sign_in_now")
@public
def sign_in_now() -> AnyResponse:
    """Try a user name and a password."""
    form, typed = SignInForm(), kept.carried()
    if not form.validate():
        return sign_ins.sign_in_page(form, status=422, typed=typed)
    hashing = passwords.hasher(cheap=sign_ins.settings().cheap_hashes)
    try:
        announced = signing_in.announce_attempt(
            db.session,
            username=form.username.data or "",
            address=request.remote_addr or "",
            known=known_here(),
        )
    except TooManyAttempts as refused:
        return _too_many(
            refused, sign_ins.sign_in_page(form, status=429, typed=typed, problem=wait_message(refused))
        )
    # The count stands whatever happens next, and no transaction is open during the slow part.
    db.session.commit()
    if (
        not passwords.fits(hashing, announced.password_hash, form.password.data or "")
        or announced.person_id is None
    ):
        problem = gettext("Användarnamnet eller lösenordet stämmer inte.")
        return sign_ins.sign_in_page(form, status=401, typed=typed, problem=problem)
    return _password_fitted(form, announced, announced.person_id, typed)


def _too_many(refused: TooManyAttempts, page: Response) -> Response:
    page.headers["Retry-After"] = str(refused.seconds)
    return page


def _password_fitted(
    form: SignInForm, announced: signing_in.Announced, person_id: int, typed: kept.Kept | None
) -> AnyResponse:
    credential = credential_of(db.session, person_id, hold=True)
    if credential is None or credential.password_hash != announced.password_hash:
        # Changed while it was being tried: whatever fitted a moment ago no longer counts.
        problem = gettext("Användarnamnet eller lösenordet stämmer inte.")
        return sign_ins.sign_in_page(form, status=401, typed=typed, problem=problem)
    hindrance = _why_not_in(
        person_id, credential.person.closed_on is not None and credential.person.closed_on <= clock.today()
    )
    if hindrance is not None:
        return sign_ins.sign_in_page(form, status=403, typed=typed, problem=hindrance)
    hashing = passwords.hasher(cheap=sign_ins.settings().cheap_hashes)
    signing_in.renew_hash(
        db.session, credential=credential, password=form.password.data or "", hashing=hashing
    )
    signing_in.forget_attempt(db.session, announced=announced)
    target = rules.local_path(form.next.data) or "/"
    if credential.totp_confirmed_at is None:
        return _come_in(person_id, target, typed)
    set_at = credential.password_set_at
    _end_the_one_before()
    db.session.commit()
    sign_ins.empty()
    session["half"] = [person_id, int(clock.now().timestamp()), _stamp(set_at)]
    return sign_ins.code_page(CodeForm(formdata=None, next=target), typed=typed)


def _why_not_in(person_id: int, closed: bool) -> str | None:
    if closed:
        return gettext("Kontot är stängt. Hör av dig till den som sköter konton i kommunen om det är fel.")
    if not holdings(db.session, person_id, clock.today()):
        begins = first_day_ahead(db.session, person_id, clock.today())
        if begins is not None:
            # A new manager has often been handed the link before the first day.
            return gettext(
                "Ditt förordnande börjar den %(day)s. Från den dagen kommer du in.",
                day=formats.long_day(begins, locale()),
            )
        return gettext(
            "Du har inget förordnande i Samsyn just nu. Hör av dig till den som sköter konton i kommunen."
        )
    return None


def _stamp(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _come_in(person_id: int, target: str, typed: kept.Kept | None) -> AnyResponse:
    """Begin the sign-in under a new token, then go where the person was going or show what was typed."""
    _end_the_one_before()
    token = signing_in.begin(db.session, person_id=person_id)
    db.session.commit()
    sign_ins.enter(token)
    if typed is not None:
        reason = "another" if typed.typed_by_another(person_id) else "signed_in"
        answer: AnyResponse = sign_ins.typed_page(typed, reason=reason, back=target)
    else:
        answer = redirect(target, 303)
    remember(answer, person_id)
    return answer


def _end_the_one_before() -> None:
    """End the sign-in this browser had: it is gone from here, and must not live on in a copy of it."""
    before = sign_ins.present_token()
    if before is not None:
        signing_in.end(db.session, token=before, because="replaced")


@accounts.post("/logga-in/kod")
@public
def sign_in_code() -> AnyResponse:
    """Try the code of the second step after the password."""
    form, typed = CodeForm(), kept.carried()
    target = rules.local_path(form.next.data) or "/"
    person_id = _half_way()
    if person_id is None:
        problem = gettext("Det tog för lång tid. Börja om med användarnamn och lösenord.")
        return sign_ins.sign_in_page(
            SignInForm(formdata=None, next=target), status=401, typed=typed, problem=problem
        )
    if not form.validate():
        return sign_ins.code_page(form, status=422, typed=typed)
    try:
        signing_in.announce_code(db.session, person_id=person_id)
        # Counted whether or not the code fits.
        db.session.commit()
        signing_in.use_code(db.session, person_id=person_id, code=form.code.data or "")
    except TooManyAttempts as refused:
        return _too_many(
            refused, sign_ins.code_page(form, status=429, typed=typed, problem=wait_message(refused))
        )
    except WrongCode:
        problem = gettext("Koden stämmer inte, eller är redan använd. Vänta på nästa kod och försök igen.")
        return sign_ins.code_page(form, status=401, typed=typed, problem=problem)
    signing_in.forget_codes(db.session, person_id=person_id)
    return _come_in(person_id, target, typed)


def _half_way() -> int | None:
    """Give the person whose password was just accepted, unless too long ago or changed since."""
    half = session.get("half")
    if not isinstance(half, list) or len(half) != 3:
        return None
    person_id, at, set_at = half
    since = rules.from_epoch(at)
    if since is None or clock.now() - since >= rules.HALF_WAY_LIFE:
        return None
    credential = credential_of(db.session, person_id)
    if credential is None or _stamp(credential.password_set_at) != set_at:
        return None
    closed_on = credential.person.closed_on
    return None if closed_on is not None and closed_on <= clock.today() else int(person_id)


@accounts.post("/logga-ut")
@public
def sign_out() -> AnyResponse:
    """End this sign-in and have the browser forget what it has seen."""
    token = sign_ins.present_token()
    if token is not None:
        signing_in.end(db.session, token=token, because="signed_out")
        db.session.commit()
    sign_ins.empty()
    flash(gettext("Du är utloggad."), "done")
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@accounts.get("/formularnyckel")
@public
def form_token() -> AnyResponse:
    """Give the browser's script a token for the forms on its page, and tell whose sign-in it is."""
    actor = acting_or_none()
    if actor is None:
        return sign_ins.signed_out_json(gettext("Du har blivit utloggad. Texten står kvar här."))
    return jsonify(csrf_token=sign_ins.fresh_form_token(), person=str(actor.person_id))


@accounts.post("/sprak")
@public
def choose_language() -> AnyResponse:
    """Switch language: for the person when signed in, for this browser otherwise."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    actor = acting_or_none()
    if actor is not None:
        services.choose_language(db.session, person_id=actor.person_id, language=language)
        db.session.commit()
    session["language"] = language
    return redirect(rules.local_path(request.form.get("next")) or "/", 303)


@accounts.get("/glomt-losenord")
@public
def forgotten_password() -> str:
    """Show where to ask for a link by mail, or whom to turn to where mail is not set up."""
    return _forgotten_page(ForgottenForm(formdata=None))


@accounts.post("/glomt-losenord", endpoint="ask_for_link")
@public
def ask_for_link() -> AnyResponse:
    """Take down that somebody asks for a link; the answer is the same whoever it is, and whether anybody is called so."""
    form = ForgottenForm()
    if not sign_ins.settings().mail_url or not form.validate():
        return make_response(_forgotten_page(form), 422)
    try:
        forgotten.ask(db.session, typed=form.who.data or "", address=request.remote_addr or "")
    except TooManyAttempts as refused:
        page = make_response(_forgotten_page(form, problem=asked_too_often(refused)), 429)
        return _too_many(refused, page)
    db.session.commit()
    return redirect(url_for("accounts.link_asked_for"), 303)


def _forgotten_page(form: ForgottenForm, problem: str | None = None) -> str:
    return render_template(
        "accounts/forgotten.html",
        form=form,
        problem=problem,
        mail_is_on=bool(sign_ins.settings().mail_url),
    )


@accounts.get("/glomt-losenord/skickat")
@public
def link_asked_for() -> AnyResponse:
    """Say what happens now, to everybody who has asked."""
    if not sign_ins.settings().mail_url:
        return redirect(url_for("accounts.forgotten_password"))
    minutes = rules.MAILED_LINK_LIFE // timedelta(minutes=1)
    return make_response(render_template("accounts/link_asked_for.html", minutes=minutes))


@accounts.get("/nytt-losenord/<token>")
@public
def new_password(token: str) -> AnyResponse:
    """Show where to choose a password; looking at the page does not use up the link."""
    if usable_link(db.session, token=token, moment=clock.now()) is None:
        return _link_not_usable()
    return make_response(render_template("accounts/new_password.html", form=NewPasswordForm(formdata=None)))


@accounts.post("/nytt-losenord/<token>", endpoint="set_new_password")
@public
def set_new_password(token: str) -> AnyResponse:
    """Set the password and use up the link."""
    form = NewPasswordForm()
    if form.validate() and form.password.data != form.again.data:
        form.again.errors = [gettext("Det står inte samma sak i båda fälten.")]
    if form.errors:
        return make_response(render_template("accounts/new_password.html", form=form), 422)
    hashing = passwords.hasher(cheap=sign_ins.settings().cheap_hashes)
    try:
        services.use_link(db.session, token=token, password=form.password.data or "", hashing=hashing)
    except LinkNotUsable:
        return _link_not_usable()
    except BadPassword as refused:
        form.password.errors = password_messages(refused)
        return make_response(render_template("accounts/new_password.html", form=form), 422)
    db.session.commit()
    sign_ins.empty()
    flash(gettext("Lösenordet är satt. Logga in med det nu."), "done")
    return redirect(url_for("accounts.sign_in"), 303)


def _link_not_usable() -> Response:
    return make_response(render_template("accounts/link_not_usable.html"), 410)
