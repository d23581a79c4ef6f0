"""A comparison is said with the words of the forms: what a thing and its field are called, and what was chosen or written."""

import re
import tomllib
from collections.abc import Iterator
from itertools import permutations

import pytest

from app.modelling.comparing import Changed, Comparison
from app.steering.loader import SHIPPED, shipped_keys

RAW = re.compile(r"\b[a-z]+_[a-z_]+\b|\b\d{4}-\d\d-\d\d\b|\b(True|False|None)\b|[{}\[\]]")
GOAL = {"key": "goal", "nature": "goal", "names": {"sv": {"singular": "mål"}}, "decided_by": ["council"]}


def tables(key: str) -> dict[str, object]:
    return tomllib.loads((SHIPPED / f"{key}.toml").read_text(encoding="utf-8"))


def things(before: dict[str, object], after: dict[str, object]) -> list[Changed]:
    return [one for part in Comparison(before, after, "sv").sections() for one in part.things]


def told(before: dict[str, object], after: dict[str, object]) -> list[tuple[str, str, str, str]]:
    return [
        (thing.name, one.what, one.before, one.after)
        for thing in things(before, after)
        for one in thing.differences
    ]


def words_of(before: str, after: str) -> Iterator[str]:
    for thing in things(tables(before), tables(after)):
        yield thing.name
        for one in thing.differences:
            yield from (*one.what.split(" › "), one.before, one.after)


@pytest.mark.parametrize(("before", "after"), [*permutations(shipped_keys(), 2)])
def test_nothing_of_what_differs_between_two_models_is_said_as_the_file_says_it(
    before: str, after: str
) -> None:
    assert [
        said for said in words_of(before, after) if RAW.search(said) or (said.isdigit() and len(said) > 4)
    ] == []
    names = [thing.name for thing in things(tables(before), tables(after))]
    assert [name for name in names if name.isdigit()] == []


def test_a_part_that_is_one_form_says_its_fields_and_not_itself() -> None:
    assert told({"rules": {"recovery_years": 2}}, {"rules": {"golden_zone": True}}) == [
        ("Regler", "År för att hämta hem ett underskott, 0 är ingen regel", "2", "0"),
        ("Regler", "Gyllene zonen kan öppnas", "nej", "ja"),
    ]
    assert told({"core_mission": {"section": "3"}}, {"core_mission": {"section": "4"}}) == [
        ("Grunduppdraget", "Avsnitt i källan", "3", "4")
    ]


def test_days_decimals_choices_and_months_are_said_as_people_say_them() -> None:
    decided = [tomllib.loads(f"[source]\ndecided_on = {day}") for day in ("2020-10-12", "2021-03-01")]
    assert told(*decided) == [("Källa", "Beslutat den", "12 oktober 2020", "1 mars 2021")]
    percent = [{"rules": {"remedy_plan_deficit_percent": value}} for value in (2.5, 3.0)]
    assert told(*percent) == [("Regler", "Underskott i procent som kräver åtgärdsplan", "2,5", "3")]
    rhythm = [
        {"rhythms": [{"key": "r", "name": "Tertial", "months": months, "applies_to": kinds}]}
        for months, kinds in (([4, 8], ["dialogue"]), ([8], ["dialogue", "economy"]))
    ]
    assert told(*rhythm) == [
        ("Tertial", "Används för", "dialog", "dialog, ekonomi"),
        ("Tertial", "Månader", "april, augusti", "augusti"),
    ]


def test_what_has_no_name_is_told_by_the_two_it_stands_between_or_by_its_place() -> None:
    chain = [{"giver": "role:manager", "taker": "role:employee"}, {"giver": "a", "taker": "b"}]
    found = things({"assignment_chain": chain}, {"assignment_chain": [{**chain[1], "acknowledged": False}]})
    assert [(one.kind, one.name) for one in found] == [
        ("changed", "Från a till b"),
        ("removed", "Från chef till medarbetare"),
    ]
    when = [[{"month": 9}, {"month": 10}], [{"month": 9}, {"month": 11, "day": 3}]]
    events = [{"cycle": [{"key": "e", "name": "Budget", "when": one}]} for one in when]
    assert told(*events) == [
        ("Budget", "När › tid 2 › Månad", "oktober", "november"),
        ("Budget", "När › tid 2 › Dag", "", "3"),
    ]
    assert told(events[0], {"cycle": [{"key": "e", "name": "Budget", "when": when[0][:1]}]}) == [
        ("Budget", "När", "oktober", "")
    ]


def test_things_that_change_places_within_a_thing_are_told() -> None:
    themes = [{"key": "a", "title": "Läget"}, {"key": "b", "title": "Framåt"}]
    templates = [
        {"dialogue_templates": [{"key": "t", "name": "Möte", "themes": one}]}
        for one in (themes, themes[::-1])
    ]
    assert told(*templates) == [("Möte", "Teman › Ordningen", "Läget, Framåt", "Framåt, Läget")]


def test_a_draft_with_mistakes_is_compared_too() -> None:
    wrong = {"goal_chain": [{**GOAL, "link": "fel", "horizon": []}, {"key": "x"}], "rules": 3, "source": []}
    assert things(wrong, {"goal_chain": [{**GOAL, "min_activities": "två"}, {"key": "x", "horizon": 1}]})
    assert things(
        {"cycle": [{"when": [{"key": "odd"}, 3, "x"]}]}, {"cycle": [{"when": [{"key": "odd", "month": 2}]}]}
    )
