"""Established follow-up plans as records: kept for years after the one they are of."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext, lazy_gettext
from sqlalchemy import ColumnElement, Select, and_, literal
from sqlalchemy.orm import Session

from app.disposing.kinds import Columns, Kept, RecordKind, statement
from app.disposing.naming import by_number
from app.disposing.things import Thing, says_something
from app.records.disposal import Erased
from app.records.earlier import GONE, Written, erase_all, erase_earlier, is_followed
from app.records.models import Edition
from app.reports import facts
from app.reports.facts import PLAN
from app.reports.models import FollowUpPlan, PlanState


def _plans(_year: int) -> Select[Any]:
    columns = Columns(
        of=literal("follow_up_plan"),
        unit_id=FollowUpPlan.unit_id,
        year=FollowUpPlan.year,
        since_year=FollowUpPlan.year,
        number=Edition.number,
        in_force=FollowUpPlan.state == PlanState.DRAFT,
    )
    return statement(columns).join(
        FollowUpPlan, and_(Edition.kind == PLAN, Edition.object_id == FollowUpPlan.id)
    )


def _name(one: Kept) -> str:
    return gettext("Uppföljningsplan %(year)s, version %(number)s", year=one.year, number=one.number)


FOLLOW_UP_PLANS = RecordKind(
    kind=PLAN,
    kept=_plans,
    called=by_number(_name),
    goes=lazy_gettext("tanken med planen, i ord"),
    stays=lazy_gettext(
        "Kvar blir att planen fanns, när den fastställdes och av vem, och vilka områden som kom när."
    ),
)


def _of_plan(session: Session, number: int) -> Iterator[Written]:
    yield Written(PLAN, number, session.get_one(FollowUpPlan, number), {"words": GONE})


def _plan_over(year: int) -> ColumnElement[bool]:
    return and_(
        FollowUpPlan.year < year, FollowUpPlan.edition_id.is_(None), says_something(FollowUpPlan.words)
    )


PLAN_DRAFTS = Thing(
    kind="follow_up_plan_draft",
    of=literal("follow_up_plan"),
    number=FollowUpPlan.id,
    unit_id=FollowUpPlan.unit_id,
    year=FollowUpPlan.year,
    since_year=FollowUpPlan.year,
    over=_plan_over,
    written=_of_plan,
    name=lazy_gettext("Uppföljningsplan som aldrig fastställdes"),
    goes=lazy_gettext("tanken med planen, i ord"),
)


def erase_beside_plan(session: Session, erased: Erased) -> None:
    """Erase the words of a plan where they were written; those of a version that stands are not touched."""
    plan = session.get_one(FollowUpPlan, erased.object_id)
    own = Written(PLAN, plan.id, plan, {"words": ""}, lambda: facts.plan_facts(plan))
    if is_followed(session, erased.edition):
        erase_earlier(session, erased, [own], frozenset({"words"}))
    else:
        erase_all(session, erased, [own])
