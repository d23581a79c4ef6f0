"""Puts together the page of a goal: what one sees of it, what it lacks, the steps it can take, and the form that is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template
from flask_babel import gettext

from app import clock
from app.analysis.values import VALUE, Aim, aims
from app.db import db
from app.organisation.around import around, people_at
from app.organisation.last_days import LastDay, last_day_of
from app.organisation.models import Unit
from app.organisation.tree import line_up
from app.passages.subjects import Ref
from app.passages.talks.pages import talked_about_many
from app.planning import queries, rules
from app.planning.blueprint import reader
from app.planning.facts import ACTIVITY, EDITION, GOAL
from app.planning.following.queries import offered
from app.planning.following.reading import followed_as_read
from app.planning.following.writing import form_for
from app.planning.forms import (
    ActivityForm,
    EndForm,
    FollowForm,
    GoalForm,
    WordsForm,
)
from app.planning.goals.layers import layers_of
from app.planning.goals.services import missing_now
from app.planning.models import ActivityState, Goal, GoalState
from app.planning.parts import queries as part_queries
from app.planning.queries import Reader
from app.planning.reading import ActivityView, GoalView, Notes, view_of
from app.planning.rules import Standing
from app.planning.wording import ACTIONS
from app.quality.factors.page import checklist
from app.quality.indicators.forms import IndicatorForm
from app.records.queries import history_of
from app.steering.routes import profile_in_force


@dataclass(slots=True)
class Open:
    """The forms on the page that hold something typed, or that somebody opened; the others are as they begin."""

    goal: GoalForm | None = None
    new_activity: ActivityForm | None = None
    activity: ActivityForm | None = None
    activity_id: int | None = None
    new_indicator: IndicatorForm | None = None
    indicator: IndicatorForm | None = None
    indicator_id: int | None = None
    words: WordsForm | None = None
    follow: FollowForm | None = None
    end: EndForm | None = None
    missing: tuple[rules.Missing, ...] = ()
    said: str = ""
    changed_meanwhile: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A goal somebody has opened: the row, what they are to its unit, and what they see of it."""

    goal: Goal
    standing: Standing
    view: GoalView
    notes: Notes

    @property
    def opens_measurements(self) -> bool:
        """Tell whether the pages of what the goal's own indicators have measured open: to who writes, and to managers above
        once the goal was established. Those who read the goal alone read it here.
        """
        return self.standing.writes or (self.standing.above and self.goal.edition_id is not None)

    @property
    def may_take_up(self) -> bool:
        """Tell whether it can be taken up in a dialogue: by those who lead the unit or one above, once both can read it."""
        running = self.goal.state in {GoalState.SHARED, GoalState.ESTABLISHED}
        return self.standing.above and self.view.live and running


def see(goal_id: int) -> Seen:
    """Open a goal; 404 when nothing of it is for the one who asks."""
    seen = seen_by(reader(), goal_id)
    if seen is None:
        abort(404)
    return seen


def seen_by(who: Reader, goal_id: int) -> Seen | None:
    """Give what somebody sees of a goal; None when nothing of it is for them."""
    goal = queries.one_goal(db.session, who, goal_id)
    if goal is None:
        return None
    standing = queries.standing_at(db.session, who, goal.unit_id, goal.kind)
    editions = queries.editions_of(db.session, [goal.edition_id] if goal.edition_id is not None else [])
    notes = Notes.of(part_queries.notes_of(db.session, goal.id))
    view = view_of(goal, standing, editions.get(goal.edition_id or 0), notes)
    return Seen(goal, standing, view, notes) if view is not None else None


def goal_page(goal_id: int, opened: Open | None = None) -> str:
    """Make the page."""
    opened = opened or Open()
    seen, who = see(goal_id), reader()
    goal, profile = seen.goal, profile_in_force()
    kind = rules.kind_of(profile, goal.kind)
    may_write = seen.standing.writes
    may_change = may_write and rules.is_open(goal)
    if may_change:
        _begin(opened, goal)
    offer(opened, goal)
    lacking = missing_now(db.session, goal, profile, kind) if kind and may_change else []
    subjects = [Ref(GOAL, goal.id), *(Ref(ACTIVITY, one.id) for one in seen.view.activities)]
    talks = talked_about_many(db.session, who.actor, subjects)
    return render_template(
        "planning/goals/goal.html",
        goal=goal,
        view=seen.view,
        kind=kind,
        spans=kind is None or rules.spans_years(kind),
        may_write=may_write,
        may_change=may_change,
        may_say=may_write and rules.is_running(goal),
        may_take_up=seen.may_take_up,
        may_discard=may_write and goal.state == GoalState.DRAFT and rules.may_step(goal, GoalState.DISCARDED),
        opened=opened,
        lacking=lacking,
        followed=followed_as_read(
            db.session, who.actor, seen.view.followed, goal.unit_id, profile, opens=seen.opens_measurements
        ),
        layers=layers_of(seen, who, profile, kind, may_change=may_change),
        linked=queries.linked_to(db.session, who, goal.id),
        versions=queries.versions_of(db.session, EDITION, goal.id) if goal.edition_id is not None else [],
        line=line_up(db.session, goal.unit_id, who.day),
        last_day=last_day_for(goal.unit, seen.view.activities),
        near=around(db.session, goal.unit_id, who.day),
        talked={ref.id: about for ref, about in talks.items() if ref.kind == GOAL},
        talked_activities={ref.id: about for ref, about in talks.items() if ref.kind == ACTIVITY},
        history=happened(goal.id) if may_write else [],
        today=clock.today(),
        states=steps_of(goal),
        checklist=checklist("indicator") if may_change else None,
    )


def last_day_for(unit: Unit, activities: Iterable[ActivityView]) -> LastDay | None:
    """Give the last day of a unit that is no more when one of its activities is to be done; None otherwise."""
    waits = [
        one.due_on
        for one in activities
        if one.due_on is not None and one.state not in {ActivityState.DONE, ActivityState.DROPPED}
    ]
    return last_day_of(db.session, unit, max(waits, default=None))


def steps_of(goal: Goal) -> list[str]:
    """Give the steps a goal takes, in order."""
    return [GoalState.DRAFT, GoalState.SHARED, GoalState.ESTABLISHED, GoalState.ENDED]


def happened(goal_id: int) -> list[dict[str, Any]]:
    """Give what has happened to a goal, in words, newest first."""
    return [
        {
            "at": one.at,
            "text": str(ACTIONS.get(one.action, gettext("Ändrades"))),
            "by": one.actor,
            "href": None,
        }
        for one in history_of(db.session, GOAL, goal_id)
    ]


def _begin(opened: Open, goal: Goal) -> None:
    """Put in the forms that stand folded on the page, as they begin."""
    opened.new_activity = opened.new_activity or ActivityForm(formdata=None)
    opened.new_indicator = opened.new_indicator or form_for(goal)
    opened.follow = opened.follow or FollowForm(formdata=None)
    if opened.activity_id is not None and opened.activity is None:
        one = next((a for a in goal.activities if a.id == opened.activity_id and a.removed_at is None), None)
        opened.activity = ActivityForm.of(one) if one else None
    if opened.indicator_id is not None and opened.indicator is None:
        sign = next(
            (i for i in goal.indicators if i.id == opened.indicator_id and i.removed_at is None), None
        )
        opened.indicator = form_for(goal, sign) if sign else None


def offer(opened: Open, goal: Goal) -> None:
    """Put into the open forms what can be chosen in them."""
    if opened.follow is not None:
        offer_to_follow(opened.follow, goal)
    forms = [form for form in (opened.activity, opened.new_activity) if form is not None]
    if not forms and opened.goal is None:
        return
    people = [(one.id, one.name) for one in people_at(db.session, goal.unit_id, clock.today())]
    for form in forms:
        form.person_id.offer(gettext("Välj"), _with_chosen(people, form.person_id.data, goal))
    if opened.goal is not None:
        offer_for_goal(opened.goal, goal.unit_id, goal.kind, goal.year, people, goal)


def offer_to_follow(form: FollowForm, goal: Goal) -> None:
    """Put into the form the indicators of the unit's quality that the goal does not follow yet."""
    chosen = {one.indicator_id for one in goal.followed if one.removed_at is None}
    form.indicator_id.offer(
        gettext("välj"),
        [
            (one.id, f"{one.name} ({one.factor})")
            for one in offered(db.session, goal.unit_id, clock.today())
            if one.id not in chosen
        ],
    )


def offer_for_goal(
    form: GoalForm, unit_id: int, key: str, year: int, people: list[tuple[int, str]], goal: Goal | None
) -> None:
    """Put into the form of a goal the people who can answer for it and what it can hang on; take away what its kind lacks."""
    profile = profile_in_force()
    kind = rules.kind_of(profile, key)
    form.suit(kind)
    form.owner_id.offer(gettext("Välj"), _with_chosen(people, form.owner_id.data, goal))
    if kind is not None and not rules.spans_years(kind) and "until_year" in form:
        del form.until_year
    if "above_id" not in form:
        return
    kinds = rules.linkable_kinds(profile, kind) if kind else []
    found = queries.linkable(db.session, clock.today(), unit_id, kinds, year)
    choices: list[tuple[int | str, str]] = [(one.id, f"{one.title} ({one.unit.name})") for one in found]
    if kind is not None and rules.hangs_on_vision(profile, kind):
        choices += [(str(one.ref), _aim_words(one)) for one in aims(db.session)]
    if goal is not None and goal.aim_kind and f"{goal.aim_kind}:{goal.aim_id}" not in dict(choices):
        choices.append((f"{goal.aim_kind}:{goal.aim_id}", goal.aim_title))
    if goal is not None and goal.above is not None and goal.above_id not in dict(choices):
        choices.insert(0, (goal.above.id, goal.above.title if goal.above.state != GoalState.DRAFT else "…"))
    if choices:
        form.above_id.offer(gettext("inget"), choices)
    else:
        del form.above_id


def _aim_words(aim: Aim) -> str:
    return gettext("%(name)s (värde)", name=aim.title) if aim.ref.kind == VALUE else aim.title


def _with_chosen(
    people: list[tuple[int, str]], chosen: int | None, goal: Goal | None
) -> list[tuple[int, str]]:
    """Give the people of the unit, and who was chosen before and has left it since."""
    if goal is None or chosen is None or chosen in dict(people):
        return people
    known = {goal.owner_id: goal.person} | {one.person_id: one.person for one in goal.activities}
    person = known.get(chosen)
    return [*people, (person.id, person.name)] if person is not None else people
