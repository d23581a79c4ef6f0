"""Gathers the pages of measuring, and ties them to what lies below."""

from flask import Blueprint

from app.disposing.things import things
from app.passages.subjects import subjects
from app.quality.judging import routes as judging_routes
from app.quality.measuring import routes, telling
from app.quality.measuring.blueprint import measuring
from app.quality.measuring.disposing import MEASUREMENTS
from app.quality.measuring.files import routes as file_routes
from app.quality.measuring.rounds import model
from app.quality.measuring.subjects import KIND
from app.steering.in_force import profile_in_force

ROUTE_MODULES = (routes, file_routes, judging_routes)
"""Imported so that their views are on the blueprint before it is registered."""


def measuring_blueprint() -> Blueprint:
    """Give the blueprint with all its views."""
    return measuring


def register_measuring() -> None:
    """Let dialogues be about measurements, remind those who measure, and say who knows the model in force."""
    model.register(profile_in_force)
    subjects.register(KIND)
    telling.register_due()
    things.register(MEASUREMENTS)
