"""What was established in the units that a unit takes over from: after a reorganisation one finds the way back from here."""

from flask import url_for
from flask_babel import gettext

from app import clock
from app.analysis.parts import Card, Line, Looked
from app.ui.install import day
from app.writing.kinds import kinds
from app.writing.pages import named
from app.writing.queries import established_before_here

AT_MOST = 12
"""Texts named on the card, the latest: the rest are found by search."""


def before_card(looked: Looked) -> Card | None:
    """Name the latest versions of what those before had established, as far as they may be read; None where nobody was."""
    found = established_before_here(
        looked.session, looked.actor, looked.unit.id, clock.today(), limit=AT_MOST + 1
    )
    if not found:
        return None
    lines = []
    for text in found[:AT_MOST]:
        kind = kinds.get(text.kind)
        name = named(kind, text.year) if kind is not None else text.kind
        note = gettext("%(unit)s, fastställd %(day)s", unit=text.unit.name, day=day(text.state_since))
        lines.append(Line(name, url_for("writing.text", text_id=text.id), note))
    more = gettext("Äldre texter hittas med sök.") if len(found) > AT_MOST else ""
    return Card("before", gettext("Från tiden före omorganisationen"), about=more, lines=lines)
