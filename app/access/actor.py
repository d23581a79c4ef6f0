"""The acting person: who, and through which appointments, at this moment."""

from dataclasses import dataclass
from datetime import date

from app.access.matrix import May, Reach, Role, reach


@dataclass(frozen=True, slots=True)
class Holding:
    """One appointment in force now: a role at a unit. `unit_name`, `unit_kind` and `title` are for showing only."""

    role: Role
    unit_id: int
    unit_name: str
    unit_kind: str
    title: str
    is_deputy: bool = False
    duty: str = ""
    is_top: bool = False
    appointment_id: int = 0
    unit_ends_on: date | None = None
    """The day from which the unit is no more, where one is planned."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a read may look: everywhere, or in some units and in the subtrees below others."""

    everywhere: bool
    units: frozenset[int]
    subtrees: frozenset[int]

    @property
    def empty(self) -> bool:
        """Tell whether nothing at all is within reach."""
        return not (self.everywhere or self.units or self.subtrees)


NOWHERE = Scope(False, frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person with the appointments in force now."""

    person_id: int
    name: str
    language: str
    holdings: tuple[Holding, ...]

    def may(self, permission: May) -> bool:
        """Tell whether any appointment in force carries `permission`; the first gate, never the only one."""
        return any(reach(holding.role, permission) for holding in self.holdings)

    def scope(self, permission: May) -> Scope:
        """Give the units within which this person holds `permission` now."""
        units: set[int] = set()
        subtrees: set[int] = set()
        for holding in self.holdings:
            far = reach(holding.role, permission)
            if far is Reach.EVERYWHERE:
                return Scope(True, frozenset(), frozenset())
            if far is Reach.SELF:
                units.add(holding.unit_id)
            elif far is Reach.SUBTREE:
                subtrees.add(holding.unit_id)
        return Scope(False, frozenset(units), frozenset(subtrees))

    def has(self, role: Role) -> bool:
        """Tell whether one of the appointments in force is of `role`."""
        return any(holding.role is role for holding in self.holdings)

    @property
    def is_chief_executive(self) -> bool:
        """Tell whether this is the kommunchef: the manager of the top administrative unit."""
        return any(holding.role is Role.MANAGER and holding.is_top for holding in self.holdings)

    @property
    def title_line(self) -> str:
        """Name the first appointment as it stands in the page head, for instance “Enhetschef, förskolan Ängen”."""
        if not self.holdings:
            return ""
        first = self.holdings[0]
        return f"{first.title}, {first.unit_name}" if first.title else first.unit_name
