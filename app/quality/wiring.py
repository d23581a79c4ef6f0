"""Gathers the rooms of quality, and ties them to what lies below."""

from flask import Blueprint

from app.disposing.kinds import record_kinds
from app.disposing.things import things
from app.modelling.uses import uses
from app.passages.subjects import subjects
from app.quality import unit_page
from app.quality.blueprint import quality
from app.quality.disposing import erase_beside_factor
from app.quality.factors import inheriting, why_routes
from app.quality.factors import routes as factor_routes
from app.quality.facts import EDITION
from app.quality.in_analyses import factors_beside
from app.quality.indicators import routes as indicator_routes
from app.quality.keeping import FACTORS
from app.quality.kolada import models as kolada
from app.quality.measuring import models as measuring
from app.quality.of_the_model import INDICATORS, RHYTHMS, RISKS
from app.quality.subjects import KINDS
from app.quality.unfinished import FACTOR_DRAFTS
from app.records.disposal import texts_elsewhere
from app.writing.kinds import beside

ROUTE_MODULES = (unit_page, factor_routes, why_routes, inheriting, indicator_routes)
"""Imported so that their views are on the blueprint before it is registered."""

TABLES = (kolada, measuring)
"""Imported so that the database knows them."""


def quality_blueprint() -> Blueprint:
    """Give the blueprint with all its views."""
    return quality


def register_quality() -> None:
    """Let dialogues be about factors, analyses look at them, and erased versions take their words along."""
    for kind in KINDS:
        subjects.register(kind)
    texts_elsewhere.register(EDITION, erase_beside_factor)
    record_kinds.register(FACTORS)
    things.register(FACTOR_DRAFTS)
    uses.register(INDICATORS, RHYTHMS, RISKS)
    beside.register_background("quality_factors", factors_beside)
