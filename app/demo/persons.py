"""Whom one can be at the sign-in page of the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from app.config import Settings
from app.languages import chosen

if TYPE_CHECKING:
    from app.demo.script import PersonPart

EXTENSION = "samsyn_demo_persons"


class Line:
    """What somebody's role is, in the language of the page where it is written."""

    def __init__(self, person: PersonPart) -> None:
        self._person = person

    def __str__(self) -> str:
        return self._person.line_in(chosen())


def install(app: Flask) -> None:
    """Offer the demo persons at the sign-in page; outside the demo there are none."""
    settings: Settings = app.config["SETTINGS"]
    if not settings.demo:
        return
    # Nothing of the demo is loaded anywhere else: it would cost every start a good part of its time.
    from app.demo import script

    if not script.folder(settings.profile).exists():
        return
    persons = script.organisation(settings.profile).persons
    app.extensions[EXTENSION] = [(one.username, one.name, Line(one)) for one in persons]
