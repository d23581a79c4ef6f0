"""Whom one can be at the sign-in page of the demo."""

from flask import Flask

from app.config import Settings
from app.demo import script

EXTENSION = "samsyn_demo_persons"


def install(app: Flask) -> None:
    """Offer the demo persons at the sign-in page; outside the demo there are none."""
    settings: Settings = app.config["SETTINGS"]
    if not settings.demo or not script.folder(settings.profile).exists():
        return
    persons = script.organisation(settings.profile).persons
    app.extensions[EXTENSION] = [(one.username, one.name, one.line) for one in persons]
