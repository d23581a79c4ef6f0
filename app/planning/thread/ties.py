"""What the thread knows from the beginning: the vision and its values (`aims`), goals, activities, the candidates and
analyses goals came out of, and passages that are about any of them.
"""

from collections.abc import Collection, Hashable, Iterable
from enum import StrEnum, auto
from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, and_, bindparam, exists, false, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.db import Numbers, among
from app.organisation.models import Unit
from app.passages.models import Passage, PassageSubject
from app.passages.queries.rights import readable_by as passage_readable_by
from app.passages.subjects import Ref
from app.planning.candidates.queries import visible as candidate_visible
from app.planning.facts import FROM_ANALYSIS as ORIGIN
from app.planning.models import Candidate, CandidateState, Goal
from app.planning.queries import Reader
from app.planning.thread import aims
from app.planning.thread.reading import (
    ACTIVITY,
    GOAL,
    activities_by_id,
    activities_of,
    goals_by_id,
    reader_of,
)
from app.planning.thread.strands import Node, Strand, Tie, strands
from app.prepared import Row, prepared
from app.records.reading_log import log_readings
from app.ui.addresses import url_for
from app.ui.install import capitalised, day
from app.ui.markdown import plain
from app.writing.kinds import kinds
from app.writing.models import Part, TextState, UnitText
from app.writing.queries import readable_by, what_reading_depends_on

CANDIDATE, PASSAGE = "candidate", "passage"

Found = dict[int, list[Node]]
Ids = Collection[int]


def gathered(pairs: Iterable[tuple[int, Node]]) -> Found:
    """Put nodes together by what they hang together with."""
    found: Found = {}
    for number, node in pairs:
        found.setdefault(number, []).append(node)
    return found


# --- goals and activities


def goals(session: Session, actor: Actor, ids: Ids) -> dict[int, Node]:
    """Give goals."""
    return {one.node.id: one.node for one in goals_by_id(session, actor, ids)}


def goals_above(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the goal each goal hangs on."""
    above = {
        one.node.id: one.above_id for one in goals_by_id(session, actor, ids) if one.above_id is not None
    }
    named = goals(session, actor, list(above.values()))
    return {below: [named[number]] for below, number in above.items() if number in named}


def activities(session: Session, actor: Actor, ids: Ids) -> dict[int, Node]:
    """Give activities."""
    return {one.node.id: one.node for one in activities_by_id(session, actor, ids)}


def goals_of_activities(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the goal of each activity."""
    goal_of = {one.node.id: one.goal_id for one in activities_by_id(session, actor, ids)}
    named = goals(session, actor, list(goal_of.values()))
    return {below: [named[number]] for below, number in goal_of.items() if number in named}


def activities_of_goals(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the activities of each goal."""
    return gathered((one.goal_id, one.node) for one in activities_of(session, actor, ids))


# --- where goals came from


class _By(StrEnum):
    """What things are asked for by: their own numbers, or those of what they hang together with."""

    SELF = auto()
    CANDIDATE = auto()
    GOAL = auto()
    PART = auto()


_IDS = bindparam("ids", type_=Numbers)


@prepared
def _candidates(reader: Reader, by: _By) -> Select[Any]:
    """Give the statement of candidates one reads; the last column is what they were asked for by."""
    columns: tuple[Any, ...] = (
        Candidate.id,
        Candidate.unit_id,
        Candidate.year,
        Candidate.text,
        Candidate.why,
        Unit.name,
    )
    read = select(*columns).join(Unit, Unit.id == Candidate.unit_id).where(candidate_visible(reader))
    if by is _By.GOAL:
        return (
            read.add_columns(Goal.id)
            .join(Goal, Goal.candidate_id == Candidate.id)
            .where(among(Goal.id, _IDS), Candidate.state == CandidateState.CHOSEN)
        )
    if by is _By.PART:
        return (
            read.add_columns(Candidate.origin_id)
            .where(Candidate.origin_kind == ORIGIN, among(Candidate.origin_id, _IDS))
            .order_by(Candidate.id)
        )
    return read.add_columns(Candidate.id).where(among(Candidate.id, _IDS))


def _candidates_by(session: Session, actor: Actor, by: _By, ids: Ids) -> list[tuple[int, Node]]:
    rows = _candidates(reader_of(actor), by).rows(session, ids=sorted(ids))
    return [(row[-1], _candidate(row)) for row in rows]


def _candidate(row: Row) -> Node:
    candidate_id, unit_id, year, text, why, unit = row[:6]
    href = url_for("planning.candidates", enhet=unit_id, ar=year, _anchor=f"candidate-{candidate_id}")
    return Node(CANDIDATE, candidate_id, plain(text, 300), gettext("Kandidat"), href, unit, plain(why, 240))


def candidates(session: Session, actor: Actor, ids: Ids) -> dict[int, Node]:
    """Give candidates, as far as they are read."""
    return dict(_candidates_by(session, actor, _By.SELF, ids))


def candidates_of_goals(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the candidate each goal came from."""
    return gathered(_candidates_by(session, actor, _By.GOAL, ids))


def goals_of_candidates(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the goal each candidate became."""
    rows = session.execute(
        select(Goal.id, Goal.candidate_id)
        .join(Candidate, Candidate.id == Goal.candidate_id)
        .where(Goal.candidate_id.in_(sorted(ids)), Candidate.state == CandidateState.CHOSEN)
    )
    became = {row[0]: row[1] for row in rows}
    named = goals(session, actor, list(became))
    return gathered((became[goal_id] or 0, node) for goal_id, node in named.items())


@prepared
def _parts(reader: Reader, _texts: Hashable, by: _By) -> Select[Any]:
    """Give the statement of parts of texts one reads; the last column is what they were asked for by."""
    columns: tuple[Any, ...] = (Part.id, Part.title, Part.text, UnitText.kind, UnitText.year, Unit.name)
    actor = reader.actor
    read = (
        select(*columns)
        .join(UnitText, UnitText.id == Part.unit_text_id)
        .join(Unit, Unit.id == UnitText.unit_id)
        .where(
            Part.left_out.is_(False),
            UnitText.state != TextState.ASIDE,
            readable_by(actor, reader.day) if actor.may(May.READ_PLANS) else false(),
        )
    )
    if by is _By.SELF:
        return read.add_columns(Part.id).where(among(Part.id, _IDS))
    out_of = read.join(Candidate, and_(Candidate.origin_kind == ORIGIN, Candidate.origin_id == Part.id))
    if by is _By.CANDIDATE:
        return out_of.add_columns(Candidate.id).where(among(Candidate.id, _IDS))
    return (
        out_of.add_columns(Goal.id)
        .join(Goal, Goal.candidate_id == Candidate.id)
        .where(
            among(Goal.id, _IDS),
            Candidate.state == CandidateState.CHOSEN,
            ~candidate_visible(reader),
        )
    )


def _parts_by(session: Session, actor: Actor, by: _By, ids: Ids) -> list[tuple[int, Node]]:
    asked = _parts(reader_of(actor), what_reading_depends_on(), by)
    return [(row[-1], _part(row)) for row in asked.rows(session, ids=sorted(ids))]


def _part(row: Row) -> Node:
    part_id, title, text, key, year, unit = row[:6]
    kind = kinds.get(key)
    label = f"{capitalised(kind.label()) if kind else ''} {year or ''}".strip()
    return Node(
        ORIGIN, part_id, title, label, url_for("writing.find_part", part_id=part_id), unit, plain(text, 240)
    )


def parts(session: Session, actor: Actor, ids: Ids) -> dict[int, Node]:
    """Give parts of analyses."""
    return dict(_parts_by(session, actor, _By.SELF, ids))


def parts_of_candidates(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the part of an analysis each candidate came out of."""
    return gathered(_parts_by(session, actor, _By.CANDIDATE, ids))


def candidates_of_parts(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the candidates that came out of each part of an analysis."""
    return gathered(_candidates_by(session, actor, _By.PART, ids))


def parts_of_goals(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the part of an analysis a goal came out of, to those who read both and not the candidate between them."""
    read = [one.node.id for one in goals_by_id(session, actor, ids)]
    return gathered(_parts_by(session, actor, _By.GOAL, read))


def goals_of_parts(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the goals that came out of each part, to those who do not read the candidates between them."""
    rows = session.execute(
        select(Goal.id, Candidate.origin_id)
        .join(Candidate, Candidate.id == Goal.candidate_id)
        .where(
            Candidate.origin_kind == ORIGIN,
            Candidate.origin_id.in_(sorted(ids)),
            Candidate.state == CandidateState.CHOSEN,
            ~candidate_visible(reader_of(actor)),
        )
    )
    became = {row[0]: row[1] for row in rows}
    named = goals(session, actor, list(became))
    return gathered((became[goal_id] or 0, node) for goal_id, node in named.items())


# --- passages


def passages(session: Session, actor: Actor, ids: Ids) -> dict[int, Node]:
    """Give passages; that somebody reads words of others is noted."""
    if not actor.may(May.TAKE_PART):
        return {}
    rows = session.execute(
        select(Passage, Unit.name)
        .join(Unit, Unit.id == Passage.rep_unit_id)
        .where(Passage.id.in_(sorted(ids)), passage_readable_by(actor, clock.today()))
    ).all()
    others = [one.id for one, _ in rows if actor.person_id not in (one.over_person_id, one.rep_person_id)]
    if others:
        log_readings("passage", others, "passage")
    return {one.id: _passage(one, unit) for one, unit in rows}


def _passage(one: Passage, unit: str) -> Node:
    label = gettext("Ur dialog, %(day)s", day=day(one.said_on))
    return Node(
        PASSAGE, one.id, plain(one.text, 300), label, url_for("passages.one", passage_id=one.id), unit
    )


def subjects_of_passages(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give what passages that one reads are about, wherever on the thread it lies."""
    if not actor.may(May.TAKE_PART):
        return {}
    about = session.execute(
        select(PassageSubject.passage_id, PassageSubject.subject_kind, PassageSubject.subject_id)
        .where(
            PassageSubject.passage_id.in_(sorted(ids)),
            exists().where(
                Passage.id == PassageSubject.passage_id, passage_readable_by(actor, clock.today())
            ),
        )
        .order_by(PassageSubject.id)
    ).all()
    named = strands.named(session, actor, {Ref(kind, number) for _, kind, number in about})
    return gathered(
        (passage_id, named[Ref(kind, number)])
        for passage_id, kind, number in about
        if Ref(kind, number) in named
    )


STRANDS = (
    Strand(GOAL, goals),
    Strand(ACTIVITY, activities),
    Strand(CANDIDATE, candidates),
    Strand(ORIGIN, parts),
    Strand(PASSAGE, passages),
)

TIES = (
    Tie(GOAL, GOAL, goals_above, down_few=aims.goals_below_goals),
    Tie(GOAL, CANDIDATE, candidates_of_goals, goals_of_candidates),
    Tie(GOAL, ORIGIN, parts_of_goals, goals_of_parts),
    Tie(CANDIDATE, ORIGIN, parts_of_candidates, candidates_of_parts),
    Tie(ACTIVITY, GOAL, goals_of_activities, activities_of_goals),
    Tie(PASSAGE, "", subjects_of_passages),
)


def register_thread() -> None:
    """Let the thread know what is there from the beginning."""
    strands.register(*aims.STRANDS, *STRANDS)
    strands.tie(*aims.TIES, *TIES)
