"""The page where documents are chosen from the register into a unit's core mission."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.analysis.mission import CORE_MISSION, DOCUMENTS_PART
from app.analysis.naming.services import SOURCE
from app.db import db
from app.documents.models import Document
from app.documents.queries import to_choose_among
from app.documents.wording import type_name
from app.organisation.asking import asked_words
from app.ui.addresses import url_for
from app.writing import services, wording
from app.writing.errors import WritingError
from app.writing.kinds import PartLink
from app.writing.models import Part, UnitText
from app.writing.pages import Place, part_of, place_of, who_reads

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
    try:
        services.take_in(
            db.session,
            actor_id=acting().person_id,
            text=place.text,
            near=place.near,
            part=part,
            source_kind=SOURCE,
            source_id=document[0],
            words=document[1],
            source=document[2],
        )
    except WritingError as error:
        db.session.rollback()
        flash(wording.words_for(error), "problem")
        return redirect(place_of(text_id).address())
    target = f"{place.address()}#del-{part_id}"
    db.session.commit()
    flash(
        gettext(
            "Dokumentet står nu i ert grunduppdrag. I registret syns det när grunduppdraget är fastställt."
        ),
        "done",
    )
    return redirect(target)


def document_in_register(document_id: int | None) -> tuple[int, str, str] | None:
    """Give a document with its title and what sort it is, or None."""
    found = db.session.get(Document, document_id) if document_id is not None else None
    if found is None or found.ended:
        return None
    return found.id, found.title, type_name(found.type_key)
