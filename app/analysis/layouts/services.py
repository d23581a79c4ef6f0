"""Writes to the headings: a new version each time they change."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.analysis.layouts import queries, rules
from app.analysis.layouts.models import TextLayout
from app.analysis.layouts.rules import Fault
from app.cleaning import clean_line, clean_lines
from app.records.appending import wait_for_turn
from app.records.services import record
from app.writing.kinds import Heading

KIND = "text_layout"


class LayoutError(Exception):
    """A wish about headings that cannot be met; nothing was changed."""


@dataclass
class NotComplete(LayoutError):
    """Something must be filled in or shortened; `faults` are (what, index of the heading or None)."""

    faults: tuple[tuple[Fault, int | None], ...]


@dataclass
class SavedMeanwhile(LayoutError):
    """Somebody else saved since the writer began; `number` is the version that stands now."""

    number: int


def save_layout(
    session: Session,
    *,
    actor_id: int,
    kind: str,
    expected: int,
    headings: Sequence[Heading],
    shipped: Sequence[Heading],
) -> TextLayout | None:
    """Keep headings as a new version, or give None when nothing was changed.

    `expected` is the number the writer began from, 0 for those of the steering model. Raises `NotComplete`,
    `SavedMeanwhile`.
    """
    tidy = rules.named(
        [Heading(one.key, clean_line(one.title), clean_lines(one.questions)) for one in headings]
    )
    wrong = rules.faults(tidy)
    if wrong:
        raise NotComplete(wrong)
    # Two who save at once: the second waits here and then sees what the first saved.
    wait_for_turn(session)
    current = queries.newest(session, kind)
    before = queries.headings_in(current) if current is not None else tuple(shipped)
    if before == tidy:
        return None
    number = current.number if current is not None else 0
    if number != expected:
        raise SavedMeanwhile(number)
    layout = TextLayout(
        kind=kind,
        number=number + 1,
        headings=[{"key": one.key, "title": one.title, "questions": one.questions} for one in tidy],
        made_at=clock.now(),
        made_by_id=actor_id,
    )
    session.add(layout)
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="layout.saved",
        kind=KIND,
        object_id=layout.id,
        after=layout_facts(layout),
    )
    return layout


def layout_facts(layout: TextLayout) -> dict[str, object]:
    """Give what the history keeps of a version of the headings."""
    return {"kind": layout.kind, "number": layout.number, "headings": layout.headings}
