"""Dialogues for tests, made through the same services as in the product."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.agenda.queries import current_version, templates_for
from app.dialogues.agenda.services import adopt_profile_templates
from app.dialogues.establishing import services as establishing
from app.dialogues.holding import raising
from app.dialogues.holding import services as holding
from app.dialogues.models import Dialogue, PairKind, PostKind, Series, Side, State, Verdict
from app.dialogues.preparing import services as preparing
from app.dialogues.queries.opening import loaded_dialogue
from app.dialogues.queries.said import themes_of, whole_of
from app.dialogues.rules import Seat, Standing
from app.dialogues.series import beginning, services
from app.organisation.models import Person, Unit

POSTS = {
    PairKind.MANAGERS: (PostKind.MANAGER, PostKind.MANAGER),
    PairKind.PRESIDIUM: (PostKind.PRESIDIUM, PostKind.MANAGER),
    PairKind.BOARD: (PostKind.PRESIDIUM, PostKind.MANAGER),
    PairKind.EMPLOYEE: (PostKind.MANAGER, PostKind.EMPLOYEE),
}


def make_series(
    session: Session,
    over: Unit,
    rep: Unit,
    *,
    pair: PairKind = PairKind.MANAGERS,
    employee: Person | None = None,
) -> Series:
    """Begin a series between two units' posts, on the profile's own template for such a pair."""
    adopt_profile_templates(session, current_app.extensions["samsyn_profile"])
    over_kind, rep_kind = POSTS[pair]
    return beginning.start_series(
        session,
        actor_id=None,
        pair_kind=pair,
        over_post=beginning.post_for(session, unit_id=over.id, kind=over_kind),
        rep_post=beginning.post_for(
            session, unit_id=rep.id, kind=rep_kind, person_id=employee.id if employee else None
        ),
        template_id=templates_for(session, pair)[0].id,
    )


def make_dialogue(
    session: Session, series: Series, over: Person, rep: Person, *, starts_at: datetime | None = None
) -> Dialogue:
    """Plan a meeting of a series between two people; in ten days unless said otherwise."""
    agenda = current_version(session, series.template_id)
    assert agenda is not None
    return beginning.plan_dialogue(
        session,
        actor_id=over.id,
        series=series,
        agenda=agenda,
        title="Dialog",
        starts_at=starts_at or clock.now() + timedelta(days=10),
        speakers={Side.OVER: over.id, Side.REP: rep.id},
    )


def loaded(session: Session, dialogue: Dialogue) -> Dialogue:
    """Load what the rules look at."""
    session.flush()
    found = loaded_dialogue(session, dialogue.id)
    assert found is not None
    return found


def seats(dialogue: Dialogue) -> tuple[Seat, Seat]:
    """Give the seats of both participants, the overarching one first."""
    people = {Side(p.side): p.person_id for p in dialogue.participants}
    return (
        Seat(Standing.PARTICIPANT, Side.OVER, people[Side.OVER]),
        Seat(Standing.PARTICIPANT, Side.REP, people[Side.REP]),
    )


def prepare(session: Session, dialogue: Dialogue, *, over: str = "", rep: str = "") -> Dialogue:
    """Let both write on the first theme and share."""
    dialogue = loaded(session, dialogue)
    theme = themes_of(session, dialogue.id)[0]
    for seat, text in zip(seats(dialogue), (over, rep), strict=True):
        if text:
            preparing.write_picture(session, seat=seat, dialogue=dialogue, theme=theme, text=text, base=0)
        preparing.share_pictures(session, seat=seat, dialogue=dialogue)
    return loaded(session, dialogue)


def hold(
    session: Session,
    dialogue: Dialogue,
    *,
    note: str = "",
    verdicts: tuple[Verdict | None, Verdict | None] = (None, None),
) -> Dialogue:
    """Start the meeting, write the first theme's note and judge it."""
    dialogue = loaded(session, dialogue)
    over, rep = seats(dialogue)
    services.take_step(session, seat=over, dialogue=dialogue, target=State.HELD)
    theme = themes_of(session, dialogue.id)[0]
    assert theme.note is not None
    if note:
        holding.write_shared(session, seat=rep, dialogue=dialogue, shared=theme.note, text=note, base=0)
    for seat, verdict in zip((over, rep), verdicts, strict=True):
        holding.judge(session, seat=seat, dialogue=dialogue, theme=theme, verdict=verdict)
    return loaded(session, dialogue)


def raise_matter(
    session: Session, dialogue: Dialogue, text: str, *, over: bool = True, rep: bool = True
) -> None:
    """Propose a matter on the first theme and release it for the sides named."""
    dialogue = loaded(session, dialogue)
    over_seat, rep_seat = seats(dialogue)
    theme = themes_of(session, dialogue.id)[0]
    first, second, both = (rep_seat, over_seat, over) if rep else (over_seat, rep_seat, rep)
    matter = raising.propose_matter(session, seat=first, dialogue=dialogue, theme_id=theme.id, text=text)
    if both:
        raising.release_matter(
            session, seat=second, dialogue=dialogue, matter=matter, revision=matter.revision, released=True
        )


def establish(
    session: Session, dialogue: Dialogue, *, whole: str = "Vi ser samma sak.", opinion: str = ""
) -> Dialogue:
    """Write the shared picture as a whole and let both establish it; the reporting side may have an own opinion."""
    dialogue = loaded(session, dialogue)
    over, rep = seats(dialogue)
    if dialogue.state != State.ESTABLISHING:
        services.take_step(session, seat=over, dialogue=dialogue, target=State.ESTABLISHING)
    shared = whole_of(session, dialogue.id)
    assert shared is not None
    holding.write_shared(session, seat=over, dialogue=dialogue, shared=shared, text=whole, base=0)
    for seat, own in ((over, ""), (rep, opinion)):
        dialogue = loaded(session, dialogue)
        establishing.consent(
            session, seat=seat, dialogue=dialogue, revision=dialogue.record_revision, own_opinion=own
        )
    return loaded(session, dialogue)
