"""Whom one can be at the sign-in page of the demo, and which other demos there are."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from flask import Flask

from app.config import Settings
from app.languages import chosen

if TYPE_CHECKING:
    from app.demo.script import OrganisationPart, PersonPart

EXTENSION = "samsyn_demo_persons"
OTHERS = "samsyn_demo_others"


class Line:
    """What somebody's role is, in the language of the page where it is written."""

    def __init__(self, person: PersonPart) -> None:
        self._person = person

    def __str__(self) -> str:
        return self._person.line_in(chosen())


class Others:
    """The other demos, read when the sign-in page is first asked for: no start pays for them."""

    def __init__(self, key: str) -> None:
        self._key = key

    @cached_property
    def _known(self) -> list[tuple[str, OrganisationPart]]:
        from app.demo import script

        return [(key, script.organisation(key)) for key in script.municipalities() if key != self._key]

    def told(self) -> list[tuple[str, str, str]]:
        """Give the municipality, what is particular about its model, and the key its demo is opened by."""
        return [(one.municipality, one.line_in(chosen()), key) for key, one in self._known]


def install(app: Flask) -> None:
    """Offer the demo persons at the sign-in page; outside the demo there are none."""
    settings: Settings = app.config["SETTINGS"]
    if not settings.demo:
        return
    # Nothing of the demo is loaded anywhere else: it would cost every start a good part of its time.
    from app.demo import script

    # A model changed in a file keeps the key of the one it was copied from, and so its municipality.
    key = app.extensions["samsyn_profile"].key
    if key not in script.municipalities():
        return
    persons = script.organisation(key).persons
    app.extensions[EXTENSION] = [(one.username, one.name, Line(one)) for one in persons]
    app.extensions[OTHERS] = Others(key)
