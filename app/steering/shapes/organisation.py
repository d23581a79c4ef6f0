"""Kinds of units, and who gives assignments and acknowledges to whom."""

from typing import Annotated, Literal

from pydantic import Field

from app.steering.shapes.keys import ActorRef, Key
from app.steering.words import Label, Shape, Words

UnitNature = Literal["council", "executive_board", "board", "committee", "administrative", "company"]


class UnitKind(Shape):
    """A kind of node in the organisation tree."""

    key: Key
    """Key of the kind."""
    names: Words
    """What such a unit is called."""
    nature: UnitNature
    """What it is in law and practice; decides among other things who can be its manager or its members."""
    level: Annotated[int, Field(ge=0, le=12)]
    """Depth in the tree; a kind stands below its parents."""
    parents: tuple[Key, ...] = ()
    """Kinds it may hang under; none means that it can be the root."""
    may_nest: bool = False
    """Whether it may also hang under its own kind."""
    is_top: bool = False
    """The top administrative kind, whose manager is the kommunchef; exactly one kind is."""
    manager_title: Label | None = None
    """What the one who leads such a unit is called: “sektionschef”."""

    @property
    def is_board(self) -> bool:
        """Tell whether politicians sit on it."""
        return self.nature in {"council", "executive_board", "board", "committee"}

    @property
    def is_company(self) -> bool:
        """Tell whether it is a company of the municipality."""
        return self.nature == "company"

    @property
    def is_administrative(self) -> bool:
        """Tell whether it is led by a manager in the administration."""
        return self.nature == "administrative"


class ChainStep(Shape):
    """One step in the chain of assignments: a giver who says what, a taker who answers for how."""

    giver: ActorRef
    """Who gives."""
    taker: ActorRef
    """Who takes."""
    document: Key | None = None
    """Document type in which the assignments are given."""
    acknowledged: bool = True
    """Whether the taker acknowledges."""
