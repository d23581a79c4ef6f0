"""Whether the parts of a profile fit together: keys once, references to something, chains without rings.

The checks read the raw tables rather than the finished profile, so that a mistake of shape in one place hides
none elsewhere; what has the wrong shape is passed over here, the schema has told of it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice
from typing import Any, get_args

from app.steering.errors import Place, place_as_text
from app.steering.shapes.keys import ActorRole
from app.steering.words import DEFAULT_TERMS

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake at a place, by its kind and what its reason needs to be told."""

    place: Place
    kind: str
    given: dict[str, object]


KEYED = (
    "parts",
    "principles",
    "unit_kinds",
    "goal_chain",
    "checklists",
    "checklists[].points",
    "perspectives",
    "strategic_conditions",
    "protective_factors",
    "public_commitments",
    "feedback_sources",
    "scales",
    "scales[].levels",
    "indicators.types",
    "core_mission.headings",
    "analyses",
    "analyses[].headings",
    "phases",
    "cycle",
    "rhythms",
    "dialogue_templates",
    "dialogue_templates[].themes",
    "reports",
    "reports[].periods",
    "reports[].area_list",
    "supervision",
    "internal_control.levels",
    "internal_control.categories",
    "document_types",
    "document_types[].headings",
    "record_types",
    "acknowledgements",
    "glossary",
)
"""Lists in which each entry has a key of its own."""

REFERENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("unit_kinds[].parents[]", ("unit_kinds",)),
    ("goal_chain[].owner_kinds[]", ("unit_kinds",)),
    ("goal_chain[].link.to[]", ("goal_chain",)),
    ("goal_chain[].perspectives[]", ("perspectives",)),
    ("goal_chain[].checklist", ("checklists",)),
    ("goal_chain[].scale", ("scales",)),
    ("indicators.checklist", ("checklists",)),
    ("indicators.types[].composed_of[]", ("indicators.types",)),
    ("public_commitments[].event", ("cycle",)),
    ("cycle[].phase", ("phases",)),
    ("cycle[].produces[]", ("goal_chain", "document_types", "reports", "analyses")),
    ("dialogue_templates[].rhythm", ("rhythms",)),
    ("dialogue_templates[].themes[].goal_kinds[]", ("goal_chain",)),
    ("reports[].scale", ("scales",)),
    ("reports[].area_plan", ("document_types",)),
    ("internal_control.plan_event", ("cycle",)),
    ("assignment_chain[].document", ("document_types",)),
    ("acknowledgements[].goal_kinds[]", ("goal_chain",)),
    ("acknowledgements[].event", ("cycle",)),
    ("glossary[].see_also[]", ("glossary",)),
)
"""Where a key stands, and in which lists it must exist."""

ACTORS = (
    "goal_chain[].decided_by[]",
    "goal_chain[].prepared_by[]",
    "strategic_conditions[].decided_by[]",
    "public_commitments[].decided_by[]",
    "indicators.decided_by[]",
    "analyses[].done_by[]",
    "cycle[].who[]",
    "reports[].submitted_by[]",
    "reports[].submitted_to[]",
    "internal_control.plan_decided_by[]",
    "document_types[].decided_by[]",
    "assignment_chain[].giver",
    "assignment_chain[].taker",
    "acknowledgements[].between[]",
    "rules.recovery_exempted_by[]",
    "rules.remedy_plan_to[]",
    "rules.operational_plan_by[]",
)
"""Where a unit kind or a role stands as the one who does something."""

STARTED: dict[str, tuple[str, ...]] = {
    "dialogue": ("dialogue_templates",),
    "analysis": ("analyses",),
    "measurement": ("rhythms",),
    "report": ("reports",),
    "follow_up": ("rhythms",),
    "plan": ("document_types", "goal_chain"),
    "internal_control": ("document_types", "reports"),
    "acknowledgement": ("acknowledgements",),
    "document_review": ("document_types",),
}
"""In which lists the thing stands that an event starts."""


def mistakes(raw: Raw, most: int = 200) -> list[Mistake]:
    """Find what in `raw` does not fit together; at most `most`, so that no file takes long to judge."""
    checks: tuple[Callable[[Raw], Iterable[Mistake]], ...] = (
        _duplicates,
        _records_named_twice,
        _dangling,
        _unknown_actors,
        _unknown_starts,
        _unknown_terms,
        _unit_kinds,
        _goal_rings,
        _dialogue_templates,
    )
    return list(islice(chain.from_iterable(check(raw) for check in checks), most))


def found(raw: object, pattern: str) -> Iterator[tuple[Place, object]]:
    """Walk a pattern like `dialogue_templates[].themes[].key`, giving each place and what stands there."""
    steps = [step for part in pattern.split(".") for step in _steps(part)]
    yield from _walk(raw, (), steps)


def _steps(part: str) -> list[str]:
    return [part[:-2], "[]"] if part.endswith("[]") else [part]


def _walk(raw: object, place: Place, steps: list[str]) -> Iterator[tuple[Place, object]]:
    if not steps:
        yield place, raw
    elif steps[0] == "[]":
        if isinstance(raw, list | tuple):
            for number, entry in enumerate(raw):
                yield from _walk(entry, (*place, number), steps[1:])
    elif isinstance(raw, dict) and steps[0] in raw:
        yield from _walk(raw[steps[0]], (*place, steps[0]), steps[1:])


def _texts(raw: Raw, pattern: str) -> Iterator[tuple[Place, str]]:
    for place, value in found(raw, pattern):
        if isinstance(value, str):
            yield place, value


def _keys(raw: Raw, where: str) -> list[str]:
    return [key for _, key in _texts(raw, f"{where}[].key")]


def _hints(key: str, known: Iterable[str]) -> dict[str, object]:
    close = get_close_matches(key, list(islice(known, 500)), n=1, cutoff=0.6)
    return {
        "hint_sv": f" Menades ”{close[0]}”?" if close else "",
        "hint_en": f" Was “{close[0]}” meant?" if close else "",
    }


def _duplicates(raw: Raw) -> Iterator[Mistake]:
    for where in KEYED:
        for list_place, entries in found(raw, where):
            first: dict[str, Place] = {}
            for below, key in _texts_in(entries, "[].key"):
                place = (*list_place, *below)
                if key in first:
                    yield Mistake(place, "duplicate", {"key": key, "first": place_as_text(first[key])})
                first.setdefault(key, place)


def _records_named_twice(raw: Raw) -> Iterator[Mistake]:
    """Two times for the same records would leave it to chance which one holds."""
    first: dict[str, Place] = {}
    for place, of in _texts(raw, "record_types[].of[]"):
        if of in first:
            yield Mistake(place, "duplicate", {"key": of, "first": place_as_text(first[of])})
        first.setdefault(of, place)


def _texts_in(entries: object, pattern: str) -> Iterator[tuple[Place, str]]:
    for place, value in _walk(entries, (), [step for step in pattern.split(".") if step]):
        if isinstance(value, str):
            yield place, value


def _dangling(raw: Raw) -> Iterator[Mistake]:
    for pattern, targets in REFERENCES:
        known = dict.fromkeys(key for target in targets for key in _keys(raw, target))
        for place, key in _texts(raw, pattern):
            if key not in known:
                yield _dangles(place, key, " / ".join(targets), known)


def _dangles(place: Place, key: str, target: str, known: Iterable[str]) -> Mistake:
    return Mistake(place, "dangling", {"key": key, "target": target, **_hints(key, known)})


def _unknown_actors(raw: Raw) -> Iterator[Mistake]:
    known = dict.fromkeys([*_keys(raw, "unit_kinds"), *(f"role:{role}" for role in get_args(ActorRole))])
    for pattern in ACTORS:
        for place, key in _texts(raw, pattern):
            if key not in known:
                yield _dangles(place, key, "unit_kinds / role:…", known)


def _unknown_starts(raw: Raw) -> Iterator[Mistake]:
    for place, started in found(raw, "cycle[].starts[]"):
        if not isinstance(started, dict):
            continue
        ref, targets = started.get("ref"), STARTED.get(str(started.get("kind")))
        if not isinstance(ref, str) or targets is None:
            continue
        known = [key for target in targets for key in _keys(raw, target)]
        if ref not in known:
            yield _dangles((*place, "ref"), ref, " / ".join(targets), known)


def _unknown_terms(raw: Raw) -> Iterator[Mistake]:
    terms = raw.get("terms")
    named = [(("terms", key), key) for key in terms] if isinstance(terms, dict) else []
    for place, key in [*named, *_texts(raw, "glossary[].term_key")]:
        if key not in DEFAULT_TERMS:
            yield Mistake(place, "unknown_term", {"key": key, **_hints(key, DEFAULT_TERMS)})


def _entries(raw: Raw, where: str) -> list[tuple[int, Raw]]:
    listed = raw.get(where)
    if not isinstance(listed, list | tuple):
        return []
    return [(number, entry) for number, entry in enumerate(listed) if isinstance(entry, dict)]


def _unit_kinds(raw: Raw) -> Iterator[Mistake]:
    kinds = _entries(raw, "unit_kinds")
    if not kinds:
        return
    yield from _unit_rings(kinds)
    yield from _unit_levels(kinds)
    if all(kind.get("parents") for _, kind in kinds):
        yield Mistake(("unit_kinds",), "no_root", {})
    tops = [(number, kind) for number, kind in kinds if kind.get("is_top") is True]
    if len(tops) != 1:
        yield Mistake(("unit_kinds",), "one_top", {"count": len(tops)})
    for number, kind in tops:
        if kind.get("nature") != "administrative":
            yield Mistake(("unit_kinds", number, "nature"), "top_not_administrative", {})


def _unit_rings(kinds: list[tuple[int, Raw]]) -> Iterator[Mistake]:
    above: dict[str, list[str]] = {}
    numbers: dict[str, int] = {}
    for number, kind in kinds:
        key = kind.get("key")
        if not isinstance(key, str):
            continue
        parents = _strings(kind.get("parents"))
        if key in parents:
            yield Mistake(("unit_kinds", number, "parents"), "unit_self", {})
        above[key] = [parent for parent in parents if parent != key]
        numbers[key] = number
    ring = _ring(above)
    if ring:
        yield Mistake(("unit_kinds", numbers[ring[0]], "parents"), "unit_cycle", {"ring": " → ".join(ring)})


def _strings(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list | tuple) else []


def _unit_levels(kinds: list[tuple[int, Raw]]) -> Iterator[Mistake]:
    levels = {kind.get("key"): kind.get("level") for _, kind in kinds if isinstance(kind.get("key"), str)}
    for number, kind in kinds:
        level = kind.get("level")
        for parent in _strings(kind.get("parents")):
            parent_level = levels.get(parent)
            if parent == kind.get("key") or not isinstance(level, int) or not isinstance(parent_level, int):
                continue
            if level <= parent_level:
                given: dict[str, object] = {"level": level, "parent": parent, "parent_level": parent_level}
                yield Mistake(("unit_kinds", number, "level"), "unit_level", given)


def _goal_rings(raw: Raw) -> Iterator[Mistake]:
    above: dict[str, list[str]] = {}
    numbers: dict[str, int] = {}
    for number, kind in _entries(raw, "goal_chain"):
        key, link = kind.get("key"), kind.get("link")
        if isinstance(key, str):
            above[key] = _strings(link.get("to")) if isinstance(link, dict) else []
            numbers[key] = number
    ring = _ring(above)
    if ring:
        yield Mistake(
            ("goal_chain", numbers[ring[0]], "link", "to"), "goal_cycle", {"ring": " → ".join(ring)}
        )


def _ring(above: dict[str, list[str]]) -> list[str]:
    """Find one ring in a graph, first key repeated last; empty when there is none.

    What has nothing left above it is taken away until nothing changes; what remains lies in or below a ring.
    """
    waiting = {key: sum(parent in above for parent in set(parents)) for key, parents in above.items()}
    below: dict[str, list[str]] = {key: [] for key in above}
    for key, parents in above.items():
        for parent in set(parents) & above.keys():
            below[parent].append(key)
    free = [key for key, count in waiting.items() if count == 0]
    while free:
        taken = free.pop()
        del waiting[taken]
        for key in below[taken]:
            waiting[key] -= 1
            if waiting[key] == 0:
                free.append(key)
    return _walk_ring(next(iter(waiting)), above, waiting) if waiting else []


def _walk_ring(start: str, above: dict[str, list[str]], remaining: dict[str, int]) -> list[str]:
    steps: dict[str, None] = {}
    key = start
    while key not in steps:
        steps[key] = None
        key = next(parent for parent in above[key] if parent in remaining)
    path = list(steps)
    return [*path[path.index(key) :], key]


def _dialogue_templates(raw: Raw) -> Iterator[Mistake]:
    templates = _entries(raw, "dialogue_templates")
    if templates and all(template.get("pair_kind") != "managers" for _, template in templates):
        yield Mistake(("dialogue_templates",), "pair_missing", {})
    rhythms = {
        key: rhythm for _, rhythm in _entries(raw, "rhythms") if isinstance(key := rhythm.get("key"), str)
    }
    for number, template in templates:
        wanted = template.get("rhythm")
        rhythm = rhythms.get(wanted) if isinstance(wanted, str) else None
        if rhythm is not None and "dialogue" not in _strings(rhythm.get("applies_to")):
            given: dict[str, object] = {"key": wanted}
            yield Mistake(("dialogue_templates", number, "rhythm"), "rhythm_not_for_dialogues", given)
