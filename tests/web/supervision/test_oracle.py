"""The overview against a slow count made from nothing but the tree and the passages: the same, for everybody, kept or not."""

from __future__ import annotations

import os
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.organisation import units as units_of
from app.organisation.models import Person, Unit
from app.organisation.reach import holdings
from app.passages import services as passages
from app.passages.models import Passage
from app.passages.queries.opening import one as readable_one
from app.passages.subjects import Ref
from app.steering.loader import load_profile
from app.supervision import kept_rows, queries
from app.supervision.counting import compare, rebuild
from app.supervision.gaps import gap_kinds
from app.supervision.pages import part_rows
from app.supervision.periods import looked_at
from app.supervision.queries import Period
from tests.factories.organisation import make_manager, make_unit
from tests.factories.passages import make_passage

TODAY = date(2026, 11, 23)
TOWNS = int(os.environ.get("SAMSYN_ORACLE", "4"))
PROFILE = load_profile("tranemo")
PARTS = {
    "goal": "direction",
    "risk": "control",
    "current_state": "conditions",
    "indicator": "quality",
    "": "",
}


@dataclass
class Town:
    """A made-up municipality, known by its tree alone."""

    parents: dict[int, int | None] = field(default_factory=dict)
    units: dict[int, Unit] = field(default_factory=dict)
    leaders: dict[int, Person] = field(default_factory=dict)
    top: int = 0
    said: list[tuple[Passage, str]] = field(default_factory=list)

    def line(self, unit_id: int) -> list[int]:
        """Give a unit and all above it."""
        found: list[int] = []
        at: int | None = unit_id
        while at is not None:
            found.append(at)
            at = self.parents[at]
        return found

    def under(self, unit_id: int) -> list[int]:
        """Give what hangs straight under a unit."""
        return [one for one, parent in self.parents.items() if parent == unit_id]

    def reads(self, leads: int, passage: Passage) -> bool:
        """Tell whether who leads a unit reads a passage."""
        over, rep = passage.over_unit_id, passage.rep_unit_id
        if leads in self.line(over) or rep == leads:
            return True
        if leads != self.top:
            return False
        above = self.line(self.top)[1:]
        near = {*above, *(child for one in above for child in self.under(one))}
        return over in near and rep not in above

    def rows(self, leads: int) -> list[int]:
        """Give the rows of somebody's overview."""
        found = self.under(leads)
        if leads == self.top:
            above = self.line(self.top)[1:]
            found += [
                child
                for one in above
                for child in self.under(one)
                if child != self.top and child not in above
            ]
        return found or [leads]

    def expected(self, leads: int, part: str) -> dict[int, set[int]]:
        """Count slowly which passages stand in which row."""
        found: dict[int, set[int]] = defaultdict(set)
        for passage, its_part in self.said:
            if its_part == part and self.reads(leads, passage):
                for row in self.rows(leads):
                    if row in self.line(passage.rep_unit_id):
                        found[row].add(passage.id)
        return dict(found)


def build(session: Session, chance: random.Random) -> Town:
    town = Town()

    def unit(kind: str, under: Unit | None, *, top: bool = False) -> Unit:
        made = make_unit(session, kind=kind, under=under, is_top=top)
        town.parents[made.id] = under.id if under else None
        town.units[made.id] = made
        town.leaders[made.id] = make_manager(session, made)
        return made

    council = unit("council", None)
    board = unit("executive_board", council)
    top = unit("administration", board, top=True)
    town.top = top.id
    inside = [top]
    for _ in range(chance.randint(3, 9)):
        inside.append(unit("unit", chance.choice(inside)))
    beside = [unit("company", chance.choice([council, board])) for _ in range(chance.randint(0, 2))]
    for company in beside:
        if chance.random() < 0.5:
            unit("unit", company)
    return town


def say(session: Session, town: Town, chance: random.Random) -> None:
    rep = chance.choice([one for one, parent in town.parents.items() if parent is not None])
    over = chance.choice(town.line(rep)[1:]) if chance.random() < 0.8 else chance.choice(list(town.units))
    if over == rep:
        return
    kind = chance.choice(list(PARTS))
    passage = make_passage(
        session,
        (town.units[over], town.leaders[over]),
        (town.units[rep], town.leaders[rep]),
        text=f"Sagt {len(town.said)}",
        about=(Ref(kind, 1),) if kind else (),
    )
    town.said.append((passage, PARTS[kind]))


def actor_of(session: Session, person: Person) -> Actor:
    return Actor(person.id, person.name, "sv", holdings(session, person.id, TODAY))


def answer_some(session: Session, town: Town, chance: random.Random) -> None:
    for passage, _part in chance.sample(town.said, k=min(3, len(town.said))):
        above = town.line(passage.over_unit_id)[1:]
        if not above:
            continue
        actor = actor_of(session, town.leaders[above[0]])
        found = readable_one(session, actor=actor, passage_id=passage.id, day=TODAY)
        if found is not None:
            passages.answer(session, actor=actor, passage=found, text="Vi tar det vidare.")


def shown(session: Session, town: Town, leads: int, part: str, *, kept: bool) -> dict[int, set[int]]:
    actor = actor_of(session, town.leaders[leads])
    overseen = queries.overseen_unit(actor)
    assert overseen is not None
    sections = (
        kept_rows.kept_sections(session, TODAY)
        if kept
        else queries.sections_of(session, leads, whole=overseen[1], day=TODAY)
    )
    sources = next((list(one.sources) for one in PROFILE.supervision if one.key == part), [""])
    if part == "quality":
        sources = ["quality_factors"]
    rows = part_rows(
        session,
        actor=actor,
        sections=sections,
        sources=sources,
        period=Period(),
        looked=looked_at(TODAY, TODAY.year),
        most=1000,
        kept_part=part if kept else None,
    )
    assert {row.section.id for row in rows} == set(town.rows(leads))
    if kept:
        counted = kept_rows.counted(session, [part], Period(), None)
        assert counted[part] == sum(len(row.passages) for row in rows)
    return {row.section.id: {one.id for one in row.passages} for row in rows if row.passages}


@pytest.mark.few_on_postgresql
@pytest.mark.parametrize("town_number", range(TOWNS))
def test_everybody_sees_exactly_the_passages_a_slow_count_finds(session: Session, town_number: int) -> None:
    chance = random.Random(town_number)
    town = build(session, chance)
    for _ in range(chance.randint(0, 12)):
        say(session, town, chance)
    session.commit()
    rebuild(session, PROFILE)
    session.commit()
    for _ in range(chance.randint(0, 8)):
        say(session, town, chance)
    session.commit()
    answer_some(session, town, chance)
    session.commit()
    differences = compare(session, PROFILE)
    assert differences.agrees, str(differences)
    for part in PARTS.values():
        for leads in town.units:
            assert shown(session, town, leads, part, kept=False) == town.expected(leads, part), (leads, part)
            assert lacking(session, town, leads, part) == lacking_now(session, town, leads, part), (
                leads,
                part,
            )
        assert shown(session, town, town.top, part, kept=True) == town.expected(town.top, part), part
        assert gaps_of(session, town, part, kept=True) == gaps_of(session, town, part, kept=False)


def lacking(session: Session, town: Town, leads: int, part: str) -> dict[int, list[tuple[str, int]]]:
    """Give what is missing in each row as the page of whoever leads a unit tells it, with what is kept counted."""
    rows = part_rows(
        session,
        actor=actor_of(session, town.leaders[leads]),
        sections=queries.sections_of(session, leads, whole=leads == town.top, day=TODAY),
        sources=sources_of(part),
        period=Period(),
        looked=looked_at(TODAY, TODAY.year),
    )
    return {row.section.id: [(gap.kind.key, gap.units) for gap in row.gaps] for row in rows}


def lacking_now(session: Session, town: Town, leads: int, part: str) -> dict[int, list[tuple[str, int]]]:
    """Give the same, counted now."""
    rows = town.rows(leads)
    found = queries.gaps(session, gap_kinds.of(sources_of(part)), looked_at(TODAY, TODAY.year), rows)
    return {row: [(gap.kind.key, gap.units) for gap in found.get(row, [])] for row in rows}


def sources_of(part: str) -> list[str]:
    """Give the sources of a part of the model's overview."""
    return next((list(one.sources) for one in PROFILE.supervision if one.key == part), [""])


def gaps_of(session: Session, town: Town, part: str, *, kept: bool) -> dict[int, list[tuple[str, int]]]:
    actor = actor_of(session, town.leaders[town.top])
    rows = part_rows(
        session,
        actor=actor,
        sections=queries.sections_of(session, town.top, whole=True, day=TODAY),
        sources=sources_of(part),
        period=Period(),
        looked=looked_at(TODAY, TODAY.year),
        kept_part=part if kept else None,
    )
    return {
        row.section.id: [("waiting", row.waiting), *((gap.kind.key, gap.units) for gap in row.gaps)]
        for row in rows
    }


@pytest.mark.parametrize("town_number", range(max(1, TOWNS // 4)))
def test_a_reorganisation_makes_what_is_kept_void_until_it_is_counted_anew(
    session: Session, town_number: int
) -> None:
    chance = random.Random(town_number)
    town = build(session, chance)
    for _ in range(8):
        say(session, town, chance)
    rebuild(session, PROFILE)
    session.commit()
    assert kept_rows.kept_sections(session, TODAY)
    movable = [one for one in town.units if town.top in town.line(one)[1:] and town.parents[one] != town.top]
    if not movable:
        return
    units_of.move_unit(session, unit_id=movable[0], parent_id=town.top, on=TODAY, actor_id=None)
    session.commit()
    town.parents[movable[0]] = town.top
    assert not kept_rows.kept_sections(session, TODAY)
    rebuild(session, PROFILE)
    session.commit()
    assert compare(session, PROFILE).agrees
    for part in PARTS.values():
        assert shown(session, town, town.top, part, kept=True) == town.expected(town.top, part)
