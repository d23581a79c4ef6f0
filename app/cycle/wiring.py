"""The pages of the annual cycle, and what it tells the rooms below."""

from flask import Blueprint

from app.cycle import coming, progress
from app.cycle.disposing import MOVED
from app.cycle.of_the_model import MOVES
from app.cycle.routes import cycle
from app.disposing.things import things
from app.modelling.uses import uses


def cycle_blueprint() -> Blueprint:
    """Give the blueprint with all its views."""
    return cycle


def register_cycle() -> None:
    """Feed calendars and reminders, and tell what has been done where."""
    coming.register()
    progress.register()
    uses.register(MOVES)
    things.register(MOVED)
