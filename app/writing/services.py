"""Writes to the texts of units: begin, write, arrange, take in, share, establish, lay aside."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.organisation.models import Unit
from app.records.models import Edition
from app.records.services import Signed, establish, record
from app.writing import queries, rules, saving
from app.writing.content import draft_content, put_in_since
from app.writing.errors import Changed, Lacking, NotNow, PutInMeanwhile, TextConflict, TooLong
from app.writing.kinds import Brought, Heading, TextKind
from app.writing.models import Part, PartRevision, TakenIn, TextState, UnitText
from app.writing.rules import Nearness
from app.writing.saving import Saved

TEXT = "unit_text"
PART = "unit_text_part"
TAKEN_IN = "unit_text_taken_in"


def begin(
    session: Session, *, actor_id: int, kind: TextKind, unit: Unit, near: Nearness, year: int
) -> UnitText:
    """Begin a version, from what is established last where there is such a one; gives the open one when there is one.

    Parts keep their words from the last version of the same year; a text of a new year begins empty beside last year's.
    """
    if not near.writes:
        raise NotNow("not_writer")
    kept_under = kind.year_of(year)
    already = queries.open_version(session, kind.key, unit.id, kept_under)
    if already is not None:
        return already
    now = clock.now()
    text = UnitText(
        kind=kind.key,
        unit_id=unit.id,
        year=kept_under,
        number=queries.next_number(session, kind.key, unit.id, kept_under),
        state=TextState.DRAFT,
        state_since=now,
        begun_at=now,
        begun_by_id=actor_id,
    )
    try:
        with session.begin_nested():
            session.add(text)
            session.flush()
    except IntegrityError:
        # Somebody else began it in the same moment: it is theirs too.
        other = queries.open_version(session, kind.key, unit.id, kept_under)
        if other is None:
            raise
        return other
    before = queries.last_established(session, kind.key, unit.id, kept_under)
    same = before if before is not None and before.year == kept_under else None
    _lay_out(session, text, kind.headings(session, unit.id, year), same, actor_id)
    record(
        session,
        actor_id=actor_id,
        action="begin_text",
        kind=TEXT,
        object_id=text.id,
        after=_facts(text) | {"parts": _layout(session, text)},
    )
    _tell_words(session, text, actor_id)
    return text


def _lay_out(
    session: Session, text: UnitText, headings: Sequence[Heading], before: UnitText | None, actor_id: int
) -> None:
    had = {part.key: part for part in before.parts} if before is not None else {}
    for position, heading in enumerate(headings):
        earlier = had.pop(heading.key, None)
        _add_part(session, text, heading, position, earlier, actor_id)
    # Parts the writers had added themselves come along after the others.
    own = [part for part in had.values() if part.key.startswith("own-") or part.text.strip()]
    for position, earlier in enumerate(own, start=len(headings)):
        heading = Heading(earlier.key, earlier.title, earlier.questions, earlier.brings)
        _add_part(session, text, heading, position, earlier, actor_id)
    session.flush()


def _add_part(
    session: Session, text: UnitText, heading: Heading, position: int, earlier: Part | None, actor_id: int
) -> Part:
    part = Part(
        unit_text_id=text.id,
        position=earlier.position if earlier is not None else position,
        key=heading.key,
        title=heading.title,
        questions=heading.questions,
        brings=heading.brings,
        left_out=earlier.left_out if earlier is not None else False,
        text="",
    )
    session.add(part)
    session.flush()
    if earlier is None:
        return part
    if earlier.text:
        revision = PartRevision(part_id=part.id, text=earlier.text, author_id=actor_id, at=clock.now())
        session.add(revision)
        session.flush()
        part.text, part.revision_id = earlier.text, revision.id
        part.updated_at, part.updated_by_id = earlier.updated_at, earlier.updated_by_id
    for one in earlier.taken_in:
        _take(session, part, one.source_kind, one.source_id, one.words, one.source, actor_id)
    return part


def _tell_words(session: Session, text: UnitText, actor_id: int) -> None:
    """Tell the history of words a version began with, part by part as when they are written."""
    for part in _parts(session, text):
        if part.text:
            record(
                session,
                actor_id=actor_id,
                action="write_part",
                kind=PART,
                object_id=part.id,
                before={"text": ""},
                after={"text": part.text},
            )


def write_part(
    session: Session, *, actor_id: int, text: UnitText, near: Nearness, part: Part, words: str, base: int
) -> Saved:
    """Save a part written from revision `base` (0 for an empty one), merging what others wrote meanwhile.

    Raises `TextConflict` with both texts when the same sentence was changed, `TooLong`, and `NotNow`.
    """
    _may_write(text, near)
    if len(words) > rules.LONGEST_TEXT:
        raise TooLong(rules.LONGEST_TEXT)

    def keep(kept: str) -> int:
        revision = PartRevision(part_id=part.id, text=kept, author_id=actor_id, at=clock.now())
        session.add(revision)
        session.flush()
        return revision.id

    def put(new: str) -> int:
        before = part.text
        part.text, part.updated_at, part.updated_by_id = new, clock.now(), actor_id
        part.revision_id = keep(new)
        text.revision += 1
        session.flush()
        record(
            session,
            actor_id=actor_id,
            action="write_part",
            kind=PART,
            object_id=part.id,
            before={"text": before},
            after={"text": new},
        )
        return part.revision_id

    current = part.revision_id or 0
    keeper = saving.Keeper(
        part.text, current, lambda revision: queries.words_at(session, part, revision), keep, put
    )
    saved = saving.save(keeper, words, base)
    if saved is None:
        raise TextConflict(str(current), part.text, queries.name_of(session, part.updated_by_id))
    return saved


def take_in(
    session: Session,
    *,
    actor_id: int,
    text: UnitText,
    near: Nearness,
    part: Part,
    source_kind: str,
    source_id: int,
    words: str,
    source: str,
) -> TakenIn:
    """Take something into a part beside the own words, once; its words are kept as they read now."""
    _may_write(text, near)
    already = session.scalars(
        select(TakenIn).where(
            TakenIn.part_id == part.id,
            TakenIn.source_kind == source_kind,
            TakenIn.source_id == source_id,
            TakenIn.words == words,
        )
    ).first()
    if already is not None:
        return already
    taken = _take(session, part, source_kind, source_id, words, source, actor_id)
    text.revision += 1
    session.flush()
    return taken


def _take(
    session: Session, part: Part, source_kind: str, source_id: int, words: str, source: str, actor_id: int
) -> TakenIn:
    taken = TakenIn(
        part_id=part.id,
        source_kind=source_kind,
        source_id=source_id,
        words=words,
        source=source[:400],
        taken_at=clock.now(),
        taken_by_id=actor_id,
    )
    session.add(taken)
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="take_in",
        kind=TAKEN_IN,
        object_id=taken.id,
        after=taken_facts(taken),
    )
    return taken


def taken_facts(taken: TakenIn) -> dict[str, object]:
    """Give what the history keeps of something taken in."""
    return {
        "part": taken.part_id,
        "source_kind": taken.source_kind,
        "source_id": taken.source_id,
        "words": taken.words,
        "source": taken.source,
    }


def take_out(session: Session, *, actor_id: int, text: UnitText, near: Nearness, taken: TakenIn) -> None:
    """Take out of a part what was taken in; the history keeps it."""
    _may_write(text, near)
    record(
        session,
        actor_id=actor_id,
        action="take_out",
        kind=TAKEN_IN,
        object_id=taken.id,
        before=taken_facts(taken),
    )
    session.delete(taken)
    text.revision += 1
    session.flush()


def add_part(
    session: Session, *, actor_id: int, text: UnitText, near: Nearness, title: str, brings: str = ""
) -> Part:
    """Add a part of one's own at the end."""
    _may_write(text, near)
    parts = _parts(session, text)
    number = 1 + max([int(part.key.removeprefix("own-")) for part in parts if _is_own(part.key)], default=0)
    part = Part(
        unit_text_id=text.id,
        position=max((part.position for part in parts), default=-1) + 1,
        key=f"own-{number}",
        title=title.strip()[:200],
        brings=brings,
        text="",
    )
    session.add(part)
    _arranged(session, actor_id, text)
    return part


def _is_own(key: str) -> bool:
    return key.startswith("own-") and key.removeprefix("own-").isdigit()


def arrange(
    session: Session,
    *,
    actor_id: int,
    text: UnitText,
    near: Nearness,
    part: Part,
    move: int = 0,
    left_out: bool | None = None,
    title: str | None = None,
) -> None:
    """Move a part up (-1) or down (1) among the parts, leave it out or put it back, or give it another heading."""
    _may_write(text, near)
    parts = _parts(session, text)
    here = next(index for index, one in enumerate(parts) if one.id == part.id)
    there = here + move
    if move and 0 <= there < len(parts):
        parts.insert(there, parts.pop(here))
        for position, one in enumerate(parts):
            one.position = position
    if left_out is not None:
        part.left_out = left_out
    if title is not None and title.strip():
        part.title = title.strip()[:200]
    _arranged(session, actor_id, text)


def _arranged(session: Session, actor_id: int, text: UnitText) -> None:
    text.revision += 1
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="arrange_text",
        kind=TEXT,
        object_id=text.id,
        after={"parts": _layout(session, text)},
    )


def step(session: Session, *, actor_id: int, text: UnitText, near: Nearness, target: TextState) -> None:
    """Share a text for a dialogue, take that back, lay a draft aside or bring it back. Establishing is `establish_text`."""
    blocked = rules.why_not_step(text, target, near)
    if blocked or target is TextState.ESTABLISHED:
        raise NotNow(blocked or "no_such_step")
    if target is TextState.DRAFT and text.state == TextState.ASIDE:
        other = queries.open_version(session, text.kind, text.unit_id, text.year)
        if other is not None:
            raise NotNow("another_open")
    _set_state(session, actor_id, text, target)


def _set_state(session: Session, actor_id: int, text: UnitText, target: TextState) -> None:
    before = text.state
    text.state, text.state_since = target, clock.now()
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="text_state",
        kind=TEXT,
        object_id=text.id,
        before={"state": before},
        after={"state": target},
    )


def establish_text(
    session: Session,
    *,
    actor_id: int,
    text: UnitText,
    near: Nearness,
    kind: TextKind,
    revision: int,
    brought: dict[int, Sequence[Brought]],
    read: str | None = None,
) -> Edition:
    """Lock the version that was read, signed by the unit's manager.

    `brought` is what the product puts in now, `read` the sign of what it put in on the page (`content.signs_of`; None where it
    did not say). Raises `NotNow`, `Changed` when it is no longer what was read, `Lacking` with what is missing.
    """
    blocked = rules.why_not_step(text, TextState.ESTABLISHED, near)
    if blocked:
        raise NotNow(blocked)
    if text.revision != revision:
        raise Changed
    content = draft_content(text, name=kind.label(), brought=brought)
    titles = put_in_since(content, read) if read is not None else []
    if titles:
        raise PutInMeanwhile(titles)
    faults = kind.lacks(session, text)
    if faults:
        raise Lacking(faults)
    if not any(part.text.strip() or part.taken_in for part in text.parts if not part.left_out):
        raise NotNow("nothing_written")
    edition = establish(
        session,
        kind=TEXT,
        object_id=text.id,
        content=content.plain(),
        signed=[Signed(actor_id, "manager", clock.now())],
    )
    text.edition_id = edition.id
    _set_state(session, actor_id, text, TextState.ESTABLISHED)
    kind.on_established(session, text, actor_id)
    return edition


def _may_write(text: UnitText, near: Nearness) -> None:
    blocked = rules.why_not_write(text, near)
    if blocked:
        raise NotNow(blocked)


def _parts(session: Session, text: UnitText) -> list[Part]:
    return list(
        session.scalars(
            select(Part)
            .where(Part.unit_text_id == text.id)
            .options(selectinload(Part.taken_in), joinedload(Part.updated_by))
            .order_by(Part.position, Part.id)
        )
    )


def _layout(session: Session, text: UnitText) -> list[dict[str, object]]:
    return [part_facts(part) for part in _parts(session, text)]


def part_facts(part: Part) -> dict[str, object]:
    """Give what the history keeps of how a part stands among the others."""
    return {
        "key": part.key,
        "position": part.position,
        "title": part.title,
        "questions": part.questions,
        "brings": part.brings,
        "left_out": part.left_out,
    }


def _facts(text: UnitText) -> dict[str, object]:
    return {
        "kind": text.kind,
        "unit": text.unit_id,
        "year": text.year,
        "number": text.number,
        "state": text.state,
    }
