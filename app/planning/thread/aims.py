"""The top of the thread: the vision, the values in it, and the goals that hang straight on either."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from flask_babel import gettext
from sqlalchemy import Select, and_, case, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.analysis.values import VALUE, VISION, Value, values_now
from app.organisation.models import Unit
from app.passages.subjects import Ref
from app.planning import rules
from app.planning.thread.reading import GOAL, First, Hanging, SeenGoal, first_goals, goals_by_id
from app.planning.thread.strands import Few, Node, Strand, Tie
from app.prepared import prepared
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.markdown import plain
from app.writing.models import Part, TextState, UnitText
from app.writing.queries import readable_of_kind

Found = dict[int, list[Node]]
Ids = Collection[int]


def visions(session: Session, actor: Actor, ids: Ids) -> dict[int, Node]:
    """Give the established vision of the units that keep one; its number is that of the unit."""
    return {node.id: node for node in _visions(session, actor) if node.id in ids}


@prepared
def _established(actor: Actor, day: date) -> Select[int, str, str]:
    return (
        # What is left out of it stands nowhere, though its words are kept.
        select(Unit.id, Unit.name, case((Part.left_out, ""), else_=Part.text))
        .select_from(UnitText)
        .join(Unit, Unit.id == UnitText.unit_id)
        .join(Part, and_(Part.unit_text_id == UnitText.id, Part.position == 0))
        .where(
            UnitText.kind == VISION,
            UnitText.state == TextState.ESTABLISHED,
            readable_of_kind(actor, day, VISION),
        )
        .order_by(Unit.id, UnitText.number)
    )


def _visions(session: Session, actor: Actor) -> list[Node]:
    """Give every vision one reads: there is one, or few."""
    if not actor.may(May.READ_PLANS):
        return []
    rows = _established(actor, clock.today()).rows(session)
    # The newest version comes last and stands.
    newest = {
        unit_id: Node(
            VISION,
            unit_id,
            gettext("Vision och värdegrund"),
            gettext("Vision"),
            url_for("analysis.vision"),
            name,
            plain(words, 240),
        )
        for unit_id, name, words in rows
    }
    return list(newest.values())


def values(session: Session, actor: Actor, ids: Ids) -> dict[int, Node]:
    """Give values."""
    return {one.id: _value(one) for one in values_now(session, actor, ids)}


def _value(one: Value) -> Node:
    href = url_for("analysis.vision", _anchor=f"del-{one.key}")
    return Node(VALUE, one.id, one.name, gettext("Värde"), href, words=plain(one.words, 240))


def visions_of_values(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the vision each value stands in."""
    found = values_now(session, actor, ids)
    above = visions(session, actor, {one.unit_id for one in found})
    return {one.id: [above[one.unit_id]] for one in found if one.unit_id in above}


def values_of_visions(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the values that stand in each vision."""
    found = values_now(session, actor)
    return {number: [_value(one) for one in found if one.unit_id == number] for number in ids}


def kinds_on_vision() -> frozenset[str]:
    """Give the kinds of goals that hang on the vision without saying so: decided by a council or board, linked in the model."""
    profile = profile_in_force()
    bodies = rules.kinds_of_bodies(profile)
    return frozenset(
        kind.key
        for kind in profile.all_goal_kinds()
        if kind.key in bodies and rules.hangs_on_vision(profile, kind)
    )


def visions_above_goals(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the vision above goals that hang on it: those that say so, and those of a council or board that hang on nothing."""
    hanging = [one for one in goals_by_id(session, actor, ids) if _on_vision(one, kinds_on_vision())]
    known = _visions(session, actor) if hanging else []
    return {one.node.id: [node for node in known if one.aim in {None, node.ref}] for one in hanging}


def _on_vision(one: SeenGoal, implied: Collection[str]) -> bool:
    if one.aim is not None:
        return one.aim.kind == VISION
    return one.above_id is None and one.kind in implied


def goals_below_visions(session: Session, actor: Actor, ids: Ids, most: int) -> dict[int, Few]:
    """Give the first goals that hang on each vision; what hangs on it without saying so hangs on the first."""
    implied = kinds_on_vision()
    found = first_goals(session, actor, Hanging(VISION, implied), ids, most)
    pairs = ((on, one.node) for on, first in found.items() for one in first.goals if _on_vision(one, implied))
    return _few(pairs, found)


def _few(pairs: Iterable[tuple[int, Node]], first: Mapping[int, First]) -> dict[int, Few]:
    found: Found = {}
    for number, node in pairs:
        found.setdefault(number, []).append(node)
    totals = {number: one.total for number, one in first.items()}
    return {number: Few(nodes, max(len(nodes), totals.get(number, 0))) for number, nodes in found.items()}


def values_above_goals(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the value each goal hangs on."""
    on_values = [
        (one.node.id, one.aim.id)
        for one in goals_by_id(session, actor, ids)
        if one.aim is not None and one.aim.kind == VALUE
    ]
    named = values(session, actor, {number for _, number in on_values}) if on_values else {}
    return {goal_id: [named[number]] for goal_id, number in on_values if number in named}


def goals_below_values(session: Session, actor: Actor, ids: Ids, most: int) -> dict[int, Few]:
    """Give the first goals that hang on each value."""
    found = first_goals(session, actor, Hanging(VALUE), ids, most)
    pairs = (
        (on, one.node) for on, first in found.items() for one in first.goals if one.aim == Ref(VALUE, on)
    )
    return _few(pairs, found)


def goals_below_goals(session: Session, actor: Actor, ids: Ids, most: int) -> dict[int, Few]:
    """Give the first goals that hang on each goal; the established version one reads may have hung elsewhere."""
    found = first_goals(session, actor, Hanging(GOAL), ids, most)
    goals = (one for first in found.values() for one in first.goals)
    return _few(((one.above_id, one.node) for one in goals if one.above_id is not None), found)


STRANDS = (Strand(VISION, visions), Strand(VALUE, values))

TIES = (
    Tie(VALUE, VISION, visions_of_values, values_of_visions),
    Tie(GOAL, VALUE, values_above_goals, down_few=goals_below_values),
    Tie(GOAL, VISION, visions_above_goals, down_few=goals_below_visions),
)
