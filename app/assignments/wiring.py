"""Gathers the route modules of assignments and questions, and ties them to what lies below."""

from flask import Blueprint

from app.assignments import disposing, routes, subjects, telling
from app.assignments.blueprint import assignments, zone
from app.assignments.facts import ZONE_EDITION
from app.assignments.zone import routes as zone_routes
from app.disposing.kinds import record_kinds
from app.disposing.things import things
from app.passages.subjects import subjects as subjects_of_dialogues
from app.records.disposal import texts_elsewhere
from app.records.extracting import others_words

ROUTE_MODULES = (routes, zone_routes)
"""Imported so that their views are on the blueprints before they are registered."""


def assignment_blueprints() -> tuple[Blueprint, ...]:
    """Give the blueprints of assignments and questions."""
    return assignments, zone


def register_assignments() -> None:
    """Say what dialogues and the thread know of assignments, what comes by itself, and what is erased along."""
    subjects_of_dialogues.register(subjects.KIND)
    subjects.register()
    telling.register()
    texts_elsewhere.register(ZONE_EDITION, disposing.erase_beside_question)
    record_kinds.register(disposing.QUESTIONS)
    things.register(*disposing.OVER)
    # What somebody began on one's own side and did not share is read by nobody, whoever begins anew.
    others_words.register("zone.taken_over", whose="by", words=["text", "owner"])
