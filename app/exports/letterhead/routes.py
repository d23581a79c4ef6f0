"""The page of the letterhead, its picture, and a page to see it on."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import get_locale, gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.exports.answers import no_library, pdf_file
from app.exports.arms import MOST_BYTES, NoArms
from app.exports.getting_ready import when_ready
from app.exports.letterhead import services
from app.exports.letterhead.forms import LetterheadForm
from app.exports.letterhead.models import OwnLetterhead
from app.exports.pdf import NoLibrary
from app.exports.tree import Document, Heading, Letterhead, Paragraph, Run
from app.steering.routes import profile_in_force
from app.ui.sending import WayBack, leads_back, limits_on_page

letterhead = Blueprint("letterhead", __name__, url_prefix="/brevhuvud", template_folder="../templates")
letterhead.app_errorhandler(NoLibrary)(no_library)


def head_of_paper() -> Letterhead:
    """Give the letterhead in force; the municipality of the steering model while nobody has set one."""
    return services.letterhead_in_force(db.session, profile_in_force().municipality)


@letterhead.get("/")
@requires(May.EDIT_LETTERHEAD)
def edit() -> str:
    """Show the letterhead and what it can be changed to."""
    found = services.own_letterhead(db.session)
    return _page(_form(found), found)


def _form(found: OwnLetterhead | None) -> LetterheadForm:
    return LetterheadForm(
        name=found.name if found else profile_in_force().municipality,
        description=found.arms_description if found else "",
        revision=str(found.revision if found else 0),
    )


def _page(form: LetterheadForm, found: OwnLetterhead | None) -> str:
    return render_template(
        "letterhead/edit.html", form=form, found=found, limits=limits_on_page(MOST_BYTES, called="1 MB")
    )


@letterhead.post("/")
@requires(May.EDIT_LETTERHEAD)
def change() -> AnyResponse | tuple[str, int]:
    """Take in a new name or new arms; what was typed stays on the page when the picture cannot be used."""
    form = LetterheadForm()
    if not form.validate_on_submit():
        return _page(form, services.own_letterhead(db.session)), 422
    picture = form.picture.data.read(MOST_BYTES + 1) if form.picture.data else None
    try:
        services.change_letterhead(
            db.session,
            actor_id=acting().person_id,
            name=form.name.data or "",
            description=form.description.data or "",
            revision=_number(form.revision.data),
            picture=picture,
            without_arms=bool(form.without_arms.data),
        )
        db.session.commit()
    except NoArms as refusal:
        db.session.rollback()
        form.picture.errors = [_why_not(refusal.reason)]
        return _page(form, services.own_letterhead(db.session)), 422
    except services.ChangedMeanwhile:
        db.session.rollback()
        found = services.own_letterhead(db.session)
        form.name.errors = [
            gettext(
                "Någon annan har ändrat brevhuvudet medan du skrev. Det du skrev står kvar; spara igen om det ska gälla."
            )
        ]
        form.revision.data = str(found.revision if found else 0)
        return _page(form, found), 409
    flash(gettext("Sparat. Nya dokument får det här brevhuvudet."), "done")
    return redirect(url_for("letterhead.edit"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


leads_back(
    "letterhead.change",
    WayBack(
        lazy_gettext("Tillbaka till brevhuvudet"),
        lambda: url_for("letterhead.edit"),
        lambda: gettext("Bilden får vara högst 1 MB."),
    ),
)


def _why_not(reason: str) -> str:
    return {
        "size": gettext("Bilden är för stor. Den får vara högst 1 MB och 16 miljoner bildpunkter."),
        "kind": gettext(
            "Bilden behöver vara SVG eller PNG. Den här filen är något annat, eller innehåller mer än en bild."
        ),
        "broken": gettext("Bilden går inte att läsa. Spara den på nytt i ett ritprogram och försök igen."),
        "empty": gettext("I filen finns inget ritat som kan visas på papper."),
    }[reason]


@letterhead.get("/vapen")
@requires(May.USE)
def arms() -> Response:
    """Send the picture of the letterhead, as it was made anew."""
    found = services.own_letterhead(db.session)
    if found is None or not found.arms:
        abort(404)
    return Response(found.arms, content_type=found.arms_type)


@letterhead.get("/prov.pdf")
@requires(May.EDIT_LETTERHEAD)
@when_ready
def sample() -> Response:
    """Send a page with nothing but the letterhead and a few words, to see how it turns out."""
    text = gettext("Så här ser pappret ut för det som fastställs, för förberedelseblad och mötesblad.")
    document = Document(
        title=gettext("Prov på brevhuvud"),
        kind=gettext("Prov"),
        language=str(get_locale() or "sv"),
        blocks=(Heading(gettext("Rubrik")), Paragraph((Run(text),))),
        letterhead=head_of_paper(),
        page_words=(gettext("Sida"), gettext("av")),
        author="Samsyn",
    )
    return pdf_file(document, gettext("Prov på brevhuvud"))
