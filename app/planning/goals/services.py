"""Writes of goals: make, change, share for dialogue, establish, open again, end with words, throw a draft away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.analysis.values import aims
from app.cleaning import clean, clean_line
from app.organisation.models import Unit
from app.passages.subjects import Ref
from app.planning import queries, rules
from app.planning.errors import ChangedMeanwhile, Fault, NotYet, Refused
from app.planning.facts import EDITION, GOAL, goal_facts
from app.planning.following.holding import keep_up
from app.planning.goals.keeping import beside_edition
from app.planning.marks.named import Marks, Of, chosen, offered, only_one
from app.planning.measures.queries import targeted_years
from app.planning.models import Candidate, Goal, GoalState
from app.planning.reading import content_of
from app.planning.writing_rights import unit_written_by
from app.records.noting import note
from app.records.services import Signed
from app.records.services import establish as lock_edition
from app.steering.schema import Profile
from app.steering.shapes.goals import GoalKind

SIDE = "unit"
"""For whom one signs an established goal: its unit."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a goal is to say; only the title is needed."""

    title: str
    why: str = ""
    until_year: int | None = None
    due_on: date | None = None
    owner: str = ""
    owner_id: int | None = None
    above_id: int | None = None
    aim: Ref | None = None
    """The vision or value it hangs on instead of a goal."""
    marks: Mapping[Of, Collection[str]] = field(default_factory=dict)
    """What is named on it, by list; a list left out stays as it is."""
    starting_point: str | None = None
    """Where a movement begins; None leaves what stands."""


def create_goal(
    session: Session,
    *,
    actor_id: int,
    unit_id: int,
    year: int,
    profile: Profile,
    kind: GoalKind,
    wanted: Wanted,
) -> Goal:
    """Make a draft of a goal in a unit; raises `NotYours` for a unit the person does not write for, and `Refused`."""
    unit = unit_written_by(session, actor_id, unit_id)
    return _made(session, actor_id, unit, year, profile, kind, wanted, None)


def goal_from_candidate(
    session: Session, *, actor_id: int, candidate: Candidate, profile: Profile, kind: GoalKind
) -> Goal:
    """Make a draft out of a candidate, or bring back the one it was before; raises `NotYours` and `Refused`."""
    unit = unit_written_by(session, actor_id, candidate.unit_id)
    earlier = session.scalars(select(Goal).where(Goal.candidate_id == candidate.id)).one_or_none()
    if earlier is not None:
        if earlier.state == GoalState.DISCARDED:
            restore(session, actor_id=actor_id, goal=earlier)
        return earlier
    title, rest = _title_and_rest(candidate.text)
    why = "\n\n".join(part for part in (rest, candidate.why) if part)
    return _made(session, actor_id, unit, candidate.year, profile, kind, Wanted(title, why), candidate.id)


def _title_and_rest(text: str) -> tuple[str, str]:
    """Part a candidate's words into what can be a title and what does not find room in one."""
    first, _, rest = text.partition("\n")
    first = clean_line(first)
    if len(first) <= rules.LONGEST_TITLE:
        return first, rest.strip()
    return first[: rules.LONGEST_TITLE - 2].rsplit(" ", 1)[0] + " …", text


def _made(
    session: Session,
    actor_id: int,
    unit: Unit,
    year: int,
    profile: Profile,
    kind: GoalKind,
    wanted: Wanted,
    candidate_id: int | None,
) -> Goal:
    if kind not in rules.kinds_for(profile, unit.kind):
        raise Refused(Fault.UNKNOWN_KIND, "kind")
    if not rules.FIRST_YEAR <= year <= rules.LAST_YEAR:
        raise Refused(Fault.UNKNOWN_YEAR, "year")
    goal = Goal(
        unit_id=unit.id,
        kind=kind.key,
        year=year,
        until_year=rules.suggested_end(profile, kind, year),
        title="",
        why="",
        owner="",
        starting_point="",
        marks="",
        candidate_id=candidate_id,
        position=queries.next_place(session, unit.id),
        state=GoalState.DRAFT,
        state_since=clock.now(),
        closing_words="",
        revision=1,
        record_revision=1,
        written_by_id=actor_id,
        written_at=clock.now(),
    )
    _fill(session, goal, profile, kind, wanted)
    if Of.PERSPECTIVE not in wanted.marks and not goal.marks:
        can = offered(profile, kind, "goal")
        goal.marks = chosen(can, only_one(can), Marks()).written()
    session.add(goal)
    session.flush()
    _noted(session, actor_id, "goal.created", goal, None)
    return goal


def change_goal(
    session: Session, *, actor_id: int, goal: Goal, profile: Profile, wanted: Wanted, revision: int
) -> bool:
    """Change what a goal says; tells whether anything changed. `revision` is the one that was read.

    Raises `Refused`, and `ChangedMeanwhile` when somebody else changed it since.
    """
    if not rules.is_open(goal):
        raise Refused(Fault.LOCKED)
    if goal.revision != revision:
        raise ChangedMeanwhile
    before = goal_facts(goal)
    _fill(session, goal, profile, rules.kind_of(profile, goal.kind), wanted)
    if goal_facts(goal) == before:
        return False
    goal.revision += 1
    goal.record_revision += 1
    _noted(session, actor_id, "goal.changed", goal, before)
    return True


def _fill(session: Session, goal: Goal, profile: Profile, kind: GoalKind | None, wanted: Wanted) -> None:
    title, why = clean_line(wanted.title), clean(wanted.why)
    owner = clean_line(wanted.owner)
    if not title:
        raise Refused(Fault.TEXT_MISSING, "title")
    if len(title) > rules.LONGEST_TITLE:
        raise Refused(Fault.TEXT_TOO_LONG, "title")
    if len(why) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "why")
    if len(owner) > rules.LONGEST_LINE:
        raise Refused(Fault.TEXT_TOO_LONG, "owner")
    until = wanted.until_year
    if kind is not None and not rules.spans_years(kind):
        until = goal.year
    if until is not None and not goal.year <= until <= rules.LAST_YEAR:
        raise Refused(Fault.YEARS_TURNED, "until_year")
    if wanted.above_id is not None and wanted.above_id != goal.above_id:
        _may_hang_on(session, goal, profile, kind, wanted.above_id)
    _aim(session, goal, profile, kind, wanted.aim)
    _mark(goal, profile, kind, wanted)
    goal.title, goal.why, goal.owner = title, why, owner
    goal.until_year, goal.due_on = until, wanted.due_on
    goal.owner_id, goal.above_id = wanted.owner_id, wanted.above_id


def _mark(goal: Goal, profile: Profile, kind: GoalKind | None, wanted: Wanted) -> None:
    """Name what the model names on goals, and say where a movement begins."""
    can = offered(profile, kind, "goal")
    goal.marks = chosen(can, wanted.marks, Marks.read(goal.marks)).written()
    if wanted.starting_point is None:
        return
    start = clean(wanted.starting_point)
    if len(start) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "starting_point")
    goal.starting_point = start


def _may_hang_on(
    session: Session, goal: Goal, profile: Profile, kind: GoalKind | None, above_id: int
) -> None:
    """Refuse a link the model does not know: to another kind, to another line, or to what is not established."""
    kinds = rules.linkable_kinds(profile, kind) if kind is not None else []
    known = queries.linkable(session, clock.today(), goal.unit_id, kinds, goal.year)
    if above_id not in {one.id for one in known}:
        raise Refused(Fault.LINK_NOT_ALLOWED, "above_id")


def _aim(session: Session, goal: Goal, profile: Profile, kind: GoalKind | None, wanted: Ref | None) -> None:
    """Let a goal hang on the vision or a value where its kind may; what it hung on before it keeps."""
    before = Ref(goal.aim_kind, goal.aim_id) if goal.aim_kind and goal.aim_id else None
    if wanted == before:
        return
    if wanted is None:
        goal.aim_kind, goal.aim_id, goal.aim_title = None, None, ""
        return
    known = aims(session) if kind is not None and rules.hangs_on_vision(profile, kind) else []
    title = next((one.title for one in known if one.ref == wanted), None)
    if title is None:
        raise Refused(Fault.LINK_NOT_ALLOWED, "above_id")
    goal.aim_kind, goal.aim_id, goal.aim_title = wanted.kind, wanted.id, title


def must_be_open(goal: Goal) -> None:
    """Raise `Refused` for a goal that is not open for changes."""
    if not rules.is_open(goal):
        raise Refused(Fault.LOCKED)


def touch(goal: Goal) -> None:
    """Note that what an established version would hold has changed."""
    goal.record_revision += 1


def share(session: Session, *, actor_id: int, goal: Goal) -> None:
    """Let the managers above read a draft, for the dialogue; raises `Refused`."""
    _step(session, actor_id, goal, GoalState.SHARED, "goal.shared")


def take_back_share(session: Session, *, actor_id: int, goal: Goal) -> None:
    """Make a shared goal a draft again; raises `Refused`."""
    if goal.state != GoalState.SHARED:
        raise Refused(Fault.NO_SUCH_STEP)
    _step(session, actor_id, goal, GoalState.DRAFT, "goal.share_taken_back")


def establish(session: Session, *, actor_id: int, goal: Goal, profile: Profile, expected: int) -> None:
    """Lock the goal as it was read as a version, with activities and indicators.

    Raises `NotYet` with exactly what is missing, `ChangedMeanwhile` when it is no longer what was read, and `Refused`.
    """
    kind = rules.kind_of(profile, goal.kind)
    if kind is None:
        raise Refused(Fault.UNKNOWN_KIND)
    if not rules.may_step(goal, GoalState.ESTABLISHED) or not rules.is_open(goal):
        raise Refused(Fault.NO_SUCH_STEP)
    lacking = missing_now(session, goal, profile, kind)
    if lacking:
        raise NotYet(lacking)
    if goal.record_revision != expected:
        raise ChangedMeanwhile
    before = goal_facts(goal)
    session.flush()
    edition = lock_edition(
        session,
        kind=EDITION,
        object_id=goal.id,
        content=content_of(goal, beside_edition(session, goal)),
        signed=[Signed(actor_id, SIDE, clock.now())],
    )
    goal.edition_id, goal.reopened_at = edition.id, None
    goal.state, goal.state_since = GoalState.ESTABLISHED, clock.now()
    _noted(session, actor_id, "goal.established", goal, before)


def missing_now(session: Session, goal: Goal, profile: Profile, kind: GoalKind) -> list[rules.Missing]:
    """Tell exactly what a goal lacks as it is before it can be established; empty when it can be."""
    return rules.missing(
        goal,
        kind,
        profile,
        goal.activities,
        goal.indicators,
        goal.followed,
        targeted=targeted_years(session, goal) if kind.measured_yearly else None,
    )


def reopen(session: Session, *, actor_id: int, goal: Goal) -> None:
    """Open an established goal for a new version; readers keep the one that stands. Raises `Refused`."""
    if goal.state != GoalState.ESTABLISHED:
        raise Refused(Fault.NO_SUCH_STEP)
    goal.reopened_at = clock.now()
    _step(session, actor_id, goal, GoalState.DRAFT, "goal.reopened")


def end(session: Session, *, actor_id: int, goal: Goal, words: str) -> None:
    """End an established goal with words on how it went; raises `Refused`."""
    words = clean(words)
    if not words:
        raise Refused(Fault.WORDS_MISSING, "words")
    if len(words) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "words")
    if not rules.may_step(goal, GoalState.ENDED):
        raise Refused(Fault.NO_SUCH_STEP)
    before = goal_facts(goal)
    goal.closing_words = words
    goal.state, goal.state_since = GoalState.ENDED, clock.now()
    _noted(session, actor_id, "goal.ended", goal, before)


def resume(session: Session, *, actor_id: int, goal: Goal) -> None:
    """Undo an ending; the words on it stay in the history. Raises `Refused`."""
    if goal.state != GoalState.ENDED:
        raise Refused(Fault.NO_SUCH_STEP)
    before = goal_facts(goal)
    goal.closing_words = ""
    goal.state, goal.state_since = GoalState.ESTABLISHED, clock.now()
    _noted(session, actor_id, "goal.resumed", goal, before)


def discard(session: Session, *, actor_id: int, goal: Goal) -> None:
    """Throw a draft away; it can be taken back. Raises `Refused` for what has come further."""
    if goal.state != GoalState.DRAFT:
        raise Refused(Fault.NO_SUCH_STEP)
    _step(session, actor_id, goal, GoalState.DISCARDED, "goal.discarded")


def restore(session: Session, *, actor_id: int, goal: Goal) -> None:
    """Take a draft back that was thrown away; raises `Refused`."""
    if goal.state != GoalState.DISCARDED:
        raise Refused(Fault.NO_SUCH_STEP)
    _step(session, actor_id, goal, GoalState.DRAFT, "goal.restored")


def _step(session: Session, actor_id: int, goal: Goal, target: GoalState, action: str) -> None:
    if not rules.may_step(goal, target):
        raise Refused(Fault.NO_SUCH_STEP)
    before = goal_facts(goal)
    goal.state, goal.state_since = target, clock.now()
    _noted(session, actor_id, action, goal, before)


def _noted(
    session: Session, actor_id: int, action: str, goal: Goal, before: dict[str, object] | None
) -> None:
    note(
        session,
        actor_id=actor_id,
        action=action,
        kind=GOAL,
        object_id=goal.id,
        before=before,
        after=goal_facts(goal),
    )
    keep_up(session, actor_id=actor_id, goal=goal)
