"""Choices for selects: everything where it is little, what a search found where it is much."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.organisation import finding, tree
from app.organisation.models import Person, Unit

Choice = tuple[int | str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen, and whether one has to search to see more."""

    options: Sequence[Choice]
    by_search: bool

    def offered(self, *, but: int | None = None) -> list[Choice]:
        """Give what a select offers: nothing is chosen before somebody has, where there is more than what one searched for."""
        options = [choice for choice in self.options if choice[0] != but]
        return options if self.by_search else [("", gettext("Välj")), *options]


def units(
    session: Session, day: date, sought: str, chosen: int | None, kinds: Collection[str] | None = None
) -> Choices:
    """Give the units of a day one can choose, of these kinds: the whole tree, or what the search found."""
    if tree.is_small(session, day):
        return Choices(_indented(tree.nodes(session, day), kinds), by_search=False)
    found = [
        (one.id, f"{one.name} ({one.parent_name})" if one.parent_name else one.name)
        for one in (finding.units_named(session, sought, day) if sought else [])
        if kinds is None or one.kind in kinds
    ]
    if chosen is not None and chosen not in {number for number, _label in found}:
        unit = session.get(Unit, chosen)
        if unit is not None and (kinds is None or unit.kind in kinds):
            found.insert(0, (unit.id, unit.name))
    return Choices(found, by_search=True)


def people(session: Session, day: date, sought: str, chosen: int | None) -> Choices:
    """Give the people one can choose: all where they are few, otherwise what the search found."""
    everyone = finding.open_people(session, day)
    if everyone is not None:
        return Choices([(one.id, _named(one)) for one in everyone], by_search=False)
    found = finding.people_named(session, sought, day, everyone=True) if sought else []
    options = [(one.id, _named(one)) for one in found if one.closed_on is None or one.closed_on > day]
    if chosen is not None and chosen not in {number for number, _label in options}:
        person = session.get(Person, chosen)
        if person is not None:
            options.insert(0, (person.id, _named(person)))
    return Choices(options, by_search=True)


def _named(person: Person) -> str:
    return f"{person.name} ({person.email})" if person.email else person.name


def _indented(nodes: list[tree.Node], kinds: Collection[str] | None) -> list[Choice]:
    """Give the tree as a list in which depth is seen; units of other kinds are left out."""
    under: dict[int | None, list[tree.Node]] = {}
    known = {node.id for node in nodes}
    for node in nodes:
        under.setdefault(node.parent_id if node.parent_id in known else None, []).append(node)
    options: list[Choice] = []
    waiting = [(node, 0) for node in reversed(under.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        if kinds is None or node.kind in kinds:
            options.append((node.id, "\u2007\u2007" * depth + node.name))
        waiting += [(child, depth + 1) for child in reversed(under.get(node.id, []))]
    return options
