"""Goals in a report: what was said of each in dialogues first, then how it stands in words, its activities, last its figures."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from app import clock
from app.passages.subjects import Ref
from app.passages.talks.queries import TalkedAbout, talked_about
from app.planning import rules
from app.planning.facts import GOAL
from app.planning.models import Activity, ActivityState, Goal, GoalState, ProgressNote
from app.planning.parts.queries import latest_notes
from app.planning.queries import Reader, goals_of
from app.planning.reading import named
from app.planning.wording import ACTIVITY_STATES
from app.quality.measuring.latest import Latest, latest_of
from app.quality.rights import Reader as QualityReader
from app.quality.subjects import INDICATOR
from app.reports.putting.about import About, Lines, since
from app.steering.routes import profile_in_force, term
from app.ui.addresses import url_for
from app.ui.install import capitalised, day
from app.writing.kinds import Brought

Measured = Mapping[Ref, Sequence[Latest]]
Notes = Mapping[tuple[int, int | None, int | None], ProgressNote]


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
    notes = {
        (note.goal_id, note.activity_id, note.indicator_id): note for note in latest_notes(about.session, ids)
    }
    talks = talked_about(about.session, actor=about.reader, day=clock.today(), kind=GOAL, ids=ids)
    measured = _measured(about, found)
    return [_goal(about, one, notes, talks.get(one.id), measured) for one in found]


def _measured(about: About, found: Sequence[Goal]) -> Mapping[Ref, Sequence[Latest]]:
    """Give what was measured last of what the goals are noticed by; asked once for all goals."""
    refs = [
        Ref(INDICATOR, one.indicator_id) for goal in found for one in goal.followed if one.removed_at is None
    ]
    return latest_of(about.session, QualityReader(about.reader, clock.today()), refs, about.unit.id)


def _goal(about: About, goal: Goal, notes: Notes, talk: TalkedAbout | None, measured: Measured) -> Brought:
    found = Lines(goal.title)
    href = url_for("planning.goal", goal_id=goal.id)
    found.talked(talk)
    note = notes.get((goal.id, None, None))
    figures = _figures(goal, measured)
    if "goals" in about.contents or "indicators" in about.contents:
        if note is not None and note.text:
            found.add(
                note.text,
                gettext("Så står det till · %(name)s, %(day)s", name=note.person.name, day=day(note.at)),
                href,
                figures=figures,
            )
        else:
            found.missing.append(
                gettext("Ingen har skrivit hur det går med målet än (%(since)s).", since=since(talk))
            )
            names = "; ".join(one.name.rstrip(".") for one in goal.followed if one.removed_at is None)
            if names:
                found.add(
                    gettext("Vi märker det på: %(indicators)s", indicators=names), "", href, figures=figures
                )
    _said_of_measures(found, goal, measured)
    if "activities" in about.contents or "goals" in about.contents:
        doing = [
            f"- {_activity(one, notes)}"
            for one in goal.activities
            if one.removed_at is None and one.state != ActivityState.DROPPED
        ]
        if doing:
            found.add("\n".join(doing), gettext("Aktiviteter"), href)
    return found.put()


def _activity(one: Activity, notes: Notes) -> str:
    who = named(one.person.name if one.person else "", one.who)
    when = gettext("klart %(day)s", day=day(one.due_on)) if one.due_on else ""
    about = ", ".join(part for part in (who, when, str(ACTIVITY_STATES[one.state]).lower()) if part)
    words = f"{' '.join(one.what.split())} ({about})"
    note = notes.get((one.goal_id, one.id, None))
    return f"{words}: {' '.join(note.text.split())}" if note is not None and note.text else words


def _said_of_measures(found: Lines, goal: Goal, measured: Measured) -> None:
    """Give what somebody wrote of what was measured, its figures folded beneath."""
    for one in _latest(goal, measured):
        outcome = one.outcome
        if outcome.text:
            who = f"{outcome.person}, {day(outcome.at)}" if outcome.person else ""
            about = " · ".join(part for part in (one.about.name, outcome.period_words, who) if part)
            found.add(outcome.text, about, url_for("planning.goal", goal_id=goal.id), figures=_values(one))


def _figures(goal: Goal, measured: Measured) -> str:
    """Give the figures nobody wrote anything of."""
    said = [_values(one) for one in _latest(goal, measured) if not one.outcome.text]
    return ". ".join(one.rstrip(".") for one in said if one)


def _latest(goal: Goal, measured: Measured) -> list[Latest]:
    return [
        latest
        for one in goal.followed
        if one.removed_at is None
        for latest in measured.get(Ref(INDICATOR, one.indicator_id), ())
    ]


def _values(one: Latest) -> str:
    values = ", ".join(f"{each.name} {each.words}".strip() for each in one.outcome.figures)
    return f"{one.about.name}: {values} ({one.outcome.period_words})" if values else ""
