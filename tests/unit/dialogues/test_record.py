"""What is established is one plain structure that comes back from its kept form as it went in."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.dialogues.establishing.record import Attendance, Promised, Raised, Record, Section, read_record
from app.records.chain import canonical

LINE = st.text(max_size=30)
VERDICT = st.sampled_from([None, "same", "partly", "different"])
RECORDS = st.builds(
    Record,
    title=LINE,
    held_at=st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    place=LINE,
    over_unit=LINE,
    rep_unit=LINE,
    people=st.lists(
        st.builds(
            Attendance,
            st.integers(1, 9),
            LINE,
            st.sampled_from(["over", "rep", ""]),
            st.none() | st.booleans(),
        ),
        max_size=3,
    ),
    whole=LINE,
    sections=st.lists(st.builds(Section, LINE, LINE, VERDICT, VERDICT), max_size=3),
    agreements=st.lists(
        st.builds(
            Promised,
            LINE,
            st.sampled_from(["over", "rep", "both"]),
            LINE,
            st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
            LINE,
        ),
        max_size=3,
    ),
    decisions=st.lists(LINE, max_size=3),
    raised=st.lists(st.builds(Raised, LINE, LINE), max_size=3),
)


@given(RECORDS)
def test_a_record_comes_back_from_its_kept_form(record: Record) -> None:
    kept = canonical(record.content())
    assert read_record(json.loads(kept)) == record
    assert canonical(read_record(json.loads(kept)).content()) == kept


def test_a_section_says_how_the_two_see_it_together() -> None:
    assert Section("Tema", "", "same", "same").verdict == "same"
    assert Section("Tema", "", "same", "partly").verdict == "different"
    assert Section("Tema", "", "same", None).verdict is None
