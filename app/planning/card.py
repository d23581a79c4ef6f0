"""The goals of a unit on the page of its analysis and plan: their titles, how far each has come, where one reads on."""

from flask_babel import gettext
from sqlalchemy import select

from app import clock
from app.analysis.parts import Card, Line, Looked
from app.planning import rules
from app.planning.models import Goal, GoalState
from app.planning.queries import Reader, of_year, visible
from app.planning.wording import STATES
from app.steering.routes import profile_in_force, term
from app.ui.addresses import url_for

SHOWN = 6
"""Goals named on the card; the rest are on their own page."""


def goals_card(looked: Looked) -> Card:
    """Give the card; those who read only established versions of what is being changed are led to the page of goals."""
    reader = Reader(looked.actor, clock.today(), rules.kinds_of_bodies(profile_in_force()))
    rows = looked.session.execute(
        select(Goal.id, Goal.title, Goal.state)
        .where(
            Goal.unit_id == looked.unit.id,
            Goal.state != GoalState.DISCARDED,
            of_year(looked.year),
            visible(reader),
        )
        .order_by(Goal.position, Goal.id)
        .limit(SHOWN)
    ).all()
    href = url_for("planning.index", enhet=looked.unit.id, ar=looked.year)
    return Card(
        key="goals",
        title=gettext("Mål och aktiviteter"),
        href=href,
        link=gettext("Mål och aktiviteter %(year)s", year=looked.year),
        gap=""
        if rows
        else gettext("Inga %(goals)s för %(year)s än.", goals=term("goal", "plural"), year=looked.year),
        lines=[
            Line(title, url_for("planning.goal", goal_id=goal_id), str(STATES[state]).lower())
            for goal_id, title, state in rows
        ],
    )
