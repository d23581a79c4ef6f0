"""Established versions of goals as records. A heading is part of what a goal says: here goals have their numbers."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Select, and_, case, literal, or_

from app.disposing.kinds import NO_TIME, NO_YEAR, Columns, Kept, RecordKind, followed_at, statement
from app.disposing.naming import by_its_day, by_number
from app.disposing.wording import version_name
from app.planning.facts import EDITION
from app.planning.models import Goal, GoalState
from app.planning.wording import goal_word
from app.records.models import Edition


def _kept(year: int) -> Select[Any]:
    followed = followed_at()
    ended = Goal.state == GoalState.ENDED
    over = Goal.until_year.is_not(None) & (Goal.until_year < year)
    return statement(
        Columns(
            of=literal("goal"),
            what=Goal.kind,
            at=Edition.established_at,
            unit_id=Goal.unit_id,
            year=Goal.year,
            since_at=case((followed.is_not(None), followed), (ended, Goal.state_since), else_=NO_TIME),
            since_year=case((or_(followed.is_not(None), ended), NO_YEAR), else_=Goal.until_year),
            in_force=and_(followed.is_(None), or_(Goal.state == GoalState.DRAFT, and_(~ended, ~over))),
        )
    ).join(Goal, and_(Edition.kind == EDITION, Edition.object_id == Goal.id))


def _name(one: Kept) -> str:
    kind = goal_word(one.what)
    return by_its_day(version_name(kind[:1].upper() + kind[1:], one.number), one)


GOALS = RecordKind(
    kind=EDITION,
    kept=_kept,
    called=by_number(_name),
    goes=lazy_gettext(
        "målet med sina aktiviteter och indikatorer så som de stod i versionen, och det som skrevs på vägen dit"
    ),
    stays=lazy_gettext(
        "Kvar blir att versionen fanns, när den fastställdes och av vem. Målet som det är nu och andra versioner rörs inte. "
        "Gallras den sista versionen av ett mål som har haft sin tid går också det som sagts om hur det gick."
    ),
)
