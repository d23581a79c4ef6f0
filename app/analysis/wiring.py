"""Takes what the analysis offers into the registries of the rooms below."""

from app.analysis import mission
from app.analysis.cards import text_card
from app.analysis.parts import unit_parts
from app.writing.kinds import kinds


def register() -> None:
    """Register the kinds of text and their places on the unit's page."""
    kinds.register(mission.KIND)
    unit_parts.register(mission.CORE_MISSION, 10, text_card(mission.KIND, mission.GAP))
