"""No text reaches anybody it is not for, by any page, fragment or export; and everybody gets what is theirs."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import pytest

from tests.support.assigned import ASSIGNED, may_read
from tests.support.canaries import (
    CITIZENS,
    DEVIATION,
    ECONOMY,
    MEASURING,
    PAIRS,
    READERS,
    UNIT_TEXT,
    Right,
    canaries_in,
    measuring_right,
    parts,
    right,
    text_right,
)
from tests.support.population import PEOPLE
from tests.support.routes import Walk
from tests.support.subjects import titles_in


@lru_cache(maxsize=1)
def seen_by_everybody(walked: Walk) -> dict[str, dict[str, str]]:
    """Give, by person, each canary seen and one place where it was."""
    seen: dict[str, dict[str, str]] = defaultdict(dict)
    for visit in walked.visits:
        for found in canaries_in(visit.everything):
            seen[visit.who].setdefault(found, visit.place)
    return seen


def who_walked(walked: Walk) -> set[str]:
    """Name those who walked: everybody, or the smaller cast."""
    return {visit.who for visit in walked.visits}


def test_nobody_is_shown_a_dialogue_text_that_is_not_for_them(walked: Walk) -> None:
    leaks = [
        f"{found}: {place}"
        for who, texts in seen_by_everybody(walked).items()
        for found, place in texts.items()
        if (where := parts(found))[0] in PAIRS and right(*where, who) is Right.NEVER
    ]
    assert leaks == [], "\n".join(["", *sorted(leaks)])


@pytest.mark.one_database
def test_everybody_finds_every_text_that_is_theirs(walked: Walk) -> None:
    seen = seen_by_everybody(walked)
    texts = {found for by_person in seen.values() for found in by_person if parts(found)[0] in PAIRS}
    missing = [
        f"{who} does not find {text}"
        for text in texts
        for who in who_walked(walked)
        if right(*parts(text), who) is Right.MUST and text not in seen[who]
    ]
    assert missing == [], "\n".join(["", *sorted(missing)])
    kinds = {parts(text)[2] for text in texts}
    assert kinds >= {
        "picture_over_open", "picture_rep_open", "picture_over_closed", "picture_rep_closed", "note", "whole",
        "agreement", "decision", "matter_by_over", "matter_by_rep", "matter_by_both", "raised", "raised_later",
        "picture_over_open_file", "picture_rep_closed_filename", "note_file", "note_filename",
        "answer", "own_opinion", "addendum", "addendum_proposed", "reason", "reply", "registry_number", "secrecy",
    }  # fmt: skip


@pytest.mark.one_database
def test_texts_of_units_reach_those_their_state_is_for_and_nobody_else(walked: Walk) -> None:
    seen = seen_by_everybody(walked)
    texts = {found for by_person in seen.values() for found in by_person if parts(found)[0] == UNIT_TEXT}
    assert {parts(found)[2] for found in texts} >= {
        "draft", "draft_taken", "shared", "aside", "established_one", "established_two"
    }  # fmt: skip
    wrong = []
    for text in texts:
        _pair, where, what = parts(text)
        for who in who_walked(walked):
            right, sees = text_right(where, what, who), text in seen[who]
            if right is Right.NEVER and sees:
                wrong.append(f"{who} sees {text}: {seen[who][text]}")
            elif right is Right.MUST and not sees:
                wrong.append(f"{who} does not find {text}")
    assert wrong == [], "\n".join(["", *sorted(wrong)])
    assert READERS & set(seen) or not READERS & who_walked(walked)


@pytest.mark.one_database
def test_everybody_finds_every_text_of_documents_and_decisions(walked: Walk) -> None:
    seen = seen_by_everybody(walked)
    for who in who_walked(walked):
        found = {parts(text)[2] for text in seen[who] if parts(text)[1] == "documents"}
        # The manager who has no post but a company's reads them too; who has none at all reads nothing.
        assert found == {
            "title", "summary", "old_number", "number", "changes", "undone_note", "note", "why", "filename", "file",
            "ended_why", "decision_title", "decision", "delegate", "decision_number", "considerations", "not_assessed",
            "struck_why",
        }, who  # fmt: skip


@pytest.mark.one_database
def test_templates_and_addresses_of_people_stay_with_those_who_may_see_them(walked: Walk) -> None:
    seen = seen_by_everybody(walked)
    who_sees = defaultdict(set)
    for who, texts in seen.items():
        for found in texts:
            if parts(found)[0] == "town":
                who_sees[parts(found)[2]].add(who)
    readers_of_templates = {
        name for name in PEOPLE if name not in {"chair", "member", "auditor", "employee", "colleague"}
    }
    assert who_sees["question"] == readers_of_templates & who_walked(walked)
    assert "administrator" in who_sees["email"]
    assert not who_sees["email"] & {"employee", "colleague"}


PLANS_OF_THE_UNIT = {
    *("unit_manager", "section_manager", "deputy", "chief_executive"),
    *("guest", "half_guest", "chair", "member", "auditor"),
}
"""Who reads what the unit of the pair “own” has set itself, by the table: its manager, its support, those above, auditors."""


@pytest.mark.one_database
def test_nobody_is_shown_what_a_subject_is_called_who_may_not_read_it(walked: Walk) -> None:
    seen: dict[str, dict[int, str]] = defaultdict(dict)
    for visit in walked.visits:
        for unit_id in titles_in(visit.everything):
            seen[visit.who].setdefault(unit_id, visit.place)
    # A unit's manager reads the goals of that unit and those below, of which there are none.
    (own,) = seen["unit_manager"]
    readers = {who: places[own] for who, places in seen.items() if own in places}
    assert set(readers) <= PLANS_OF_THE_UNIT, readers
    assert {"unit_manager", "section_manager"} <= set(readers)


def test_nobody_is_shown_a_text_of_a_plan_that_is_not_for_them(walked: Walk) -> None:
    leaks = [
        f"{found}: {place}"
        for who, texts in seen_by_everybody(walked).items()
        for found, place in texts.items()
        if (where := parts(found))[0] == "plan" and right(*where, who) is Right.NEVER
    ]
    assert leaks == [], "\n".join(["", *sorted(leaks)])


@pytest.mark.one_database
def test_everybody_finds_every_text_of_a_plan_that_is_theirs(walked: Walk) -> None:
    seen = seen_by_everybody(walked)
    texts = {found for by_person in seen.values() for found in by_person if parts(found)[0] == "plan"}
    missing = [
        f"{who} does not find {text}"
        for text in texts
        for who in who_walked(walked)
        if right(*parts(text), who) is Right.MUST and text not in seen[who]
    ]
    assert missing == [], "\n".join(["", *sorted(missing)])
    assert {parts(text)[2] for text in texts} == {
        "title", "reasons", "activity", "who", "indicator", "method", "value", "status", "progress",
        "open", "aside", "why", "origin", "reason", "slung", "deed", "deed_progress", "followed", "noticed",
        "judged", "remedies", "stage", "stage_status", "against",
    }  # fmt: skip
    states = {parts(text)[1].partition("_")[2] for text in texts}
    assert states == {"draft", "shared", "established", "edition", "changed", "candidates", "deed"}


@pytest.mark.one_database
def test_risks_and_internal_control_reach_those_they_are_for_and_nobody_else(walked: Walk) -> None:
    seen = seen_by_everybody(walked)
    texts = {found for by_person in seen.values() for found in by_person if parts(found)[0] == "control"}
    wrong = []
    for text in texts:
        for who in who_walked(walked):
            said, sees = right(*parts(text), who), text in seen[who]
            if said is Right.NEVER and sees:
                wrong.append(f"{who} sees {text}: {seen[who][text]}")
            elif said is Right.MUST and not sees:
                wrong.append(f"{who} does not find {text}")
    assert wrong == [], "\n".join(["", *sorted(wrong)])
    assert {parts(text)[1] for text in texts} >= {
        "own_risk", "other_risk", "company_risk", "board_last", "board_decided", "board_working", "company_draft",
    }  # fmt: skip
    assert {parts(text)[2] for text in texts} >= {
        "title", "happens", "cause", "effect", "existing", "owner", "reasoning", "treatment", "decision", "approver",
        "later_decision", "revoked", "closed_title", "closed", "opening", "control", "method", "who", "told", "reason",
        "number", "seen", "deviation", "remedy", "other_remedy", "left_out", "filename", "file", "whole", "learned",
    }  # fmt: skip


@pytest.mark.one_database
def test_nobody_is_shown_a_text_of_quality_that_is_not_for_them(walked: Walk) -> None:
    leaks = [
        f"{found}: {place}"
        for who, texts in seen_by_everybody(walked).items()
        for found, place in texts.items()
        if (where := parts(found))[0] == "quality" and right(*where, who) is Right.NEVER
    ]
    assert leaks == [], "\n".join(["", *sorted(leaks)])


@pytest.mark.one_database
def test_everybody_finds_every_text_of_quality_that_is_theirs(walked: Walk) -> None:
    seen = seen_by_everybody(walked)
    texts = {found for by_person in seen.values() for found in by_person if parts(found)[0] == "quality"}
    missing = [
        f"{who} does not find {text}"
        for text in texts
        for who in who_walked(walked)
        if right(*parts(text), who) is Right.MUST and text not in seen[who]
    ]
    assert missing == [], "\n".join(["", *sorted(missing)])
    assert {parts(text)[2] for text in texts} == {
        "title", "reasons", "indicator", "resource", "method", "routine", "source", "measurer", "unit", "pair",
        "review", "closing", "slung",
    }  # fmt: skip
    states = {parts(text)[1].partition("_")[2] for text in texts}
    assert states == {"draft", "established", "edition", "changed", "ended", "shared"}


@pytest.mark.one_database
def test_measurements_reach_the_unit_and_those_above_and_nobody_else(walked: Walk) -> None:
    seen = seen_by_everybody(walked)
    texts = {found for by_person in seen.values() for found in by_person if parts(found)[0] == MEASURING}
    assert {parts(found)[1:] for found in texts} >= {
        ("own", "why"), ("own", "before"), ("own", "now"), ("own", "figures"), ("own", "area"), ("sibling", "area")
    }  # fmt: skip
    wrong = []
    for text in texts:
        unit = parts(text)[1]
        for who in who_walked(walked):
            told, sees = measuring_right(unit, who), text in seen[who]
            if told is Right.NEVER and sees:
                wrong.append(f"{who} sees {text}: {seen[who][text]}")
            elif told is Right.MUST and not sees:
                wrong.append(f"{who} does not find {text}")
    assert wrong == [], "\n".join(["", *sorted(wrong)])


@pytest.mark.one_database
def test_texts_of_the_economy_reach_those_they_are_for_and_nobody_else(walked: Walk) -> None:
    seen = seen_by_everybody(walked)
    texts = {found for by_person in seen.values() for found in by_person if parts(found)[0] == ECONOMY}
    wrong = []
    for text in texts:
        for who in who_walked(walked):
            said, sees = right(*parts(text), who), text in seen[who]
            if said is Right.NEVER and sees:
                wrong.append(f"{who} sees {text}: {seen[who][text]}")
            elif said is Right.MUST and not sees:
                wrong.append(f"{who} does not find {text}")
    assert wrong == [], "\n".join(["", *sorted(wrong)])
    assert {parts(text)[2] for text in texts} >= {
        "says", "reasons", "remedy", "who", "note", "withdrawn", "year", "plan", "step", "frame", "title", "why", "followed",
        "ended", "slung",
    }  # fmt: skip


@pytest.mark.one_database
def test_deviations_reach_the_levels_they_have_come_to_and_nobody_else(walked: Walk) -> None:
    seen = seen_by_everybody(walked)
    texts = {found for by_person in seen.values() for found in by_person if parts(found)[0] == DEVIATION}
    wrong = []
    for text in texts:
        for who in who_walked(walked):
            said, sees = right(*parts(text), who), text in seen[who]
            if said is Right.NEVER and sees:
                wrong.append(f"{who} sees {text}: {seen[who][text]}")
            elif said is Right.MUST and not sees:
                wrong.append(f"{who} does not find {text}")
    assert wrong == [], "\n".join(["", *sorted(wrong)])
    assert {parts(text)[2] for text in texts} == {
        "happened", "done", "needed", "kept", "passed", "further"
    }  # fmt: skip


@pytest.mark.one_database
def test_what_is_promised_heard_and_asked_is_read_as_the_plans_of_the_unit(walked: Walk) -> None:
    seen = seen_by_everybody(walked)
    texts = {found for by_person in seen.values() for found in by_person if parts(found)[0] == CITIZENS}
    wrong = []
    for text in texts:
        for who in who_walked(walked):
            said, sees = right(*parts(text), who), text in seen[who]
            if said is Right.NEVER and sees:
                wrong.append(f"{who} sees {text}: {seen[who][text]}")
            elif said is Right.MUST and not sees:
                wrong.append(f"{who} does not find {text}")
    assert wrong == [], "\n".join(["", *sorted(wrong)])
    assert {parts(text)[2] for text in texts} == {
        "promise", "whom", "followed", "broken", "number", "went", "did", "closing", "heard", "figures", "do", "period",
        "title", "purpose", "question", "influence", "method", "invited", "said", "ledto", "toldback", "answer",
    }  # fmt: skip


@pytest.mark.one_database
def test_texts_of_assignments_reach_those_they_are_for_and_nobody_else(walked: Walk) -> None:
    seen = seen_by_everybody(walked)
    texts = {found for by_person in seen.values() for found in by_person if parts(found)[0] == ASSIGNED}
    wrong = []
    for text in sorted(texts):
        _pair, where, kind = parts(text)
        for who in who_walked(walked):
            allowed, sees = may_read(where, kind, who), text in seen[who]
            if sees and not allowed:
                wrong.append(f"{who} sees {text}: {seen[who][text]}")
            elif allowed and not sees:
                wrong.append(f"{who} does not find {text}")
    assert wrong == [], "\n".join(["", *wrong])
    assert {parts(text)[2] for text in texts} == {
        "title", "what", "frame", "number", "received", "how", "who", "progress", "report", "draft_title", "draft",
        "title_against", "objection", "title_withdrawn", "withdrawal", "question", "question_released", "picture_giver",
        "picture_taker", "picture_hidden", "picture_waiting", "shared_released", "shared_own",
    }  # fmt: skip
