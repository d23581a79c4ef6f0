"""Giving a file back: rights are asked where one is signed in; the bytes come from an address that knows no cookie."""

from flask import Blueprint, Flask, abort, current_app, redirect, send_file, url_for
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app.access.guard import acting, cookieless, requires
from app.access.matrix import May
from app.attachments import rules
from app.attachments.checking import pixels
from app.attachments.holders import holders
from app.attachments.queries import one_attachment
from app.attachments.store import Store
from app.attachments.wording import kind_in_words, limits_in_words, limits_on_page, size_in_words
from app.config import Settings
from app.db import db
from app.records.reading_log import log_reading

attachment_pages = Blueprint("attachments", __name__, template_folder="templates")

GOOD_FOR_SECONDS = 60
HARMLESS = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""What a browser may do with the bytes should it ever show them: nothing, in an origin of their own."""

_STORE = "samsyn_files"


def install(app: Flask, settings: Settings) -> None:
    """Give the application its folder of files, templates the words about a file, and each request its pixels to draw."""
    app.extensions[_STORE] = Store(settings.files_folder)
    app.jinja_env.filters.update(file_kind=kind_in_words, file_size=size_in_words)
    app.jinja_env.globals.update(file_limits=limits_on_page, file_limits_in_words=limits_in_words)

    # Here and not where a form is received: no form that takes files can leave it out.
    @app.before_request
    def begin() -> None:
        pixels.give(rules.MOST_PIXELS_TOGETHER)

    @app.teardown_request
    def end(_problem: BaseException | None) -> None:
        pixels.give(None)


def store() -> Store:
    """Give the folder of files of the application."""
    found = current_app.extensions[_STORE]
    assert isinstance(found, Store)  # noqa: S101  # nosec B101  for the type checker
    return found


@attachment_pages.get("/bilagor/<int:attachment_id>")
@requires(May.USE)
def download(attachment_id: int) -> Response:
    """Ask whether the acting person may read a file now, note the reading, and lead to its bytes for a minute."""
    attachment = one_attachment(db.session, attachment_id)
    noted_as = holders.read_as(db.session, acting(), attachment) if attachment is not None else None
    if attachment is None or noted_as is None:
        abort(404)
    if not store().has(attachment.stored_as):
        current_app.logger.error("the file of attachment %s is missing in the folder of files", attachment_id)
        abort(404)
    if noted_as:
        log_reading(attachment.source_kind, attachment.source_id, noted_as)
    return redirect(url_for("attachments.file", token=_tokens().dumps(attachment.id)), 303)


@attachment_pages.get("/filer/<token>")
@cookieless
def file(token: str) -> Response:
    """Give the bytes to whoever has the address, which was made a minute ago for one who may read them."""
    try:
        attachment_id = _tokens().loads(token, max_age=GOOD_FOR_SECONDS)
    except SignatureExpired:
        # Asked again where rights are asked: a download that was put off still leads to the file.
        return redirect(url_for("attachments.download", attachment_id=_tokens().loads(token)), 303)
    except BadSignature:
        return _nothing_here()
    attachment = one_attachment(db.session, attachment_id)
    if attachment is None or attachment.removed_at is not None or attachment.erased_at is not None:
        return _nothing_here()
    path = store().path(attachment.stored_as)
    if not path.is_file():
        return _nothing_here()
    response = send_file(
        path,
        mimetype=attachment.media_type,
        as_attachment=True,
        download_name=attachment.name,
        conditional=False,
        etag=False,
        max_age=None,
        last_modified=None,
    )
    # When the file was stored is nobody's to know from here.
    del response.headers["Last-Modified"]
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = HARMLESS
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _nothing_here() -> Response:
    # In both languages: whose language it should be is not asked here.
    words = "Filen finns inte här. Ladda ner den igen från sidan där den står.\n"
    words += "The file is not here. Download it again from its page.\n"
    return Response(words, 404, mimetype="text/plain")


def _tokens() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="samsyn.file")
