"""The judgements that stand in a report: the level of each goal after its period, in words with the reason and what is done."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from app.planning.judging.models import GoalJudgement
from app.planning.judging.queries import latest_judgements
from app.planning.judging.rules import Period, months_of, scale_of
from app.planning.judging.wording import period_words
from app.planning.models import Goal
from app.planning.rules import kind_of
from app.quality.judging.wording import level_words
from app.reports.putting.about import About, Lines, bold
from app.steering.routes import profile_in_force
from app.ui.install import capitalised, day

Judged = Mapping[int, GoalJudgement | None]
"""By goal, what stands of those the model judges in reports; None where nobody has judged one yet."""


def judged_in(about: About, goals: Sequence[Goal]) -> Judged:
    """Give the judgements that stand after the period of a report, of goals on the scale the report names; one statement,
    none where it names none.
    """
    profile = profile_in_force()
    asked = [
        one.id
        for one in goals
        if (scale := scale_of(profile, kind_of(profile, one.kind))) is not None and scale.key == about.scale
    ]
    stands = latest_judgements(about.session, asked, _after(about))
    return {number: stands.get(number) for number in asked}


def _after(about: About) -> Period:
    return Period(about.last.year, about.last.month)


def say_judged(found: Lines, about: About, goal: Goal, judged: Judged, href: str) -> None:
    """Put the level of a goal with its reason, and say where it is not judged after the period yet."""
    if goal.id not in judged:
        return
    one, after = judged[goal.id], _after(about)
    if one is not None:
        when = period_words(one.year, one.month)
        parts = [f"{bold(capitalised(level_words(one.scale, one.level, one.level_word)))} {when}", one.reason]
        if one.remedies:
            parts.append(gettext("Det här gör vi åt det: %(what)s", what=one.remedies))
        found.add(
            "\n\n".join(part for part in parts if part),
            gettext("Bedömt av %(name)s, %(day)s", name=one.person.name, day=day(one.at)),
            href,
            mark=(one.shape, one.colour),
        )
    asked_now = after.month in months_of(profile_in_force())
    if one is None or (asked_now and (one.year, one.month) != (after.year, after.month)):
        found.missing.append(
            gettext("Inte bedömt %(period)s än.", period=period_words(after.year, after.month))
        )
