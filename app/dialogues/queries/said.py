"""What the two have written in a dialogue: themes with their notes, pictures, the whole, decisions, matters, addenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Integer, and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from app.dialogues.models import Addendum, Decision, Picture, RaisedMatter, SharedText, Theme
from app.records.earlier import GONE

_DIALOGUE = bindparam("dialogue_id", type_=Integer)


class ThemeSaid(NamedTuple):
    """A theme with what the two have said on it together, for pages that only read it."""

    id: int
    title: str
    over_verdict: str | None
    rep_verdict: str | None
    note: str | None


_THEMES_SAID = (
    select(Theme.id, Theme.title, Theme.over_verdict, Theme.rep_verdict, SharedText.text)
    .outerjoin(SharedText, SharedText.theme_id == Theme.id)
    .where(Theme.dialogue_id == _DIALOGUE)
    .order_by(Theme.position)
)
_THEMES = (
    select(Theme)
    .where(Theme.dialogue_id == _DIALOGUE)
    .options(joinedload(Theme.note).joinedload(SharedText.updated_by))
    .order_by(Theme.position)
)
_AGENDA = select(Theme).where(Theme.dialogue_id == _DIALOGUE).order_by(Theme.position)
_AGENDA_WITH_NOTE = (
    select(Theme, SharedText)
    .outerjoin(
        SharedText,
        and_(SharedText.theme_id == Theme.id, Theme.id == bindparam("theme_id", type_=Integer)),
    )
    .where(Theme.dialogue_id == _DIALOGUE)
    .options(joinedload(SharedText.updated_by))
    .order_by(Theme.position)
)
_LEFT_BEHIND = (
    select(Theme.title, Picture.text, SharedText.text)
    .outerjoin(
        Picture,
        and_(Picture.theme_id == Theme.id, Picture.author_id == bindparam("person_id", type_=Integer)),
    )
    .outerjoin(SharedText, SharedText.theme_id == Theme.id)
    .where(Theme.dialogue_id == _DIALOGUE)
    .order_by(Theme.position)
)
_NOTE = (
    select(SharedText)
    .where(SharedText.theme_id == bindparam("theme_id", type_=Integer))
    .options(joinedload(SharedText.updated_by))
)
_WRITTEN = select(Picture.theme_id).where(
    Picture.dialogue_id == _DIALOGUE,
    Picture.author_id == bindparam("person_id", type_=Integer),
    Picture.text != "",
)
_PICTURES = (
    select(Picture)
    .where(Picture.dialogue_id == _DIALOGUE)
    .options(joinedload(Picture.author))
    .order_by(Picture.theme_id, Picture.side, Picture.id)
)
_WHOLE = (
    select(SharedText)
    .where(SharedText.dialogue_id == _DIALOGUE, SharedText.theme_id.is_(None))
    .options(joinedload(SharedText.updated_by))
)
_DECISIONS = (
    select(Decision)
    .where(Decision.dialogue_id == _DIALOGUE, Decision.removed_at.is_(None))
    .order_by(Decision.id)
)
_MATTERS = (
    select(RaisedMatter)
    .where(
        RaisedMatter.dialogue_id == _DIALOGUE,
        RaisedMatter.withdrawn_at.is_(None),
        # What was never released and is disposed of is nothing to release.
        or_(RaisedMatter.passage_id.is_not(None), RaisedMatter.text != GONE),
    )
    .order_by(RaisedMatter.id)
)
_ADDENDA = (
    select(Addendum)
    .where(
        Addendum.dialogue_id == _DIALOGUE,
        Addendum.withdrawn_at.is_(None),
        or_(Addendum.edition_id.is_not(None), Addendum.text != GONE),
    )
    .options(joinedload(Addendum.author))
    .order_by(Addendum.id)
)


def themes_of(session: Session, dialogue_id: int) -> list[Theme]:
    """Give the themes of a dialogue in order, each with its shared note and who wrote last."""
    return list(session.scalars(_THEMES, {"dialogue_id": dialogue_id}))


def themes_said(session: Session, dialogue_id: int) -> list[ThemeSaid]:
    """Give the themes of a dialogue in order with the text of the shared note, and nothing else of them."""
    return [ThemeSaid(*row) for row in session.execute(_THEMES_SAID, {"dialogue_id": dialogue_id})]


def agenda_of(session: Session, dialogue_id: int) -> list[Theme]:
    """Give the themes of a dialogue in order, without what was said on them."""
    return list(session.scalars(_AGENDA, {"dialogue_id": dialogue_id}))


def agenda_and_note(
    session: Session, dialogue_id: int, theme_id: int
) -> tuple[list[Theme], SharedText | None]:
    """Give the themes of a dialogue in order, and the shared note on one of them, in one statement."""
    rows = session.execute(_AGENDA_WITH_NOTE, {"dialogue_id": dialogue_id, "theme_id": theme_id}).all()
    return [theme for theme, _ in rows], next((note for _, note in rows if note is not None), None)


def note_on(session: Session, theme_id: int) -> SharedText | None:
    """Give the shared note on a theme, with who wrote last."""
    return session.scalars(_NOTE, {"theme_id": theme_id}).one_or_none()


def written_by(session: Session, dialogue_id: int, person_id: int) -> set[int]:
    """Tell on which themes of a dialogue a person has written a picture."""
    return set(session.scalars(_WRITTEN, {"dialogue_id": dialogue_id, "person_id": person_id}))


def own_text(session: Session, theme_id: int, person_id: int) -> str:
    """Give what a person has written in their picture of a theme, nothing where they have none."""
    mine = select(Picture.text).where(Picture.theme_id == theme_id, Picture.author_id == person_id)
    return session.scalars(mine).one_or_none() or ""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What a theme of a meeting that was called off holds for one of the two: their own picture, and the shared note."""

    title: str
    mine: str
    note: str


def left_behind_in(session: Session, dialogue_id: int, person_id: int) -> list[LeftBehind]:
    """Give what somebody wrote for themselves on each theme, and what the two wrote together; not themes without words."""
    found = session.execute(_LEFT_BEHIND, {"dialogue_id": dialogue_id, "person_id": person_id})
    gone = {None, GONE}
    rows = [LeftBehind(title, *("" if one in gone else one for one in texts)) for title, *texts in found]
    return [one for one in rows if one.mine or one.note]


def pictures_of(session: Session, dialogue_id: int) -> list[Picture]:
    """Give every picture of a dialogue with its author. `rules.may_read_picture` decides what may be shown."""
    return list(session.scalars(_PICTURES, {"dialogue_id": dialogue_id}))


def whole_of(session: Session, dialogue_id: int) -> SharedText | None:
    """Give the shared picture as a whole."""
    return session.scalars(_WHOLE, {"dialogue_id": dialogue_id}).one_or_none()


def decisions_of(session: Session, dialogue_id: int) -> list[Decision]:
    """Give the decisions of a dialogue in the order they were written, without those taken out."""
    return list(session.scalars(_DECISIONS, {"dialogue_id": dialogue_id}))


def matters_of(session: Session, dialogue_id: int) -> list[RaisedMatter]:
    """Give the matters proposed or raised in a dialogue, without withdrawn ones and proposals that are disposed of."""
    return list(session.scalars(_MATTERS, {"dialogue_id": dialogue_id}))


def addenda_of(session: Session, dialogue_id: int) -> list[Addendum]:
    """Give the addenda of a record, without withdrawn ones and those disposed of before both established them."""
    return list(session.scalars(_ADDENDA, {"dialogue_id": dialogue_id}))


def addenda_in(session: Session, dialogue_ids: Sequence[int]) -> dict[int, list[Addendum]]:
    """Give the addenda of several records, by dialogue id; without withdrawn ones."""
    found: dict[int, list[Addendum]] = {}
    for one in session.scalars(
        select(Addendum)
        .where(Addendum.dialogue_id.in_(dialogue_ids), Addendum.withdrawn_at.is_(None))
        .options(joinedload(Addendum.author))
        .order_by(Addendum.id)
    ):
        found.setdefault(one.dialogue_id, []).append(one)
    return found
