"""What was heard in a unit on the page of its analysis and plan: the latest words, with where they come from."""

from flask_babel import gettext

from app import clock
from app.analysis.parts import Card, Line, Looked
from app.citizens.bringing import heard_in
from app.citizens.queries import Reader
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for


def citizens_card(looked: Looked) -> Card | None:
    """Give the card where the model has sources to hear from."""
    if not profile_in_force().feedback_sources:
        return None
    reader = Reader(looked.actor, clock.today())
    found = heard_in(looked.session, reader, looked.unit.id, looked.year)
    href = url_for("citizens.heard", enhet=looked.unit.id, ar=looked.year)
    writing = url_for("citizens.new_heard", enhet=looked.unit.id)
    return Card(
        "heard",
        gettext("Det vi har hört"),
        words=found[0].words if found else "",
        about=found[0].source if found else "",
        href=href if found else "",
        link=gettext("Allt vi har hört %(year)s", year=looked.year) if found else "",
        gap="" if found else gettext("Inget är inskrivet för året än."),
        actions=[Line(gettext("Skriv in något ni har hört"), writing)] if looked.near.writes else (),
    )
