"""Puts together the page of an assignment: the two halves, what was said, the chain, the steps one can take."""

from dataclasses import dataclass, field
from datetime import timedelta

from flask import render_template
from flask_babel import LazyString, gettext

from app import clock
from app.access.guard import acting
from app.assignments import rules
from app.assignments.blueprint import opened_or_404, reader
from app.assignments.errors import Fault
from app.assignments.facts import ASSIGNMENT
from app.assignments.forms import AskForm, AssignmentForm, HowForm, WordsForm
from app.assignments.models import Assignment, Side, State
from app.assignments.queries import chaining, giving, saying
from app.assignments.queries.opening import Opened
from app.assignments.rules import Need, Step
from app.assignments.wording import FAULTS, LINE, STATES, history_lines, nobody_takes_then
from app.assignments.zone import rules as zone_rules
from app.assignments.zone.queries import questions_about
from app.db import db
from app.organisation.appointments import managers_above
from app.organisation.last_days import last_day_of
from app.passages.subjects import Ref
from app.passages.talks.pages import talked_about
from app.records.queries import history_of
from app.steering.routes import profile_in_force
from app.ui.install import listed


@dataclass(slots=True)
class Open:
    """The forms on the page that hold something typed, or that somebody opened."""

    what: AssignmentForm | None = None
    how: HowForm | None = None
    words: WordsForm | None = None
    step: str = ""
    ask: AskForm | None = None
    said: str = ""
    changed_meanwhile: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A step one can take: with words that must or may be said, or without."""

    step: Step
    words: Need = field(default=Need.NONE)


def steps_for(opened: Opened) -> list[Ask]:
    """Give the steps somebody can take now, in the order of `rules.Step`."""
    return [
        Ask(step, rules.needs_words(step, opened.one.state))
        for step in Step
        if rules.may_take(step, opened.standing.sides, opened.one.state)
    ]


def may_delegate(opened: Opened) -> bool:
    """Tell whether it can be given on: by the unit that takes it, once it has acknowledged it."""
    one = opened.one
    return (
        Side.TAKER in opened.standing.sides
        and one.taker_person_id is None
        and one.state == State.ACKNOWLEDGED
    )


def assignment_page(assignment_id: int, open_: Open | None = None) -> str:
    """Show an assignment as the one who asks may see it."""
    opened, open_ = opened_or_404(assignment_id), open_ or Open()
    one, sides = opened.one, opened.standing.sides
    today = clock.today()
    held = giving.holders(db.session, {one.giver_unit_id, one.taker_unit_id}, today)
    ref = Ref(ASSIGNMENT, one.id)
    golden = profile_in_force().rules.golden_zone
    questions = questions_about(db.session, acting(), today, ref)
    givers = [holder.name for holder in held.get(one.giver_unit_id, [])]
    takers = (
        [one.taker_person.name]
        if one.taker_person is not None
        else [holder.name for holder in held.get(one.taker_unit_id, [])]
    )
    return render_template(
        "assignments/one.html",
        one=one,
        sides=sides,
        Side=Side,
        standing=opened.standing,
        opened=open_,
        givers=givers,
        takers=takers,
        nobody_takes=""
        if takers or not profile_in_force().rules.assignments_name_taker
        else str(FAULTS[Fault.NOBODY_TAKES]),
        readers=_readers(opened, held, list(dict.fromkeys(givers + takers))) if one.given_at else "",
        said=saying.words_of(db.session, one.id),
        chain=chaining.chain(db.session, reader(), one),
        steps={ask.step.name: ask for ask in steps_for(opened)},
        Step=Step,
        line=_line(one.state, wrote=Side.GIVER in sides),
        at=one.state,
        may_write_what=rules.may_write("title", sides, one.state),
        may_write_how=rules.may_write("how", sides, one.state),
        may_say=Side.TAKER in sides and one.state == State.ACKNOWLEDGED,
        may_delegate=may_delegate(opened),
        timing=rules.timing(one, today),
        past_the_end=_past_the_end(one),
        talked=talked_about(db.session, acting(), ASSIGNMENT, [one.id]).get(one.id)
        if one.state != State.DRAFT
        else None,
        questions=questions,
        may_ask=golden
        and bool(sides)
        and one.state in rules.OPEN
        and not zone_rules.any_unsettled(questions),
        lines=history_lines(history_of(db.session, ASSIGNMENT, one.id)),
    )


def _past_the_end(one: Assignment) -> str:
    """Say that the unit that takes is no more when it is to be done; nothing where it is, or where all is done."""
    waits = one.state in rules.OPEN or one.state == State.DRAFT
    last = last_day_of(db.session, one.taker_unit, one.due_on) if waits else None
    if last is None:
        return ""
    giver = one.giver_unit
    if giver.id == one.taker_unit_id:
        left_with = listed(last.heirs) if last.became else ""
    else:
        stays = giver.valid_to is None or giver.valid_to > last.day + timedelta(days=1)
        left_with = giver.name if stays else ""
    return nobody_takes_then(last, left_with, by_employee=one.taker_person_id is not None)


def _line(state: str, *, wrote: bool) -> list[tuple[State, LazyString]]:
    """Give the states in the order they come; an objection stands in the place of what waits to be acknowledged.

    The draft is for those who wrote it: to everybody else an assignment begins when it is given.
    """
    objected = state == State.AGAINST
    return [
        (each, STATES[each])
        for each in (
            State.AGAINST if objected and one == State.GIVEN else one
            for one in LINE
            if wrote or one != State.DRAFT or state == State.DRAFT
        )
    ]


def _readers(opened: Opened, held: dict[int, list[giving.Holder]], two: list[str]) -> str:
    """Say who reads it, in names and roles."""
    one, kinds = opened.one, rules.bodies(profile_in_force())
    above = _above(one, held) if one.taker_person_id is None else []
    said = [
        gettext("Läses av %(two)s och, ovanför er, av %(above)s.", two=listed(two), above=listed(above))
        if above
        else gettext("Läses av %(two)s.", two=listed(two))
    ]
    if one.taker_person_id is None:
        said.append(gettext("Stöd för enheten som tar läser det också."))
    if {one.giver_unit.kind, one.taker_unit.kind} & kinds:
        said.append(
            gettext("Ledamöter läser det som deras egen nämnd ger eller tar, revisorer det som nämnder ger.")
        )
    return " ".join(said)


def _above(one: Assignment, held: dict[int, list[giving.Holder]]) -> list[str]:
    """Name those who read it because they manage a unit above both."""
    known = {holder.person_id for found in held.values() for holder in found}
    found = managers_above(db.session, one.giver_unit_id, clock.today())
    return list(dict.fromkeys(each.person.name for each in found if each.person_id not in known))
