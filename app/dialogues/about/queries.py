"""Reads of what dialogues are about, and of the meetings ahead that something can be taken up in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Integer, bindparam, exists, literal, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.access.actor import Actor
from app.dialogues.about.models import MatterSubject, TakenUp, ThemeSubject
from app.dialogues.about.rules import AHEAD
from app.dialogues.models import Dialogue, Participant, RaisedMatter, Theme
from app.dialogues.queries.whose import ACTOR, WITH_POSTS, of_mine, standing
from app.organisation.models import Person
from app.organisation.reach import holdings
from app.passages.subjects import Ref, Subject, subjects

_DIALOGUE = bindparam("dialogue_id", type_=Integer)
_THEME, _MATTER, _TAKEN_UP = "theme", "matter", "taken_up"


@dataclass(frozen=True, slots=True)
class Mark:
    """What something is about, as it was called when it was marked, and by whom."""

    ref: Ref
    title: str
    by: str


@dataclass(slots=True)
class Marks:
    """All that is marked in one dialogue: on themes, on matters, and what is to be taken up, each in the order it came."""

    themes: dict[int, list[Mark]] = field(default_factory=dict)
    matters: dict[int, list[Mark]] = field(default_factory=dict)
    taken_up: dict[int, list[Mark]] = field(default_factory=dict)


_MARKS = union_all(
    *(
        select(
            literal(what).label("what"),
            table.id.label("id"),
            owner.label("owner"),
            table.subject_kind.label("kind"),
            table.subject_id.label("number"),
            table.title.label("title"),
            Person.name.label("by"),
        )
        .join(Person, Person.id == table.person_id)
        .join(place, place.id == owner)
        .where(place.dialogue_id == _DIALOGUE)
        for what, table, owner, place in (
            (_THEME, ThemeSubject, ThemeSubject.theme_id, Theme),
            (_MATTER, MatterSubject, MatterSubject.matter_id, RaisedMatter),
            (_TAKEN_UP, TakenUp, TakenUp.theme_id, Theme),
        )
    )
).order_by("what", "id")

_AHEAD = (
    of_mine(select(Dialogue), Dialogue.series_id)
    .where(
        Dialogue.state.in_(AHEAD),
        exists().where(Participant.dialogue_id == Dialogue.id, Participant.person_id == ACTOR),
    )
    .options(
        joinedload(Dialogue.series).options(*WITH_POSTS),
        selectinload(Dialogue.participants).joinedload(Participant.person),
        selectinload(Dialogue.themes),
    )
    .order_by(Dialogue.starts_at, Dialogue.id)
    .limit(20)
)


def marks_of(session: Session, dialogue_id: int) -> Marks:
    """Give all that is marked in a dialogue, in one statement; for those who read its notes."""
    marks = Marks()
    of = {_THEME: marks.themes, _MATTER: marks.matters, _TAKEN_UP: marks.taken_up}
    for what, _, owner, kind, number, title, by in session.execute(_MARKS, {"dialogue_id": dialogue_id}):
        of[what].setdefault(owner, []).append(Mark(Ref(kind, number), title, by))
    return marks


def about_theme(session: Session, theme_id: int) -> list[ThemeSubject]:
    """Give what a theme is about, in the order it was marked."""
    return list(
        session.scalars(
            select(ThemeSubject).where(ThemeSubject.theme_id == theme_id).order_by(ThemeSubject.id)
        )
    )


def about_matter(session: Session, matter_id: int) -> list[MatterSubject]:
    """Give what a matter is about, in the order it was marked."""
    return list(
        session.scalars(
            select(MatterSubject).where(MatterSubject.matter_id == matter_id).order_by(MatterSubject.id)
        )
    )


def meetings_ahead(session: Session, actor: Actor) -> list[Dialogue]:
    """Give the meetings the actor sits in that something can be taken up in, the next first, with their themes."""
    return list(session.scalars(_AHEAD, standing(actor)))


def where_both_read(session: Session, dialogues: Iterable[Dialogue], ref: Ref) -> Iterator[Dialogue]:
    """Give those meetings whose two may both read a subject, one after the other; each person is asked for once."""
    reads: dict[int, bool] = {}
    for dialogue in dialogues:
        for person_id in [one.person_id for one in dialogue.participants]:
            if person_id not in reads:
                reads[person_id] = ref in subjects.named(session, actor_of(session, person_id), [ref])
        if all(reads[one.person_id] for one in dialogue.participants):
            yield dialogue


def actor_of(session: Session, person_id: int) -> Actor:
    """Give a person with the appointments of today, to ask what they may read."""
    person = session.get_one(Person, person_id)
    return Actor(person.id, person.name, person.language, holdings(session, person.id, clock.today()))


def named_for_both(session: Session, dialogue: Dialogue, refs: Iterable[Ref]) -> dict[Ref, Subject]:
    """Give those subjects that both participants may read now: what the two can talk about openly."""
    wanted = set(refs)
    found: dict[Ref, Subject] = {}
    for participant in dialogue.participants:
        if not wanted:
            return {}
        found = subjects.named(session, actor_of(session, participant.person_id), wanted)
        wanted = set(found)
    return found
