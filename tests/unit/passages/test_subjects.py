"""What points at a subject, and the registry of kinds: nothing of a kind nobody knows is called anything."""

from __future__ import annotations

from typing import Any, cast

import pytest
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.passages.subjects import Ref, Subject, SubjectKind, Subjects

ACTOR = Actor(1, "Någon", "sv", ())
NO_SESSION = cast(Session, None)

TEXTS = [
    ("goal:3", Ref("goal", 3)),
    ("core_mission:12", Ref("core_mission", 12)),
    ("goal:2147483647", Ref("goal", 2147483647)),
    ("goal:2147483648", None),
    ("goal:99999999999", None),
    ("goal:", None),
    ("goal", None),
    (":3", None),
    ("", None),
    ("goal:-3", None),
    ("goal:３", None),
    ("goal:3:4", None),
    ("<b>:3", None),
    ("a b:3", None),
    (f"{'g' * 41}:3", None),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_a_subject_is_pointed_at_by_kind_and_number(text: str, expected: Ref | None) -> None:
    assert Ref.read(text) == expected
    if expected is not None:
        assert str(expected) == text


def kind(name: str, readable: set[int], asked: list[list[int]]) -> SubjectKind:
    def name_many(_session: Session, _actor: Actor, ids: Any) -> dict[int, Subject]:
        asked.append(list(ids))
        return {one: Subject(name, one, f"{name} {one}") for one in ids if one in readable}

    def offered(_session: Session, _actor: Actor, _units: Any, _limit: int) -> list[Subject]:
        return [Subject(name, one, f"{name} {one}") for one in sorted(readable)]

    return SubjectKind(name, name.capitalize(), name_many, offered)


def test_each_kind_is_asked_once_and_only_what_may_be_read_is_named() -> None:
    known, asked = Subjects(), cast(list[list[int]], [])
    known.register(kind("goal", {1, 2}, asked))
    known.register(kind("document", {7}, asked))
    wanted = [
        Ref("goal", 2),
        Ref("goal", 1),
        Ref("goal", 1),
        Ref("goal", 9),
        Ref("document", 7),
        Ref("gone", 1),
    ]
    named = known.named(NO_SESSION, ACTOR, wanted)
    assert set(named) == {Ref("goal", 1), Ref("goal", 2), Ref("document", 7)}
    assert asked == [[1, 2, 9], [7]]


def test_a_kind_that_is_gone_is_called_nothing_and_offers_nothing() -> None:
    known = Subjects()
    known.register(kind("goal", {1}, []))
    known.register(kind("document", set(), []))
    assert [
        (one.kind, [s.id for s in found]) for one, found in known.offered(NO_SESSION, ACTOR, [1], 10)
    ] == [("goal", [1])]
    known.forget("goal")
    assert (known.knows("goal"), known.label("goal"), known.brought_by("goal")) == (False, "", ())
    assert known.named(NO_SESSION, ACTOR, [Ref("goal", 1)]) == {}
