"""Goals and activities as search finds them: to whoever reads them as they are on their pages."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import ColumnElement, Exists, Integer, Select, and_, exists, literal, null, or_, select
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.organisation.models import Unit
from app.planning import rules
from app.planning.acknowledging.models import GoalAcknowledgement
from app.planning.judging.models import GoalJudgement
from app.planning.models import Activity, Goal, GoalState, ProgressNote
from app.planning.queries import Reader, named_on, visible, visible_as_edition
from app.planning.stages.models import PartGoal
from app.planning.wording import activity_word, goal_word
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator
from app.records.models import Edition
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Shown, row_of
from app.steering.routes import profile_in_force
from app.ui.markdown import plain

FAMILY, WHOSE = "planning", "plan"

GROUPS: dict[str, LazyString] = {
    "goal": lazy_gettext("Mål"),
    "activity": lazy_gettext("Aktiviteter"),
}
"""What people call what can be found here."""


def _rows(identity: Any, part: Any, title: Any, body: Any, at: Any) -> Select[Any]:
    return select(
        *row_of(
            identity, owner=Goal.id, unit=Goal.unit_id, at=at, body=body, whose=WHOSE, part=part, title=title
        )
    )


NOTHING = null().cast(Integer)
NO_TITLE = literal("")
"""What hangs on a goal has no title of its own in the index: the goal's may change, and is read when a hit is shown."""


def _of_the_edition(content: str) -> tuple[str, str]:
    """Give the title and all the words of an established version, as its page shows them."""
    kept = json.loads(content)
    done = [f"{one['what']} {one['who']}" for one in kept["activities"]]
    noticed = (
        one.get(part, "")
        for one in kept["indicators"]
        for part in ("name", "method", "routine", "present", "wanted")
    )
    stages = [one["what"] for one in kept.get("part_goals", ())]
    begins = [kept["starting_point"]] if kept.get("starting_point") else []
    return kept["title"], "\n\n".join([kept["title"], kept["why"], *begins, *stages, *done, *noticed])


ESTABLISHED = "established_goal"
"""The last established version of a goal that is being changed again: all that those read who read no drafts."""

SIGN = "goal_sign"
"""What a goal is noticed by, where it is written on the goal."""

KINDS = (
    Kind(
        "goal",
        FAMILY,
        "goal",
        Goal,
        Goal.id,
        ("title", "why", "closing_words", "starting_point"),
        _rows(
            Goal.id,
            NOTHING,
            Goal.title,
            Goal.title + "\n\n" + Goal.why + "\n\n" + Goal.starting_point + "\n\n" + Goal.closing_words,
            Goal.written_at,
        ),
    ),
    Kind(
        "activity",
        FAMILY,
        "activity",
        Activity,
        Activity.id,
        ("what", "who", "removed_at", "state_since"),
        _rows(Activity.id, Activity.id, NO_TITLE, Activity.what + "\n\n" + Activity.who, Activity.state_since)
        .join(Goal, Goal.id == Activity.goal_id)
        .where(Activity.removed_at.is_(None)),
    ),
    Kind(
        SIGN,
        FAMILY,
        "goal",
        Indicator,
        Indicator.id,
        ("name", "method", "routine", "present", "wanted", "removed_at"),
        _rows(
            Indicator.id,
            NOTHING,
            NO_TITLE,
            Indicator.name
            + "\n\n"
            + Indicator.method
            + "\n\n"
            + Indicator.routine
            + "\n\n"
            + Indicator.present
            + "\n\n"
            + Indicator.wanted,
            Goal.written_at,
        )
        .join(Factor, Factor.id == Indicator.factor_id)
        .join(Goal, Goal.id == Factor.goal_id)
        .where(Indicator.removed_at.is_(None)),
    ),
    Kind(
        "progress",
        FAMILY,
        "goal",
        ProgressNote,
        ProgressNote.id,
        ("text",),
        _rows(ProgressNote.id, ProgressNote.activity_id, NO_TITLE, ProgressNote.text, ProgressNote.at).join(
            Goal, Goal.id == ProgressNote.goal_id
        ),
    ),
    Kind(
        "part_goal",
        FAMILY,
        "goal",
        PartGoal,
        PartGoal.id,
        ("what", "removed_at"),
        _rows(PartGoal.id, NOTHING, NO_TITLE, PartGoal.what, Goal.written_at)
        .join(Goal, Goal.id == PartGoal.goal_id)
        .where(PartGoal.removed_at.is_(None)),
    ),
    Kind(
        "judgement",
        FAMILY,
        "goal",
        GoalJudgement,
        GoalJudgement.id,
        ("reason", "remedies"),
        _rows(
            GoalJudgement.id,
            NOTHING,
            NO_TITLE,
            GoalJudgement.reason + "\n\n" + GoalJudgement.remedies,
            GoalJudgement.at,
        ).join(Goal, Goal.id == GoalJudgement.goal_id),
    ),
    Kind(
        "acknowledgement",
        FAMILY,
        "goal",
        GoalAcknowledgement,
        GoalAcknowledgement.id,
        ("reason",),
        _rows(
            GoalAcknowledgement.id, NOTHING, NO_TITLE, GoalAcknowledgement.reason, GoalAcknowledgement.at
        ).join(Goal, Goal.id == GoalAcknowledgement.goal_id),
    ),
    Kind(
        ESTABLISHED,
        FAMILY,
        "goal",
        Goal,
        Goal.id,
        # Erasing a version touches its goal.
        ("state", "edition_id", "title"),
        _rows(Goal.id, Edition.number, NO_TITLE, Edition.content, Edition.established_at)
        .join(Edition, Edition.id == Goal.edition_id)
        .where(Goal.state.in_([GoalState.DRAFT, GoalState.SHARED]), Edition.content.is_not(None)),
        _of_the_edition,
    ),
)


def _reader(asks: Asked) -> Reader:
    return Reader(asks.actor, asks.day, rules.kinds_of_bodies(profile_in_force()))


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of plans to those who read any of it; `within` tells which."""
    return Reach(_reader(asks), [WHOSE]) if asks.actor.may(May.READ_ACTIVITIES) else Reach()


def within(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the goal is read as it is now, or its established version, or that it is one's own activity."""
    # What was said of an activity or a part-goal that was taken out is no longer on any page.
    gone = and_(
        PLACE.c.kind == "progress",
        or_(
            exists().where(Activity.id == PLACE.c.part_id, Activity.removed_at.is_not(None)).correlate(PLACE),
            exists()
            .where(
                ProgressNote.id == PLACE.c.object_id,
                PartGoal.id == ProgressNote.part_goal_id,
                PartGoal.removed_at.is_not(None),
            )
            .correlate(PLACE),
        ),
    )
    live = exists().where(Goal.id == PLACE.c.owner_id, Goal.state != GoalState.DISCARDED, visible(reader))
    as_established = exists().where(
        Goal.id == PLACE.c.owner_id, or_(visible(reader), visible_as_edition(reader))
    )
    return or_(
        and_(PLACE.c.kind != ESTABLISHED, live.correlate(PLACE), ~gone),
        and_(PLACE.c.kind == ESTABLISHED, as_established.correlate(PLACE)),
        _of_own_activities(reader).correlate(PLACE),
    )


def _of_own_activities(reader: Reader) -> Exists:
    """Give the condition that a row is of an activity that is one's own to do: itself, and what was said of it."""
    return exists().where(
        PLACE.c.kind.in_(["activity", "progress"]),
        Activity.id == PLACE.c.part_id,
        Goal.id == Activity.goal_id,
        named_on(reader),
    )


FACTS = select(
    Goal.id.label("owner_id"),
    Goal.title.label("title"),
    Goal.kind.label("kind"),
    Goal.year.label("year"),
    Unit.name.label("unit"),
).join(Unit, Unit.id == Goal.unit_id)


def shown(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    """Show a hit with its goal and unit."""
    return {hit.id: _shown(hit, facts[hit.owner_id][0]) for hit in hits}


def _shown(hit: Hit, goal: Mapping[str, Any]) -> Shown:
    about = f"{goal['unit']} · {goal['year']}"
    if hit.kind == ESTABLISHED:
        # What the title has become in a draft is not for those who read the established version.
        return Shown(
            hit.title,
            url_for("planning.goal_version", goal_id=hit.owner_id, number=hit.part_id),
            f"{goal_word(goal['kind']).capitalize()} · {about} · {gettext('fastställd version')}",
        )
    if hit.part_id is not None:
        name = plain(hit.body.partition("\n\n")[0], 120) if hit.kind == "activity" else goal["title"]
        return Shown(
            name,
            url_for("planning.activity", activity_id=hit.part_id),
            f"{activity_word().capitalize()} · {about}",
        )
    return Shown(
        goal["title"],
        url_for("planning.goal", goal_id=hit.owner_id),
        f"{goal_word(goal['kind']).capitalize()} · {about}",
    )


PLANS = Family(FAMILY, reach, within, shown, FACTS)
