"""Who reads and writes the texts of units, as truth tables."""

from __future__ import annotations

import pytest

from app.writing.models import TextState, UnitText
from app.writing.rules import STRANGER, Nearness, may_read, why_not_step, why_not_write

MANAGER = Nearness(leads=True, writes=True, above=True, reads=True)
SUPPORT = Nearness(writes=True, reads=True)
ABOVE = Nearness(above=True, reads=True)
READER = Nearness(reads=True)

READS = {
    TextState.DRAFT: {"manager", "support"},
    TextState.ASIDE: {"manager", "support"},
    TextState.SHARED: {"manager", "support", "above"},
    TextState.ESTABLISHED: {"manager", "support", "above", "reader"},
}
WHO = {"manager": MANAGER, "support": SUPPORT, "above": ABOVE, "reader": READER, "stranger": STRANGER}


@pytest.mark.parametrize("state", TextState)
@pytest.mark.parametrize("who", WHO)
def test_a_text_is_read_by_those_its_state_is_for(state: TextState, who: str) -> None:
    assert may_read(state, WHO[who]) is (who in READS[state])


WRITTEN = {
    TextState.DRAFT: None,
    TextState.SHARED: None,
    TextState.ESTABLISHED: "established",
    TextState.ASIDE: "aside",
}


@pytest.mark.parametrize("state", TextState)
@pytest.mark.parametrize("who", WHO)
def test_only_the_unit_itself_writes_and_only_while_it_is_open(state: TextState, who: str) -> None:
    expected = WRITTEN[state] if WHO[who].writes else "not_writer"
    assert why_not_write(UnitText(state=state), WHO[who]) == expected


LEADS_TO = {
    TextState.DRAFT: {TextState.SHARED, TextState.ESTABLISHED, TextState.ASIDE},
    TextState.SHARED: {TextState.DRAFT, TextState.ESTABLISHED, TextState.ASIDE},
    TextState.ESTABLISHED: set(),
    TextState.ASIDE: {TextState.DRAFT},
}


@pytest.mark.parametrize("state", TextState)
@pytest.mark.parametrize("target", TextState)
@pytest.mark.parametrize("who", WHO)
def test_steps_are_those_of_the_table_and_only_the_manager_establishes(
    state: TextState, target: TextState, who: str
) -> None:
    blocked = why_not_step(UnitText(state=state), target, WHO[who])
    if not WHO[who].writes:
        assert blocked == "not_writer"
    elif target not in LEADS_TO[state]:
        assert blocked == "no_such_step"
    elif target is TextState.ESTABLISHED and who != "manager":
        assert blocked == "manager_establishes"
    else:
        assert blocked is None
