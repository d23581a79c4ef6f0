"""Whom one can be at the sign-in page of the demo."""

from flask import Flask

from app.config import Settings
from app.demo import script
from app.languages import chosen

EXTENSION = "samsyn_demo_persons"


class Line:
    """What somebody's role is, in the language of the page where it is written."""

    def __init__(self, person: script.PersonPart) -> None:
        self._person = person

    def __str__(self) -> str:
        return self._person.line_in(chosen())


def install(app: Flask) -> None:
    """Offer the demo persons at the sign-in page; outside the demo there are none."""
    settings: Settings = app.config["SETTINGS"]
    if not settings.demo or not script.folder(settings.profile).exists():
        return
    persons = script.organisation(settings.profile).persons
    app.extensions[EXTENSION] = [(one.username, one.name, Line(one)) for one in persons]
