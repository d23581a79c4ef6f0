"""Figures folded beside an analysis while it is written: what was said last of each goal's indicators, words first.

Which heading they stand beside is the steering model's to say (`AnalysisHeading.figures`); where a municipality's own headings
have no such one they stand beside the first.
"""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.guard import acting
from app.planning import rules
from app.planning.following.reading import Followed, followed_as_read
from app.planning.models import Goal, GoalState
from app.planning.parts.queries import latest_notes
from app.planning.queries import FOLLOWED_WITH, Reader, of_year, visible
from app.planning.reading import Notes, followed_views
from app.steering.routes import profile_in_force, term
from app.ui.addresses import url_for
from app.ui.install import day
from app.writing.kinds import Brought
from app.writing.models import Part, UnitText

Line = tuple[str, str, str]


def figures(session: Session, text: UnitText) -> dict[int, list[Brought]]:
    """Give how the goals of an analysis's year stand, beside the part the model names; nothing for other texts."""
    part = _beside(text)
    goals = _goals(session, text) if part is not None else []
    if part is None or not goals:
        return {}
    notes = Notes.of(latest_notes(session, [goal.id for goal in goals]))
    measured = _followed(session, text, goals)
    lines = [line for goal in goals for line in _lines(goal, notes, measured)]
    title = gettext(
        "Så står det till med %(goals)s %(year)s", goals=term("goal", "definite_plural"), year=text.year
    )
    return {part.id: [Brought(title, lines)]}


def _beside(text: UnitText) -> Part | None:
    analysis = next((one for one in profile_in_force().all_analyses() if one.key == text.kind), None)
    keys = {heading.key for heading in analysis.headings if heading.figures} if analysis else set()
    parts = [part for part in text.parts if not part.left_out]
    if not keys or not parts:
        return None
    return next((part for part in parts if part.key in keys), parts[0])


def _goals(session: Session, text: UnitText) -> list[Goal]:
    reader = Reader(acting(), clock.today(), rules.kinds_of_bodies(profile_in_force()))
    return list(
        session.scalars(
            select(Goal)
            .where(
                Goal.unit_id == text.unit_id,
                Goal.state != GoalState.DISCARDED,
                of_year(text.year),
                visible(reader),
            )
            .options(FOLLOWED_WITH)
            .order_by(Goal.position, Goal.id)
        )
    )


def _followed(session: Session, text: UnitText, goals: list[Goal]) -> dict[int, Followed]:
    """Give what the indicators of the goals tell, by the number of the choice."""
    views = [one for goal in goals for one in followed_views(goal)]
    found = followed_as_read(session, acting(), views, text.unit_id, profile_in_force())
    return {one.id: one for one in found}


def _lines(goal: Goal, notes: Notes, measured: dict[int, Followed]) -> Iterator[Line]:
    said = notes.latest(goal.id)
    href = url_for("planning.goal", goal_id=goal.id)
    if said is not None:
        yield said.text, _who_when(goal.title, said.by, said.at), href
    for choice in goal.followed:
        if choice.id in measured:
            yield _measured(goal, measured[choice.id], href)


def _measured(goal: Goal, one: Followed, href: str) -> Line:
    """Give what was measured last of an indicator, its words first; where there are none its name stands for it."""
    latest = one.on.measured.latest if one.on is not None else None
    if latest is None:
        return one.name, ". ".join(part for part in (_standing(one), goal.title) if part), href
    figures = ", ".join(" ".join(part for part in (each.name, each.words) if part) for each in latest.figures)
    about = ". ".join(part for part in (one.name.rstrip("."), figures, latest.period_words) if part)
    if latest.text:
        return (
            latest.text,
            _who_when(about, latest.person, latest.at),
            href,
        )
    return one.name, ". ".join(part for part in (figures, latest.period_words, goal.title) if part), href


def _standing(one: Followed) -> str:
    """Say where one stood when one began and where one wants to be, of an indicator of the goal's own."""
    parts = (
        gettext("när ni började: %(value)s", value=one.own.present) if one.own and one.own.present else "",
        gettext("dit ni vill: %(value)s", value=one.own.wanted) if one.own and one.own.wanted else "",
    )
    return " → ".join(part for part in parts if part)


def _who_when(about: str, name: str, at: datetime) -> str:
    return gettext("%(about)s · %(name)s, %(day)s", about=about, name=name, day=day(at))
