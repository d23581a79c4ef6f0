"""The page where documents are chosen from the register into a unit's core mission."""

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import requires
from app.access.matrix import May
from app.analysis.mission import CORE_MISSION, DOCUMENTS_PART
from app.analysis.naming.services import SOURCE
from app.db import db
from app.documents.models import Document
from app.documents.queries import to_choose_among
from app.documents.wording import type_name
from app.organisation.asking import asked_words
from app.ui.addresses import url_for
from app.writing.kinds import PartLink
from app.writing.models import Part, UnitText
from app.writing.pages import Place, part_of, place_of, who_reads
from app.writing.taking import take_into

naming = Blueprint("naming", __name__, url_prefix="/analys/styrdokument", template_folder="../templates")

MOST = 50
"""Documents listed before one has to search."""


def links(text: UnitText, part: Part) -> list[PartLink]:
    """Lead from the part about documents to the register."""
    if text.kind != CORE_MISSION or part.key != DOCUMENTS_PART:
        return []
    href = url_for("naming.choose", text_id=text.id, part_id=part.id)
    return [PartLink(gettext("Välj ur registret över styrdokument"), href)]


def _place(text_id: int, *, write: bool = False) -> Place:
    place = place_of(text_id, write=write)
    if not place.may_write or place.text.kind != CORE_MISSION:
        abort(404)
    return place


@naming.route("/<int(max=2147483647):text_id>/<int(max=2147483647):part_id>", methods=["GET", "POST"])
@requires(May.WRITE_PLANS)
def choose(text_id: int, part_id: int) -> str | Response:
    """List the documents in force, and take one in among those that matter most to the unit."""
    place = _place(text_id, write=request.method == "POST")
    part = part_of(place, part_id)
    found = to_choose_among(db.session, asked_words(), today=clock.today(), limit=MOST)
    if request.method != "POST":
        return render_template(
            "analysis/naming/choose.html",
            place=place,
            part=part,
            found=found,
            sought=asked_words(),
            most=MOST,
            taken={one.source_id for one in part.taken_in if one.source_kind == SOURCE},
            who_reads=who_reads(place),
        )
    document = document_in_register(request.form.get("document", type=int))
    if document is None:
        abort(404)
    number, title, sort = document
    return take_into(
        place,
        part,
        kind=SOURCE,
        number=number,
        words=title,
        source=sort,
        done=gettext(
            "Dokumentet står nu i ert grunduppdrag. I registret syns det när grunduppdraget är fastställt."
        ),
    )


def document_in_register(document_id: int | None) -> tuple[int, str, str] | None:
    """Give a document with its title and what sort it is, or None."""
    found = db.session.get(Document, document_id) if document_id is not None else None
    if found is None or found.ended:
        return None
    return found.id, found.title, type_name(found.type_key)
