"""What is taken out as a file comes back as it was said, whatever it begins with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.organisation.exporting import FORMULAS, as_said, harmless


@pytest.mark.parametrize(
    "text", ["=SUM(A1)", "-5 % mot i fjol", "+46 325", "@alla", "'citat'", "vanligt", ""]
)
def test_what_is_made_harmless_comes_back_as_it_was(text: str) -> None:
    assert as_said(harmless(text)) == text


@given(st.text())
def test_no_cell_begins_as_a_formula_and_none_changes_on_its_way_out_and_in(text: str) -> None:
    out = harmless(text)
    assert out[:1] not in FORMULAS
    said = text.replace("\0", "").strip()
    if not (said[:1] == "'" and said[1:2] in FORMULAS) and said[:1] == text[:1]:
        assert as_said(out) == said
