"""What the two raise from the meeting: proposed by one, worded, and released or held by each."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues import rules
from app.dialogues.about.services import mark_as_theme, matter_facts
from app.dialogues.errors import (
    Changed,
    ChangedBeforeRemoval,
    ChangedMeanwhile,
    NotAllowedNow,
)
from app.dialogues.models import (
    Dialogue,
    RaisedMatter,
    Side,
    State,
)
from app.dialogues.queries.editions import refuse_if_disposed_of, refuse_if_words_disposed_of
from app.dialogues.rules import Seat
from app.dialogues.series.services import touch_record
from app.records.queries import history_of
from app.records.services import record


def propose_matter(
    session: Session, *, seat: Seat, dialogue: Dialogue, theme_id: int | None, text: str
) -> RaisedMatter:
    """Propose a passage to raise; the one who proposes has released it, the other decides for the other side.

    It is about what its theme is about, until either of the two says otherwise.
    """
    if not seat.takes_part or seat.side is None:
        raise NotAllowedNow("not_participant")
    if dialogue.state not in {State.HELD, State.ESTABLISHING, State.ESTABLISHED}:
        raise NotAllowedNow("notes_closed")
    refuse_if_disposed_of(session, dialogue)
    text = rules.kept_words(text)
    same = session.scalars(
        select(RaisedMatter).where(
            RaisedMatter.dialogue_id == dialogue.id,
            RaisedMatter.theme_id.is_not_distinct_from(theme_id),
            RaisedMatter.text == text,
            RaisedMatter.proposed_by_id == seat.person_id,
            RaisedMatter.withdrawn_at.is_(None),
        )
    ).first()
    if same is not None:
        # Pressed once more, it is as it was.
        return same
    matter = RaisedMatter(
        dialogue_id=dialogue.id, theme_id=theme_id, text=text, proposed_by_id=seat.person_id
    )
    set_release(matter, seat.side, released=True)
    session.add(matter)
    _touch_if_open(session, dialogue, seat)
    session.flush()
    mark_as_theme(session, seat=seat, matter=matter)
    _record_matter(session, seat, matter, "propose_matter", None)
    return matter


def change_matter(
    session: Session, *, seat: Seat, dialogue: Dialogue, matter: RaisedMatter, text: str, revision: int
) -> None:
    """Change the words of a matter not yet raised; the other side's release no longer stands."""
    _not_raised(dialogue, matter, seat)
    refuse_if_disposed_of(session, dialogue)
    refuse_if_words_disposed_of(matter.text)
    text = rules.kept_words(text)
    if matter.revision != revision:
        raise ChangedMeanwhile(matter.text, matter.revision)
    if matter.text == text:
        return
    before: dict[str, object] = {"text": matter.text}
    matter.text = text
    matter.revision += 1
    assert seat.side is not None  # noqa: S101  # nosec B101  for the type checker
    set_release(matter, seat.side, released=True)
    set_release(matter, seat.side.other, released=False)
    _touch_if_open(session, dialogue, seat)
    session.flush()
    _record_matter(session, seat, matter, "change_matter", before)


def release_matter(
    session: Session, *, seat: Seat, dialogue: Dialogue, matter: RaisedMatter, revision: int, released: bool
) -> None:
    """Release a matter upward for one's side, exactly as it reads at `revision`, or take that back; nothing where it is so."""
    _not_raised(dialogue, matter, seat)
    refuse_if_disposed_of(session, dialogue)
    if released:
        refuse_if_words_disposed_of(matter.text)
    if matter.revision != revision:
        raise Changed
    assert seat.side is not None  # noqa: S101  # nosec B101  for the type checker
    mine = matter.over_released_at if seat.side is Side.OVER else matter.rep_released_at
    if (mine is not None) is released:
        return
    set_release(matter, seat.side, released=released)
    _touch_if_open(session, dialogue, seat)
    session.flush()
    _record_matter(session, seat, matter, "release_matter" if released else "unrelease_matter", None)


def hold_what_was_released_before(session: Session, *, seat: Seat, dialogue: Dialogue) -> None:
    """Take back what the one before in this seat had released and has not gone up: who sits there now decides (domain 4)."""
    if seat.side is None:
        return
    released = RaisedMatter.over_released_at if seat.side is Side.OVER else RaisedMatter.rep_released_at
    wanted = (
        select(RaisedMatter)
        .where(
            RaisedMatter.dialogue_id == dialogue.id,
            RaisedMatter.passage_id.is_(None),
            released.is_not(None),
        )
        .order_by(RaisedMatter.id)
        .with_for_update()
    )
    found = session.scalars(wanted).all()
    for matter in found:
        set_release(matter, seat.side, released=False)
    session.flush()
    for matter in found:
        record(
            session,
            actor_id=seat.person_id,
            action="unrelease_matter",
            kind="raised_matter",
            object_id=matter.id,
            after=matter_facts(session, matter) | {"withdrawn": matter.withdrawn_at is not None},
        )


def withdraw_matter(
    session: Session, *, seat: Seat, dialogue: Dialogue, matter: RaisedMatter, revision: int
) -> None:
    """Withdraw a matter that has not gone up yet, as it reads at `revision`; either side may.

    Raises `ChangedBeforeRemoval` when the other has changed its words since they were read.
    """
    _not_raised(dialogue, matter, seat)
    if matter.withdrawn_at is not None:
        hold_matter_taken_out(session, seat=seat, dialogue=dialogue, matter=matter)
        return
    if matter.revision != revision:
        raise ChangedBeforeRemoval(matter.text)
    matter.withdrawn_at = clock.now()
    _touch_if_open(session, dialogue, seat)
    session.flush()
    _record_matter(session, seat, matter, "withdraw_matter", {"text": matter.text})


def hold_matter_taken_out(session: Session, *, seat: Seat, dialogue: Dialogue, matter: RaisedMatter) -> None:
    """Take back one's own release of a matter the other has taken out: it is put back without it. Nothing where there is none."""
    release_matter(
        session, seat=seat, dialogue=dialogue, matter=matter, revision=matter.revision, released=False
    )


def put_back_matter(session: Session, *, seat: Seat, dialogue: Dialogue, matter: RaisedMatter) -> None:
    """Put back what was withdrawn and has not gone up.

    What the other released stands only if they did not withdraw it, and have not established the record without it since.
    """
    _not_raised(dialogue, matter, seat)
    refuse_if_disposed_of(session, dialogue)
    refuse_if_words_disposed_of(matter.text)
    if matter.withdrawn_at is None:
        return
    assert seat.side is not None  # noqa: S101  # nosec B101  for the type checker
    happened = history_of(session, "raised_matter", matter.id)
    last = next((one for one in happened if one.action == "withdraw_matter"), None)
    established_since = dialogue.state == State.ESTABLISHED and matter.withdrawn_at < dialogue.state_since
    if established_since or last is None or last.actor_id != seat.person_id:
        set_release(matter, seat.side.other, released=False)
    matter.withdrawn_at = None
    _touch_if_open(session, dialogue, seat)
    session.flush()
    _record_matter(session, seat, matter, "put_back_matter", None)


def set_release(matter: RaisedMatter, side: Side, *, released: bool) -> None:
    """Set or clear one side's release."""
    at = clock.now() if released else None
    if side is Side.OVER:
        matter.over_released_at = at
    else:
        matter.rep_released_at = at


def _record_matter(
    session: Session, seat: Seat, matter: RaisedMatter, action: str, before: dict[str, object] | None
) -> None:
    record(
        session,
        actor_id=seat.person_id,
        action=action,
        kind="raised_matter",
        object_id=matter.id,
        before=before,
        after=matter_facts(session, matter),
    )


def _not_raised(dialogue: Dialogue, matter: RaisedMatter, seat: Seat) -> None:
    if not seat.takes_part:
        raise NotAllowedNow("not_participant")
    if dialogue.state == State.CANCELLED:
        raise NotAllowedNow("notes_closed")
    if matter.passage_id is not None:
        raise NotAllowedNow("already_raised")


def _touch_if_open(session: Session, dialogue: Dialogue, seat: Seat) -> None:
    if dialogue.state != State.ESTABLISHED:
        touch_record(session, dialogue, actor_id=seat.person_id)
