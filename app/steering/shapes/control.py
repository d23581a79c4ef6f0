"""Risk scale and internal control."""

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.steering.shapes.keys import ActorRef, Key
from app.steering.words import Label, Line, Shape, Text


class RiskStep(Shape):
    """One step of likelihood or consequence."""

    value: Annotated[int, Field(ge=1, le=6)]
    """The figure."""
    word: Label
    """The word that stands with it."""
    meaning: Text
    """What it means, so that two people judge alike."""


class RiskLevel(Shape):
    """What a likelihood times a consequence amounts to."""

    key: Key
    """Key of the level."""
    word: Label
    """The word for it."""
    meaning: Text
    """What one does about it."""
    at_least: Annotated[int, Field(ge=1, le=36)]
    """Smallest product it covers."""


class RiskCategory(Shape):
    """A category or aim that risks and controls are sorted under."""

    key: Key
    """Key of the category."""
    name: Label
    """Its name."""
    explanation: Text | None = None
    """What belongs there."""


class InternalControl(Shape):
    """Risk scale and internal control plan."""

    likelihood: Annotated[tuple[RiskStep, ...], Field(min_length=3, max_length=6)]
    """Steps of likelihood, from 1 upward."""
    consequence: Annotated[tuple[RiskStep, ...], Field(min_length=3, max_length=6)]
    """Steps of consequence, from 1 upward."""
    levels: Annotated[tuple[RiskLevel, ...], Field(min_length=2)]
    """What the product of the two amounts to, from the lowest level upward."""
    categories: tuple[RiskCategory, ...] = ()
    """Categories in use; none means free."""
    strategic_with_quality_factors: bool = False
    """Whether strategic risks live with the quality factors and only operational ones enter the plan."""
    plan_decided_by: tuple[ActorRef, ...] = ()
    """Who decides the plan."""
    plan_event: Key | None = None
    """Event of the annual cycle in which the plan is decided."""
    section: Line | None = None
    """Where in the source it stands."""

    @model_validator(mode="after")
    def _scale_is_whole(self) -> "InternalControl":
        for axis, steps in (("likelihood", self.likelihood), ("consequence", self.consequence)):
            values = [step.value for step in steps]
            if values != list(range(1, len(values) + 1)):
                raise PydanticCustomError(
                    "risk_steps",
                    "{axis}: {values}",
                    {"axis": axis, "values": ", ".join(str(value) for value in values)},
                )
        starts = [level.at_least for level in self.levels]
        if starts != sorted(set(starts)):
            raise PydanticCustomError("risk_levels_order", "levels out of order")
        if starts[0] != 1:
            raise PydanticCustomError("risk_levels_gap", "gap below {first}", {"first": starts[0]})
        highest = len(self.likelihood) * len(self.consequence)
        if starts[-1] > highest:
            raise PydanticCustomError(
                "risk_levels_high", "{level} above {highest}", {"level": starts[-1], "highest": highest}
            )
        return self
