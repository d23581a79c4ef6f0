"""Who marks what a dialogue is about and when, and where something taken up belongs, as truth tables."""

from __future__ import annotations

from itertools import product

import pytest

from app.dialogues.about import rules
from app.dialogues.models import Dialogue, Post, PostKind, Series, Side, State, Theme
from app.dialogues.rules import Seat, Standing

SEATS = {
    "over": Seat(Standing.PARTICIPANT, Side.OVER, 1),
    "rep": Seat(Standing.PARTICIPANT, Side.REP, 2),
    "holder": Seat(Standing.HOLDER, Side.REP, 3),
    "guest": Seat(Standing.GUEST, None, 4),
}
TWO = {"over", "rep"}


@pytest.mark.parametrize(("state", "who"), list(product(State, SEATS)))
def test_a_theme_is_marked_by_the_two_while_its_note_is_written(state: State, who: str) -> None:
    allowed = who in TWO and state in {State.HELD, State.ESTABLISHING}
    assert (rules.why_not_mark(Dialogue(state=state), SEATS[who]) is None) == allowed


@pytest.mark.parametrize(("raised", "who"), list(product([False, True], SEATS)))
def test_a_matter_is_marked_by_the_two_until_it_has_gone_up(raised: bool, who: str) -> None:
    assert (rules.why_not_mark_matter(SEATS[who], raised=raised) is None) == (who in TWO and not raised)


@pytest.mark.parametrize(("state", "who"), list(product(State, SEATS)))
def test_something_is_taken_up_by_the_two_until_they_establish(state: State, who: str) -> None:
    allowed = who in TWO and state in {State.PLANNED, State.PREPARING, State.HELD}
    assert (rules.why_not_take_up(Dialogue(state=state), SEATS[who]) is None) == allowed


def theme(position: int, *backgrounds: str) -> Theme:
    return Theme(position=position, title=f"Tema {position}", backgrounds=list(backgrounds))


def test_what_is_taken_up_goes_to_the_first_theme_that_brings_it_along_or_else_the_first() -> None:
    themes = [theme(1), theme(2, "economy"), theme(3, "goals", "economy"), theme(4, "goals")]
    assert rules.theme_for(themes, ["goals"]) is themes[2]
    assert rules.theme_for(themes, ["risks"]) is themes[0]
    assert rules.theme_for(themes, []) is themes[0]
    assert rules.theme_for([], ["goals"]) is None


def meeting(over: int, rep: int) -> Dialogue:
    posts = (Post(unit_id=unit, kind=PostKind.MANAGER) for unit in (over, rep))
    return Dialogue(series=Series(over_post=next(posts), rep_post=next(posts)))


def test_the_nearest_meeting_is_the_next_where_the_unit_reports_or_else_leads() -> None:
    up, down, other = meeting(1, 2), meeting(2, 3), meeting(2, 4)
    ahead = [other, down, up]
    assert rules.nearest_first(ahead, 2) == [up, other, down]
    assert rules.nearest_first(ahead, 3) == [down, other, up]
    assert rules.nearest_first([other, down], 2) == [other, down]
    assert rules.nearest_first(ahead, 99) == rules.nearest_first(ahead, None) == ahead
    assert rules.nearest_first([], 2) == []
