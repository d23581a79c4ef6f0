"""Writes of reports, one function per intention: begin, hand in, receive, hand back, take back, write anew. Each with its
history entry.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import cleaning, clock
from app.access.actor import Actor
from app.organisation.models import Unit
from app.records.noting import note
from app.reports import queries, rules, whose
from app.reports.asked import Asked, submits
from app.reports.errors import Fault, Refused
from app.reports.facts import REPORT, WORD, Facts, report_facts, word_facts
from app.reports.models import Report, ReportWord, State, Step
from app.reports.rules import Standing
from app.steering.schema import Profile
from app.writing import services as writing
from app.writing.kinds import Brought, TextKind, kinds
from app.writing.models import UnitText
from app.writing.queries import nearness_to
from app.writing.rules import Nearness

MEANWHILE: dict[tuple[Step, str], Fault] = {
    (Step.ACKNOWLEDGE, State.DRAFT): Fault.NOT_HANDED_IN,
    (Step.HAND_BACK, State.DRAFT): Fault.NOT_HANDED_IN,
    (Step.ACKNOWLEDGE, State.ACKNOWLEDGED): Fault.ANSWERED_ALREADY,
    (Step.ACKNOWLEDGE, State.HANDED_BACK): Fault.ANSWERED_ALREADY,
    (Step.HAND_BACK, State.ACKNOWLEDGED): Fault.ANSWERED_ALREADY,
    (Step.HAND_BACK, State.HANDED_BACK): Fault.ANSWERED_ALREADY,
    (Step.TAKE_BACK, State.ACKNOWLEDGED): Fault.RECEIVED_ALREADY,
    (Step.TAKE_BACK, State.HANDED_BACK): Fault.RECEIVED_ALREADY,
}
"""What the other end did first, where the one who presses could not know."""


def kind_for(key: str) -> TextKind:
    """Give the kind of text a report is; raises `Refused` for what is none."""
    kind = kinds.get(key)
    if kind is None:
        raise Refused(Fault.NOT_ASKED)
    return kind


def begin(session: Session, *, actor: Actor, unit: Unit, asked: Asked, year: int) -> Report:
    """Begin a unit's report, or give the one there is; raises `Refused` where the unit is not asked for it."""
    if not submits(asked.report, unit.kind, is_top=unit.is_top_administration):
        raise Refused(Fault.NOT_ASKED)
    near = nearness_to(session, actor, asked.kind, unit.id, clock.today())
    if not near.writes:
        raise Refused(Fault.NOT_YOURS)
    there = queries.reports_of(session, queries.Reader(actor, clock.today()), unit.id, (year,))
    if (asked.kind, year) in there:
        return there[asked.kind, year]
    text = writing.begin(
        session, actor_id=actor.person_id, kind=kind_for(asked.kind), unit=unit, near=near, year=year
    )
    report = Report(
        kind=asked.kind,
        year=year,
        unit_id=unit.id,
        text_id=text.id,
        state=State.DRAFT,
        state_since=clock.now(),
        due_on=asked.due_on(year),
    )
    try:
        with session.begin_nested():
            session.add(report)
            session.flush()
    except IntegrityError:
        # Somebody else of the unit began it in the same moment: it is theirs too.
        other = queries.report_of(session, text)
        if other is None:
            raise
        return other
    _noted(session, actor.person_id, "begun", report, None)
    return report


def submit(
    session: Session,
    *,
    actor: Actor,
    report: Report,
    text: UnitText,
    near: Nearness,
    asked: Asked,
    profile: Profile,
    revision: int,
    brought: Mapping[int, Sequence[Brought]],
    read: str | None = None,
) -> None:
    """Hand in exactly what was read. Raises `Refused`, and what `establish_text` raises: changed, or what is missing."""
    _take(Step.SUBMIT, report, whose.standing_of(actor, report, near))
    writing.establish_text(
        session,
        actor_id=actor.person_id,
        text=text,
        near=near,
        kind=kind_for(report.kind),
        revision=revision,
        brought=dict(brought),
        read=read,
    )
    before = report_facts(report)
    receiver = whose.receiving(session, profile, asked, report.unit, clock.today())
    report.receiver_unit_id = receiver.id if receiver is not None else None
    _moved(session, actor.person_id, Step.SUBMIT, report, before)
    _said(session, actor.person_id, report, Step.SUBMIT, "")


def acknowledge(
    session: Session,
    *,
    actor: Actor,
    report: Report,
    near: Nearness,
    words: str,
    expected: int | None = None,
) -> None:
    """Say that the level it was handed to has received and understood a report, in own words; raises `Refused`.

    `expected` is the version that was read; None where no page was read.
    """
    _answer(session, actor, report, near, Step.ACKNOWLEDGE, words, expected)


def hand_back(
    session: Session,
    *,
    actor: Actor,
    report: Report,
    near: Nearness,
    words: str,
    expected: int | None = None,
) -> None:
    """Hand a report back with what is missing in it; what was handed in stands as it was. Raises `Refused`.

    `expected` is the version that was read; None where no page was read.
    """
    _answer(session, actor, report, near, Step.HAND_BACK, words, expected)


def _answer(
    session: Session,
    actor: Actor,
    report: Report,
    near: Nearness,
    step: Step,
    words: str,
    expected: int | None,
) -> None:
    _take(step, report, whose.standing_of(actor, report, near))
    _as_read(report, expected)
    said = clean(words, "words")
    if step is Step.HAND_BACK and not said:
        raise Refused(Fault.REASON_MISSING, "words")
    _moved(session, actor.person_id, step, report, report_facts(report))
    _said(session, actor.person_id, report, step, said)


def rewrite(session: Session, *, actor: Actor, report: Report, near: Nearness) -> None:
    """Begin a new version of a report that was handed back, with the words of the one before; raises `Refused`."""
    _take(Step.REWRITE, report, whose.standing_of(actor, report, near))
    _written_anew(session, actor, report, near, Step.REWRITE)


def take_back(session: Session, *, actor: Actor, report: Report, near: Nearness) -> None:
    """Take a report back that nobody has received: a new version begins with its words, and what was handed in is kept as it
    was and is no longer the one that stands. Raises `Refused`.
    """
    _take(Step.TAKE_BACK, report, whose.standing_of(actor, report, near))
    _said(session, actor.person_id, report, Step.TAKE_BACK, "")
    _written_anew(session, actor, report, near, Step.TAKE_BACK)


def _written_anew(session: Session, actor: Actor, report: Report, near: Nearness, step: Step) -> None:
    before = report_facts(report)
    text = writing.begin(
        session,
        actor_id=actor.person_id,
        kind=kind_for(report.kind),
        unit=report.unit,
        near=near,
        year=report.year,
    )
    report.text_id = text.id
    _moved(session, actor.person_id, step, report, before)


def clean(text: str, field: str, *, most: int = rules.LONGEST_WORDS) -> str:
    """Give words looked over; raises `Refused` when they are too many."""
    said = cleaning.clean(text)
    if len(said) > most:
        raise Refused(Fault.TEXT_TOO_LONG, field)
    return said


def _take(step: Step, report: Report, standing: Standing) -> None:
    if not getattr(standing, rules.STEPS[step][2]):
        raise Refused(Fault.NOT_YOURS)
    if not rules.may(step, report.state, standing):
        raise Refused(MEANWHILE.get((step, report.state), Fault.NOT_NOW))


def _as_read(report: Report, expected: int | None) -> None:
    if expected not in (None, report.text_id):
        raise Refused(Fault.HANDED_IN_ANEW)


def _moved(session: Session, actor_id: int, step: Step, report: Report, before: Facts) -> None:
    report.state, report.state_since = rules.STEPS[step][1], clock.now()
    _noted(session, actor_id, step, report, before)


def _said(session: Session, actor_id: int, report: Report, step: Step, text: str) -> None:
    word = ReportWord(
        report_id=report.id,
        text_id=report.text_id,
        step=step,
        text=text,
        person_id=actor_id,
        at=clock.now(),
    )
    session.add(word)
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action="report.said",
        kind=WORD,
        object_id=word.id,
        before=None,
        after=word_facts(word),
    )


def _noted(session: Session, actor_id: int, action: str, report: Report, before: Facts | None) -> None:
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=f"report.{action}",
        kind=REPORT,
        object_id=report.id,
        before=before,
        after=report_facts(report),
    )
