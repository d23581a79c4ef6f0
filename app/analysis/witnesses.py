"""How the history speaks of the municipality's own headings; see `app.records.witnesses`."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.analysis.layouts.models import TextLayout
from app.analysis.layouts.services import KIND, layout_facts
from app.records.witnesses import Heard, Row, Told, Witness


def _said(told: Told, entry: Heard) -> None:
    told.say("", entry.after)


def _layouts(session: Session) -> Iterator[Row]:
    for one in session.scalars(select(TextLayout).order_by(TextLayout.id)):
        yield Row(one.id, "", layout_facts(one))


WITNESSES = (Witness("headings of unit texts", KIND, ("layout.saved",), _said, _layouts),)
