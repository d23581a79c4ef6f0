"""Goals in a report: what was said of each in dialogues first, then how it stands in words, its activities, last its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from app import clock
from app.passages.subjects import Ref
from app.passages.talks.queries import TalkedAbout, talked_about
from app.planning import rules
from app.planning.facts import GOAL
from app.planning.models import Activity, ActivityState, FollowedIndicator, Goal, GoalState
from app.planning.parts.queries import latest_notes
from app.planning.queries import Reader, goals_of
from app.planning.reading import Notes, named
from app.planning.wording import ACTIVITY_STATES
from app.quality.measuring.latest import Latest, latest_of
from app.quality.rights import Reader as QualityReader
from app.quality.subjects import INDICATOR
from app.reports.putting.about import About, Lines, since
from app.reports.putting.judged import Judged, judged_in, say_judged
from app.reports.putting.levels_decided import Levels, levels_of, outcome_beside, unmeasured_beside
from app.steering.routes import profile_in_force, term
from app.ui.addresses import url_for
from app.ui.install import capitalised, day
from app.writing.kinds import Brought

Measured = Mapping[Ref, Sequence[Latest]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the goals of a report, asked for once for all of them."""

    notes: Notes
    talks: Mapping[int, TalkedAbout]
    measured: Measured
    levels: Levels
    judged: Judged


def goals(about: About) -> list[Brought]:
    """Give the established goals of the unit and year, one by one."""
    profile = profile_in_force()
    reader = Reader(about.reader, clock.today(), rules.kinds_of_bodies(profile))
    found = [
        one
        for one in goals_of(about.session, reader, about.unit.id, about.year)
        if one.state == GoalState.ESTABLISHED
    ]
    plural = term("goal", "plural")
    if not found:
        return [
            Brought(capitalised(plural), gap=gettext("Inga %(goals)s är fastställda för året.", goals=plural))
        ]
    ids = [one.id for one in found]
    notes = Notes.of(latest_notes(about.session, ids))
    talks = talked_about(about.session, actor=about.reader, day=clock.today(), kind=GOAL, ids=ids)
    levels = levels_of(about, {each.indicator_id for one in found for each in _followed(one)})
    known = Known(notes, talks, _measured(about, found), levels, judged_in(about, found))
    return [_goal(about, one, known) for one in found]


def _followed(goal: Goal) -> list[FollowedIndicator]:
    return [one for one in goal.followed if one.removed_at is None]


def _measured(about: About, found: Sequence[Goal]) -> Mapping[Ref, Sequence[Latest]]:
    """Give what was measured last of what the goals are noticed by; asked once for all goals."""
    refs = [Ref(INDICATOR, one.indicator_id) for goal in found for one in _followed(goal)]
    return latest_of(about.session, QualityReader(about.reader, clock.today()), refs, about.unit.id)


def _goal(about: About, goal: Goal, known: Known) -> Brought:
    found, talk = Lines(goal.title), known.talks.get(goal.id)
    href = url_for("planning.goal", goal_id=goal.id)
    found.talked(talk)
    said = known.notes.latest(goal.id)
    figures = _figures(about, goal, known)
    if "goals" in about.contents or "indicators" in about.contents:
        if said is not None and said.text:
            found.add(
                said.text,
                gettext("Så står det till · %(name)s, %(day)s", name=said.by, day=day(said.at)),
                href,
                figures=figures,
            )
        else:
            found.missing.append(
                gettext("Ingen har skrivit hur det går med målet än (%(since)s).", since=since(talk))
            )
            names = "; ".join(one.name.rstrip(".") for one in _followed(goal))
            if names:
                found.add(
                    gettext("Vi märker det på: %(indicators)s", indicators=names), "", href, figures=figures
                )
    say_judged(found, about, goal, known.judged, href)
    _said_of_measures(found, goal, known)
    if "activities" in about.contents or "goals" in about.contents:
        doing = [
            f"- {_activity(one, known.notes)}"
            for one in goal.activities
            if one.removed_at is None and one.state != ActivityState.DROPPED
        ]
        if doing:
            found.add("\n".join(doing), gettext("Aktiviteter"), href)
    return found.put()


def _activity(one: Activity, notes: Notes) -> str:
    who = named(one.person.name if one.person else "", one.who)
    when = gettext("klart senast %(day)s", day=day(one.due_on)) if one.due_on else ""
    about = ", ".join(part for part in (who, when, str(ACTIVITY_STATES[one.state]).lower()) if part)
    words = f"{' '.join(one.what.split())} ({about})"
    said = notes.latest(one.goal_id, (one.id, None, None))
    return f"{words}: {' '.join(said.text.split())}" if said is not None and said.text else words


def _said_of_measures(found: Lines, goal: Goal, known: Known) -> None:
    """Give what somebody wrote of what was measured, its figures folded beneath."""
    for one in _latest(goal, known.measured):
        outcome = one.outcome
        if outcome.text:
            who = f"{outcome.person}, {day(outcome.at)}" if outcome.person else ""
            about = " · ".join(part for part in (one.about.name, outcome.period_words, who) if part)
            href = url_for("planning.goal", goal_id=goal.id)
            found.add(outcome.text, about, href, figures=_values(one, known.levels))


def _figures(about: About, goal: Goal, known: Known) -> str:
    """Give the figures nobody wrote anything of, with the levels of what is not measured."""
    latest = _latest(goal, known.measured)
    said = [_values(one, known.levels) for one in latest if not one.outcome.text]
    there = {one.about.id for one in latest}
    said += [
        unmeasured_beside(one.indicator_id, one.name, about, known.levels)
        for one in _followed(goal)
        if one.indicator_id not in there
    ]
    return ". ".join(one.rstrip(".") for one in said if one)


def _latest(goal: Goal, measured: Measured) -> list[Latest]:
    return [
        latest for one in _followed(goal) for latest in measured.get(Ref(INDICATOR, one.indicator_id), ())
    ]


def _values(one: Latest, levels: Levels) -> str:
    beside = outcome_beside(one, levels)
    return f"{beside} ({one.outcome.period_words})" if beside else ""
