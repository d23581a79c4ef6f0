"""Pages about what has been raised: the two lists, one passage, answering it, saying whether the answer is
enough.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.passages import forms, rules, services, telling
from app.passages.errors import Fault, NewerAnswer, NotYours, Refused
from app.passages.forms import AnswerForm, ReceiptForm
from app.passages.models import Passage
from app.passages.queries import listing, opening, reading, waits
from app.passages.queries.listing import View, Wanted
from app.passages.sources import sources
from app.passages.subjects import subjects
from app.records.queries import readings_of
from app.records.reading_log import log_reading, log_readings
from app.ui.install import capitalised

passage_pages = Blueprint("passages", __name__, url_prefix="/lyft", template_folder="templates")

FAULTS: dict[Fault, LazyString] = {
    Fault.ANSWER_EMPTY: lazy_gettext("Skriv ett svar först."),
    Fault.TEXT_TOO_LONG: lazy_gettext(
        "Texten är för lång för ett fält. Den står kvar här: korta ner den eller dela upp den."
    ),
    Fault.SAY_WHAT_IS_MISSING: lazy_gettext("Skriv vad som saknas i svaret, så att den som svarar vet."),
    Fault.CHOOSE: lazy_gettext("Välj om svaret räcker eller inte."),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed that could not be kept, to be shown again with what is wrong."""

    answer: str = ""
    receipt: ReceiptForm | None = None
    answer_fault: LazyString | None = None
    receipt_fault: LazyString | None = None


@passage_pages.get("/")
@requires(May.TAKE_PART)
def index() -> str:
    """List what was raised to the signed-in person, or from their own dialogues."""
    actor, day = acting(), clock.today()
    may_be_raised_to = actor.may(May.ANSWER_RAISED) or bool(rules.presided_units(actor))
    wanted = forms.wanted_from(request.args, View.FROM_BELOW if may_be_raised_to else View.OURS)
    found = listing.listed(db.session, actor=actor, day=day, wanted=wanted)
    if may_be_raised_to and "vy" not in request.args and not found.units:
        # Whom nothing has been raised to (no one reports to them, or nobody has yet) reads what they have raised.
        ours = forms.wanted_from(request.args, View.OURS)
        wanted, found = _where_there_is_any(
            (wanted, found), (ours, listing.listed(db.session, actor=actor, day=day, wanted=ours))
        )
    read = [one.id for one in found.rows if not rules.is_one_of_the_two(one, actor)]
    log_readings("passage", read, "passage")
    return render_template(
        "passages/index.html",
        wanted=wanted,
        found=found,
        year_options=[(year, str(year)) for year in found.years],
        mine_first=waits.asked_first(db.session, actor=actor, day=day) if may_be_raised_to else frozenset(),
        may_be_raised_to=may_be_raised_to,
        standing=rules.standing,
        pages_address=lambda page: _index_address(wanted, page),
    )


def _where_there_is_any(
    first: tuple[Wanted, listing.Listed], other: tuple[Wanted, listing.Listed]
) -> tuple[Wanted, listing.Listed]:
    """Choose the other list where only that one has anything."""
    return other if other[1].units else first


@passage_pages.get("/<int(max=2147483647):passage_id>")
@requires(May.TAKE_PART)
def one(passage_id: int) -> str:
    """Show one passage with its answers."""
    passage = _passage(passage_id)
    if not rules.is_one_of_the_two(passage, acting()):
        log_reading("passage", passage.id, "passage")
    return _page(passage)


@passage_pages.post("/<int(max=2147483647):passage_id>/svar")
@requires(May.TAKE_PART)
def answer(passage_id: int) -> Response | tuple[str, int]:
    """Answer from above."""
    passage, typed = _passage(passage_id, lock=True), AnswerForm.read(request.form)
    try:
        services.answer(db.session, actor=acting(), passage=passage, text=typed.text)
    except NotYours:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        shown = Typed(answer=typed.text, answer_fault=FAULTS[refused.fault])
        return _page(_passage(passage_id), shown), 422
    rep, over = _goes_to(passage)
    said = gettext(
        "Svaret är lämnat. %(rep)s och %(over)s ser det på sin startsida.", rep=capitalised(rep), over=over
    )
    db.session.commit()
    flash(said, "done")
    return redirect(url_for("passages.one", passage_id=passage_id, _anchor="answers"))


@passage_pages.get("/svar/<int(max=2147483647):answer_id>/kvittera")
@requires(May.TAKE_PART)
def answer_again(answer_id: int) -> Response:
    """Lead to the passage of an answer from where one says whether it is enough."""
    passage = _passage(opening.passage_of_answer(db.session, answer_id) or 0)
    return redirect(url_for("passages.one", passage_id=passage.id))


@passage_pages.post("/svar/<int(max=2147483647):answer_id>/kvittera")
@requires(May.TAKE_PART)
def receive(answer_id: int) -> Response | tuple[str, int]:
    """Say whether an answer is enough."""
    passage_id = opening.passage_of_answer(db.session, answer_id) or 0
    passage = _passage(passage_id, lock=True)
    typed = ReceiptForm.read(request.form)
    given = next((one for one in passage.answers if one.id == answer_id), None)
    if given is None:
        abort(404)
    try:
        if typed.enough is None:
            raise Refused(Fault.CHOOSE)
        services.receive(db.session, actor=acting(), answer=given, enough=typed.enough, words=typed.words)
    except NotYours:
        abort(404)
    except NewerAnswer:
        return _again(passage_id, typed, lazy_gettext("Det har kommit ett nytt svar. Läs det först."), 409)
    except Refused as refused:
        return _again(passage_id, typed, FAULTS[refused.fault], 422)
    db.session.commit()
    said = (
        gettext("Sparat: svaret räcker.") if typed.enough else gettext("Sparat. Det väntar på ett nytt svar.")
    )
    flash(said, "done")
    return redirect(url_for("passages.one", passage_id=passage_id, _anchor="answers"))


def _index_address(wanted: Wanted, page: int) -> str:
    chosen: dict[str, Any] = dict(forms.address_of(wanted, page))
    return url_for("passages.index", **chosen)


def _goes_to(passage: Passage) -> tuple[str, str]:
    """Say whom an answer goes to, below and above: the two who raised it, or whoever has the post after one who left it."""
    there = telling.still_there(db.session, passage, clock.today())
    below, above = (
        one.name
        if one.id in there
        else gettext("den som har eller får uppdraget efter %(name)s", name=one.name)
        for one in (passage.rep_person, passage.over_person)
    )
    return below, above


def _again(passage_id: int, typed: ReceiptForm, fault: LazyString, status: int) -> tuple[str, int]:
    db.session.rollback()
    return _page(_passage(passage_id), Typed(receipt=typed, receipt_fault=fault)), status


def _passage(passage_id: int, *, lock: bool = False) -> Passage:
    passage = opening.one(db.session, actor=acting(), passage_id=passage_id, day=clock.today(), lock=lock)
    if passage is None:
        abort(404)
    return passage


def _page(passage: Passage, typed: Typed | None = None) -> str:
    actor, day = acting(), clock.today()
    one_of_the_two = rules.is_one_of_the_two(passage, actor)
    latest = passage.answers[-1] if passage.answers else None
    about = opening.about_passage(db.session, passage.id)
    named = subjects.named(db.session, actor, about)
    may_answer = rules.may_answer(passage, actor, reading.line_above(db.session, passage.over_unit_id, day))
    own = next((r for r in latest.receipts if r.person_id == actor.person_id), None) if latest else None
    return render_template(
        "passages/passage.html",
        passage=passage,
        standing=rules.standing(passage),
        latest=latest,
        own_receipt=own,
        may_answer=may_answer,
        goes_to=_goes_to(passage) if may_answer else None,
        may_receive=latest is not None and rules.may_receive(passage, latest, actor),
        readers=reading.readers(db.session, passage=passage, day=day),
        readings=readings_of(db.session, "passage", passage.id) if one_of_the_two else None,
        source=sources.link(passage, actor),
        about=[(named[ref], subjects.label(ref.kind)) for ref in about if ref in named],
        about_more=len(about) - len(named),
        typed=typed or Typed(receipt=ReceiptForm(own.enough, own.words) if own else ReceiptForm()),
    )
