"""Gathers the route modules of residents and users, and what they offer the rooms below."""

from flask import Blueprint

from app.citizens import subjects
from app.citizens.blueprint import citizens
from app.citizens.bringing import beside_analysis
from app.citizens.commitments import routes as commitment_routes
from app.citizens.dialogues import routes as dialogue_routes
from app.citizens.disposing import CITIZENS
from app.citizens.heard import routes as heard_routes
from app.citizens.of_the_model import COMMITMENTS, SOURCES
from app.disposing.things import things
from app.modelling.uses import uses
from app.passages.subjects import subjects as subjects_of_dialogues
from app.writing.kinds import beside

ROUTE_MODULES = (commitment_routes, heard_routes, dialogue_routes)
"""Imported so that their views are on the blueprint before it is registered."""


def citizens_blueprint() -> Blueprint:
    """Give the blueprint with all its views."""
    return citizens


def register_citizens() -> None:
    """Say what dialogues can be about, and what stands beside analyses."""
    subjects_of_dialogues.register(subjects.KIND)
    beside.register_background("heard", beside_analysis)
    uses.register(COMMITMENTS, SOURCES)
    things.register(*CITIZENS)
