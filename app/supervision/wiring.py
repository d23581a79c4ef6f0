"""Takes the overview into the registries of the rooms below, as the steering model in force has it."""

from flask import Flask
from sqlalchemy.orm import Session

from app.passages.models import Passage
from app.passages.released import released
from app.steering.in_force import EXTENSION, in_force_here, profile_in_force
from app.supervision import keeping, of_the_model
from app.supervision.assured_gaps import assured_gaps
from app.supervision.economy_gaps import economy_gaps
from app.supervision.gaps import gap_kinds
from app.supervision.kind import KIND
from app.supervision.known_gaps import known_gaps
from app.supervision.placing import place_new
from app.supervision.routes import supervision
from app.writing.kinds import kinds


def register(app: Flask) -> None:
    """Register the kind of text, the gaps, and what follows when a passage is released."""
    kinds.register(KIND)
    gap_kinds.register(app.extensions[EXTENSION], in_force_here, known_gaps, assured_gaps, economy_gaps)
    keeping.install()
    of_the_model.register()
    released.register("supervision", _place)
    app.register_blueprint(supervision)


def _place(session: Session, passage: Passage) -> None:
    place_new(session, profile_in_force(), [passage.id])
