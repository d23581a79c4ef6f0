"""Gathers the route modules of plans, and ties them to what lies below."""

from flask import Blueprint

from app.analysis.parts import unit_parts
from app.planning import telling, unit_page
from app.planning.blueprint import planning
from app.planning.candidates import routes as candidate_routes
from app.planning.card import goals_card
from app.planning.disposing import erase_beside_goal
from app.planning.facts import EDITION
from app.planning.files import routes as file_routes
from app.planning.goals import routes as goal_routes
from app.planning.parts import routes as part_routes
from app.records.disposal import texts_elsewhere

ROUTE_MODULES = (unit_page, candidate_routes, goal_routes, part_routes, file_routes)
"""Imported so that their views are on the blueprint before it is registered."""


def planning_blueprint() -> Blueprint:
    """Give the blueprint with all its views."""
    return planning


def register_plans() -> None:
    """Put goals on the page of a unit, remind of activities, and take along what else holds the words of an erased version."""
    telling.register_due()
    unit_parts.register("goals", 30, goals_card)
    texts_elsewhere.register(EDITION, erase_beside_goal)
