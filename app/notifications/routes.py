"""What is new for me, how I want to be reached, and for administrators what is on its way by mail."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import LazyString, gettext, lazy_gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.access.guard import acting, requires
from app.access.matrix import May
from app.config import Settings
from app.db import db
from app.notifications import queries, services
from app.notifications.delivering import MOST_ATTEMPTS
from app.notifications.kinds import KINDS, Kind
from app.notifications.links import MAIL_OF_ACCOUNT, MAIL_OF_PASSWORD, NEVER_AGAIN
from app.notifications.models import MailState, Outgoing, Pace
from app.notifications.services import MAIL_OF_DAY
from app.notifications.transport import Fault, folder_of
from app.notifications.wording.sentences import said
from app.paging import Found, nearest
from app.ui.tables import page_of, part_of

notifications = Blueprint("notifications", __name__, template_folder="templates")

NEWS_SIZE, LATELY_READ = 50, 10
"""Notices on a page, and those read last shown below what is new."""

TABLE = "outbox-caption"
PAGE_SIZE, MOST_PAGES = 50, 100_000
MOST_AGAIN = 500
"""Mails put back into the outbox with one press."""

PACES: dict[Pace, LazyString] = {
    Pace.AT_ONCE: lazy_gettext("Mejl direkt"),
    Pace.DAILY: lazy_gettext("I ett mejl på morgonen"),
    Pace.NONE: lazy_gettext("Inget mejl"),
}

FAULTS: dict[Fault, LazyString] = {
    Fault.NO_ADDRESS: lazy_gettext("Det finns ingen e-postadress som går att skicka till."),
    Fault.CLOSED: lazy_gettext("Personens konto är stängt."),
    Fault.REFUSED: lazy_gettext("Mottagarens server tog inte emot mejlet."),
    Fault.LATER: lazy_gettext("Mottagarens server bad om att få det senare."),
    Fault.UNREACHABLE: lazy_gettext("Kommunens mejlserver svarade inte eller släppte inte in Samsyn."),
    Fault.TOO_OLD: lazy_gettext("Mejlet gick inte att skicka i tid och är inte längre aktuellt."),
    Fault.INTERRUPTED: lazy_gettext("Utskicket avbröts gång på gång."),
}

SHOWN: dict[str, MailState] = {
    "": MailState.GIVEN_UP,
    "vantar": MailState.WAITING,
    "skickade": MailState.SENT,
}


@notifications.get("/nytt")
@requires(May.USE)
def news() -> str:
    """Show what is new for me since last time, and below it the last of what I have read; or all I have read."""
    person_id = acting().person_id
    told = queries.told_so_far(db.session, person_id=person_id)
    # With nothing new, what one has read is what there is to see.
    is_read = request.args.get("visa") == "lasta" or not told.unread
    total = told.read if is_read else told.unread
    number = nearest(request.args.get("sida", 1, type=int), total, NEWS_SIZE)
    listed = queries.news(
        db.session, person_id=person_id, read=is_read, limit=NEWS_SIZE, offset=(number - 1) * NEWS_SIZE
    )
    lately = LATELY_READ if not is_read and number == 1 and told.read else 0
    show = "lasta" if is_read and told.unread else None
    return render_template(
        "notifications/news.html",
        told=told,
        is_read=is_read,
        old=is_read and bool(told.unread),
        found=Found(listed, total, number, NEWS_SIZE),
        lately=queries.news(db.session, person_id=person_id, read=True, limit=lately),
        said=said,
        address=lambda page: url_for("notifications.news", visa=show, sida=page if page > 1 else None),
    )


@notifications.post("/nytt/<int(max=2147483647):notice_id>/oppna")
@requires(May.USE)
def open_notice(notice_id: int) -> AnyResponse:
    """Note that a notice is read and go where it leads."""
    person_id = acting().person_id
    notice = queries.own_notice(db.session, person_id=person_id, notice_id=notice_id)
    if notice is None:
        abort(404)
    services.read(db.session, person_id=person_id, notice=notice)
    path = notice.path
    db.session.commit()
    return redirect(path, 303)


@notifications.post("/nytt/last")
@requires(May.USE)
def all_read() -> AnyResponse:
    """Note that all is read that was on the page; what has come since stays new."""
    services.read_up_to(
        db.session,
        person_id=acting().person_id,
        notice_id=request.form.get("upto", 0, type=int),
    )
    db.session.commit()
    return redirect(url_for("notifications.news"), 303)


@notifications.get("/konto/aviseringar")
@requires(May.USE)
def choices() -> str:
    """Show how soon I want mail about what."""
    wishes = queries.wishes_of(db.session, acting().person_id)
    return render_template("notifications/choices.html", wishes=wishes, kinds=KINDS, paces=PACES)


@notifications.post("/konto/aviseringar", endpoint="choose")
@requires(May.USE)
def choose() -> AnyResponse:
    """Keep how soon I want mail about what; what a form does not say stays as it is."""
    wanted = {kind: Pace(request.form[kind]) for kind in Kind if request.form.get(kind) in set(Pace)}
    if services.choose(db.session, person_id=acting().person_id, paces=wanted):
        flash(gettext("Sparat."), "done")
    db.session.commit()
    return redirect(url_for("notifications.choices"), 303)


@notifications.get("/utskick")
@requires(May.OVERSEE_MAIL)
def outbox() -> str | Iterator[str]:
    """Show what waits, what was given up and why; all of it where the table is taken away as a file."""
    show = request.args.get("visa", "")
    state = SHOWN.get(show, MailState.GIVEN_UP)
    number = min(max(request.args.get("sida", 1, type=int), 1), MOST_PAGES)
    part = part_of(TABLE, number, PAGE_SIZE)
    counts = queries.counts(db.session)

    def address(page: int) -> str:
        return url_for("notifications.outbox", visa=show or None, sida=page)

    return page_of(
        TABLE,
        "notifications/outbox.html",
        found=Found(
            queries.outbox(db.session, state=state, page=part.page, size=part.size),
            counts[state],
            part.page,
            part.size,
        ),
        state=state,
        MailState=MailState,
        counts=counts,
        tabs=[
            (
                gettext("Gick inte (%(number)s)", number=counts[MailState.GIVEN_UP]),
                url_for("notifications.outbox"),
            ),
            (
                gettext("Väntar (%(number)s)", number=counts[MailState.WAITING]),
                url_for("notifications.outbox", visa="vantar"),
            ),
            (
                gettext("Skickade (%(number)s)", number=counts[MailState.SENT]),
                url_for("notifications.outbox", visa="skickade"),
            ),
        ],
        shown=list(SHOWN.values()).index(state),
        about=_about,
        never_again=NEVER_AGAIN,
        faults=FAULTS,
        most_attempts=MOST_ATTEMPTS,
        mail_is_on=bool(_settings().mail_url),
        folder=folder_of(_settings().mail_url),
        address=address,
    )


def _settings() -> Settings:
    found = current_app.config["SETTINGS"]
    assert isinstance(found, Settings)  # noqa: S101  # nosec B101  for the type checker
    return found


def _about(outgoing: Outgoing) -> str:
    """Say what kind of mail it is; never more than that."""
    if outgoing.kind == MAIL_OF_DAY:
        return gettext("Morgonens sammanfattning")
    if outgoing.kind == MAIL_OF_PASSWORD:
        return gettext("Länk för nytt lösenord")
    if outgoing.kind == MAIL_OF_ACCOUNT:
        return gettext("Länk till ett nytt konto")
    kinds = [Kind(notice.kind) for notice in outgoing.notices]
    return str(KINDS[kinds[0]].label) if kinds else gettext("Mejl")


@notifications.post("/utskick/<int(max=2147483647):outgoing_id>/igen")
@requires(May.OVERSEE_MAIL)
def send_again(outgoing_id: int) -> Response | AnyResponse:
    """Let one mail be tried anew."""
    found = queries.one_outgoing(db.session, outgoing_id)
    if found is None:
        abort(404)
    return _again([found])


@notifications.post("/utskick/igen")
@requires(May.OVERSEE_MAIL)
def send_all_again() -> Response | AnyResponse:
    """Let all that was given up be tried anew, for instance when the mail server is back."""
    return _again(queries.given_up(db.session, MOST_AGAIN))


def _again(found: list[Outgoing]) -> AnyResponse:
    number = services.send_again(db.session, actor_id=acting().person_id, outgoing=found)
    db.session.commit()
    if number:
        said_so = ngettext(
            "%(num)s mejl skickas vid nästa körning.", "%(num)s mejl skickas vid nästa körning.", number
        )
        flash(said_so, "done")
    return redirect(url_for("notifications.outbox", visa="vantar" if number else None), 303)
