"""The matrix in plain words, for the page everybody can open and the document that is kept with the code."""

from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from app.access.actor import Actor, Holding
from app.access.matrix import MATRIX, May, Reach, Role, reach
from app.access.role_words import ROLE_WORDS

REACH_WORDS: dict[Reach, LazyString] = {
    Reach.SELF: lazy_gettext("i den egna enheten"),
    Reach.SUBTREE: lazy_gettext("i den egna enheten och alla under den"),
    Reach.EVERYWHERE: lazy_gettext("i hela kommunen"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One permission: what it is called, what it means, and how far each role holds it (None: not at all)."""

    permission: May
    label: LazyString
    explanation: LazyString
    reaches: dict[Role, LazyString | None]


@dataclass(frozen=True, slots=True)
class Told:
    """One role: what it is called, what it is, what it may, and the appointments through which one holds it oneself."""

    role: Role
    name: LazyString
    meaning: LazyString
    lines: list[Line]
    through: tuple[str, ...]


def by_permission() -> list[Line]:
    """Give every permission in the order of the matrix."""
    return [
        Line(
            permission,
            rule.label,
            rule.explanation,
            {role: REACH_WORDS[far] if (far := reach(role, permission)) else None for role in Role},
        )
        for permission, rule in MATRIX.items()
    ]


def by_role() -> list[tuple[Role, LazyString, LazyString, list[Line]]]:
    """Give every role with its words and the permissions it carries."""
    lines = by_permission()
    return [
        (role, name, meaning, [line for line in lines if line.reaches[role] is not None])
        for role, (name, meaning) in ROLE_WORDS.items()
    ]


def for_person(actor: Actor) -> list[Told]:
    """Give every role, the person's own first, each with the appointments that carry it."""
    told = [Told(*row, _appointments(actor, row[0])) for row in by_role()]
    return sorted(told, key=lambda one: not one.through)


def _appointments(actor: Actor, role: Role) -> tuple[str, ...]:
    carrying = (holding for holding in actor.holdings if holding.role is role)
    return tuple(dict.fromkeys(_name(holding) for holding in carrying))


def _name(holding: Holding) -> str:
    return f"{holding.title}, {holding.unit_name}" if holding.title else holding.unit_name
