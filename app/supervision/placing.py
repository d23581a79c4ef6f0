"""Which part of the overview a passage belongs to: by what it is about, else by what its theme brings along."""

from collections.abc import Iterable, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.dialogues.models import Theme
from app.passages.models import Passage, PassageSubject
from app.passages.queries.waits import waiting
from app.steering.schema import Profile
from app.steering.shapes.reports import SupervisionPart
from app.supervision.keeping import placed as keep_placed
from app.supervision.models import OTHER, Placing

SOURCES_OF_SUBJECTS: dict[str, str] = {
    "current_state": "analysis",
    "core_mission": "analysis",
    "outside_world": "outside_world",
    "vision": "vision",
    "value": "values",
    "goal": "goals",
    "candidate": "goals",
    "activity": "goals",
    "operational_plan": "goals",
    "assignment": "assignments",
    "forecast": "budget",
    "financial_goal": "financial_goals",
    "quality_factor": "quality_factors",
    "indicator": "quality_factors",
    "measurement": "quality_factors",
    "risk": "risks",
    "control": "internal_control",
}
"""What a subject of a passage is in the overview."""

SOURCES_OF_BACKGROUNDS: dict[str, str] = {
    "core_mission": "analysis",
    "current_state": "analysis",
    "outside_world": "outside_world",
    "vision": "vision",
    "development_goals": "goals",
    "candidates": "goals",
    "assignments": "assignments",
    "economy": "budget",
    "quality_factors": "quality_factors",
    "risks": "risks",
}
"""What a theme is about in the overview, judged by the background it brings along."""

BATCH = 1000


def source_of(subject_kinds: Sequence[str], backgrounds: Sequence[str]) -> str:
    """Tell what of the overview a passage is about: what it was marked with first counts for most. Pure."""
    for kind in subject_kinds:
        if kind in SOURCES_OF_SUBJECTS:
            return SOURCES_OF_SUBJECTS[kind]
    for background in backgrounds:
        if background in SOURCES_OF_BACKGROUNDS:
            return SOURCES_OF_BACKGROUNDS[background]
    return OTHER


def part_of(profile: Profile, source: str) -> SupervisionPart | None:
    """Give the first part of the overview that is put together from a source; None for what belongs to none."""
    return next((part for part in profile.supervision if source in part.sources), None)


def sources_in(profile: Profile, part: SupervisionPart) -> list[str]:
    """Give the sources whose passages stand in a part: those an earlier part has not taken already."""
    return [source for source in part.sources if part_of(profile, source) is part]


def part_key(profile: Profile, source: str) -> str:
    """Give the key of the part a source stands in, empty for none."""
    part = part_of(profile, source)
    return part.key if part is not None else OTHER


def place_new(session: Session, profile: Profile, passage_ids: Iterable[int] | None = None) -> int:
    """Place passages that stand nowhere yet, all of them when none are named; tells how many."""
    wanted = (
        select(Passage.id, Passage.source_id, Passage.theme, Passage.released_at, waiting().label("waits"))
        .outerjoin(Placing, Placing.passage_id == Passage.id)
        .where(Placing.passage_id.is_(None))
        .order_by(Passage.id)
        .limit(BATCH)
    )
    if passage_ids is not None:
        wanted = wanted.where(Passage.id.in_(list(passage_ids)))
    placed = 0
    while rows := session.execute(wanted).all():
        kinds = _subject_kinds(session, [row.id for row in rows])
        themes = _backgrounds(session, [row.source_id for row in rows])
        sources = {
            row.id: source_of(kinds.get(row.id, ()), themes.get((row.source_id, row.theme), ()))
            for row in rows
        }
        session.execute(
            insert(Placing),
            [
                {
                    "passage_id": row.id,
                    "source": sources[row.id],
                    "part": part_key(profile, sources[row.id]),
                    "released_at": row.released_at,
                    "waiting": row.waits,
                }
                for row in rows
            ],
        )
        keep_placed(session, list(sources))
        placed += len(rows)
    return placed


def _subject_kinds(session: Session, passage_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for passage_id, kind in session.execute(
        select(PassageSubject.passage_id, PassageSubject.subject_kind)
        .where(PassageSubject.passage_id.in_(passage_ids))
        .order_by(PassageSubject.id)
    ):
        found.setdefault(passage_id, []).append(kind)
    return found


def _backgrounds(session: Session, dialogue_ids: Sequence[int]) -> dict[tuple[int, str], list[str]]:
    rows = session.execute(
        select(Theme.dialogue_id, Theme.title, Theme.backgrounds).where(
            Theme.dialogue_id.in_(set(dialogue_ids))
        )
    )
    return {(dialogue_id, title): backgrounds for dialogue_id, title, backgrounds in rows}
