"""Takes what the analysis offers into the registries of the rooms below."""

from dataclasses import replace
from functools import partial

from flask import Flask
from flask_babel import gettext

from app.analysis import as_subjects, mission, vision
from app.analysis.analyses import gap, kinds_in
from app.analysis.before_card import before_card
from app.analysis.cards import text_card
from app.analysis.citizens_card import citizens_card, commitments_card
from app.analysis.economy import economy_card
from app.analysis.hearing.routes import hearing
from app.analysis.layouts.routes import layouts
from app.analysis.naming.routes import links, naming
from app.analysis.parts import Card, Loader, Looked, unit_parts
from app.analysis.quality_card import quality_card
from app.analysis.quoting.routes import quoting
from app.analysis.routes import analysis
from app.modelling.uses import uses
from app.passages.subjects import subjects
from app.steering.in_force import EXTENSION, profile_in_force, when_noticed
from app.steering.schema import Profile
from app.ui.addresses import url_for
from app.writing.kinds import TextKind, beside, kinds
from app.writing.of_the_model import ANALYSES
from app.writing.subjects import subject_kind

BLUEPRINTS = (analysis, layouts, quoting, hearing, naming)


def register(app: Flask) -> None:
    """Register the kinds of text and their places on the unit's page, as the steering model in force has them."""
    kinds.register(mission.KIND, vision.KIND)
    unit_parts.register("vision", 5, _vision)
    unit_parts.register(mission.CORE_MISSION, 10, text_card(mission.KIND, lambda: str(mission.GAP)))
    for kind in (mission.KIND, vision.KIND):
        subjects.register(subject_kind(kind, (kind.key,)))
    take_in(app.extensions[EXTENSION])
    uses.register(ANALYSES)
    when_noticed(app, take_in)
    unit_parts.register("quality", 35, quality_card)
    unit_parts.register("commitments", 36, commitments_card)
    unit_parts.register("heard", 37, citizens_card)
    unit_parts.register("economy", 50, economy_card)
    unit_parts.register("before", 90, before_card)
    beside.register_links("documents", links)
    subjects.register(as_subjects.VALUES)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def take_in(profile: Profile) -> None:
    """Register the kinds of analysis of a model; what units have written under an earlier one stays known."""
    for number, kind in enumerate(kinds_in(profile)):
        kinds.register(kind)
        subjects.register(subject_kind(kind, (kind.key,)))
        unit_parts.register(kind.key, 20 + number, _if_in_use(kind, text_card(kind, partial(gap, kind))))


def _if_in_use(kind: TextKind, load: Loader) -> Loader:
    """Show the card of a kind the model in force lacks only where something is written, and begin nothing new of it."""

    def shown(looked: Looked) -> Card | None:
        card = load(looked)
        if card is None or any(one.key == kind.key for one in profile_in_force().analyses):
            return card
        return replace(card, begin=None) if card.href or card.actions else None

    return shown


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
