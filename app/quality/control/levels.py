"""What a plan's risks amount to in the words of a steering model: kept with what is decided, in the languages the model has."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.quality.risks import scale as scales
from app.steering.shapes.control import InternalControl
from app.steering.words import Label

KEPT = "level"
"""Under this a risk of a plan keeps what it amounts to; versions from before the product did that have no such key."""


def with_levels(held: Mapping[str, Any], known: Sequence[InternalControl]) -> dict[str, Any]:
    """Give a plan with what each risk amounts to and the level risks are taken in from, in words.

    `known` are the scale to go by and then those in which steps stand that it has no word for.
    """
    risks = [{**risk, **_judged(risk, known)} for risk in held["risks"]]
    return {**held, "risks": risks, "threshold_level": _level(known[0], held["threshold"])}


def has_levels(held: Mapping[str, Any]) -> bool:
    """Tell whether a decided plan keeps what its risks amounted to."""
    return all(KEPT in risk for risk in held["risks"]) and "threshold_level" in held


def _judged(risk: Mapping[str, Any], known: Sequence[InternalControl]) -> dict[str, Any]:
    return {
        KEPT: _level(known[0], risk["value"]),
        "likelihood_word": _words(scales.step_word(known, "likelihood", risk["likelihood"])),
        "consequence_word": _words(scales.step_word(known, "consequence", risk["consequence"])),
    }


def _level(scale: InternalControl, value: int) -> dict[str, Any] | None:
    level = scales.level_of(scale, value)
    if level is None:
        return None
    return {**(_words(level.word) or {}), "rank": scales.rank_of(scale, value)}


def _words(label: Label | None) -> dict[str, str | None] | None:
    return {"sv": label.sv, "en": label.en} if label is not None else None
