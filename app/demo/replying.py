"""Answers to invitations in the demo: most come, one cannot, some would rather meet another day; and a year planned ahead."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.clock import STOCKHOLM
from app.demo.stage import Stage
from app.dialogues.inviting import services as inviting
from app.dialogues.inviting.rules import AHEAD
from app.dialogues.models import Dialogue, Post, Reply, Series, Side
from app.dialogues.planning import proposing
from app.dialogues.planning.days import day_off
from app.dialogues.planning.services import plan_year
from app.dialogues.queries.lines import meetings_not_cancelled
from app.dialogues.queries.opening import loaded_dialogue
from app.dialogues.rules import Seat, Standing
from app.steering.schema import Profile

OTHER_DAY = "Den dagen är vi två kort och jag behövs i gruppen. Går det här lika bra?"
CANNOT = "Jag är på utbildning hela den veckan. Vi får hitta en annan dag."

ANSWERS = (None, Reply.ACCEPTED, Reply.PROPOSED, Reply.ACCEPTED, Reply.DECLINED, Reply.ACCEPTED)
"""What the reporting side of one overarching manager's coming meetings says, meeting by meeting; None has not said anything."""


def reply_to_invitations(session: Session) -> None:
    """Let the reporting sides answer, as many as would have by now."""
    seen: dict[int, int] = {}
    for dialogue in _coming(session):
        people = {Side(one.side): one.person_id for one in dialogue.participants}
        number = seen.get(people[Side.OVER], 0)
        seen[people[Side.OVER]] = number + 1
        answer = ANSWERS[number % len(ANSWERS)]
        if answer is not None:
            _reply(session, dialogue, Seat(Standing.PARTICIPANT, Side.REP, people[Side.REP]), answer)


def _coming(session: Session) -> list[Dialogue]:
    ids = session.scalars(
        select(Dialogue.id)
        .where(Dialogue.state.in_(AHEAD), Dialogue.starts_at > clock.now() + timedelta(days=1))
        .order_by(Dialogue.starts_at, Dialogue.id)
    ).all()
    found = (loaded_dialogue(session, dialogue_id) for dialogue_id in ids)
    return [dialogue for dialogue in found if dialogue is not None]


def _reply(session: Session, dialogue: Dialogue, seat: Seat, answer: Reply) -> None:
    words, proposed_at = "", None
    if answer is Reply.PROPOSED:
        local = dialogue.starts_at.astimezone(STOCKHOLM)
        day = local.date() + timedelta(days=2)
        while day_off(day, "sv") is not None:
            day += timedelta(days=1)
        words, proposed_at = OTHER_DAY, clock.from_stockholm(day, 13, 0)
    elif answer is Reply.DECLINED:
        words = CANNOT
    inviting.reply(session, seat=seat, dialogue=dialogue, answer=answer, words=words, proposed_at=proposed_at)


def plan_a_year(stage: Stage, profile: Profile, *, over: int) -> None:
    """Let one overarching manager plan a year with somebody they have nothing planned with."""
    session = stage.session
    for series in session.scalars(
        select(Series)
        .join(Post, Post.id == Series.over_post_id)
        .where(Series.ended_on.is_(None), Series.pair_kind == "managers")
        .options(joinedload(Series.over_post), joinedload(Series.rep_post))
        .order_by(Series.id)
    ).all():
        known = meetings_not_cancelled(session, series.id)
        speakers = {Side.OVER: stage.holder(series.over_post).id, Side.REP: stage.holder(series.rep_post).id}
        if speakers[Side.OVER] != over or not known or known[0].starts_at > clock.now():
            continue
        rhythm = next((one for one in profile.rhythms if one.key == series.rhythm), None)
        days = [one.starts_at.astimezone(STOCKHOLM).date() for one in known]
        found = proposing.proposals(
            proposing.windows(rhythm, profile.cycle, days, clock.today()),
            proposing.usual_from(known[0].starts_at, known[0].minutes),
            [],
        )
        plan_year(
            session,
            actor_id=over,
            series=series,
            agenda=stage.agenda(series.pair_kind),
            title="Dialog",
            times=[proposing.moment(one.day, one.at) for one in found],
            speakers=speakers,
            minutes=known[0].minutes,
            place=known[0].place,
        )
        return
