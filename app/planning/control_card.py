"""The risks of a unit on the page of its analysis and plan: the highest, and where one reads on."""

from flask_babel import gettext

from app.access.matrix import May
from app.analysis.parts import Card, Line, Looked
from app.quality.control.subjects import reading
from app.quality.risks.queries.opening import risks_of_units
from app.quality.risks.wording import level_word
from app.ui.addresses import url_for

SHOWN = 5
"""Risks named on the card; the rest are in the register."""


def risks_card(looked: Looked) -> Card | None:
    """Give the card to those who read risks."""
    if not looked.actor.may(May.READ_RISKS):
        return None
    found = risks_of_units(
        looked.session,
        reader=reading(looked.session, looked.actor),
        unit_ids=[looked.unit.id],
        limit=SHOWN,
    )
    return Card(
        key="risks",
        title=gettext("Risker"),
        href=url_for("risks.index", enhet=looked.unit.id),
        link=gettext("Enhetens risker"),
        gap="" if found else gettext("Inga risker är skrivna."),
        lines=[Line(one.title, url_for("risks.one", risk_id=one.id), level_word(one.value)) for one in found],
    )
