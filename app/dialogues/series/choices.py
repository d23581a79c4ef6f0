"""With whom a person may begin a series: computed from the organisation as it is today."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from app import clock
from app.access.actor import Actor, Holding
from app.access.matrix import Role
from app.dialogues import rules
from app.dialogues.models import Post, PostKind, Series
from app.dialogues.series.pages import Choice
from app.organisation.models import Ancestry, Appointment, Person, Unit, in_force

MANY = 500
"""Pairs offered at most; a chief of more than that many units begins series from the unit's page."""

End = tuple[int, str, int | None]
"""A post at one end of a series: unit, kind, and the person where it is an employee's own."""


def choices_for(session: Session, actor: Actor) -> list[Choice]:
    """Give the pairs the actor may begin a series in now: downward to managers and employees, as chair to managers.

    Managers are offered the managers of the units right below theirs that have one; pairs that already run are left out.
    """
    running = _running(session, actor)
    return [choice for choice in _offered(session, actor) if (choice.over, choice.rep) not in running][:MANY]


def anybody_left(session: Session, actor: Actor, own: Sequence[Series]) -> bool:
    """Tell whether `choices_for` would offer anybody; `own` are all series the actor holds a post of, with their posts.

    Asks only until somebody is found: two statements for most.
    """
    running = {(_end(one.over_post), _end(one.rep_post)) for one in own if one.ended_on is None}
    return any((choice.over, choice.rep) not in running for choice in _offered(session, actor))


def _end(post: Post) -> End:
    return post.unit_id, post.kind, post.person_id


def _offered(session: Session, actor: Actor) -> Iterator[Choice]:
    for holding in actor.holdings:
        if holding.role is Role.MANAGER:
            yield from _managers_below(session, holding)
            yield from _employees_of(session, holding, actor)
            if holding.is_top:
                yield from _presidia_above(session, holding)
        elif holding.role is Role.POLITICIAN and holding.duty in rules.PRESIDING:
            yield from _managers_below(session, holding)


def parse(value: str, offered: list[Choice]) -> Choice | None:
    """Find the choice a form value stands for among those offered; None for anything else."""
    return next((choice for choice in offered if choice.value == value), None)


def _running(session: Session, actor: Actor) -> set[tuple[End, End]]:
    over, rep = aliased(Post), aliased(Post)
    units = sorted({holding.unit_id for holding in actor.holdings})
    rows = session.execute(
        select(over.unit_id, over.kind, over.person_id, rep.unit_id, rep.kind, rep.person_id)
        .select_from(Series)
        .join(over, over.id == Series.over_post_id)
        .join(rep, rep.id == Series.rep_post_id)
        .where(Series.ended_on.is_(None), over.unit_id.in_(units) | rep.unit_id.in_(units))
    )
    return {((a, b, c), (d, e, f)) for a, b, c, d, e, f in rows}


def _managers_below(session: Session, holding: Holding) -> list[Choice]:
    """Offer the nearest managers below a unit: a unit without a manager lets those under it through."""
    led = _led_below(holding.unit_id).subquery()
    nearer, between = aliased(led), aliased(Ancestry)
    rows = session.execute(
        select(Unit, led.c.name)
        .join(led, led.c.unit_id == Unit.id)
        .where(
            ~exists().where(
                between.ancestor_id == nearer.c.unit_id,
                between.descendant_id == led.c.unit_id,
                between.depth > 0,
                in_force(between.valid_from, between.valid_to, clock.today()),
            )
        )
        .order_by(led.c.depth, Unit.name, Unit.id)
        .limit(MANY)
    ).all()
    presiding = holding.role is Role.POLITICIAN
    kind = PostKind.PRESIDIUM if presiding else PostKind.MANAGER
    return [
        Choice(
            _pair_kind(presiding, unit),
            (holding.unit_id, kind, None),
            (unit.id, PostKind.MANAGER, None),
            f"{name}, {unit.name}",
        )
        for unit, name in rows
    ]


def _led_below(unit_id: int) -> Select[int, int, str]:
    """Select the units a little below one that have a manager today, with how far below and the manager's name."""
    today = clock.today()
    return (
        select(Unit.id.label("unit_id"), Ancestry.depth.label("depth"), Person.name.label("name"))
        .join(Ancestry, Ancestry.descendant_id == Unit.id)
        .join(Appointment, Appointment.unit_id == Unit.id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Ancestry.ancestor_id == unit_id,
            Ancestry.depth.between(1, 3),
            in_force(Ancestry.valid_from, Ancestry.valid_to, today),
            in_force(Appointment.valid_from, Appointment.valid_to, today),
            in_force(Unit.valid_from, Unit.valid_to, today),
            Appointment.role == Role.MANAGER,
            Appointment.is_deputy.is_(False),
        )
    )


def _pair_kind(presiding: bool, unit: Unit) -> str:
    if not presiding:
        return "managers"
    return "presidium" if unit.is_top_administration else "board"


def _employees_of(session: Session, holding: Holding, actor: Actor) -> list[Choice]:
    today = clock.today()
    rows = session.execute(
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.unit_id == holding.unit_id,
            Appointment.role == Role.EMPLOYEE,
            in_force(Appointment.valid_from, Appointment.valid_to, today),
            Person.id != actor.person_id,
            Person.closed_on.is_(None),
        )
        .order_by(Person.name, Person.id)
        .limit(MANY)
    ).scalars()
    return [
        Choice(
            "employee",
            (holding.unit_id, PostKind.MANAGER, None),
            (holding.unit_id, PostKind.EMPLOYEE, person.id),
            f"{person.name}, {holding.unit_name}",
        )
        for person in rows
    ]


def _presidia_above(session: Session, holding: Holding) -> list[Choice]:
    today = clock.today()
    rows = session.execute(
        select(Unit)
        .join(Ancestry, Ancestry.ancestor_id == Unit.id)
        .where(
            Ancestry.descendant_id == holding.unit_id,
            Ancestry.depth == 1,
            in_force(Ancestry.valid_from, Ancestry.valid_to, today),
        )
    ).scalars()
    return [
        Choice(
            "presidium",
            (unit.id, PostKind.PRESIDIUM, None),
            (holding.unit_id, PostKind.MANAGER, None),
            unit.name,
        )
        for unit in rows
    ]
