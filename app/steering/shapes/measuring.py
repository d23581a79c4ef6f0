"""Scales on which people judge, and indicators."""

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.steering.shapes.keys import ActorRef, Key, Subject
from app.steering.words import Label, Shape, Text, Words

ShapeToken = Literal["circle", "ring", "triangle", "square", "diamond", "cross", "dash"]
ColourToken = Literal["green", "yellow", "red", "black", "blue", "neutral"]


class Level(Shape):
    """One step of an assessment scale."""

    key: Key
    """Key of the level."""
    word: Label
    """The word that always stands with the colour."""
    meaning: Text
    """What it means."""
    shape: ShapeToken
    """Shape that carries the meaning without colour; each level has its own."""
    colour: ColourToken = "neutral"
    """Colour token of the product's theme."""
    at_least: float | None = None
    """Lower border of the proposal, itself included; missing on the lowest level."""
    below: float | None = None
    """Upper border of the proposal, itself not included; missing on the highest level."""
    not_measured: bool = False
    """Whether it stands for what was not measured; such a level has no borders."""
    needs_remedy: bool = False
    """Whether a remedy must be told with it."""
    needs_reason: bool = False
    """Whether the one who judges must say why."""


class Scale(Shape):
    """Levels on which people judge; with borders the product proposes and a person still decides."""

    key: Key
    """Key of the scale."""
    name: Label
    """Its name."""
    applies_to: Annotated[tuple[Subject, ...], Field(min_length=1)]
    """What is judged on it."""
    basis: Literal["judgement", "degree_of_fulfilment", "deviation_percent"] = "judgement"
    """What borders are compared with: nothing, outcome in per cent of target, or deviation in per cent."""
    rounding: Literal["none", "down", "nearest"] = "none"
    """How the figure is brought to whole per cent before it is compared."""
    weighs_in: Text | None = None
    """What the one who judges should weigh in beside the figure."""
    reason: Literal["always", "when_it_differs", "never"] = "when_it_differs"
    """When a reason must be written: always, when the judgement differs from the proposal, or never."""
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=7)]
    """The levels, best first."""

    @property
    def proposes(self) -> bool:
        """Tell whether the product can propose a level from figures."""
        return self.basis != "judgement"

    @property
    def proposes_by_fulfilment(self) -> bool:
        """Tell whether what it proposes from is how far targets are reached."""
        return self.basis == "degree_of_fulfilment"

    @model_validator(mode="after")
    def _levels_fit(self) -> "Scale":
        _shapes_differ(self.levels)
        bordered = [level for level in self.levels if level.at_least is not None or level.below is not None]
        if self.basis == "judgement":
            if bordered:
                raise PydanticCustomError(
                    "borders_without_basis", "borders without a basis", {"level": bordered[0].key}
                )
            return self
        _borders_cover_everything(self.levels)
        return self


def _shapes_differ(levels: tuple[Level, ...]) -> None:
    seen: dict[str, str] = {}
    for level in levels:
        if level.shape in seen:
            raise PydanticCustomError(
                "same_shape",
                "{first} and {second} share {shape}",
                {"first": seen[level.shape], "second": level.key, "shape": level.shape},
            )
        seen[level.shape] = level.key


def _borders_cover_everything(levels: tuple[Level, ...]) -> None:
    """Check that every figure falls in exactly one level, from the best level downward."""
    measured = [level for level in levels if not level.not_measured]
    for level in levels:
        if level.not_measured and (level.at_least is not None or level.below is not None):
            raise PydanticCustomError("not_measured_borders", "{level} has borders", {"level": level.key})
    if not measured:
        raise PydanticCustomError("scale_empty", "no level with borders")
    ordered = sorted(measured, key=lambda level: -_low(level))
    for upper, lower in pairwise(ordered):
        _borders_meet(upper, lower)
    if ordered[0].below is not None:
        raise PydanticCustomError(
            "scale_top", "{level} ends", {"level": ordered[0].key, "border": f"{ordered[0].below:g}"}
        )
    if ordered[-1].at_least is not None:
        raise PydanticCustomError(
            "scale_bottom",
            "{level} starts",
            {"level": ordered[-1].key, "border": f"{ordered[-1].at_least:g}"},
        )


def _low(level: Level) -> float:
    return float("-inf") if level.at_least is None else level.at_least


def _borders_meet(upper: Level, lower: Level) -> None:
    if upper.at_least is None or lower.below is None or lower.below > upper.at_least:
        raise PydanticCustomError(
            "scale_overlap", "{upper} and {lower} overlap", {"upper": upper.key, "lower": lower.key}
        )
    if lower.below < upper.at_least:
        raise PydanticCustomError(
            "scale_gap",
            "gap between {lower} and {upper}",
            {"lower": lower.key, "upper": upper.key, "from": f"{lower.below:g}", "to": f"{upper.at_least:g}"},
        )


class IndicatorType(Shape):
    """A type of indicator."""

    key: Key
    """Key of the type."""
    names: Words
    """What it is called."""
    explanation: Text
    """What it tells."""
    composed_of: tuple[Key, ...] = ()
    """Types it is put together from, as efficiency is of a result and a resource."""


class Indicators(Shape):
    """How the model measures."""

    types: tuple[IndicatorType, ...] = ()
    """The types in use; none means that indicators have no type."""
    method_required: bool = True
    """Whether a method must be described before an indicator is established."""
    routine_required: bool = True
    """Whether the routine for measuring must be described before an indicator is established."""
    yearly_targets: bool = False
    """Whether there is a target for each year."""
    present_and_target: bool = False
    """Whether a present value and a target value are asked for."""
    result_years: Annotated[int, Field(ge=0, le=10)] = 4
    """Years with results in the table."""
    target_years: Annotated[int, Field(ge=0, le=10)] = 0
    """Years with targets in the table."""
    checklist: Key | None = None
    """Checklist offered while writing an indicator."""
    decided_by: tuple[ActorRef, ...] = ()
    """Who decides on indicators."""
