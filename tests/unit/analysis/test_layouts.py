"""The municipality's own headings: complete or refused with a reason, each known by one name for good."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.analysis.layouts.rules import Fault, faults, named
from app.writing.kinds import Heading


def test_a_heading_keeps_its_name_when_its_title_changes() -> None:
    assert named([Heading("results", "Vad det blev")])[0].key == "results"


def test_two_new_headings_with_one_title_get_names_of_their_own() -> None:
    first, second = named([Heading("", "Läget"), Heading("", "Läget")])
    assert (first.key, second.key) == ("laget", "laget_2")


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.text(max_size=12)), max_size=8))
def test_names_are_never_shared_and_never_empty(rows: list[tuple[str, str]]) -> None:
    found = [one.key for one in named([Heading(key, title) for key, title in rows])]
    assert len(set(found)) == len(rows)
    assert all(found)


def test_what_is_wrong_is_told_with_its_place() -> None:
    assert faults([]) == ((Fault.NO_HEADINGS, None),)
    assert faults([Heading("a", "A"), Heading("b", "", "Fråga")]) == ((Fault.TITLE_MISSING, 1),)
    assert faults([Heading("a", "A" * 201)]) == ((Fault.TITLE_TOO_LONG, 0),)
