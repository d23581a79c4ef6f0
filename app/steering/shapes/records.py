"""Types of records: how long each is kept before it may be disposed of, and by what rule."""

from typing import Annotated, Literal

from pydantic import Field

from app.steering.shapes.keys import Key
from app.steering.words import Label, Line, Shape, Text

RecordOf = Literal[
    "dialogue",
    "employee_talk",
    "core_mission",
    "vision",
    "analysis",
    "operational_plan",
    "goal",
    "quality_factor",
    "control_plan",
    "control_report",
    "control_evaluation",
    "forecast",
    "recovery",
    "golden_zone",
    "decision",
    "report",
    "follow_up_plan",
    "governing_document",
    "commitment",
    "heard",
    "citizen_dialogue",
    "assignment",
    "deviation",
    "economic_frame",
    "financial_goal",
    "candidate",
    "risk",
    "measurement",
    "cycle_move",
    "model_draft",
    "passage",
]
"""What the product keeps records of: what is established, and what people write that is kept when it is over."""


class RecordType(Shape):
    """A type of record and how long it is kept. The municipality decides that in its plan for information; a profile says
    what the plan says, or what the product proposes until there is one.
    """

    key: Key
    """Key of the type."""
    name: Label
    """What it is called in the municipality's plan."""
    of: Annotated[tuple[RecordOf, ...], Field(min_length=1)]
    """What it is the record of; what no type names has no time set."""
    keep_years: Annotated[int, Field(ge=0, le=100)] | None = None
    """Whole calendar years it is kept after the year it was established or, for what is in force, ceased to be. Missing
    means kept for good."""
    rule: Text
    """What the time stands on: the decision, the plan or the advice, said to whoever disposes."""
    basis: Literal["source", "product"] = "source"
    """Whether the municipality has decided it, or it is the product's proposal."""
    section: Line | None = None
    """Where in the municipality's plan it stands."""
