"""Takes what the analysis offers into the registries of the rooms below."""

from functools import partial

from flask import Flask
from flask_babel import gettext

from app.analysis import as_subjects, mission, vision
from app.analysis.analyses import gap, kinds_in
from app.analysis.cards import text_card
from app.analysis.citizens_card import citizens_card
from app.analysis.economy import economy_card
from app.analysis.hearing.routes import hearing
from app.analysis.layouts.routes import layouts
from app.analysis.naming.routes import links, naming
from app.analysis.parts import Card, Looked, unit_parts
from app.analysis.quality_card import quality_card
from app.analysis.quoting.routes import quoting
from app.analysis.routes import analysis
from app.passages.subjects import subjects
from app.steering.routes import EXTENSION
from app.ui.addresses import url_for
from app.writing.kinds import beside, kinds
from app.writing.subjects import subject_kind

BLUEPRINTS = (analysis, layouts, quoting, hearing, naming)


def register(app: Flask) -> None:
    """Register the kinds of text and their places on the unit's page, as the steering model in force has them."""
    kinds.register(mission.KIND, vision.KIND)
    unit_parts.register("vision", 5, _vision)
    unit_parts.register(mission.CORE_MISSION, 10, text_card(mission.KIND, lambda: str(mission.GAP)))
    for number, kind in enumerate(kinds_in(app.extensions[EXTENSION])):
        kinds.register(kind)
        unit_parts.register(kind.key, 20 + number, text_card(kind, partial(gap, kind)))
    unit_parts.register("quality", 35, quality_card)
    unit_parts.register("heard", 36, citizens_card)
    unit_parts.register("economy", 50, economy_card)
    beside.register_links("documents", links)
    for kind in kinds.all():
        subjects.register(subject_kind(kind, (kind.key,)))
    subjects.register(as_subjects.VALUES)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def _vision(looked: Looked) -> Card | None:
    """Lead from the top unit's page to the vision it keeps for all."""
    if not looked.unit.is_top_administration:
        return None
    return Card(
        "vision",
        gettext("Vision och värdegrund"),
        about=gettext("Gäller hela kommunen."),
        href=url_for("analysis.vision"),
        link=gettext("Läs, och se vad den betyder i enheterna"),
    )
