"""Who is behind a request: the signed cookie, the sign-in it names, and what a signed-out person is answered.

The cookie holds the sign-in's token, when the person was last seen, the language chosen while signed out, and
between password and code who is half-way in. Everything else stands in the database. Flask-Login keeps the
token in the cookie and the person for the length of the request; its proxy stays in this module.
"""

import secrets
from datetime import timedelta

import flask_login
from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask_babel import gettext
from flask_login import LoginManager, UserMixin
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.access.actor import Actor
from app.access.guard import PUBLIC, acting_or_none, requirement
from app.access.matrix import May
from app.accounts import kept, rules
from app.accounts.forms import CodeForm, SignInForm
from app.accounts.queries import OpenSignIn, open_sign_in
from app.config import Settings
from app.db import db
from app.drafts import pages as drafts
from app.modelling.in_force import mark_here
from app.steering.in_force import profile_in_force
from app.ui.addresses import url_for

SEEN_EVERY = timedelta(minutes=1)
"""How often the cookie is rewritten to note that somebody is there."""

logins = LoginManager()
logins.session_protection = None
csrf = CSRFProtect()


class SignedIn(UserMixin):
    """Flask-Login's user: a sign-in under its token, carrying the actor."""

    def __init__(self, token: str, found: OpenSignIn) -> None:
        self.token = token
        self.sign_in_id = found.id
        self.has_second_step = found.has_second_step
        self.actor = found.actor
        self.unread = found.unread

    def get_id(self) -> str:
        """Give the raw token; the database knows only its hash."""
        return self.token


def install(app: Flask) -> None:
    """Let the app know who is signed in, and put the links to accounts into every page."""
    logins.init_app(app, add_context_processor=False)
    # We remember nobody. To look whether to is to read the cookie, on which styles, fonts and scripts would then seem to
    # depend: no cache between could keep them, nor a browser that heeds it when the cookie is rewritten.
    app.after_request_funcs[None].remove(logins._update_remember_cookie)  # noqa: SLF001  set up with no way to leave it out
    logins.user_loader(load)

    @app.context_processor
    def account_links() -> dict[str, object]:
        actor = acting_or_none()
        links = (
            [] if actor is None else [{"label": gettext("Mitt konto"), "href": url_for("accounts.own.page")}]
        )
        if actor is not None and actor.may(May.EDIT_ACCOUNTS):
            links.append({"label": gettext("Allas konton"), "href": url_for("accounts.register.index")})
        return {"account_links": links, "sign_in_url": sign_in_address(), "news": news_here()}


def news_here() -> dict[str, object] | None:
    """Tell the page's head where one reads what is new, and how much there is; None when signed out."""
    found = signed_in() if acting_or_none() is not None else None
    if found is None:
        return None
    return {
        "count": found.unread,
        "href": url_for("notifications.news"),
        "current": request.path.startswith("/nytt"),
    }


def settings() -> Settings:
    """Give the settings of the running app."""
    found = current_app.config["SETTINGS"]
    assert isinstance(found, Settings)  # noqa: S101  # nosec B101  for the type checker
    return found


def load(token: str) -> SignedIn | None:
    """Load the sign-in behind a token, unless it has ended or run out; one statement."""
    seen_at = rules.from_epoch(session.get("seen"))
    if seen_at is None:
        return None
    found = open_sign_in(db.session, token=token, day=clock.today())
    if found is None:
        return None
    mark_here(found.model)
    drafts.mark_here(found.begun)
    limits = rules.Limits(
        timedelta(minutes=settings().idle_minutes), timedelta(hours=settings().absolute_hours)
    )
    if not rules.still_in(began_at=found.began_at, seen_at=seen_at, moment=clock.now(), limits=limits):
        return None
    return SignedIn(token, found)


def signed_in() -> SignedIn | None:
    """Give the sign-in behind this request, or None when signed out."""
    found = flask_login.current_user._get_current_object()  # noqa: SLF001  the proxy ends here
    return found if isinstance(found, SignedIn) else None


def current_actor() -> Actor | None:
    """Give the acting person; None when signed out, timed out, closed, or without an appointment in force."""
    forget_request()
    found = signed_in()
    if found is None:
        return None
    note_seen()
    return found.actor


def note_seen() -> None:
    """Note in the cookie that the person is there, unless the page asks by itself or it was just noted."""
    seen_at = rules.from_epoch(session.get("seen"))
    if not asked_by_the_page() and (seen_at is None or clock.now() - seen_at >= SEEN_EVERY):
        session["seen"] = int(clock.now().timestamp())


def asked_by_the_page() -> bool:
    """Tell whether a page asks for news by itself: reads as JSON, which nobody does by hand."""
    return request.method in {"GET", "HEAD"} and wants_json()


def wants_json() -> bool:
    """Tell whether the answer goes to a script that reads JSON."""
    if "X-Autosave" in request.headers:
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def enter(token: str) -> None:
    """Put a new sign-in into the cookie, with nothing left of what was in it before but the language."""
    empty()
    session["seen"] = int(clock.now().timestamp())
    session["_user_id"] = token
    found = load(token)
    if found is not None:
        flask_login.login_user(found)
        g.actor = found.actor
        session["csrf_token"] = f"{found.actor.person_id}{kept.OF}{secrets.token_hex(20)}"


def empty() -> None:
    """Take everything out of the cookie but the language: no token of before is worth anything after."""
    language = session.get("language")
    session.clear()
    if language is not None:
        session["language"] = language
    forget_request()
    g.actor = None


def forget_request() -> None:
    """Drop what Flask-Login and Flask-WTF remember of a sign-in in the context.

    After a new sign-in the form token must be one of the new session; and where several requests share a
    context, as in tests, nobody is taken for the one before.
    """
    for name in ("_login_user", "csrf_token", "csrf_valid"):
        g.pop(name, None)


def present_token() -> str | None:
    """Give the token in the cookie, whether its sign-in still lives or not."""
    token = session.get("_user_id")
    return token if isinstance(token, str) else None


def sign_in_address() -> str:
    """Give the address of the sign-in page that leads back to where this request was going."""
    target = where_to_return()
    return url_for("accounts.sign_in", next=target) if target != "/" else url_for("accounts.sign_in")


def where_to_return() -> str:
    """Give a page of this site to come back to: this one when it is a page, else the one it came from."""
    if request.method == "GET" and "HX-Request" not in request.headers and not wants_json():
        address = request.full_path.rstrip("?")
    else:
        address = (request.referrer or "").removeprefix(request.host_url.rstrip("/"))
    found = rules.local_path(address)
    own = ("/logga-in", "/logga-ut", "/nytt-losenord", "/glomt-losenord", "/formularnyckel", "/sprak")
    return found if found is not None and not found.startswith(own) else "/"


def ask_to_sign_in() -> AnyResponse:
    """Answer a signed-out person without losing what was typed, each kind of request in its own way."""
    if wants_json():
        return signed_out_json(gettext("Du har blivit utloggad. Texten står kvar här."))
    if "HX-Request" in request.headers:
        page = render_template("accounts/_signed_out.html", address=sign_in_address())
        return make_response(page, 401, {"HX-Reswap": "none"})
    if request.method in {"GET", "HEAD"}:
        return redirect(sign_in_address())
    return sign_in_page(
        SignInForm(formdata=None, next=where_to_return()), status=401, typed=kept.typed_here(), ended=True
    )


def signed_out_json(message: str) -> Response:
    """Answer the browser's script that there is no sign-in, and where to sign in."""
    answer = jsonify(state="signed_out", sign_in=sign_in_address(), message=message)
    answer.status_code = 401
    return answer


def sign_in_page(
    form: SignInForm,
    *,
    status: int = 200,
    typed: kept.Kept | None = None,
    problem: str | None = None,
    ended: bool = False,
) -> Response:
    """Make the sign-in page, carrying what was typed when there is something."""
    return make_response(
        render_template(
            "accounts/sign_in.html",
            form=form,
            kept=typed,
            problem=problem,
            ended=ended,
            demo_persons=demo_persons(),
            other_demos=other_demos(),
        ),
        status,
    )


def code_page(
    form: CodeForm, *, status: int = 200, typed: kept.Kept | None = None, problem: str | None = None
) -> Response:
    """Make the page that asks for the code of the second step."""
    return make_response(
        render_template("accounts/code.html", form=form, kept=typed, problem=problem), status
    )


def demo_persons() -> list[tuple[str, str, str]]:
    """Name whom one can be in the demo: user name, name, one line about the role; empty outside the demo."""
    if not settings().demo:
        return []
    return list(current_app.extensions.get("samsyn_demo_persons", []))


def other_demos() -> list[tuple[str, str, str]]:
    """Name the other demos: municipality, what is particular about its model, and the key it is opened by."""
    if not settings().demo or "samsyn_demo_others" not in current_app.extensions:
        return []
    told: list[tuple[str, str, str]] = current_app.extensions["samsyn_demo_others"].told()
    return told


def protect_forms(app: Flask) -> None:
    """Check the CSRF token of every unsafe request, after the gate: an ended sign-in is told as just that.

    After it comes the second step: who must have one and has none is led to set it up before anything else.
    """
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)
    app.register_error_handler(CSRFError, forged_or_stale)

    @app.before_request
    def check_token() -> AnyResponse | None:
        csrf.protect()
        return someone_else()

    app.before_request(lead_to_second_step)


def someone_else() -> AnyResponse | None:
    """Refuse what a page of one person sends after another has signed in beside it in the same browser."""
    person, actor = request.headers.get("X-Person"), acting_or_none()
    if person is None or actor is None or person == str(actor.person_id):
        return None
    message = gettext("Någon annan är inloggad i den här webbläsaren nu. Texten står kvar men sparas inte.")
    return make_response(jsonify(state="someone_else", message=message), 403)


def forged_or_stale(_error: CSRFError) -> AnyResponse:
    """Answer a form whose token does not fit: most often a page left open while one signed in anew.

    Nothing was done. The browser's script fetches a new token and tries again; a person sees what was typed
    and can save it with one press, but only when the browser says that a page of ours sent it.
    """
    if "X-Autosave" in request.headers or "HX-Request" in request.headers:
        return signed_out_json(gettext("Sidan behöver en ny nyckel. Texten står kvar här."))
    if request.endpoint == "accounts.sign_in_now":
        form = SignInForm(formdata=None, next=rules.local_path(request.form.get("next")) or "/")
        problem = gettext("Sidan hade legat öppen för länge. Försök en gång till.")
        return sign_in_page(
            form, status=400, typed=kept.carried() if kept.from_this_site() else None, problem=problem
        )
    typed, actor = kept.typed_here(), acting_or_none()
    # The words of one who was signed in before are nobody else's to send.
    is_anothers = typed is not None and actor is not None and typed.typed_by_another(actor.person_id)
    return typed_page(typed, status=400, reason="another" if is_anothers else "stale")


def typed_page(
    typed: kept.Kept | None, *, reason: str, status: int = 200, back: str | None = None
) -> Response:
    """Show what was typed with a button that saves it. `reason`: “signed_in”, “stale”, “another” or “second_step”."""
    return make_response(
        render_template(
            "accounts/kept.html",
            kept=typed,
            is_words=kept.is_words,
            reason=reason,
            back=back or where_to_return(),
        ),
        status,
    )


LEFT_OPEN = "accounts.own."


def lead_to_second_step() -> AnyResponse | None:
    """Lead a person whose role requires the second step to set it up, and keep what was typed until then."""
    found = signed_in() if acting_or_none() is not None else None
    endpoint = request.endpoint or ""
    if found is None or found.has_second_step or not endpoint or endpoint.startswith(LEFT_OPEN):
        return None
    if requirement(current_app, endpoint) == PUBLIC or not must_have_second_step(found.actor):
        return None
    if wants_json() or "HX-Request" in request.headers:
        message = gettext(
            "Din roll kräver inloggning i två steg. Ställ in det under Mitt konto, sedan sparas texten."
        )
        return make_response(jsonify(state="refused", message=message), 403)
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.own.second_step"))
    return typed_page(kept.typed_here(), status=403, reason="second_step")


def must_have_second_step(actor: Actor) -> bool:
    """Tell whether one of the person's roles requires the second step."""
    return rules.second_step_required(
        profile_in_force().totp_required_roles, [holding.role for holding in actor.holdings]
    )


def fresh_form_token() -> str:
    """Give a CSRF token for the present session."""
    return str(generate_csrf())
