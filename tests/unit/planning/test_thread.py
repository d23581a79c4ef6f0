"""The thread as such: features join it by registering, and it is walked and drawn the same whatever it is made of."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.passages.subjects import Ref
from app.planning.thread.drawing import draw
from app.planning.thread.strands import Links, Named, Node, Strand, Strands, Tie
from app.planning.thread.walking import AT_ONCE, PAGE, STEPS, walk

SOMEBODY = Actor(1, "Någon", "sv", ())
NOWHERE = Session()
"""Asks no database: what is found here is known beforehand."""


def node(number: int, kind: str = "thing") -> Node:
    return Node(kind, number, f"Sak {number}", "Sak", f"/{kind}/{number}")


def named(kind: str = "thing") -> Named:
    def find(_session: Session, _actor: Actor, ids: Collection[int]) -> dict[int, Node]:
        return {number: node(number, kind) for number in ids}

    return find


def linked(links: dict[int, list[int]], kind: str = "thing") -> Links:
    def find(_session: Session, _actor: Actor, ids: Collection[int]) -> dict[int, list[Node]]:
        return {one: [node(other, kind) for other in links[one]] for one in ids if one in links}

    return find


def made(down: dict[int, list[int]]) -> Strands:
    up: dict[int, list[int]] = {}
    for above, belows in down.items():
        for below in belows:
            up.setdefault(below, []).append(above)
    strands = Strands()
    strands.register(Strand("thing", named()))
    strands.tie(Tie("thing", "thing", linked(up), linked(down)))
    return strands


def test_one_walks_a_few_steps_each_way_and_is_told_where_one_can_walk_on() -> None:
    chain = made({number: [number + 1] for number in range(1, 20)})
    thread = walk(NOWHERE, SOMEBODY, chain, Ref("thing", 10))
    assert thread is not None
    (up,), (down,) = thread.up, thread.down
    assert [one.node.id for one in up.all()] == [9, 8, 7]
    assert [one.node.id for one in down.all()] == [11, 12, 13]
    assert [one.more for one in down.all()] == [False, False, True]
    assert len(thread.nodes()) == 1 + 2 * STEPS


def test_what_hangs_straight_on_it_comes_in_pages_and_what_lies_further_off_a_few_at_a_time() -> None:
    wide = made({1: list(range(100, 100 + PAGE + 3)), 100: list(range(200, 200 + AT_ONCE[1] + 1))})
    first = walk(NOWHERE, SOMEBODY, wide, Ref("thing", 1))
    last = walk(NOWHERE, SOMEBODY, wide, Ref("thing", 1), page=99)
    assert first is not None
    assert last is not None
    assert (len(first.down), first.pages, first.page) == (PAGE, 2, 1)
    assert (len(last.down), last.page) == (3, 2)
    assert len(first.down[0].branches) == AT_ONCE[1]
    assert first.down[0].more


def test_a_ring_of_links_is_walked_once_round() -> None:
    ring = made({1: [2], 2: [3], 3: [1]})
    thread = walk(NOWHERE, SOMEBODY, ring, Ref("thing", 1))
    assert thread is not None
    assert [one.node.id for one in thread.down[0].all()] == [2, 3]


def test_a_later_feature_joins_with_a_kind_and_a_tie_and_leaves_with_both() -> None:
    strands = made({1: [2]})
    strands.register(Strand("risk", named("risk")))
    strands.tie(Tie("risk", "thing", linked({7: [1]}), linked({1: [7]}, "risk")))
    from_goal = walk(NOWHERE, SOMEBODY, strands, Ref("thing", 1))
    from_risk = walk(NOWHERE, SOMEBODY, strands, Ref("risk", 7))
    assert from_goal is not None
    assert from_risk is not None
    assert [one.node.ref for one in from_goal.down] == [Ref("thing", 2), Ref("risk", 7)]
    assert [one.node.ref for one in from_risk.up] == [Ref("thing", 1)]
    strands.forget("risk")
    assert walk(NOWHERE, SOMEBODY, strands, Ref("risk", 7)) is None
    assert strands.kinds() == ["thing"]


def test_the_picture_holds_each_thing_once_from_the_farthest_above_to_the_farthest_below() -> None:
    thread = walk(NOWHERE, SOMEBODY, made({1: [2], 2: [3, 4]}), Ref("thing", 2))
    assert thread is not None
    picture = draw(thread)
    assert [dot.node.id for dot in picture.dots] == [1, 2, 3, 4]
    assert [dot.here for dot in picture.dots] == [False, True, False, False]
    assert len(picture.pieces) == 3
    assert sorted({dot.x for dot in picture.dots}) == [dot.x for dot in picture.dots][:3]
    assert all(0 < dot.y < picture.height for dot in picture.dots)
