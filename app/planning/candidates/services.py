"""Writes of candidates: propose, change, order, choose, put aside with a reason, take back; share the list for the dialogue."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.cleaning import clean
from app.planning import rules
from app.planning.errors import ChangedMeanwhile, Fault, NotYours, Refused
from app.planning.facts import CANDIDATE, PRIORITISING, candidate_facts, prioritising_facts
from app.planning.goals import services as goals
from app.planning.models import Candidate, CandidateState, Goal, GoalState, Prioritising
from app.planning.writing_rights import unit_written_by
from app.records.noting import note
from app.steering.schema import Profile
from app.steering.shapes.goals import GoalKind


def propose_candidate(
    session: Session,
    actor_id: int,
    unit_id: int,
    year: int,
    text: str,
    origin_kind: str | None = None,
    origin_id: int | None = None,
    origin_words: str = "",
    why: str = "",
) -> Candidate:
    """Add a candidate last in a unit's list of a year; `origin_*` say what it comes from and what stood there.

    Raises `NotYours` in a unit the person does not write for, and `Refused`.
    """
    unit_written_by(session, actor_id, unit_id)
    text, why = _checked(text), _checked(why, required=False)
    _known_year(year)
    held = _held(session, unit_id, year)
    last = max((one.position for one in _all(session, unit_id, year)), default=0)
    candidate = Candidate(
        unit_id=unit_id,
        year=year,
        text=text,
        why=why,
        origin_kind=origin_kind,
        origin_id=origin_id,
        origin_words=clean(origin_words),
        position=last + 1,
        state=CandidateState.OPEN,
        reason="",
        revision=1,
        proposed_by_id=actor_id,
        proposed_at=clock.now(),
    )
    session.add(candidate)
    held.revision += 1
    _noted(session, actor_id, "candidate.proposed", candidate, None)
    return candidate


def change_candidate(
    session: Session, *, actor_id: int, candidate: Candidate, text: str, why: str, revision: int
) -> None:
    """Change the words of a candidate nothing is decided about; raises `Refused` and `ChangedMeanwhile`."""
    text, why = _checked(text), _checked(why, required=False)
    # Two who change it at once do so one after the other, and so do they with one who decides about it.
    session.refresh(candidate, ["state", "text", "why", "revision"], with_for_update={"of": Candidate})
    _open(candidate)
    if candidate.revision != revision:
        raise ChangedMeanwhile
    if (candidate.text, candidate.why) == (text, why):
        return
    before = candidate_facts(candidate)
    candidate.text, candidate.why = text, why
    candidate.revision += 1
    _noted(session, actor_id, "candidate.changed", candidate, before)


def move_candidate(
    session: Session, *, actor_id: int, candidate: Candidate, expected: int, to: int | None, up: bool | None
) -> bool:
    """Put a candidate at place `to` among the open ones, or one step up or down; tells whether anything moved.

    `expected` is the revision of the list one saw. Raises `ChangedMeanwhile` when it has changed since: a place means
    something else then.
    """
    held = _held(session, candidate.unit_id, candidate.year)
    if held.revision != expected:
        raise ChangedMeanwhile
    _open(candidate)
    standing = rules.open_ones(_all(session, candidate.unit_id, candidate.year))
    order = [one.id for one in standing]
    place = to if to is not None else rules.one_step(order, candidate.id, bool(up))
    after = rules.moved(order, candidate.id, place)
    if after == order:
        return False
    places = sorted(one.position for one in standing)
    by_id = {one.id: one for one in standing}
    for position, which in zip(places, after, strict=True):
        one = by_id[which]
        if one.position != position:
            before = candidate_facts(one)
            one.position = position
            _noted(session, actor_id, "candidate.moved", one, before)
    held.revision += 1
    session.flush()
    return True


def put_aside(session: Session, *, actor_id: int, candidate: Candidate, reason: str) -> None:
    """Put a candidate aside with the reason, which is kept; raises `Refused`."""
    reason = clean(reason)
    if not reason:
        raise Refused(Fault.REASON_MISSING, "reason")
    if len(reason) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "reason")
    held = _held(session, candidate.unit_id, candidate.year)
    session.refresh(candidate, ["state"])
    _open(candidate)
    before = candidate_facts(candidate)
    candidate.state, candidate.reason = CandidateState.ASIDE, reason
    _decided(candidate, actor_id)
    held.revision += 1
    _noted(session, actor_id, "candidate.put_aside", candidate, before)


def choose(
    session: Session, *, actor_id: int, candidate: Candidate, profile: Profile, kind: GoalKind
) -> Goal:
    """Make a candidate a goal of its unit and year, a draft that knows where it comes from; raises `Refused`."""
    held = _held(session, candidate.unit_id, candidate.year)
    session.refresh(candidate, ["state"])
    _open(candidate)
    before = candidate_facts(candidate)
    goal = goals.goal_from_candidate(
        session, actor_id=actor_id, candidate=candidate, profile=profile, kind=kind
    )
    candidate.state, candidate.reason = CandidateState.CHOSEN, ""
    _decided(candidate, actor_id)
    held.revision += 1
    _noted(session, actor_id, "candidate.chosen", candidate, before)
    return goal


def take_back(session: Session, *, actor_id: int, candidate: Candidate) -> None:
    """Undo a decision: what was put aside or chosen is open again, last in the list where its place is taken.

    The draft a chosen one became is laid away with all that was written in it, and comes back when it is chosen again.
    Raises `Refused` when the goal has come further than a draft.
    """
    held = _held(session, candidate.unit_id, candidate.year)
    session.refresh(candidate, ["state"])
    if candidate.state == CandidateState.OPEN:
        return
    before = candidate_facts(candidate)
    goal = session.scalars(select(Goal).where(Goal.candidate_id == candidate.id)).one_or_none()
    if candidate.state == CandidateState.CHOSEN and goal is not None and goal.state != GoalState.DISCARDED:
        if goal.state != GoalState.DRAFT or goal.edition_id is not None:
            raise Refused(Fault.GOAL_HAS_COME_FAR)
        goals.discard(session, actor_id=actor_id, goal=goal)
    candidate.state = CandidateState.OPEN
    candidate.decided_by_id, candidate.decided_at = None, None
    held.revision += 1
    _noted(session, actor_id, "candidate.taken_back", candidate, before)


def share_list(session: Session, *, actor_id: int, unit_id: int, year: int) -> None:
    """Let the managers above read a unit's candidates of a year, for the dialogue; what comes later in it too.

    Raises `NotYours` and `Refused`, also for a list with nothing in it.
    """
    held = _list_to_share(session, actor_id, unit_id, year)
    if held.shared_at is not None:
        return
    if not _all(session, unit_id, year):
        raise Refused(Fault.NOTHING_TO_SHARE)
    before = prioritising_facts(held)
    held.shared_at, held.shared_by_id = clock.now(), actor_id
    _list_noted(session, actor_id, "prioritising.shared", held, before)


def take_back_list(session: Session, *, actor_id: int, unit_id: int, year: int) -> None:
    """Let only those who write the unit's plan read its candidates again; raises `NotYours` and `Refused`."""
    held = _list_to_share(session, actor_id, unit_id, year)
    if held.shared_at is None:
        return
    before = prioritising_facts(held)
    held.shared_at, held.shared_by_id = None, None
    _list_noted(session, actor_id, "prioritising.share_taken_back", held, before)


def _list_to_share(session: Session, actor_id: int, unit_id: int, year: int) -> Prioritising:
    unit_written_by(session, actor_id, unit_id)
    _known_year(year)
    return _held(session, unit_id, year)


def _list_noted(
    session: Session, actor_id: int, action: str, held: Prioritising, before: dict[str, object]
) -> None:
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=action,
        kind=PRIORITISING,
        object_id=held.unit_id,
        before=before,
        after=prioritising_facts(held),
    )


def _all(session: Session, unit_id: int, year: int) -> list[Candidate]:
    return list(
        session.scalars(
            select(Candidate)
            .where(Candidate.unit_id == unit_id, Candidate.year == year)
            .order_by(Candidate.position, Candidate.id)
        )
    )


def _held(session: Session, unit_id: int, year: int) -> Prioritising:
    """Hold the list of a unit and year until the transaction ends, so that two who order it do so one after the other."""
    wanted = (
        select(Prioritising)
        .where(Prioritising.unit_id == unit_id, Prioritising.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = session.scalars(wanted).one_or_none()
    if found is not None:
        return found
    found = Prioritising(unit_id=unit_id, year=year, revision=0)
    try:
        with session.begin_nested():
            session.add(found)
            session.flush()
    except IntegrityError:
        # Somebody else has begun it in the same moment.
        return session.scalars(wanted).one()
    return found


def _decided(candidate: Candidate, actor_id: int) -> None:
    candidate.decided_by_id, candidate.decided_at = actor_id, clock.now()


def _open(candidate: Candidate) -> None:
    if candidate.state != CandidateState.OPEN:
        raise Refused(Fault.ALREADY_DECIDED)


def _checked(text: str, *, required: bool = True) -> str:
    text = clean(text)
    if required and not text:
        raise Refused(Fault.TEXT_MISSING, "text")
    if len(text) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "text")
    return text


def _known_year(year: int) -> None:
    if not rules.FIRST_YEAR <= year <= rules.LAST_YEAR:
        raise Refused(Fault.UNKNOWN_YEAR, "year")


def _noted(
    session: Session, actor_id: int, action: str, candidate: Candidate, before: dict[str, object] | None
) -> None:
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=action,
        kind=CANDIDATE,
        object_id=candidate.id,
        before=before,
        after=candidate_facts(candidate),
    )


__all__ = [
    "NotYours",
    "change_candidate",
    "choose",
    "move_candidate",
    "propose_candidate",
    "put_aside",
    "share_list",
    "take_back",
    "take_back_list",
]
