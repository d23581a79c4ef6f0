"""What of risks and internal control is next for a person, for the start page: one statement for all of it."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Integer, and_, bindparam, exists, literal, or_, select, union_all

from app.organisation.models import Unit
from app.organisation.succeeding import estate_of
from app.quality.control import rules, writing
from app.quality.control.models import ChosenRisk, Control, ControlPlan, Deviation, Occasion, Remedy
from app.quality.factors.models import Factor
from app.quality.factors.rules import WAITS
from app.quality.risks import rules as risk_rules
from app.quality.risks.models import Risk, RiskState

CONTROL, REMEDY, RISK, LEFT, LEFT_FACTORS = "control", "remedy", "risk", "left", "left_factors"
REMEDIES_AHEAD = timedelta(days=30)
_ONE, _NO_YEAR = literal(1).label("number"), literal(0).label("year")


class Waiting(NamedTuple):
    """Something that waits: what sort, its number, what it is called, its day; how many it stands for, and of which year."""

    sort: str
    id: int
    title: str
    day: date | None
    number: int = 1
    year: int = 0


def waiting(led: frozenset[int], today: date, boards: frozenset[int] = frozenset()) -> CompoundSelect[Any]:
    """Give the statement for what waits for a person who leads some units, the oldest first, in the shape of `Waiting`:
    controls, remedies, reviews of risks, and units that are no more whose risks and factors they are to take over; and what
    waits of the `boards` whose internal control they put together. It wants `person_id` and `most`; only for those who read
    risks.
    """
    me = bindparam("person_id", type_=Integer)
    controls = (
        select(
            literal(CONTROL).label("sort"),
            Occasion.id.label("id"),
            Control.what.label("title"),
            Occasion.due_on.label("day"),
            _ONE,
            _NO_YEAR,
        )
        .join(Control, Control.id == Occasion.control_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(
            Control.person_id == me,
            Occasion.outcome == "",
            Occasion.left_out == "",
            Occasion.removed_at.is_(None),
            Control.removed_at.is_(None),
            ChosenRisk.removed_at.is_(None),
            ControlPlan.edition_id.is_not(None),
            Occasion.due_on <= today + rules.NEAR,
        )
    )
    remedies = (
        select(literal(REMEDY), Deviation.id, Remedy.what, Remedy.due_on, _ONE, _NO_YEAR)
        .join(Deviation, Deviation.id == Remedy.deviation_id)
        .where(
            Remedy.person_id == me,
            Remedy.done_on.is_(None),
            Remedy.removed_at.is_(None),
            Remedy.due_on <= today + REMEDIES_AHEAD,
        )
    )
    owned = Risk.owner_id == me
    reviews = select(literal(RISK), Risk.id, Risk.title, Risk.review_on, _ONE, _NO_YEAR).where(
        Risk.state == RiskState.OPEN,
        Risk.review_on <= today + risk_rules.NEAR,
        or_(owned, and_(Risk.owner_id.is_(None), Risk.unit_id.in_(sorted(led)))),
    )
    # One estate for both: it is gone through once.
    estate = estate_of(led, today)
    left = select(literal(LEFT), Unit.id, Unit.name, Unit.valid_to, _ONE, _NO_YEAR).where(
        Unit.id.in_(estate),
        exists().where(Risk.unit_id == Unit.id, Risk.state == RiskState.OPEN),
    )
    factors = select(literal(LEFT_FACTORS), Unit.id, Unit.name, Unit.valid_to, _ONE, _NO_YEAR).where(
        Unit.id.in_(estate),
        exists().where(Factor.unit_id == Unit.id, Factor.state.in_(sorted(WAITS)), Factor.goal_id.is_(None)),
    )
    found: CompoundSelect[Any] = union_all(
        controls,
        remedies,
        reviews,
        *([left, factors] if led else []),
        *writing.parts(boards, today, RISK),
    )
    return found.order_by("day", "sort", "id").limit(bindparam("most", type_=Integer))
