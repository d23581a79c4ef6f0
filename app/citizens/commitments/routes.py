"""Pages of public commitments: the register, one with what was said of how it is kept, its form, and its steps."""

from typing import Literal, TypeVar

from flask import abort, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.citizens import rules
from app.citizens.blueprint import (
    ID,
    Answer,
    asked_number,
    asked_words,
    citizens,
    happened,
    may_write,
    of_register,
    offer_own_units,
    page_number,
    reader,
    unit_asked,
)
from app.citizens.commitments import queries, services
from app.citizens.commitments.queries import Wanted
from app.citizens.facts import COMMITMENT
from app.citizens.forms import CitizensForm, CommitmentForm, DecideForm, EndForm, FollowUpForm
from app.citizens.models import CommitmentState, Kept, PublicCommitment
from app.citizens.queries import body_of, standing_at
from app.citizens.rules import Room, Step
from app.citizens.saving import Pages, Theirs
from app.citizens.wording import (
    KEPT_SHORT,
    LACKING,
    STATES,
    a_commitment,
    commitment_called,
    kind_called,
    kind_of,
    room_called,
)
from app.db import db
from app.documents.pages import Searching
from app.economy.wording import period_choices, period_of
from app.exports.answers import register_file
from app.organisation.forms import number_of
from app.passages.talks.pages import talked_about
from app.steering.routes import actor_name, profile_in_force, worded
from app.steering.schema import CycleEvent
from app.ui.install import capitalised, listed

Form = TypeVar("Form", bound=CitizensForm)

STATE_KEYS = {
    CommitmentState.DRAFT: "utkast",
    CommitmentState.DECIDED: "beslutade",
    CommitmentState.ENDED: "avslutade",
    CommitmentState.ASIDE: "undanlagda",
}
KEPT_KEYS = {Kept.KEPT: "hallet", Kept.PARTLY: "delvis", Kept.NOT: "inte"}
"""How the filters are written in an address."""


def _wanted() -> Wanted:
    args = request.args
    state = next((one for one, key in STATE_KEYS.items() if key == args.get("lage")), None)
    said = next((one for one, key in KEPT_KEYS.items() if key == args.get("hallet")), None)
    kind = args.get("slag", "")[:40]
    return Wanted(asked_words(), kind, asked_number("enhet"), state, said, page_number())


def _asked(wanted: Wanted) -> dict[str, object]:
    return {
        "q": " ".join(wanted.words),
        "slag": wanted.kind_key,
        "enhet": wanted.unit_id,
        "lage": STATE_KEYS[wanted.state] if wanted.state else "",
        "hallet": KEPT_KEYS[wanted.kept] if wanted.kept else "",
    }


def events() -> list[tuple[str, CycleEvent]]:
    """Give the events of the annual cycle in which the kinds of commitments are decided, with what they are called."""
    profile = profile_in_force()
    by_key = {one.key: one for one in profile.cycle}
    return [
        (kind_called(kind.key, form="plural"), by_key[kind.event])
        for kind in profile.public_commitments
        if kind.event is not None
    ]


@citizens.get("/loften")
@requires(May.READ_PLANS)
def commitments() -> str:
    """Show the register of commitments, filtered as the address says: what was last said of each stands first."""
    wanted = _wanted()
    found, latest = queries.register(db.session, reader(), wanted)
    kinds = profile_in_force().all_public_commitments()
    return render_template(
        "citizens/commitments.html",
        **of_register("citizens.commitments", found, _asked(wanted)),
        title=room_called(Room.COMMITMENTS),
        a_commitment=a_commitment(),
        kinds=[(one.key, capitalised(kind_called(one.key, form="plural"))) for one in kinds],
        explanations=[worded(one.explanation) for one in kinds],
        latest=latest,
        events=events(),
        state_choices=[(key, STATES[state]) for state, key in STATE_KEYS.items()],
        kept_choices=[(key, KEPT_SHORT[one]) for one, key in KEPT_KEYS.items()],
        may_write=may_write() and bool(profile_in_force().public_commitments),
        period_of=period_of,
    )


@citizens.get("/loften.<any(csv, xlsx):sort>")
@requires(May.READ_PLANS)
def commitments_file(sort: Literal["csv", "xlsx"]) -> Response:
    """Send the register as a spreadsheet, with the filters of the page."""
    found, latest = queries.register(db.session, reader(), _wanted(), whole=True)
    head = [
        *(gettext("Löfte"), gettext("Slag"), gettext("Vem det gäller"), gettext("Enhet"), gettext("Läge")),
        *(gettext("Beslutat av"), gettext("Beslutat den"), gettext("Diarienummer")),
        *(gettext("Gäller från och med"), gettext("Gäller till och med")),
        *(gettext("Så följs det"), gettext("När det inte hålls")),
        *(gettext("Senast sagt för"), gettext("Hållet"), gettext("Med egna ord"), gettext("Vad som gjordes")),
    ]
    rows = []
    for one in found.rows:
        last = latest.get(one.id)
        said = (
            (period_of(last.year, last.month), str(KEPT_SHORT[last.kept]), last.words, last.done)
            if last is not None
            else ("", "", "", "")
        )
        rows.append(
            (
                *(one.promise, commitment_called(one), one.to_whom, one.unit.name, str(STATES[one.state])),
                *(one.decided_by, one.decided_on, one.registry_number, one.valid_from, one.valid_to),
                *(one.followed_how, one.if_broken, *said),
            )
        )
    return register_file(sort, room_called(Room.COMMITMENTS), head, rows)


@citizens.route("/loften/nytt", methods=["GET", "POST"])
@requires(May.WRITE_PLANS)
def new_commitment() -> Answer:
    """Begin a commitment of a unit one writes for."""
    kinds = profile_in_force().public_commitments
    unit_id = unit_asked()
    if not kinds or unit_id is None:
        abort(404)
    form = (
        CommitmentForm()
        if request.method == "POST"
        else CommitmentForm(formdata=None, responsible_unit=unit_id)
    )
    searching = offer_own_units(form)
    _offer_kinds(form)
    return PAGES.save_new(
        form,
        lambda: services.begin(
            db.session,
            reader=reader(),
            unit_id=form.responsible_unit.data or 0,
            said=form.said(kind_called(str(form.kind_key.data))),
        ),
        ask=lambda: _ask(form, searching=searching),
        done=gettext("Sparat som utkast. Det gäller när det är beslutat."),
    )


def _offer_kinds(form: CommitmentForm, one: PublicCommitment | None = None) -> None:
    known = [kind.key for kind in profile_in_force().public_commitments]
    if one is not None and one.kind_key not in known:
        known.append(one.kind_key)
    form.kind_key.choices = [
        (key, capitalised(kind_called(key, one.called if one is not None else ""))) for key in known
    ]
    if len(known) == 1:
        form.kind_key.data = known[0]


def _ask(
    form: CommitmentForm,
    one: PublicCommitment | None = None,
    theirs: Theirs | None = None,
    *,
    searching: Searching | None = None,
) -> str:
    return render_template(
        "citizens/commitment_form.html",
        form=form,
        a_commitment=a_commitment(),
        one=one,
        theirs=theirs,
        searching=searching or {},
        room=room_called(Room.COMMITMENTS),
    )


@citizens.get(f"/loften/<{ID}:commitment_id>")
@requires(May.READ_PLANS)
def commitment(commitment_id: int) -> str:
    """Show a commitment: what was last said of how it is kept first, then what it says."""
    return _page(commitment_id)


def _page(
    number: int,
    said: str = "",
    *,
    form: FollowUpForm | None = None,
    deciding: DecideForm | None = None,
    ending: EndForm | None = None,
) -> str:
    one, who = PAGES.open(number), reader()
    kind = kind_of(one.kind_key)
    standing = standing_at(db.session, who, one.unit_id, kind)
    body = body_of(db.session, one.unit_id, rules.deciding_kinds(kind), who.day)
    form = form or FollowUpForm(formdata=None)
    form.period.choices = period_choices(who.day)
    decider = body.name if body is not None else _deciders(one)
    return render_template(
        "citizens/commitment.html",
        one=one,
        room=room_called(Room.COMMITMENTS),
        standing=standing,
        decider=decider,
        lacks=[LACKING[name] for name in rules.lacks_to_decide(one)],
        in_force=rules.in_force(one, who.day),
        follow_ups=queries.follow_ups_of(db.session, one.id),
        talked=talked_about(db.session, acting(), COMMITMENT, [one.id]).get(one.id),
        form=form,
        deciding=deciding or DecideForm(formdata=None, decided_by=decider, revision=one.revision),
        typed=deciding is not None,
        ending=ending,
        said=said,
        may={step.value for step in Step if rules.may_step(step, one.state, standing)},
        may_follow_up=rules.may_follow_up(one.state, standing),
        may_talk=acting().may(May.TAKE_PART) and one.state == CommitmentState.DECIDED,
        events=[event for called, event in events() if kind is not None and event.key == kind.event],
        happened=happened((COMMITMENT, one.id)),
        period_of=period_of,
    )


PAGES = Pages(queries.one_commitment, "citizens.commitment", "commitment_id", _page)


def _deciders(one: PublicCommitment) -> str:
    kind = kind_of(one.kind_key)
    return listed(actor_name(ref, "definite") for ref in kind.decided_by) if kind is not None else ""


@citizens.route(f"/loften/<{ID}:commitment_id>/andra", methods=["GET", "POST"])
@requires(May.WRITE_PLANS)
def change_commitment(commitment_id: int) -> Answer:
    """Change a draft."""
    one = PAGES.open_to_change(commitment_id)
    if one.state != CommitmentState.DRAFT:
        return PAGES.to(commitment_id)
    form = _form_of(one, CommitmentForm() if request.method == "POST" else None)
    return PAGES.save_change(
        form,
        one,
        lambda: services.change(
            db.session,
            reader=reader(),
            one=one,
            said=form.said(kind_called(str(form.kind_key.data), one.called)),
            revision=number_of(form.revision),
        ),
        ask=lambda found, theirs: _ask(form, found, theirs),
        as_it_stands=_form_of,
    )


def _form_of(one: PublicCommitment, sent: CommitmentForm | None = None) -> CommitmentForm:
    """Give the form to change a draft with, as it stands or as it was `sent`; the unit stays the same."""
    form = sent or CommitmentForm.of(one)
    _offer_kinds(form, one)
    del form.responsible_unit
    return form


@citizens.post(f"/loften/<{ID}:commitment_id>/uppfoljning")
@requires(May.WRITE_PLANS)
def follow_up_commitment(commitment_id: int) -> Answer:
    """Say how a commitment was kept in a period."""
    form = FollowUpForm()
    form.period.choices = period_choices(clock.today())
    return PAGES.step_with(
        commitment_id,
        form,
        lambda one: services.follow_up(db.session, reader=reader(), one=one, how=form.how()),
        ask=lambda said: _page(commitment_id, said, form=form),
        done=gettext("Sparat."),
    )


@citizens.post(f"/loften/<{ID}:commitment_id>/beslut")
@requires(May.DECIDE_COMMITMENTS)
def decide_commitment(commitment_id: int) -> Answer:
    """Record the decision on a commitment as it was read."""
    form = DecideForm()
    return PAGES.step_with(
        commitment_id,
        form,
        lambda one: services.decide(
            db.session,
            reader=reader(),
            one=one,
            decided=form.decided(),
            revision=number_of(form.revision),
        ),
        ask=lambda said: _page(commitment_id, said, deciding=form),
        done=gettext("Beslutet är infört. Löftet gäller."),
        undo="citizens.reopen_commitment",
        read_anew=gettext(
            "Löftet har ändrats sedan du läste det. Inget beslut är infört, och det du skrev står kvar. "
            "Läs igenom löftet så som det står nu."
        ),
    )


@citizens.post(f"/loften/<{ID}:commitment_id>/avsluta")
@requires(May.DECIDE_COMMITMENTS)
def end_commitment(commitment_id: int) -> Answer:
    """End a commitment with words on why."""
    form = EndForm()
    return PAGES.step_with(
        commitment_id,
        form,
        lambda one: services.end(db.session, reader=reader(), one=one, words=form.words.data or ""),
        ask=lambda said: _page(commitment_id, said, ending=form),
        done=gettext("Avslutat."),
        undo="citizens.resume_commitment",
    )


@citizens.post(f"/loften/<{ID}:commitment_id>/oppna")
@requires(May.DECIDE_COMMITMENTS)
def reopen_commitment(commitment_id: int) -> Answer:
    """Take back a decision that was recorded by mistake."""
    done = gettext("Beslutet är tillbakataget. Löftet är ett utkast igen.")
    return PAGES.step(commitment_id, services.reopen, done)


@citizens.post(f"/loften/<{ID}:commitment_id>/aterta")
@requires(May.DECIDE_COMMITMENTS)
def resume_commitment(commitment_id: int) -> Answer:
    """Let an ended commitment hold again."""
    return PAGES.step(commitment_id, services.resume, gettext("Löftet gäller igen."))


@citizens.post(f"/loften/<{ID}:commitment_id>/lagg-undan")
@requires(May.WRITE_PLANS)
def lay_commitment_aside(commitment_id: int) -> Answer:
    """Lay a draft aside."""
    done = gettext("Undanlagt. Orden finns kvar.")
    return PAGES.step(commitment_id, services.lay_aside, done, undo="citizens.take_commitment_up")


@citizens.post(f"/loften/<{ID}:commitment_id>/ta-fram")
@requires(May.WRITE_PLANS)
def take_commitment_up(commitment_id: int) -> Answer:
    """Take a draft up again."""
    return PAGES.step(commitment_id, services.take_up, gettext("Utkastet är tillbaka."))
