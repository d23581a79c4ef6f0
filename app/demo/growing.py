"""Grows an organisation to any size around the units of the demo persons."""

import random

from app.demo.script import OrganisationPart, UnitPart
from app.demo.vocabulary import FIRST_NAMES, KINDS_OF_WORK, LAST_NAMES

KEPT = ("kf", "ks", "kommun", "larande", "angen", "omsorg", "hemtjanst")
"""The units the demo persons belong to; they are there at every size."""


SMALLEST = len(KEPT)


def grow(wanted: OrganisationPart, size: int, chance: random.Random) -> OrganisationPart:
    """Give an organisation of `size` units around the units of the demo persons: six levels, uneven branches."""
    units = [unit for unit in wanted.units if unit.key in KEPT]
    appointments = tuple(one for one in wanted.appointments if one.unit in KEPT)
    sections = ["larande", "omsorg"]
    areas: list[str] = []
    wanted_sections = max(2, round(size**0.3))
    wanted_areas = round(size**0.6) if size > 60 else 0
    for number in range(size - len(units)):
        if len(sections) < wanted_sections:
            kind, above = "section", "kommun"
        elif len(areas) < wanted_areas:
            kind, above = "area", chance.choice(sections)
        else:
            # A low number is drawn more often: some branches grow large, others stay small.
            branches = areas or sections
            above = (
                branches[int(len(branches) * chance.random() ** 1.6)]
                if chance.random() < 0.93
                else chance.choice(sections)
            )
            kind = "unit"
        part = _unit(number, kind, above, chance)
        units.append(part)
        if kind != "unit":
            (sections if kind == "section" else areas).append(part.key)
    return wanted.model_copy(update={"units": tuple(units), "appointments": appointments, "changes": ()})


def _unit(number: int, kind: str, above: str, chance: random.Random) -> UnitPart:
    word = {"section": "Sektion", "area": "Verksamhetsområde"}.get(kind) or chance.choice(KINDS_OF_WORK)
    name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)} {number + 1}"
    return UnitPart(
        key=f"m{number + 1}",
        name=f"{word} {number + 1}",
        kind=kind,
        under=above,
        chief=name,
        since=-30 - chance.randrange(60),
    )
