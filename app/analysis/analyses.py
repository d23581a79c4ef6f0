"""Current-state and outside-world analysis: the kinds of analysis the steering model has, per unit and year (Tranemo 3.3)."""

from collections.abc import Callable, Sequence

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.analysis.asked import doers_of
from app.analysis.layouts.queries import headings_or
from app.analysis.mission import unit_page
from app.steering.routes import worded
from app.steering.schema import Profile
from app.steering.shapes.talks import Analysis
from app.writing.kinds import Heading, TextKind


def kinds_in(profile: Profile) -> list[TextKind]:
    """Give the kinds of analysis of a steering model, in its order, and those of earlier models."""
    return [_kind(analysis) for analysis in profile.all_analyses()]


def _kind(analysis: Analysis) -> TextKind:
    return TextKind(
        key=analysis.key,
        label=lambda: worded(analysis.name),
        explanation=lambda: worded(analysis.explanation),
        headings=_headings(analysis),
        shipped=lambda: shipped(analysis),
        home=unit_page,
        by_year=True,
        quotes_below=True,
        doers=doers_of(analysis.done_by),
    )


def shipped(analysis: Analysis) -> Sequence[Heading]:
    """Give the headings that come with the steering model, in the municipality's language."""
    return [
        Heading(one.key, one.title.sv, "\n".join(f"- {question.sv}" for question in one.questions))
        for one in analysis.headings
    ]


def _headings(analysis: Analysis) -> Callable[[Session, int, int], Sequence[Heading]]:
    return lambda session, _unit_id, _year: headings_or(session, analysis.key, shipped(analysis))


def gap(kind: TextKind) -> str:
    """Say that nothing of a kind is written for a year."""
    return gettext("%(name)s är inte skriven det här året.", name=kind.label())
