"""The scale risks are judged on: the profile's, and one of the product's own where the profile says nothing."""

from collections.abc import Sequence

from app.quality.risks.models import Nature
from app.steering.schema import Profile
from app.steering.shapes.control import InternalControl, RiskLevel, RiskStep
from app.steering.words import Label, Text


def _steps(*words: tuple[str, str, str, str]) -> tuple[RiskStep, ...]:
    return tuple(
        RiskStep(value=number, word=Label(sv=sv, en=en), meaning=Text(sv=why_sv, en=why_en))
        for number, (sv, en, why_sv, why_en) in enumerate(words, start=1)
    )


def _level(key: str, least: int, sv: str, en: str, why_sv: str, why_en: str) -> RiskLevel:
    return RiskLevel(key=key, at_least=least, word=Label(sv=sv, en=en), meaning=Text(sv=why_sv, en=why_en))


USUAL = InternalControl(
    likelihood=_steps(
        ("osannolik", "unlikely", "Det händer knappast.", "It will hardly happen."),
        ("möjlig", "possible", "Det kan hända, men sällan.", "It can happen, but seldom."),
        ("sannolik", "likely", "Det händer nog inom ett år.", "It will happen within a year."),
        ("mycket sannolik", "very likely", "Det händer redan.", "It happens already."),
    ),
    consequence=_steps(
        ("försumbar", "negligible", "Ingen märker det.", "Nobody notices."),
        ("lindrig", "slight", "Det stör en stund.", "It disturbs for a while."),
        ("kännbar", "noticeable", "Flera får det sämre.", "Several are worse off."),
        ("allvarlig", "serious", "Någon kommer till skada.", "Somebody comes to harm."),
    ),
    levels=(
        _level("low", 1, "låg", "low", "Vi håller ögonen på den.", "We keep an eye on it."),
        _level(
            "moderate", 4, "måttlig", "moderate", "Vi ser över arbetssättet.", "We look over how we work."
        ),
        _level("high", 8, "hög", "high", "Vi kontrollerar den.", "We check it."),
        _level("very_high", 12, "mycket hög", "very high", "Vi gör något nu.", "We act now."),
    ),
    strategic_with_quality_factors=True,
)
"""Four steps each way, where a profile has no scale of its own (domain 7)."""


def scale_of(profile: Profile) -> InternalControl:
    """Give the scale risks are judged on."""
    return profile.internal_control or USUAL


def natures_in_plans(scale: InternalControl) -> frozenset[str]:
    """Give what kinds of risk enter a plan: operational ones alone where the strategic live with the quality factors."""
    return frozenset({Nature.OPERATIONAL} if scale.strategic_with_quality_factors else set(Nature))


def step(steps: Sequence[RiskStep], value: int) -> RiskStep | None:
    """Give a step by its figure; None for what is not judged, or was judged on a longer scale."""
    return next((one for one in steps if one.value == value), None)


def step_word(scales: Sequence[InternalControl], axis: str, value: int) -> Label | None:
    """Give the word of a step of likelihood or consequence by the first scale that is long enough; None where none is."""
    for scale in scales:
        found = step(scale.likelihood if axis == "likelihood" else scale.consequence, value)
        if found is not None:
            return found.word
    return None


def level_of(scale: InternalControl, value: int) -> RiskLevel | None:
    """Give the level a likelihood times a consequence amounts to; None for what is not judged."""
    found = [one for one in scale.levels if one.at_least <= value]
    return found[-1] if found else None


def rank_of(scale: InternalControl, value: int) -> int:
    """Give the place of a level on its scale, from 1 to 4 however many levels there are; 0 for what is not judged."""
    level = level_of(scale, value)
    if level is None:
        return 0
    return round(1 + scale.levels.index(level) * 3 / max(1, len(scale.levels) - 1))


def span(scale: InternalControl, key: str) -> tuple[int, int] | None:
    """Give the smallest and the largest product of a level; None where there is no such level."""
    for place, one in enumerate(scale.levels):
        if one.key == key:
            above = scale.levels[place + 1].at_least - 1 if place + 1 < len(scale.levels) else 36
            return one.at_least, above
    return None


def worth_controlling(scale: InternalControl) -> int:
    """Give the product from which on a risk belongs in a plan, where nobody has said otherwise: the last level but one."""
    return scale.levels[-2].at_least
