"""Writes of establishing: both give their consent to the same version; addenda; what goes up."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues import rules, settling, telling
from app.dialogues.about.queries import Mark, Marks, about_matter, marks_of
from app.dialogues.attaching.queries import meeting_files
from app.dialogues.errors import (
    Changed,
    ChangedBeforeRemoval,
    ChangedMeanwhile,
    Missing,
    NotAllowedNow,
    TooLong,
)
from app.dialogues.establishing import standing
from app.dialogues.establishing.record import Marked, MarkedIn, Record, draft_record
from app.dialogues.models import Addendum, Consent, Dialogue, RaisedMatter, Side, State
from app.dialogues.opinions import put_back_opinion
from app.dialogues.queries.agreed import agreements_made_in
from app.dialogues.queries.editions import (
    edition_of,
    refuse_if_disposed_of,
    refuse_if_words_disposed_of,
)
from app.dialogues.queries.said import agenda_of, decisions_of, matters_of, themes_of, whole_of
from app.dialogues.rules import Seat
from app.dialogues.series.carrying import bring_along_from
from app.dialogues.series.services import void_consents
from app.passages.services import release
from app.passages.talks.services import About, Table, note_talks
from app.records.models import Edition
from app.records.services import Signed, establish, record

RECORD = "dialogue_record"
ADDENDUM = "dialogue_addendum"

SOURCE = "dialogue"
"""What passages and talks call a dialogue they come from."""


def current_draft(session: Session, dialogue: Dialogue) -> Record:
    """Put together the record as it reads now."""
    return draft_record(
        dialogue,
        themes=themes_of(session, dialogue.id),
        whole=whole_of(session, dialogue.id),
        agreements=agreements_made_in(session, dialogue.id),
        decisions=decisions_of(session, dialogue.id),
        matters=matters_of(session, dialogue.id),
        files=meeting_files(session, dialogue.id),
        marked=_marked(marks_of(session, dialogue.id)),
    )


def _marked(marks: Marks) -> MarkedIn:
    def called(found: list[Mark]) -> list[Marked]:
        return [Marked(mark.ref.kind, mark.ref.id, mark.title) for mark in found]

    return MarkedIn(
        {theme: called(found) for theme, found in marks.themes.items()},
        {matter: called(found) for matter, found in marks.matters.items()},
    )


def consent(
    session: Session,
    *,
    seat: Seat,
    dialogue: Dialogue,
    revision: int,
    own_opinion: str = "",
    may_raise: bool = True,
    called: str | None = None,
) -> Edition | None:
    """Establish, for one's side, the version one has read; the second consent locks it and sends up what both released.

    `revision` is the record revision that was on the page, `called` what units and people went by there (None where it did not
    say): raises `Changed` when they are others now. What was given for other names falls. An own
    opinion (egen mening) goes with the consent and does not hold it up: the other knows neither its words nor that there is
    one before it is established, so it can be no condition of theirs (domain 4). Gives the edition when both now stand behind it.
    Pressed once more, it is as it was. Nothing goes up where the model, by now, lets nothing be raised (`may_raise`).
    """
    now_called = standing.called(dialogue, may_raise=may_raise)
    if _given_just_so(dialogue, seat, revision, own_opinion, now_called):
        return edition_of(session, dialogue.edition_id)
    draft = current_draft(session, dialogue)
    if not may_raise:
        draft = replace(draft, raised=[])
    stands = standing.standing(dialogue, may_raise=may_raise)
    blocked = rules.may_consent(dialogue, seat, draft.whole, stands)
    if blocked:
        raise NotAllowedNow(blocked)
    if dialogue.record_revision != revision or called not in {None, now_called}:
        raise Changed
    if len(own_opinion) > rules.LONGEST_TEXT:
        raise TooLong(rules.LONGEST_TEXT)
    _let_go_of_what_was_called_otherwise(session, dialogue, stands, seat)
    given = Consent(
        dialogue_id=dialogue.id,
        side=str(seat.side),
        person_id=seat.person_id,
        record_revision=revision,
        at=clock.now(),
        own_opinion=own_opinion.strip() or None,
        called=now_called,
    )
    session.add(given)
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="consent",
        kind="dialogue",
        object_id=dialogue.id,
        after={"side": seat.side, "revision": revision, "own_opinion": given.own_opinion},
    )
    settling.consented(session, dialogue, person_id=seat.person_id)
    consents = session.scalars(select(Consent).where(Consent.dialogue_id == dialogue.id)).all()
    if len(consents) < len(Side):
        telling.consented(session, dialogue, side=Side(given.side), actor_id=seat.person_id)
        return None
    return _lock(session, dialogue, draft, list(consents), may_raise=may_raise)


def _let_go_of_what_was_called_otherwise(
    session: Session, dialogue: Dialogue, stands: Sequence[Consent], seat: Seat
) -> None:
    """Take away what was given for other names: nobody of the two changed them, whose it was is told."""
    for one in [consent for consent in dialogue.consents if consent not in stands]:
        actor_id = seat.person_id if one.person_id == seat.person_id else None
        void_consents(session, dialogue, actor_id=actor_id, given=[one])


def _given_just_so(dialogue: Dialogue, seat: Seat, revision: int, own_opinion: str, called: str) -> bool:
    """Tell whether one has established this version already, with the same own opinion."""
    sent = (str(seat.side), seat.person_id, revision, own_opinion.strip() or None)
    return seat.takes_part and any(
        (one.side, one.person_id, one.record_revision, one.own_opinion) == sent
        and one.called in {None, called}
        for one in dialogue.consents
    )


def _lock(
    session: Session, dialogue: Dialogue, draft: Record, consents: list[Consent], *, may_raise: bool
) -> Edition:
    edition = establish(
        session,
        kind=RECORD,
        object_id=dialogue.id,
        content=draft.content(),
        signed=[Signed(c.person_id, c.side, c.at, c.own_opinion) for c in consents],
    )
    before = {"state": dialogue.state}
    dialogue.state, dialogue.state_since = State.ESTABLISHED, clock.now()
    dialogue.edition_id = edition.id
    session.flush()
    record(
        session,
        actor_id=None,
        action="established",
        kind="dialogue",
        object_id=dialogue.id,
        before=before,
        after={"state": State.ESTABLISHED, "edition": edition.id, "content_hash": edition.content_hash},
    )
    for matter in matters_of(session, dialogue.id) if may_raise else ():
        raise_if_released(session, dialogue, matter, {c.side: c.person_id for c in consents})
    _note_talks(session, dialogue)
    bring_along_from(session, dialogue)
    return edition


def said_on(dialogue: Dialogue) -> datetime:
    """Give when what a record holds was said: on the agreed day, also where it is begun here days later, from paper."""
    return min(dialogue.held_at or dialogue.starts_at, dialogue.starts_at)


def _note_talks(session: Session, dialogue: Dialogue) -> None:
    """Keep what was talked about: what a theme is marked with, where something was noted of it or came of it."""
    marks = marks_of(session, dialogue.id)
    came_of = {a.theme_id for a in agreements_made_in(session, dialogue.id)}
    came_of |= {decision.theme_id for decision in decisions_of(session, dialogue.id)}
    about = [
        About(number, theme.title, tuple(mark.ref for mark in marks.themes.get(theme.id, ())))
        for number, theme in enumerate(themes_of(session, dialogue.id), start=1)
        if (theme.note is not None and theme.note.text.strip()) or theme.id in came_of
    ]
    series = dialogue.series
    table = Table(
        SOURCE,
        dialogue.id,
        said_on(dialogue),
        series.over_post.unit_id,
        series.rep_post.unit_id,
    )
    note_talks(session, table=table, about=about)


def raise_if_released(
    session: Session, dialogue: Dialogue, matter: RaisedMatter, people: dict[str, int] | None = None
) -> None:
    """Send a matter up when both have released it and the record is established; does nothing otherwise."""
    if matter.passage_id is not None or matter.withdrawn_at is not None:
        return
    if not (matter.over_released_at and matter.rep_released_at) or dialogue.state != State.ESTABLISHED:
        return
    speakers = people or {p.side: p.person_id for p in dialogue.participants}
    agenda = agenda_of(session, dialogue.id)
    theme = next((one for one in agenda if one.id == matter.theme_id), None)
    passage = release(
        session,
        source_kind=SOURCE,
        source_id=dialogue.id,
        said_on=said_on(dialogue),
        theme=theme.title if theme else "",
        text=matter.text,
        verdict=rules.together(theme.over_verdict, theme.rep_verdict) if theme else None,
        over_unit_id=dialogue.series.over_post.unit_id,
        rep_unit_id=dialogue.series.rep_post.unit_id,
        over_person_id=speakers[Side.OVER],
        rep_person_id=speakers[Side.REP],
        over_released_at=matter.over_released_at,
        rep_released_at=matter.rep_released_at,
        actor_id=None,
        about=[mark.ref for mark in about_matter(session, matter.id)],
        place=agenda.index(theme) + 1 if theme else None,
    )
    matter.passage_id = passage.id
    session.flush()


def take_back_consent(session: Session, *, seat: Seat, dialogue: Dialogue) -> Consent | None:
    """Take back one's own consent while the other has not given theirs, and give it; an own opinion stands in the form again."""
    if not seat.takes_part or dialogue.state != State.ESTABLISHING:
        raise NotAllowedNow("not_establishing")
    given = session.scalars(
        select(Consent).where(Consent.dialogue_id == dialogue.id, Consent.side == str(seat.side))
    ).one_or_none()
    if given is None:
        return None
    put_back_opinion(session, given)
    session.delete(given)
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="take_back_consent",
        kind="dialogue",
        object_id=dialogue.id,
        before={"side": given.side, "revision": given.record_revision, "own_opinion": given.own_opinion},
    )
    settling.consents_gone(session, dialogue.id)
    return given


def whole_from_notes(session: Session, dialogue: Dialogue) -> str:
    """Give a first text for the shared picture: the notes of the themes under their titles, to be written on."""
    parts = []
    for theme in themes_of(session, dialogue.id):
        note = theme.note.text.strip() if theme.note else ""
        if note:
            parts.append(f"{theme.title}\n{note}")
    return "\n\n".join(parts)


def write_addendum(
    session: Session,
    *,
    seat: Seat,
    dialogue: Dialogue,
    text: str,
    addendum: Addendum | None = None,
    revision: int = 0,
) -> Addendum:
    """Propose an addendum to an established record, or change one not yet established; changing voids consents."""
    if not seat.takes_part:
        raise NotAllowedNow("not_participant")
    if dialogue.state != State.ESTABLISHED:
        raise NotAllowedNow("not_established")
    refuse_if_disposed_of(session, dialogue)
    if not text.strip():
        raise Missing("text")
    if len(text) > rules.LONGEST_TEXT:
        raise TooLong(rules.LONGEST_TEXT)
    before = None
    if addendum is None:
        same = session.scalars(
            select(Addendum).where(
                Addendum.dialogue_id == dialogue.id,
                Addendum.author_id == seat.person_id,
                Addendum.text == text.strip(),
                Addendum.withdrawn_at.is_(None),
            )
        ).first()
        if same is not None:
            # Pressed once more, it is as it was.
            return same
        addendum = Addendum(
            dialogue_id=dialogue.id,
            text=text.strip(),
            author_id=seat.person_id,
            written_at=clock.now(),
            revision=0,
        )
        session.add(addendum)
    else:
        _open_addendum(addendum)
        refuse_if_words_disposed_of(addendum.text)
        if addendum.revision != revision:
            raise ChangedMeanwhile(addendum.text, addendum.revision)
        if addendum.text == text.strip():
            return addendum
        before = {"text": addendum.text}
        addendum.text = text.strip()
        for side in Side:
            _set_addendum_consent(addendum, side, None)
    addendum.revision += 1
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="write_addendum",
        kind="addendum",
        object_id=addendum.id,
        before=before,
        after={"text": addendum.text},
    )
    telling.addendum_written(session, dialogue, addendum, actor_id=seat.person_id)
    return addendum


def consent_to_addendum(
    session: Session, *, seat: Seat, dialogue: Dialogue, addendum: Addendum, revision: int
) -> Edition | None:
    """Establish an addendum for one's side, as it reads at `revision`; the second consent locks it."""
    if not seat.takes_part or seat.side is None:
        raise NotAllowedNow("not_participant")
    refuse_if_disposed_of(session, dialogue)
    _open_addendum(addendum)
    refuse_if_words_disposed_of(addendum.text)
    if addendum.revision != revision:
        raise Changed
    _set_addendum_consent(addendum, seat.side, seat.person_id)
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="consent_to_addendum",
        kind="addendum",
        object_id=addendum.id,
        after={"side": seat.side, "revision": revision},
    )
    settling.addendum_settled(session, dialogue.id, addendum.id, person_id=seat.person_id)
    if not (addendum.over_consent_at and addendum.rep_consent_at):
        return None
    assert addendum.over_person_id and addendum.rep_person_id  # noqa: S101  # nosec B101  for the type checker
    edition = establish(
        session,
        kind=ADDENDUM,
        object_id=addendum.id,
        content={"dialogue": dialogue.id, "text": addendum.text, "written_at": addendum.written_at},
        signed=[
            Signed(addendum.over_person_id, Side.OVER, addendum.over_consent_at),
            Signed(addendum.rep_person_id, Side.REP, addendum.rep_consent_at),
        ],
    )
    addendum.edition_id = edition.id
    session.flush()
    return edition


def withdraw_addendum(session: Session, *, seat: Seat, addendum: Addendum, revision: int) -> None:
    """Withdraw an addendum that is not established, as it reads at `revision`; either of the two may.

    Raises `ChangedBeforeRemoval` when the other has changed its words since they were read.
    """
    if not seat.takes_part:
        raise NotAllowedNow("not_participant")
    _open_addendum(addendum)
    if addendum.revision != revision:
        raise ChangedBeforeRemoval(addendum.text)
    addendum.withdrawn_at = clock.now()
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="withdraw_addendum",
        kind="addendum",
        object_id=addendum.id,
        before={"text": addendum.text},
    )
    settling.addendum_settled(session, addendum.dialogue_id, addendum.id)


def _open_addendum(addendum: Addendum) -> None:
    if addendum.edition_id is not None or addendum.withdrawn_at is not None:
        raise NotAllowedNow("addendum_closed")


def _set_addendum_consent(addendum: Addendum, side: Side, person_id: int | None) -> None:
    at = clock.now() if person_id is not None else None
    if side is Side.OVER:
        addendum.over_person_id, addendum.over_consent_at = person_id, at
    else:
        addendum.rep_person_id, addendum.rep_consent_at = person_id, at


def content_of(edition: Edition) -> dict[str, object]:
    """Read the content of an edition; empty when it was lawfully erased."""
    return read_content(edition.content)


def read_content(kept: str | None) -> dict[str, object]:
    """Read what an edition keeps; empty when it was lawfully erased."""
    if kept is None:
        return {}
    content = json.loads(kept)
    assert isinstance(content, dict)  # noqa: S101  # nosec B101  for the type checker
    return content
