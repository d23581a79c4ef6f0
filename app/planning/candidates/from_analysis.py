"""Making a candidate of what an analysis says: the paragraph it comes from is kept with it, and the way leads both ways."""

import re
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.planning import rules
from app.planning.blueprint import ID, planning
from app.planning.candidates import queries as candidate_queries
from app.planning.candidates import services
from app.planning.errors import NotYours, Refused
from app.planning.facts import FROM_ANALYSIS as ORIGIN
from app.planning.models import CandidateState
from app.planning.queries import Reader
from app.planning.wording import FAULTS
from app.steering.routes import profile_in_force
from app.ui.notices import tell
from app.writing.answering import typed
from app.writing.kinds import Brought, PartLink
from app.writing.models import Part, UnitText
from app.writing.pages import Place, part_of, place_of
from app.writing.queries import text_of_part


def paragraphs(text: str) -> list[str]:
    """Cut what a part says into the paragraphs one can point at."""
    return [one.strip() for one in re.split(r"\n\s*\n", text) if one.strip()]


@dataclass(frozen=True, slots=True)
class Tried:
    """What was typed in a form that was refused."""

    text: str = ""
    why: str = ""
    words: str = ""
    fault: str = ""


@planning.route(f"/kandidater/ur/<{ID}:part_id>", methods=["GET", "POST"])
@requires(May.WRITE_PLANS)
def candidate_from_part(part_id: int) -> str | Response | tuple[str, int]:
    """Show what a part of an analysis says, and make a candidate of it."""
    text_id = text_of_part(db.session, part_id)
    if text_id is None:
        abort(404)
    place = place_of(text_id)
    part = part_of(place, part_id)
    if not place.near.writes or not place.kind.by_year:
        abort(404)
    if request.method != "POST":
        return _page(place, part, Tried(), candidates_year(place))
    year = request.form.get("year", type=int) or candidates_year(place)
    words = next((one for one in paragraphs(part.text) if one == typed("words").strip()), "")
    tried = Tried(typed("text"), typed("why"), words)
    try:
        services.propose_candidate(
            db.session,
            acting().person_id,
            place.text.unit_id,
            year,
            tried.text,
            origin_kind=ORIGIN,
            origin_id=part.id,
            origin_words=words,
            why=tried.why,
        )
    except NotYours:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        fault = str(FAULTS[refused.fault])
        place = place_of(text_id)
        return _page(place, part_of(place, part_id), Tried(tried.text, tried.why, words, fault), year), 422
    target = url_for("planning.prioritise", enhet=place.text.unit_id, ar=year, _anchor="order")
    db.session.commit()
    tell(gettext("Tillagd sist bland kandidaterna, med orden ur analysen."))
    return redirect(target)


def candidates_year(place: Place) -> int:
    """Give the year candidates of an analysis are for: the one after it."""
    return place.text.year + 1


def _page(place: Place, part: Part, tried: Tried, year: int) -> str:
    return render_template(
        "planning/candidates/from_analysis.html",
        place=place,
        part=part,
        offered=paragraphs(part.text),
        tried=tried,
        year=year,
    )


def links(text: UnitText, part: Part) -> list[PartLink]:
    """Lead from a part of an analysis that says something to making a candidate of it."""
    if text.kind not in {one.key for one in profile_in_force().all_analyses()} or not part.text.strip():
        return []
    href = url_for("planning.candidate_from_part", part_id=part.id)
    return [PartLink(gettext("Gör en kandidat av det här"), href)]


def became(session: Session, text: UnitText) -> dict[int, list[Brought]]:
    """Give the candidates that came out of each part, and what became of them, to those who write for the unit."""
    reader = Reader(acting(), clock.today(), rules.kinds_of_bodies(profile_in_force()))
    found = candidate_queries.candidates_from(session, reader, ORIGIN, [part.id for part in text.parts])
    states = {
        CandidateState.OPEN: gettext("väntar på att prioriteras"),
        CandidateState.CHOSEN: gettext("blev ett mål"),
        CandidateState.ASIDE: gettext("lades undan"),
    }
    return {
        part_id: [
            Brought(
                gettext("Kandidater ur den här delen"),
                [
                    (
                        one.text,
                        states[CandidateState(one.state)],
                        url_for("planning.goal", goal_id=one.goal.id)
                        if one.goal
                        else url_for("planning.prioritise", enhet=one.unit_id, ar=one.year),
                    )
                    for one in candidates
                ],
            )
        ]
        for part_id, candidates in found.items()
    }
