"""What somebody is told who presses a button of a page of before: the text cannot be changed any more, and why."""

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from app.db import db
from app.writing.blueprint import writing
from app.writing.errors import NotNow
from app.writing.pages import place_of
from app.writing.wording import words_for


@writing.errorhandler(NotNow)
def say_why(error: NotNow) -> Response:
    """Lead to the text as it stands; views that give back what was typed tell it themselves."""
    db.session.rollback()
    place = place_of((request.view_args or {})["text_id"])
    flash(words_for(error), "problem")
    return redirect(place.address())
