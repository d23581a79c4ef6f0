"""What holds of documents and of the test of the child's best interests, as tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.documents import rules
from app.documents.errors import Fault
from app.documents.rules import ChildRightsTest, Due, Entry, Standing, Tested, VersionEntry
from app.steering.shapes.documents import Review

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("ended", "valid_to", "expected"),
    [
        ("", None, Standing.IN_FORCE),
        ("", TODAY, Standing.IN_FORCE),
        ("", TODAY - timedelta(days=1), Standing.EXPIRED),
        ("laid_aside", None, Standing.LAID_ASIDE),
        ("repealed", TODAY - timedelta(days=1), Standing.REPEALED),
    ],
)
def test_a_document_is_in_force_until_its_day_has_passed_or_somebody_ended_it(
    ended: str, valid_to: date | None, expected: Standing
) -> None:
    assert rules.standing(ended=ended, valid_to=valid_to, today=TODAY) is expected


@pytest.mark.parametrize(
    ("ended", "days", "expected"),
    [
        ("", None, Due.NONE),
        ("", -1, Due.OVERDUE),
        ("", 0, Due.NEAR),
        ("", 30, Due.NEAR),
        ("", 31, Due.LATER),
        ("repealed", -1, Due.NONE),
    ],
)
def test_a_review_is_near_for_thirty_days_and_none_is_asked_of_what_has_ended(
    ended: str, days: int | None, expected: Due
) -> None:
    on = TODAY + timedelta(days=days) if days is not None else None
    assert rules.due(ended=ended, next_review_on=on, today=TODAY) is expected


@pytest.mark.parametrize(
    ("review", "looked_over", "expected"),
    [
        (None, TODAY, None),
        (Review(rule="none"), TODAY, None),
        (Review(rule="yearly"), TODAY, date(2027, 11, 28)),
        (Review(rule="years", years=3), TODAY, date(2029, 11, 28)),
        (Review(rule="years", years=1), date(2028, 2, 29), date(2029, 2, 28)),
        # Elections are on the second Sunday of September 2022, 2026, 2030.
        (Review(rule="term"), date(2026, 9, 12), date(2027, 12, 31)),
        (Review(rule="term"), date(2026, 9, 13), date(2031, 12, 31)),
        (Review(rule="term"), date(2026, 9, 14), date(2031, 12, 31)),
        (Review(rule="term"), date(2023, 1, 1), date(2027, 12, 31)),
        (Review(rule="term"), date(2019, 5, 1), date(2023, 12, 31)),
    ],
)
def test_the_next_review_follows_the_rule_of_the_type(
    review: Review | None, looked_over: date, expected: date | None
) -> None:
    assert rules.proposed_review(review, looked_over) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (Entry("Policy", 1), {}),
        (Entry("  ", 1), {"title": Fault.TITLE_MISSING}),
        (Entry("Policy", 1, for_all=False), {"units": Fault.NO_UNITS}),
        (Entry("Policy", 1, for_all=False, units=frozenset({3})), {}),
        (
            Entry("Policy", 1, version=VersionEntry(decided_on=TODAY + timedelta(days=1))),
            {"decided_on": Fault.DECIDED_AHEAD},
        ),
        (
            Entry("Policy", 1, version=VersionEntry(decided_on=TODAY, valid_to=TODAY - timedelta(days=1))),
            {"valid_to": Fault.VALID_BEFORE_DECIDED},
        ),
        (Entry("Policy", 1, version=VersionEntry(link="https://exempel.se/policy")), {}),
        (Entry("Policy", 1, version=VersionEntry(link="javascript:alert(1)")), {"link": Fault.LINK_NOT_WEB}),
        (Entry("Policy", 1, version=VersionEntry(link="//exempel.se")), {"link": Fault.LINK_NOT_WEB}),
        (Entry("Policy", 1, version=VersionEntry(link="https:// exempel.se")), {"link": Fault.LINK_NOT_WEB}),
    ],
)
def test_what_is_wrong_with_a_document_is_said_by_its_field(entry: Entry, expected: dict[str, Fault]) -> None:
    assert rules.faults_in(entry, TODAY) == expected


MISSING, UNSAID, WHY = (
    Fault.CONSIDERATIONS_MISSING,
    Fault.ASSESSMENT_UNSAID,
    Fault.NO_ASSESSMENT_WHY_MISSING,
)


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        # concerns, considerations, larger, assessed, why not
        (ChildRightsTest(None), {}),
        (ChildRightsTest(False), {}),
        (ChildRightsTest(True), {"considerations": MISSING}),
        (ChildRightsTest(True, "Vi frågade barnen."), {}),
        (ChildRightsTest(True, "Vi frågade barnen.", True), {"impact_assessed": UNSAID}),
        (ChildRightsTest(True, "Vi frågade barnen.", True, True), {}),
        (ChildRightsTest(True, "Vi frågade barnen.", True, False), {"not_assessed_why": WHY}),
        (ChildRightsTest(True, "Vi frågade barnen.", True, False, "Tiden räckte inte."), {}),
        (ChildRightsTest(True, "Vi frågade barnen.", False, False), {}),
        (ChildRightsTest(True, "  ", True), {"considerations": MISSING, "impact_assessed": UNSAID}),
    ],
)
def test_a_test_lacks_what_its_own_answers_ask_for(test: ChildRightsTest, expected: dict[str, Fault]) -> None:
    assert rules.faults_in_test(test) == expected


def test_where_no_child_is_concerned_nothing_further_is_kept() -> None:
    typed = ChildRightsTest(False, "Överväganden", True, False, "Ingen tid")
    assert typed.settled() == ChildRightsTest(False)
    assert ChildRightsTest(None, "Överväganden").settled() == ChildRightsTest(None)


def test_why_no_assessment_was_made_is_kept_for_larger_matters_alone() -> None:
    smaller = ChildRightsTest(True, "Ja", False, False, "Ingen tid")
    assert smaller.settled() == ChildRightsTest(True, "Ja", False, False)
    larger = ChildRightsTest(True, "Ja", True, False, "Ingen tid")
    assert larger.settled() == larger
    assert ChildRightsTest(True, "Ja", True, True, "Ingen tid").settled().not_assessed_why == ""


@pytest.mark.parametrize(
    ("concerns", "expected"),
    [(None, Tested.NOT_ASKED), (False, Tested.NO_CHILDREN), (True, Tested.CHILDREN)],
)
def test_how_far_a_test_has_come_follows_its_first_answer(concerns: bool | None, expected: Tested) -> None:
    assert ChildRightsTest(concerns).tested is expected


def test_what_a_model_asks_for_and_the_register_lacks_is_named_and_nothing_else() -> None:
    asked = ("version", "registry_number", "valid_to", "review_by", "decided_on")
    nothing = {"registry_number": " ", "decided_on": None, "next_review_on": None}
    assert rules.facts_lacking(asked, **nothing) == ["registry_number", "decided_on", "review_by"]
    assert rules.facts_lacking(("registry_number",), **nothing | {"registry_number": "KS 1"}) == []
    assert rules.facts_lacking((), **nothing) == []
