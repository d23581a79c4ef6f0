"""The blueprint that all pages of dialogues hang on; `wiring` gathers the route modules."""

from flask import Blueprint

dialogues = Blueprint("dialogues", __name__, url_prefix="/dialoger", template_folder="templates")
