"""The blueprint of what has to do with residents and users, what its pages share, and how what one asks for is opened."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, request
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May, Role
from app.citizens import wording
from app.citizens.queries import Reader, unit_to_write, written_by
from app.citizens.rules import Room, rooms_of
from app.db import db
from app.documents.forms import number_from
from app.documents.pages import Searching, offer_units
from app.organisation.models import Unit
from app.paging import Found
from app.records.queries import history_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for

citizens = Blueprint("citizens", __name__, url_prefix="/invanare", template_folder="templates")

ID = "int(max=2147483647)"
Answer = str | Response | tuple[str, int]

ENDPOINTS = {
    Room.COMMITMENTS: "citizens.commitments",
    Room.HEARD: "citizens.heard",
    Room.DIALOGUES: "citizens.dialogues",
}


@citizens.context_processor
def words() -> dict[str, object]:
    """Give the pages of this room the words they share."""
    return {
        "commitment_called": wording.commitment_called,
        "heard_from": wording.heard_from,
        "how_many": wording.how_many,
        "month_named": wording.month_named,
        "states": wording.STATES,
        "kept_words": wording.KEPT_SHORT,
        "dialogue_states": wording.DIALOGUE_STATES,
        "met_words": wording.MET_SAID,
        "rooms": rooms,
    }


def has_rooms() -> bool:
    """Tell whether the model in force has any of what this is about: only then is there a door."""
    return bool(rooms_of(profile_in_force()))


def rooms(here: str) -> list[tuple[str, str, bool]]:
    """Give the tabs: the rooms the model has, and the one where one is."""
    shown = dict.fromkeys([*rooms_of(profile_in_force()), Room(here)])
    return [
        (wording.room_called(room), url_for(ENDPOINTS[room]), room == here) for room in Room if room in shown
    ]


@citizens.get("/")
@requires(May.READ_PLANS)
def index() -> Response:
    """Lead to the first of the rooms the model has."""
    first = next(iter(rooms_of(profile_in_force())), Room.COMMITMENTS)
    return redirect(url_for(ENDPOINTS[first]))


def reader() -> Reader:
    """Give the one who has signed in as a reader today, with the kinds of commitments of the model in force."""
    return Reader(acting(), clock.today(), profile_in_force().all_public_commitments())


def asked_words() -> tuple[str, ...]:
    """Read the words looked for in a register."""
    return tuple(request.args.get("q", "").replace("\0", "")[:200].split()[:8])


def asked_number(name: str) -> int | None:
    """Read a number from the address; None when it is none."""
    return number_from(request.args.get(name, ""))


def page_number() -> int:
    """Read the page asked for."""
    return asked_number("sida") or 1


def address(endpoint: str, asked: Mapping[str, object], **changed: object) -> str:
    """Write the filters of a register as they stand in the address; what is empty is left out."""
    return url_for(endpoint, **kept(asked, **changed))


def kept(asked: Mapping[str, object], **changed: object) -> dict[str, str]:
    """Give the filters in use as they stand in the address."""
    said = {**asked, **changed}
    return {name: str(value) for name, value in said.items() if value not in (None, "")}


def of_register(endpoint: str, found: Found[Any], asked: Mapping[str, object]) -> dict[str, object]:
    """Give what every register shows: a page of how many, the filters `asked` for, and the units to choose among."""
    return {
        "found": found,
        "asked": asked,
        "in_use": bool(kept(asked)),
        "same_address": kept(asked),
        "units": unit_choices(),
        "page_address": lambda page: address(endpoint, asked, sida=page if page > 1 else None),
    }


def unit_choices() -> list[tuple[int | str, str]]:
    """Give one's own units to filter a register by, and the one that is asked for now."""
    found: dict[int, str] = {}
    for one in acting().holdings:
        if one.role in {Role.MANAGER, Role.SUPPORT, Role.POLITICIAN}:
            found[one.unit_id] = one.unit_name
    asked = asked_number("enhet")
    if asked is not None and asked not in found:
        unit = db.session.get(Unit, asked)
        if unit is not None:
            found[unit.id] = unit.name
    return [("", gettext("Alla")), *found.items()]


def may_write() -> bool:
    """Tell whether the one who has signed in writes for any unit."""
    return not acting().scope(May.WRITE_PLANS).empty


def unit_asked() -> int | None:
    """Give the unit a new note is for to begin with: the one asked for where one writes, else the first one writes for."""
    asked = asked_number("enhet")
    if asked is not None and unit_to_write(db.session, reader(), asked) is not None:
        return asked
    scope = acting().scope(May.WRITE_PLANS)
    held = [one.unit_id for one in acting().holdings if one.unit_id in scope.units | scope.subtrees]
    return held[0] if held else None


def offer_own_units(form: FlaskForm) -> Searching:
    """Put in the units one writes for; where they are many one searches."""
    searching: Searching = {}
    offer_units(form, searching, allowed=Unit.id.in_(written_by(reader())))
    return searching


def happened(*things: tuple[str, int]) -> list[dict[str, Any]]:
    """Give what has happened to a thing, in words, newest first."""
    return [
        {
            "at": one.at,
            "text": str(wording.ACTIONS.get(one.action, gettext("Ändrades"))),
            "by": one.actor,
            "href": None,
        }
        for kind, number in things
        for one in history_of(db.session, kind, number)
    ]
