"""Writes on lines of meetings: the posts at their ends, how a line begins and changes, and meetings planned in it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues import rules, telling
from app.dialogues.errors import Missing, NotAllowedNow
from app.dialogues.inviting.rules import reply_facts
from app.dialogues.models import (
    Dialogue,
    Participant,
    Post,
    PostKind,
    Reply,
    Series,
    SharedText,
    Side,
    State,
    TemplateVersion,
    Theme,
)
from app.dialogues.series.ending import refuse_after_the_end
from app.records.appending import wait_for_turn
from app.records.services import record


def post_for(session: Session, *, unit_id: int, kind: str, person_id: int | None = None) -> Post:
    """Find or make the post of a unit; an employee's post belongs to the person.

    Posts and series are looked for before they are made: who presses twice, or two at once, wait for one another.
    """
    wait_for_turn(session)
    owner = person_id if kind == PostKind.EMPLOYEE else None
    same_owner = Post.person_id == owner if owner is not None else Post.person_id.is_(None)
    post = session.scalars(
        select(Post).where(Post.unit_id == unit_id, Post.kind == kind, same_owner)
    ).one_or_none()
    if post is None:
        post = Post(unit_id=unit_id, kind=kind, person_id=owner)
        session.add(post)
        session.flush()
    return post


def start_series(
    session: Session,
    *,
    actor_id: int | None,
    pair_kind: str,
    over_post: Post,
    rep_post: Post,
    template_id: int,
    rhythm: str = "",
) -> Series:
    """Begin a line of meetings between two posts; raises `NotAllowedNow` when one already runs or the pair is odd."""
    if rules.PAIR_POSTS.get(pair_kind) != (over_post.kind, rep_post.kind):
        raise NotAllowedNow("odd_pair")
    _refuse_a_second_line(session, over_post.id, rep_post.id)
    series = Series(
        pair_kind=pair_kind,
        over_post_id=over_post.id,
        rep_post_id=rep_post.id,
        template_id=template_id,
        rhythm=rhythm,
        started_on=clock.today(),
    )
    session.add(series)
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="start_series",
        kind="series",
        object_id=series.id,
        after={"pair": pair_kind, "over_post": over_post.id, "rep_post": rep_post.id, "rhythm": rhythm},
    )
    return series


def _refuse_a_second_line(session: Session, over_post_id: int, rep_post_id: int) -> None:
    """Raise `NotAllowedNow` where a line already runs between two posts."""
    running = select(Series.id).where(
        Series.over_post_id == over_post_id, Series.rep_post_id == rep_post_id, Series.ended_on.is_(None)
    )
    if session.scalars(running).first() is not None:
        raise NotAllowedNow("series_runs")


def change_series(
    session: Session, *, actor_id: int, series: Series, template_id: int, rhythm: str, ended_on: date | None
) -> None:
    """Change agenda, rhythm or end of a line of meetings; planned meetings keep the agenda they have.

    Raises `NotAllowedNow` for opening one again where another runs between the two by now.
    """
    if series.ended_on is not None and ended_on is None:
        wait_for_turn(session)
        _refuse_a_second_line(session, series.over_post_id, series.rep_post_id)
    before = {"template": series.template_id, "rhythm": series.rhythm, "ended_on": series.ended_on}
    series.template_id, series.rhythm, series.ended_on = template_id, rhythm, ended_on
    after = {"template": template_id, "rhythm": rhythm, "ended_on": ended_on}
    if before != after:
        record(
            session,
            actor_id=actor_id,
            action="change_series",
            kind="series",
            object_id=series.id,
            before=before,
            after=after,
        )
    session.flush()


def plan_dialogue(
    session: Session,
    *,
    actor_id: int | None,
    series: Series,
    agenda: TemplateVersion,
    title: str,
    starts_at: datetime,
    speakers: dict[Side, int],
    minutes: int = 90,
    place: str = "",
) -> Dialogue:
    """Plan a meeting: themes are copied from the agenda, `speakers` are the persons for each side now; who plans comes.

    Raises `Missing` without a title and `NotAllowedNow` when a side has nobody or both are the same person, or when by then
    a unit of the two is no more and none takes over.
    """
    if not title.strip():
        raise Missing("title")
    if len(set(speakers.values())) != len(Side):
        raise NotAllowedNow("needs_two_people")
    refuse_after_the_end(session, series.id, starts_at)
    dialogue = Dialogue(
        series_id=series.id,
        template_version_id=agenda.id,
        title=title.strip(),
        starts_at=starts_at,
        minutes=minutes,
        place=place.strip(),
        state=State.PLANNED,
        state_since=clock.now(),
        calendar_changed_at=clock.now(),
    )
    session.add(dialogue)
    session.flush()
    replies: dict[str, object] = {}
    for side, person_id in speakers.items():
        participant = Participant(dialogue_id=dialogue.id, side=side, person_id=person_id, reply_words="")
        if person_id == actor_id:
            participant.reply, participant.replied_at = Reply.ACCEPTED, clock.now()
        session.add(participant)
        replies[side] = reply_facts(participant)
    for theme in agenda.themes:
        copied = Theme(
            dialogue_id=dialogue.id,
            position=theme.position,
            title=theme.title,
            questions=theme.questions,
            backgrounds=list(theme.backgrounds),
        )
        session.add(copied)
        session.flush()
        session.add(SharedText(dialogue_id=dialogue.id, theme_id=copied.id))
    session.add(SharedText(dialogue_id=dialogue.id))
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="plan_dialogue",
        kind="dialogue",
        object_id=dialogue.id,
        after={
            "series": series.id,
            "title": dialogue.title,
            "starts_at": starts_at,
            "minutes": minutes,
            "place": dialogue.place,
            "agenda_version": agenda.id,
            "themes": [
                {"position": theme.position, "title": theme.title, "questions": theme.questions}
                for theme in agenda.themes
            ],
            "over": speakers[Side.OVER],
            "rep": speakers[Side.REP],
            "replies": replies,
        },
    )
    telling.planned(session, dialogue, actor_id=actor_id)
    return dialogue
