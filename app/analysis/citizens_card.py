"""What a unit has promised and heard, on the page of its analysis and plan: words first, with how it was kept and from where."""

from flask_babel import gettext

from app import clock
from app.analysis.parts import Card, Line, Looked
from app.citizens.bringing import heard_in
from app.citizens.commitments.queries import Told, decided_of
from app.citizens.queries import Reader
from app.citizens.rules import Room
from app.citizens.wording import KEPT_SHORT, a_commitment, commitments_called, room_called
from app.economy.wording import period_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.markdown import plain

SHOWN = 6
"""Commitments named on the card; the rest are in the register."""


def commitments_card(looked: Looked) -> Card | None:
    """Give the commitments of a unit with what was last said of each, where the model has any."""
    kinds = profile_in_force().public_commitments
    if not kinds:
        return None
    reader = Reader(looked.actor, clock.today(), kinds)
    found = decided_of(looked.session, reader, [looked.unit.id], SHOWN)
    lines = [
        Line(
            plain(one.commitment.promise, 160),
            url_for("citizens.commitment", commitment_id=one.commitment.id),
            _how(one),
        )
        for one in found
    ]
    writing = url_for("citizens.new_commitment", enhet=looked.unit.id)
    return Card(
        "commitments",
        room_called(Room.COMMITMENTS),
        href=url_for("citizens.commitments", enhet=looked.unit.id),
        link=gettext("Enhetens %(commitments)s", commitments=commitments_called()),
        gap="" if lines else gettext("Inget är lovat än."),
        lines=lines,
        actions=[Line(gettext("Skriv %(commitment)s", commitment=a_commitment()), writing)]
        if looked.near.writes
        else (),
    )


def _how(told: Told) -> str:
    last = told.latest
    if last is None:
        return gettext("ingen har skrivit än om det hålls")
    return f"{str(KEPT_SHORT[last.kept]).lower()}, {period_of(last.year, last.month)}"


def citizens_card(looked: Looked) -> Card | None:
    """Give the card where the model has sources to hear from."""
    if not profile_in_force().feedback_sources:
        return None
    reader = Reader(looked.actor, clock.today())
    found = heard_in(looked.session, reader, looked.unit.id, range(looked.year, looked.year + 1))
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
