"""Goals in a report: what was said of each in dialogues first, then how it stands in words, its activities, last its figures."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from app import clock
from app.passages.talks.queries import TalkedAbout, talked_about
from app.planning import rules
from app.planning.facts import GOAL
from app.planning.following.reading import Followed, followed_as_read
from app.planning.models import Activity, ActivityState, Goal, GoalState, ProgressNote
from app.planning.parts.queries import latest_notes
from app.planning.queries import Reader, goals_of
from app.planning.reading import FollowedView, named
from app.planning.wording import ACTIVITY_STATES
from app.reports.putting.about import About, Lines, since
from app.steering.routes import profile_in_force, term
from app.ui.addresses import url_for
from app.ui.install import capitalised, day
from app.writing.kinds import Brought

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


def _measured(about: About, found: Sequence[Goal]) -> dict[int, Followed]:
    """Give what the indicators of quality that the goals follow tell, by the number of the choice; asked once for all goals."""
    views = [
        FollowedView(one.id, one.indicator_id, one.name)
        for goal in found
        for one in goal.followed
        if one.removed_at is None
    ]
    read = followed_as_read(about.session, about.reader, views, about.unit.id, profile_in_force())
    return {one.id: one for one in read}


def _goal(
    about: About, goal: Goal, notes: Notes, talk: TalkedAbout | None, measured: Mapping[int, Followed]
) -> Brought:
    found = Lines(goal.title)
    href = url_for("planning.goal", goal_id=goal.id)
    found.talked(talk)
    note = notes.get((goal.id, None, None))
    figures = _figures(goal, notes, measured)
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
            if figures:
                found.add(gettext("Så här märks det"), "", href, figures=figures)
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


def _figures(goal: Goal, notes: Notes, measured: Mapping[int, Followed]) -> str:
    said = []
    for one in goal.indicators:
        if one.removed_at is None:
            note = notes.get((goal.id, None, one.id))
            now = (note.value if note is not None and note.value else "") or one.now_value
            values = " → ".join(part for part in (now, one.wanted_value) if part)
            said.append(f"{one.name}: {values}" if values else one.name)
    for choice in goal.followed:
        read = measured.get(choice.id)
        latest = read.on.measured.latest if read is not None and read.on is not None else None
        if read is not None and latest is not None and latest.figures:
            values = ", ".join(f"{each.name} {each.words}".strip() for each in latest.figures)
            said.append(f"{read.name}: {values} ({latest.period_words})")
    return ". ".join(one.rstrip(".") for one in said)
