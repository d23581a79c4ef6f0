"""The quality factors of a unit on the page of its analysis and plan: what they are, and when each was last talked about."""

from flask_babel import gettext

from app import clock
from app.access.matrix import May
from app.analysis.parts import Card, Line, Looked
from app.quality.factors.models import FactorState
from app.quality.factors.queries import of_unit
from app.quality.rights import Reader
from app.quality.talked import said_of_factors
from app.quality.wording import STATES
from app.steering.routes import term
from app.ui.addresses import url_for
from app.ui.install import capitalised, day

SHOWN = 6
"""Factors named on the card; the rest are on their own page."""


def quality_card(looked: Looked) -> Card | None:
    """Give the card to those who read the unit's quality; None to others."""
    if not looked.actor.may(May.READ_QUALITY):
        return None
    reader = Reader(looked.actor, clock.today())
    found = [
        one
        for one in of_unit(looked.session, reader, looked.unit.id, looked.year)
        if one.state != FactorState.ENDED
    ]
    talked = said_of_factors([one.id for one in found[:SHOWN]])
    lines = []
    for one in found[:SHOWN]:
        talk = talked.get(one.id)
        note = gettext("samtalad %(day)s", day=day(talk.on)) if talk else gettext("inte samtalad än")
        if one.state == FactorState.DRAFT and one.live:
            note = str(STATES[one.state]).lower()
        lines.append(Line(one.title, url_for("quality.factor", factor_id=one.id), note))
    names = term("critical_quality_factor", "plural")
    return Card(
        key="quality",
        title=capitalised(names),
        href=url_for("quality.unit", enhet=looked.unit.id, ar=looked.year),
        link=gettext("Enhetens kvalitet %(year)s", year=looked.year),
        gap="" if lines else gettext("Inga %(factors)s än.", factors=names),
        lines=lines,
    )
