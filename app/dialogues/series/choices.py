"""With whom a person may begin a series: computed from the organisation as it is today."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Date, Integer, Select, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app import clock
from app.access.actor import Actor, Holding
from app.access.matrix import Role
from app.dialogues import facts, rules
from app.dialogues.models import Post, PostKind, Series
from app.dialogues.queries.lines import Held
from app.dialogues.series.pages import Choice
from app.organisation.models import Ancestry, Appointment, Person, Unit, in_force
from app.prepared import Prepared

MANY = 500
"""Pairs offered at most; a chief of more than that many units begins series from the unit's page."""

End = tuple[int, str, int | None]
"""A post at one end of a series: unit, kind, and the person where it is an employee's own."""

_UNIT = bindparam("unit_id", type_=Integer)
_DAY = bindparam("day", type_=Date)


def _managers_below_a_unit() -> Select[int, str, bool, str]:
    led = (
        select(Unit.id.label("unit_id"), Ancestry.depth.label("depth"), Person.name.label("name"))
        .join(Ancestry, Ancestry.descendant_id == Unit.id)
        .join(Appointment, Appointment.unit_id == Unit.id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Ancestry.ancestor_id == _UNIT,
            Ancestry.depth.between(1, 3),
            in_force(Ancestry.valid_from, Ancestry.valid_to, _DAY),
            in_force(Appointment.valid_from, Appointment.valid_to, _DAY),
            in_force(Unit.valid_from, Unit.valid_to, _DAY),
            Appointment.role == Role.MANAGER,
            Appointment.is_deputy.is_(False),
        )
        .subquery()
    )
    nearer, between = aliased(led), aliased(Ancestry)
    return (
        select(Unit.id, Unit.name, Unit.is_top_administration, led.c.name)
        .join(led, led.c.unit_id == Unit.id)
        .where(
            ~exists().where(
                between.ancestor_id == nearer.c.unit_id,
                between.descendant_id == led.c.unit_id,
                between.depth > 0,
                in_force(between.valid_from, between.valid_to, _DAY),
            )
        )
        .order_by(led.c.depth, Unit.name, Unit.id)
        .limit(MANY)
    )


_MANAGERS_BELOW = Prepared(_managers_below_a_unit)
_EMPLOYEES = (
    select(Person.id, Person.name)
    .join(Appointment, Appointment.person_id == Person.id)
    .where(
        Appointment.unit_id == _UNIT,
        Appointment.role == Role.EMPLOYEE,
        in_force(Appointment.valid_from, Appointment.valid_to, _DAY),
        Person.id != bindparam("actor_id", type_=Integer),
        or_(Person.closed_on.is_(None), Person.closed_on > _DAY),
    )
    .order_by(Person.name, Person.id)
    .limit(MANY)
)
_RIGHT_ABOVE = (
    select(Unit.id, Unit.name)
    .join(Ancestry, Ancestry.ancestor_id == Unit.id)
    .where(
        Ancestry.descendant_id == _UNIT,
        Ancestry.depth == 1,
        in_force(Ancestry.valid_from, Ancestry.valid_to, _DAY),
    )
)


def choices_for(session: Session, actor: Actor) -> list[Choice]:
    """Give the pairs the actor may begin a series in now: downward to managers and employees, as chair to managers.

    Managers are offered the managers of the units right below theirs that have one; pairs that already run are left out.
    """
    running = _running(session, actor)
    return [choice for choice in _offered(session, actor) if (choice.over, choice.rep) not in running][:MANY]


def anybody_left(session: Session, actor: Actor, own: Sequence[Held]) -> bool:
    """Tell whether `choices_for` would offer anybody; `own` are all series the actor holds a post of.

    Asks only until somebody is found: two statements for most.
    """
    running = {(_end(one.over), _end(one.rep)) for one in own if one.ended_on is None}
    return any((choice.over, choice.rep) not in running for choice in _offered(session, actor))


def _end(post: facts.End) -> End:
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
    presiding = holding.role is Role.POLITICIAN
    kind = PostKind.PRESIDIUM if presiding else PostKind.MANAGER
    return [
        Choice(
            _pair_kind(presiding, is_top),
            (holding.unit_id, kind, None),
            (unit_id, PostKind.MANAGER, None),
            f"{name}, {unit_name}",
        )
        for unit_id, unit_name, is_top, name in _MANAGERS_BELOW.rows(session, **_at(holding))
    ]


def _at(holding: Holding) -> dict[str, object]:
    return {"unit_id": holding.unit_id, "day": clock.today()}


def _pair_kind(presiding: bool, is_top: bool) -> str:
    if not presiding:
        return "managers"
    return "presidium" if is_top else "board"


def _employees_of(session: Session, holding: Holding, actor: Actor) -> list[Choice]:
    return [
        Choice(
            "employee",
            (holding.unit_id, PostKind.MANAGER, None),
            (holding.unit_id, PostKind.EMPLOYEE, person_id),
            f"{name}, {holding.unit_name}",
        )
        for person_id, name in session.execute(_EMPLOYEES, {"actor_id": actor.person_id} | _at(holding))
    ]


def _presidia_above(session: Session, holding: Holding) -> list[Choice]:
    return [
        Choice(
            "presidium",
            (unit_id, PostKind.PRESIDIUM, None),
            (holding.unit_id, PostKind.MANAGER, None),
            name,
        )
        for unit_id, name in session.execute(_RIGHT_ABOVE, _at(holding))
    ]
