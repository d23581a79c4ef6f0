"""Writes of questions in the golden zone, each with its entry in the history, each by one of the two and no one else."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.assignments.errors import ChangedMeanwhile, Fault, NotYours, Refused
from app.assignments.facts import PICTURE, QUESTION, ZONE_EDITION, Facts, picture_facts, question_facts
from app.assignments.models import Owner, Side, ZonePicture, ZoneQuestion, ZoneState
from app.assignments.rules import ends_of
from app.assignments.zone import rules
from app.assignments.zone.queries import any_open, between
from app.assignments.zone.subjects import Two, zone_subjects
from app.organisation.reach import holdings
from app.passages.subjects import Ref
from app.records.appending import wait_for_turn
from app.records.queries import history_of
from app.records.services import Signed, establish, record


def ask(session: Session, *, actor: Actor, ref: Ref, words: str) -> ZoneQuestion:
    """Open a question about something one reads and is one of the two ends of.

    Raises `NotYours` for everybody else, `Refused` without words, or while another about the same is being talked through.
    """
    actor = _as_of_now(session, actor)
    two = zone_subjects.ends(session, ref.kind, ref.id)
    if two is None or not zone_subjects.reads(session, actor, ref.kind, ref.id):
        raise NotYours
    if not words.strip():
        raise Refused({"question": Fault.WORDS_MISSING})
    # Else two who ask at once would both find none.
    wait_for_turn(session)
    if any_open(session, [ref]):
        raise Refused({"question": Fault.ALREADY_ASKED})
    made = ZoneQuestion(
        subject_kind=ref.kind,
        subject_id=ref.id,
        question=words.strip(),
        giver_unit_id=two.giver_unit_id,
        taker_unit_id=two.taker_unit_id,
        taker_person_id=two.taker_person_id,
        state=ZoneState.WRITING,
        shared="",
        owner="",
        released=False,
        revision=1,
        asked_by_id=actor.person_id,
        asked_by_side=Side.GIVER,
        asked_at=clock.now(),
    )
    made.pictures = []
    session.add(made)
    session.flush()
    sides = sides_now(session, actor, made)
    if not sides:
        raise NotYours
    made.asked_by_side = Side.GIVER if Side.GIVER in sides else Side.TAKER
    _note(session, actor, made, "zone.asked", None)
    return made


def asks(session: Session, actor: Actor, ref: Ref) -> Two | None:
    """Give the two ends of something, to one of them who reads it; None to everybody else."""
    two = zone_subjects.ends(session, ref.kind, ref.id)
    return two if two is not None and may_ask(actor, two) else None


def may_ask(actor: Actor, two: Two) -> bool:
    """Tell whether somebody is one of the two ends."""
    ends = ends_of(actor)
    if two.giver_unit_id in ends.led:
        return True
    if two.taker_person_id is not None:
        return two.taker_person_id == actor.person_id and two.taker_unit_id in ends.employed
    return two.taker_unit_id in ends.led


def write_picture(
    session: Session,
    *,
    actor: Actor,
    question: ZoneQuestion,
    side: Side,
    text: str,
    owner: str,
    seen: str | None = None,
) -> ZonePicture:
    """Write one's own picture: whose the question is, and why. Nobody else reads it until both have shared.

    `seen` is the mark of the one it was begun from. Raises `ChangedMeanwhile` where one has written something else since, and
    `NotYours` where somebody else on the same side has begun one: then it is for `take_over`.
    """
    _require(session, actor, question, side)
    if not rules.may_write_picture(question, side):
        raise Refused({"": Fault.NO_SUCH_STEP})
    picture = rules.picture_of(question, side)
    if picture is not None and picture.person_id != actor.person_id:
        raise NotYours
    if seen and seen != rules.mark_of(picture):
        raise ChangedMeanwhile
    if picture is None:
        picture = ZonePicture(
            question_id=question.id,
            side=side,
            person_id=actor.person_id,
            text="",
            owner="",
            written_at=clock.now(),
        )
        session.add(picture)
        question.pictures.append(picture)
    before = picture_facts(picture) if picture.id else None
    picture.written_at = clock.now()
    picture.text = text.strip()
    picture.owner = owner if owner in set(Owner) else ""
    session.flush()
    session.refresh(picture, ["person"])
    if before != picture_facts(picture):
        _note_picture(session, actor, picture, "zone.pictured", before)
    return picture


def take_over(session: Session, *, actor: Actor, question: ZoneQuestion, side: Side) -> None:
    """Begin one's side's picture anew in place of somebody who began it; what they wrote and did not share is theirs alone.

    Who takes it back finds what they had written themselves.
    """
    _require(session, actor, question, side)
    picture = rules.picture_of(question, side)
    if picture is None or not rules.may_write_picture(question, side) or picture.person_id == actor.person_id:
        raise Refused({"": Fault.NO_SUCH_STEP})
    before = picture_facts(picture)
    picture.text, picture.owner = _left_by(session, picture, actor.person_id)
    picture.person_id = actor.person_id
    picture.written_at = clock.now()
    _note_picture(session, actor, picture, "zone.taken_over", before)
    session.refresh(picture, ["person"])


def _left_by(session: Session, picture: ZonePicture, person_id: int) -> tuple[str, str]:
    """Give what somebody had written when their picture was taken over, words and whose it is; nothing where it never was."""
    for one in history_of(session, PICTURE, picture.id):
        before, after = one.before or {}, one.after or {}
        if one.action == "zone.taken_over" and before.get("by") == person_id:
            # The history keeps of before only what became another.
            stood = after | before
            return str(stood.get("text", "")), str(stood.get("owner", ""))
    return "", ""


def share_picture(session: Session, *, actor: Actor, question: ZoneQuestion, side: Side) -> None:
    """Share one's picture; when both have, both are open, and the shared one can be written."""
    _require(session, actor, question, side)
    picture = rules.picture_of(question, side)
    if question.state != ZoneState.WRITING or picture is None or picture.shared_at is not None:
        raise Refused({"": Fault.NO_SUCH_STEP})
    if picture.person_id != actor.person_id:
        raise NotYours
    faults = {}
    if not picture.text:
        faults["text"] = Fault.WORDS_MISSING
    if not picture.owner:
        faults["owner"] = Fault.OWNER_MISSING
    if faults:
        raise Refused(faults)
    before = picture_facts(picture)
    picture.shared_at = clock.now()
    _note_picture(session, actor, picture, "zone.shared", before)
    if len(question.pictures) == len(Side) and all(one.shared_at for one in question.pictures):
        stood = question_facts(question)
        question.state, question.opened_at = ZoneState.OPEN, clock.now()
        _note(session, actor, question, "zone.opened", stood)


def unshare_picture(session: Session, *, actor: Actor, question: ZoneQuestion, side: Side) -> None:
    """Take one's sharing back, as long as the other has not shared: after that both have been read."""
    _require(session, actor, question, side)
    picture = rules.picture_of(question, side)
    if question.state != ZoneState.WRITING or picture is None or picture.shared_at is None:
        raise Refused({"": Fault.NO_SUCH_STEP})
    before = picture_facts(picture)
    picture.shared_at = None
    _note_picture(session, actor, picture, "zone.unshared", before)


def write_shared(
    session: Session,
    *,
    actor: Actor,
    question: ZoneQuestion,
    side: Side,
    text: str,
    owner: str,
    released: bool,
    revision: int,
) -> None:
    """Write the shared picture; a change voids what either has consented to. Raises `ChangedMeanwhile` for an older version."""
    _require(session, actor, question, side)
    if question.state != ZoneState.OPEN:
        raise Refused({"": Fault.NO_SUCH_STEP})
    if question.revision != revision:
        raise ChangedMeanwhile
    faults = {}
    if not text.strip():
        faults["shared"] = Fault.WORDS_MISSING
    if owner not in set(Owner):
        faults["shared_owner"] = Fault.OWNER_MISSING
    if faults:
        raise Refused(faults)
    before = question_facts(question)
    question.shared, question.owner, question.released = text.strip(), owner, released
    if question_facts(question) != before:
        question.revision += 1
        _note(session, actor, question, "zone.written", before)


def consent(session: Session, *, actor: Actor, question: ZoneQuestion, side: Side, revision: int) -> bool:
    """Stand behind the version one has read; the second one settles the question as a record. Tells whether it is settled."""
    _require(session, actor, question, side)
    picture = rules.picture_of(question, side)
    if question.state != ZoneState.OPEN or picture is None or not question.shared:
        raise Refused({"": Fault.NO_SUCH_STEP})
    if question.revision != revision:
        raise ChangedMeanwhile
    if rules.stands_for_the_other(question, side, actor.person_id):
        raise Refused({"": Fault.TWO_PEOPLE})
    before = picture_facts(picture)
    picture.consented, picture.consented_by_id, picture.consented_at = revision, actor.person_id, clock.now()
    _note_picture(session, actor, picture, "zone.consented", before)
    if not rules.both_stand(question):
        return False
    stood = question_facts(question)
    question.state, question.settled_at = ZoneState.SETTLED, clock.now()
    edition = establish(
        session,
        kind=ZONE_EDITION,
        object_id=question.id,
        content=_content(question),
        signed=_signed(question),
    )
    question.edition_id = edition.id
    _note(session, actor, question, "zone.settled", stood)
    return True


def take_back_consent(session: Session, *, actor: Actor, question: ZoneQuestion, side: Side) -> None:
    """Take one's consent back, as long as the other has not given theirs."""
    _require(session, actor, question, side)
    picture = rules.picture_of(question, side)
    if question.state != ZoneState.OPEN or picture is None or picture.consented is None:
        raise Refused({"": Fault.NO_SUCH_STEP})
    before = picture_facts(picture)
    picture.consented = picture.consented_by_id = picture.consented_at = None
    _note_picture(session, actor, picture, "zone.consent_taken_back", before)


def put_aside(session: Session, *, actor: Actor, question: ZoneQuestion, side: Side) -> None:
    """Put a question aside that solved itself; it can be taken up again. What both have settled stays."""
    _require(session, actor, question, side)
    if question.state not in {ZoneState.WRITING, ZoneState.OPEN}:
        raise Refused({"": Fault.NO_SUCH_STEP})
    before = question_facts(question)
    question.state = ZoneState.ASIDE
    _note(session, actor, question, "zone.put_aside", before)


def take_up(session: Session, *, actor: Actor, question: ZoneQuestion, side: Side) -> None:
    """Take a question up again where it was left."""
    _require(session, actor, question, side)
    if question.state != ZoneState.ASIDE:
        raise Refused({"": Fault.NO_SUCH_STEP})
    wait_for_turn(session)
    if any_open(session, [Ref(question.subject_kind, question.subject_id)]):
        raise Refused({"": Fault.ALREADY_ASKED})
    before = question_facts(question)
    question.state = ZoneState.OPEN if question.opened_at is not None else ZoneState.WRITING
    _note(session, actor, question, "zone.taken_up", before)


def sides_now(session: Session, actor: Actor, question: ZoneQuestion) -> frozenset[Side]:
    """Tell which sides somebody holds at this moment, asked of the database."""
    of = between(_as_of_now(session, actor), clock.today())
    gives, takes = session.execute(
        select(*of.sides).select_from(ZoneQuestion).where(ZoneQuestion.id == question.id)
    ).one()
    return frozenset(side for side, held in ((Side.GIVER, gives), (Side.TAKER, takes)) if held)


def _as_of_now(session: Session, actor: Actor) -> Actor:
    return replace(actor, holdings=holdings(session, actor.person_id, clock.today()))


def _require(session: Session, actor: Actor, question: ZoneQuestion, side: Side) -> None:
    if side not in rules.speaks_for(question, sides_now(session, actor, question), actor.person_id):
        raise NotYours


def _content(question: ZoneQuestion) -> Mapping[str, object]:
    return {
        "question": question.question,
        "subject": f"{question.subject_kind}:{question.subject_id}",
        "asked_at": question.asked_at,
        "giver": question.giver_unit.name,
        "taker": question.taker_unit.name,
        # The pictures stay with the two (ADR 0007); how they agreed on whose it is belongs to the record.
        "verdict": rules.verdict(question),
        "shared": question.shared,
        "owner": question.owner,
        "released": question.released,
    }


def _signed(question: ZoneQuestion) -> list[Signed]:
    return [
        Signed(one.consented_by_id, one.side, one.consented_at)
        for one in question.pictures
        if one.consented_by_id is not None and one.consented_at is not None
    ]


def _note(session: Session, actor: Actor, question: ZoneQuestion, action: str, before: Facts | None) -> None:
    session.flush()
    _record(session, actor, QUESTION, question.id, action, before, question_facts(question))


def _note_picture(
    session: Session, actor: Actor, picture: ZonePicture, action: str, before: Facts | None
) -> None:
    session.flush()
    _record(session, actor, PICTURE, picture.id, action, before, picture_facts(picture))


def _record(
    session: Session, actor: Actor, kind: str, number: int, action: str, before: Facts | None, after: Facts
) -> None:
    changed = {name: value for name, value in (before or {}).items() if value != after[name]}
    record(
        session,
        actor_id=actor.person_id,
        action=action,
        kind=kind,
        object_id=number,
        before=changed if before is not None else None,
        after=after,
    )
