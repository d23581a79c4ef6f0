"""A smallest profile that can be used, and ways to put something into it."""

from app.steering.errors import Problem, ProfileError
from app.steering.loader import parse_profile
from app.steering.schema import Profile

SMALLEST = """
schema_version = 1
key = "smallest"
name = "Minsta modellen"
municipality = "Ingenstans kommun"
summary = "En modell som bara har det som måste finnas."

[source]
title = "Minsta styrmodellen"
decided_by = "kommunfullmäktige"

[[unit_kinds]]
key = "council"
nature = "council"
level = 0
names.sv = { singular = "fullmäktige", definite = "fullmäktige", plural = "fullmäktige" }

[[unit_kinds]]
key = "executive_board"
nature = "executive_board"
level = 1
parents = ["council"]
names.sv = { singular = "styrelse", definite = "styrelsen", plural = "styrelser" }

[[unit_kinds]]
key = "administration"
nature = "administrative"
level = 2
parents = ["executive_board"]
is_top = true
names.sv = { singular = "förvaltning", definite = "förvaltningen", plural = "förvaltningar" }

[[unit_kinds]]
key = "unit"
nature = "administrative"
level = 3
parents = ["administration"]
names.sv = { singular = "enhet", definite = "enheten", plural = "enheter" }

[[dialogue_templates]]
key = "managers"
name = "Samtal"
pair_kind = "managers"
overarching = "överordnad chef"
reporting = "rapporterande chef"
purpose = "Att ses."

[[dialogue_templates.themes]]
key = "talk"
title = "Hur är läget?"
"""


def read(extra: str = "", base: str = SMALLEST) -> Profile:
    """Read the smallest profile with `extra` after it."""
    return parse_profile(base + extra, "test.toml")


def problems(extra: str = "", base: str = SMALLEST) -> list[Problem]:
    """Give the problems of the smallest profile with `extra` after it."""
    try:
        read(extra, base)
    except ProfileError as error:
        return list(error.problems)
    return []
