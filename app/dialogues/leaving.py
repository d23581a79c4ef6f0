"""Whom a notice of a dialogue or an agreement concerns on a day: who holds one of its posts, or is a guest of it."""

from datetime import date

from sqlalchemy import ColumnElement, String, and_, cast, exists, literal, not_, or_, select
from sqlalchemy.orm import aliased

from app.access.matrix import Role
from app.dialogues.models import Agreement, Dialogue, Guest, Post, PostKind, Series
from app.dialogues.rules import PRESIDING
from app.notifications.leaving import leaving
from app.notifications.models import Notice
from app.organisation.models import Ancestry, Appointment, in_force
from app.organisation.reach import appointed

LINES = "/dialoger/serie/"
"""How the addresses of lines of meetings begin."""


def of_a_dialogue(day: date) -> ColumnElement[bool]:
    """Give the condition for a notice about a meeting: who holds a post of it, or supports its units as a guest of it."""
    series_id = select(Dialogue.series_id).where(Dialogue.id == Notice.about_id).correlate(Notice)
    invited = exists().where(Guest.dialogue_id == Notice.about_id, Guest.person_id == Notice.person_id)
    line = Series.id == series_id.scalar_subquery()
    return or_(and_(invited, _supports_an_end(line, day)), _holds_an_end(line, day))


def _supports_an_end(series: ColumnElement[bool], day: date) -> ColumnElement[bool]:
    """Tell, as `whose.as_guest` does, whether the person of a notice is what one is invited as to meetings of a series."""
    post = aliased(Post)
    there = Appointment.unit_id == Ancestry.ancestor_id
    presides = and_(there, Appointment.duty.in_(sorted(PRESIDING)))
    return (
        select(post.id)
        .join(Series, or_(Series.over_post_id == post.id, Series.rep_post_id == post.id))
        .join(Ancestry, Ancestry.descendant_id == post.unit_id)
        .where(
            series,
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            or_(
                appointed(Notice.person_id, Role.SUPPORT, there, day),
                and_(Ancestry.depth == 0, appointed(Notice.person_id, Role.POLITICIAN, presides, day)),
            ),
        )
        .correlate(Notice)
        .exists()
    )


def of_an_agreement(day: date) -> ColumnElement[bool]:
    """Give the condition for a notice about an agreement."""
    series_id = select(Agreement.series_id).where(Agreement.id == Notice.about_id).correlate(Notice)
    return _holds_an_end(Series.id == series_id.scalar_subquery(), day)


def of_a_planned_change(day: date) -> ColumnElement[bool]:
    """Give the condition for a notice about a change of a unit: one that leads to a line is for those who hold a post of it."""
    line = literal(LINES) + cast(Series.id, String) + literal("/")
    return or_(not_(Notice.path.startswith(LINES)), _holds_an_end(Notice.path == line, day))


def _holds_an_end(series: ColumnElement[bool], day: date) -> ColumnElement[bool]:
    """Tell, as `rules.holds` does, whether the person of a notice holds a post of a series."""
    post = aliased(Post)
    unit = Appointment.unit_id == post.unit_id
    held = or_(
        and_(post.kind == PostKind.MANAGER, appointed(Notice.person_id, Role.MANAGER, unit, day)),
        and_(
            post.kind == PostKind.PRESIDIUM,
            appointed(
                Notice.person_id,
                Role.POLITICIAN,
                and_(unit, Appointment.duty.in_(sorted(PRESIDING))),
                day,
            ),
        ),
        and_(
            post.kind == PostKind.EMPLOYEE,
            post.person_id == Notice.person_id,
            appointed(Notice.person_id, Role.EMPLOYEE, unit, day),
        ),
    )
    return (
        select(post.id)
        .join(Series, or_(Series.over_post_id == post.id, Series.rep_post_id == post.id))
        .where(series, held)
        .correlate(Notice)
        .exists()
    )


def register_leaving() -> None:
    """Let notices of dialogues go with the post they were told by."""
    leaving.register("dialogue", of_a_dialogue)
    leaving.register("agreement", of_an_agreement)
    leaving.register("planned_change", of_a_planned_change)
