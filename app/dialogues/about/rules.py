"""Pure decisions: who marks what a dialogue is about, when, and where something taken up belongs."""

from collections.abc import Collection, Sequence

from app.dialogues import rules
from app.dialogues.models import Dialogue, PairKind, State, Theme
from app.dialogues.rules import Seat

AHEAD = (State.PLANNED, State.PREPARING, State.HELD)
"""States in which something can still be taken up in a meeting."""


def why_not_mark(dialogue: Dialogue, seat: Seat) -> str | None:
    """Tell why a theme cannot be marked now, or None when it can: as its note is written, by the two alone."""
    return rules.may_write_notes(dialogue, seat)


def why_not_mark_matter(seat: Seat, *, raised: bool) -> str | None:
    """Tell why a matter cannot be marked now, or None when it can: by the two, until it has gone up."""
    if not seat.takes_part:
        return "not_participant"
    return "already_raised" if raised else None


def why_not_take_up(dialogue: Dialogue, seat: Seat) -> str | None:
    """Tell why nothing can be taken up in a meeting, or None when something can: by the two, until they establish."""
    if not seat.takes_part:
        return "not_participant"
    return None if dialogue.state in AHEAD else "not_ahead"


def theme_for(themes: Sequence[Theme], brought_by: Collection[str]) -> Theme | None:
    """Give the theme a subject belongs to: the first that brings it along as background, otherwise the first of all."""
    if not themes:
        return None
    return next((theme for theme in themes if set(theme.backgrounds) & set(brought_by)), themes[0])


def both_read(pair_kind: str, *, established: bool) -> bool:
    """Tell whether both of a pair read what a unit writes of itself (domain 3): two managers what is shared too, a board what
    is established, an employee none of it.
    """
    if pair_kind == PairKind.MANAGERS:
        return True
    return established and pair_kind in {PairKind.PRESIDIUM, PairKind.BOARD}


def nearest_first(dialogues: Sequence[Dialogue], unit_id: int | None) -> list[Dialogue]:
    """Order the meetings to take something up in, given in time order: those where its unit reports, then leads, then all others.

    What is no unit's of the pairs', or no unit's at all, goes to the very next.
    """

    def distance(dialogue: Dialogue) -> int:
        series = dialogue.series
        if unit_id is None:
            return 0
        return 0 if series.rep_post.unit_id == unit_id else 1 if series.over_post.unit_id == unit_id else 2

    return sorted(dialogues, key=distance)
