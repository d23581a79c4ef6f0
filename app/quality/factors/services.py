"""Writes of factors: make, change, order, establish, open again, review, end with words, throw a draft away."""

import zlib
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app import clock
from app.cleaning import clean, clean_line
from app.organisation.tree import units_under
from app.quality.errors import ChangedMeanwhile, Fault, NotYet, Refused
from app.quality.factors import queries, rules
from app.quality.factors.models import Factor, FactorReview, FactorState, Reach
from app.quality.factors.reading import content_of
from app.quality.facts import EDITION, FACTOR, REVIEW, Facts, factor_facts, review_facts
from app.quality.indicators.models import Indicator
from app.quality.rights import unit_written_by
from app.records.noting import note
from app.records.queries import history_of
from app.records.services import Signed
from app.records.services import establish as lock_edition
from app.steering.schema import Profile
from app.writing.errors import TextConflict
from app.writing.saving import Keeper, Saved, save

SIDE = "unit"
"""For whom one signs an established factor: its unit."""

_LARGEST = 2**31 - 1
"""Forms hold no larger numbers than ids."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a factor is to say; only the title is needed."""

    title: str
    why: str = ""
    reach: str = Reach.UNIT


def create_factor(session: Session, *, actor_id: int, unit_id: int, wanted: Wanted) -> Factor:
    """Make a draft in a unit; raises `NotYours` for a unit the person does not write for, and `Refused`."""
    unit = unit_written_by(session, actor_id, unit_id)
    factor = Factor(
        unit_id=unit.id,
        title=_title(wanted.title),
        why=_text(wanted.why, "why"),
        reach=Reach.UNIT,
        position=queries.next_place(session, unit.id),
        state=FactorState.DRAFT,
        state_since=clock.now(),
        closing_words="",
        revision=1,
        record_revision=1,
        written_by_id=actor_id,
        written_at=clock.now(),
    )
    _take_reach(session, factor, wanted.reach)
    session.add(factor)
    session.flush()
    _noted(session, actor_id, "factor.created", factor, None)
    return factor


def _title(text: str) -> str:
    title = clean_line(text)
    if not title:
        raise Refused(Fault.TEXT_MISSING, "title")
    if len(title) > rules.LONGEST_TITLE:
        raise Refused(Fault.TEXT_TOO_LONG, "title")
    return title


def _text(text: str, field: str) -> str:
    text = clean(text)
    if len(text) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, field)
    return text


def _take_reach(session: Session, factor: Factor, reach: str) -> None:
    if reach == factor.reach:
        return
    if reach not in set(Reach):
        raise Refused(Fault.UNKNOWN_CHOICE, "reach")
    if factor.id is not None and not rules.may_change_reach(factor):
        raise Refused(Fault.REACH_STANDS, "reach")
    if reach == Reach.AREA and not units_under(session, factor.unit_id, clock.today()):
        raise Refused(Fault.NOTHING_BELOW, "reach")
    factor.reach = reach


def change_factor(
    session: Session, *, actor_id: int, factor: Factor, title: str, reach: str, revision: int
) -> bool:
    """Change what a factor is called and for whom it is; tells whether anything changed. `revision` is the one that was read.

    Raises `Refused`, and `ChangedMeanwhile` when somebody else changed it since.
    """
    _open(factor)
    if factor.revision != revision:
        raise ChangedMeanwhile
    before = factor_facts(factor)
    factor.title = _title(title)
    _take_reach(session, factor, reach)
    if factor_facts(factor) == before:
        return False
    _changed(session, actor_id, "factor.changed", factor, before)
    return True


def sign_of(text: str) -> int:
    """Give the number that names a text among those that stood in a place, for those who write from it; 0 for none."""
    return zlib.crc32(text.encode()) & _LARGEST


def write_why(session: Session, *, actor_id: int, factor: Factor, text: str, base: int) -> Saved:
    """Save why a factor is critical, as it is typed; `base` is the sign of the text it was written from.

    What another wrote meanwhile is merged in. Raises `TextConflict` where both changed the same sentence, and `Refused`.
    """
    _open(factor)
    text = _text(text, "why")

    def put(words: str) -> int:
        before = factor_facts(factor)
        factor.why = words
        _changed(session, actor_id, "factor.reasoned", factor, before)
        return sign_of(words)

    kept = Keeper(factor.why, sign_of(factor.why), partial(_stood, session, factor.id), sign_of, put)
    saved = save(kept, text, base)
    if saved is None:
        raise TextConflict(str(sign_of(factor.why)), factor.why, queries.last_writer(session, factor.id))
    return saved


def _stood(session: Session, factor_id: int, sign: int) -> str:
    """Give the text of a sign that stood here once, by what the history tells; nothing when there is none such."""
    for entry in history_of(session, FACTOR, factor_id):
        text = str((entry.after or {}).get("why", ""))
        if sign_of(text) == sign:
            return text
    return ""


def move(session: Session, *, actor_id: int, unit_id: int, factor_id: int, up: bool) -> None:
    """Put a factor a step up or down among its unit's; what did not change place gets no entry. Raises `Refused`."""
    known = {one.id: one for one in queries.in_order(session, unit_id)}
    if factor_id not in known:
        raise Refused(Fault.NO_SUCH_STEP)
    for place, number in enumerate(rules.moved(list(known), factor_id, up=up), start=1):
        one = known[number]
        if one.position != place:
            before = factor_facts(one)
            one.position = place
            _noted(session, actor_id, "factor.moved", one, before)


def touch(factor: Factor) -> None:
    """Note that what an established version would hold has changed."""
    factor.record_revision += 1


def establish(session: Session, *, actor_id: int, factor: Factor, profile: Profile, expected: int) -> None:
    """Lock the factor as it was read as a version, with its indicators.

    Raises `NotYet` with exactly what is missing, `ChangedMeanwhile` when it is no longer what was read, and `Refused`.
    """
    if not rules.may_step(factor, FactorState.ESTABLISHED) or not rules.is_open(factor):
        raise Refused(Fault.NO_SUCH_STEP)
    lacking = rules.missing(factor.indicators, profile.indicators)
    if lacking:
        raise NotYet(lacking)
    if factor.record_revision != expected:
        raise ChangedMeanwhile
    before = factor_facts(factor)
    session.flush()
    pairs = queries.pairs_of(session, [one.id for one in factor.indicators])
    edition = lock_edition(
        session,
        kind=EDITION,
        object_id=factor.id,
        content=content_of(factor, pairs),
        signed=[Signed(actor_id, SIDE, clock.now())],
    )
    factor.edition_id, factor.reopened_at = edition.id, None
    for one in factor.indicators:
        if one.removed_at is None:
            one.in_edition_id = edition.id
    factor.state, factor.state_since = FactorState.ESTABLISHED, clock.now()
    _noted(session, actor_id, "factor.established", factor, before)


def reopen(session: Session, *, actor_id: int, factor: Factor) -> None:
    """Open an established factor for a new version; readers keep the one that stands. Raises `Refused`."""
    if factor.state != FactorState.ESTABLISHED:
        raise Refused(Fault.NO_SUCH_STEP)
    factor.reopened_at = clock.now()
    _step(session, actor_id, factor, FactorState.DRAFT, "factor.reopened")


def end(session: Session, *, actor_id: int, factor: Factor, words: str) -> None:
    """End an established factor with words on why it is no longer decisive; raises `Refused`."""
    words = _text(words, "words")
    if not words:
        raise Refused(Fault.WORDS_MISSING, "words")
    if not rules.may_step(factor, FactorState.ENDED):
        raise Refused(Fault.NO_SUCH_STEP)
    before = factor_facts(factor)
    factor.closing_words = words
    factor.state, factor.state_since = FactorState.ENDED, clock.now()
    _noted(session, actor_id, "factor.ended", factor, before)


def resume(session: Session, *, actor_id: int, factor: Factor) -> None:
    """Undo an ending; the words on it stay in the history. Raises `Refused`."""
    if factor.state != FactorState.ENDED:
        raise Refused(Fault.NO_SUCH_STEP)
    before = factor_facts(factor)
    factor.closing_words = ""
    factor.state, factor.state_since = FactorState.ESTABLISHED, clock.now()
    _noted(session, actor_id, "factor.resumed", factor, before)


def discard(session: Session, *, actor_id: int, factor: Factor) -> None:
    """Throw a draft away; it can be taken back. Raises `Refused` for what was established once."""
    if factor.state != FactorState.DRAFT:
        raise Refused(Fault.NO_SUCH_STEP)
    _step(session, actor_id, factor, FactorState.DISCARDED, "factor.discarded")


def restore(session: Session, *, actor_id: int, factor: Factor) -> None:
    """Take a draft back that was thrown away; raises `Refused`."""
    if factor.state != FactorState.DISCARDED:
        raise Refused(Fault.NO_SUCH_STEP)
    _step(session, actor_id, factor, FactorState.DRAFT, "factor.restored")


def take_over(session: Session, *, actor_id: int, factor: Factor, unit_id: int) -> None:
    """Let a factor of a unit that is no more be of one that comes after, which reads it and establishes it anew."""
    before = factor_facts(factor)
    factor.unit_id, factor.position = unit_id, queries.next_place(session, unit_id)
    if factor.reach == Reach.AREA and not units_under(session, unit_id, clock.today()):
        factor.reach = Reach.UNIT
    if factor.state == FactorState.ESTABLISHED:
        factor.state = FactorState.DRAFT
        factor.state_since = factor.reopened_at = clock.now()
    _changed(session, actor_id, "factor.taken_over", factor, before)
    # What hangs on it is found under its unit.
    for one in session.scalars(select(Indicator).where(Indicator.factor_id == factor.id)):
        flag_modified(one, "name")
    for one_review in session.scalars(select(FactorReview).where(FactorReview.factor_id == factor.id)):
        flag_modified(one_review, "words")
    session.flush()


def put_away(session: Session, *, actor_id: int, factor: Factor, words: str) -> None:
    """End a factor nobody takes over, with words on why; what was never established is thrown away. Raises `Refused`."""
    words = _text(words, "words")
    if not words:
        raise Refused(Fault.WORDS_MISSING, "words")
    before = factor_facts(factor)
    factor.closing_words = words
    factor.state = FactorState.ENDED if factor.edition_id is not None else FactorState.DISCARDED
    factor.state_since = clock.now()
    _noted(session, actor_id, "factor.put_away", factor, before)


def take_back(session: Session, *, actor_id: int, factor: Factor) -> None:
    """Let a factor that was put away wait again; the words stay in the history."""
    before = factor_facts(factor)
    factor.closing_words = ""
    factor.state = FactorState.ESTABLISHED if factor.edition_id is not None else FactorState.DRAFT
    factor.state_since = clock.now()
    _noted(session, actor_id, "factor.taken_back", factor, before)


def review(session: Session, *, actor_id: int, factor: Factor, year: int, words: str) -> FactorReview:
    """Say that a factor still holds for a year, in words of one's own; raises `Refused`."""
    words = _text(words, "words")
    if not words:
        raise Refused(Fault.WORDS_MISSING, "words")
    if not rules.may_review(factor):
        raise Refused(Fault.NO_SUCH_STEP)
    if not rules.FIRST_YEAR <= year <= rules.LAST_YEAR:
        raise Refused(Fault.UNKNOWN_YEAR, "year")
    made = FactorReview(
        factor_id=factor.id, year=year, words=words, person_id=actor_id, at=clock.now(), undone_at=None
    )
    session.add(made)
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action="factor.reviewed",
        kind=REVIEW,
        object_id=made.id,
        before=None,
        after=review_facts(made),
    )
    return made


def undo_review(session: Session, *, actor_id: int, made: FactorReview) -> None:
    """Take a review back; that it was said stays on record. Raises `Refused` when that is done already."""
    if made.undone_at is not None:
        raise Refused(Fault.NO_SUCH_STEP)
    before = review_facts(made)
    made.undone_at = clock.now()
    note(
        session,
        actor_id=actor_id,
        action="factor.review_undone",
        kind=REVIEW,
        object_id=made.id,
        before=before,
        after=review_facts(made),
    )


def _open(factor: Factor) -> None:
    if not rules.is_open(factor):
        raise Refused(Fault.LOCKED)


def _step(session: Session, actor_id: int, factor: Factor, target: FactorState, action: str) -> None:
    if not rules.may_step(factor, target):
        raise Refused(Fault.NO_SUCH_STEP)
    before = factor_facts(factor)
    factor.state, factor.state_since = target, clock.now()
    _noted(session, actor_id, action, factor, before)


def _changed(session: Session, actor_id: int, action: str, factor: Factor, before: Facts) -> None:
    factor.revision += 1
    touch(factor)
    _noted(session, actor_id, action, factor, before)


def _noted(session: Session, actor_id: int, action: str, factor: Factor, before: Facts | None) -> None:
    note(
        session,
        actor_id=actor_id,
        action=action,
        kind=FACTOR,
        object_id=factor.id,
        before=before,
        after=factor_facts(factor),
    )
