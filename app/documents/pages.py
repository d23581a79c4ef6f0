"""What the pages of documents and decisions have in common: filling forms, saying what is wrong, files, suggestions."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from flask import abort, request
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy import ColumnElement

from app import clock
from app.access.guard import acting
from app.access.matrix import May
from app.db import db
from app.documents import choosing
from app.documents.forms import same, shown_value
from app.documents.wording import FAULTS
from app.organisation.picking import Choices
from app.steering.routes import profile_in_force
from app.ui.forms import CheckedForm

Searching = dict[str, tuple[str, str]]
"""By the name of a select that holds too much to be listed: the name of the field to search in, and what was sought."""


Found = TypeVar("Found")


def found_or_404(found: Found | None) -> Found:
    """Give what was found, or end the request: what is out of reach is as if it were not there."""
    if found is None:
        abort(404)
    return found


def own_unit() -> int | None:
    """Give the unit one most likely enters for: the first one leads or supports."""
    scope = acting().scope(May.EDIT_DOCUMENTS)
    held = [one.unit_id for one in acting().holdings if one.unit_id in scope.units | scope.subtrees]
    return held[0] if held else None


class Ordered(Protocol):
    """What the address of a register asks for: sorted by what, and which way."""

    @property
    def sort(self) -> StrEnum:
        """By what."""

    @property
    def descending(self) -> bool:
        """Whether the last comes first."""


def direction(wanted: Ordered, sort: StrEnum) -> str | None:
    """Say which way a column is sorted, as a table head tells it; None for one that is not."""
    if wanted.sort is not sort:
        return None
    return "descending" if wanted.descending else "ascending"


def wants_to_save() -> bool:
    """Tell whether a form was sent to be saved, not to search among choices."""
    return request.method == "POST" and "search" not in request.form


def sought(name: str) -> str:
    """Give the words of a search inside a form."""
    return " ".join(request.form.get(name, "").replace("\0", "").split())[:100]


def offer_units(
    form: FlaskForm,
    searching: Searching,
    current: int | None = None,
    allowed: ColumnElement[bool] | None = None,
) -> None:
    """Give the select of the responsible unit its choices; `allowed` is the condition on units that are not for documents."""
    found = choosing.own_units(
        db.session,
        actor=acting(),
        day=clock.today(),
        sought=sought("sok_enhet"),
        chosen=form.responsible_unit.data or current,
        allowed=allowed,
    )
    options: list[tuple[int | str, str]] = list(found.options)
    if current is not None and current not in {number for number, _ in found.options}:
        # What a unit that is gone answers for can stay so while other things are put right.
        options = [*choosing.units_by_id(db.session, [current]), *options]
    form.responsible_unit.choices = options
    _searched(searching, "responsible_unit", "sok_enhet", found)


def offer_people(
    form: FlaskForm, searching: Searching, nobody: str = "", *, standing: int | None = None
) -> None:
    """Give the select of the responsible person its choices; `nobody` is what choosing none means.

    Whoever is `standing` can stay, also after having left.
    """
    found = choosing.colleagues(
        db.session,
        day=clock.today(),
        sought=sought("sok_person"),
        chosen=form.responsible_person.data,
        standing=standing,
    )
    form.responsible_person.choices = [("", nobody or gettext("Enhetens chef")), *found.options]
    _searched(searching, "responsible_person", "sok_person", found)


def _searched(searching: Searching, name: str, field: str, found: Choices) -> None:
    if found.by_search:
        searching[name] = (field, sought(field))


def suggested_deciders() -> list[str]:
    """Suggest who may have decided."""
    return choosing.deciders(db.session, profile=profile_in_force(), day=clock.today())


def put_in_form(
    form: CheckedForm, faults: Mapping[str, StrEnum], elsewhere: str = "", said: Mapping[Any, object] = FAULTS
) -> None:
    """Say by each field what is wrong with it; what has no field of its own stands above, or by `elsewhere`.

    `said` are the words for the faults, where a feature above has its own.
    """
    for name, fault in faults.items():
        form.say(name if name in form else elsewhere, said[fault])


def now_stands(
    mine: FlaskForm, theirs: FlaskForm, names: Iterable[str] | None = None
) -> list[tuple[str, str]]:
    """Give what stands now in the fields where it differs from what was typed, when somebody else came first."""
    return [
        (theirs[name].label.text, shown_value(theirs[name]) or gettext("inget"))
        for name in (names or mine._fields)
        if name != "revision" and not same(mine[name].data, theirs[name].data)
    ]
