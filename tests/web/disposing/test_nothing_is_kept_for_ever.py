"""Everything people write can be disposed of by law: no table of words is forgotten, and what is over is found by the jobs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import String, Text, select, update
from sqlalchemy.orm import Session

from app.db import Base
from app.disposing.things import keep_piece_by_piece, keep_what_is_over, things
from app.records.disposal import erase_edition
from app.records.earlier import GONE
from app.records.holding import lift_hold
from app.records.models import Edition, Hold
from app.records.verifying import verify
from tests.support.at_once import second_while_first
from tests.support.tampering_words import write_much
from tests.support.world import Seed, World

AGENDA = "the agenda of the municipality's form, which nobody has answered anything in"
PROTOCOL = "the protocol of the disposal itself, which stays"
IN_FORCE = "the steering model everything was written under: the municipality's decision, kept for good"
HEADING = "headings and questions of the kind of text, not what was answered"
IDENTITY = "who somebody is or what a unit is called, kept by the organisation's own rules"
COPY = "a copy that is tidied away or made anew by itself"
KEYS = "keys and names of the model, no words of anybody's"
DECIDED = "who decided, which the protocol of the body says for good: what is left to tell that it has been"
CALLED = "what the meeting or its theme was called in the agenda, by which the protocol of disposal names it"
FIGURES = "figures and the names of those who publish them"

EXCEPTIONS = {
    "model_adoption": IN_FORCE,
    "model_version": IN_FORCE,
    "dialogue_template": AGENDA,
    "dialogue_template_theme": AGENDA,
    "dialogue_theme": AGENDA,
    "disposal": PROTOCOL,
    "hold": PROTOCOL,
    "history_content.erased_because": PROTOCOL,
    "unit_text_part.title": HEADING,
    "unit_text_part.questions": HEADING,
    "letterhead": IDENTITY,
    "person": IDENTITY,
    "unit": IDENTITY,
    "credential": IDENTITY,
    "notice": COPY,
    "ordered_document": COPY,
    "outgoing": COPY,
    "search_text": COPY,
    **{f"{table}.decided_by": DECIDED for table in ("control_plan", "control_report", "control_evaluation")},
    **{
        f"{table}.decided_by": DECIDED
        for table in ("document_version", "public_commitment", "recorded_decision")
    },
    "dialogue.title": CALLED,
    "dialogue.place": CALLED,
    "passage.theme": CALLED,
    "talk.theme": CALLED,
    "follow_up_plan_time.areas": KEYS,
    "goal_acknowledgement.name": KEYS,
    "follow_up_deviation.level_word": KEYS,
    "goal_judgement.level_word": KEYS,
    "indicator_judgement.level_word": KEYS,
    "indicator_judgement.proposed_word": KEYS,
    "goal_judgement.proposed_word": KEYS,
    "model_draft.origin_name": KEYS,
    "principle_answer.called": KEYS,
    "goal.marks": KEYS,
    "activity.marks": KEYS,
    "kolada_link": FIGURES,
    "kolada_place": FIGURES,
}
"""What is not disposed of, by table or column, and why."""

SHORT = 200
"""Columns of lines as long as this hold words; shorter ones hold keys, names and numbers."""


def much_written(session: Session) -> None:
    write_much(session)


@pytest.fixture
def seed() -> Seed | None:
    return much_written


def of_words() -> Iterator[tuple[str, str]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            kind = column.type
            if isinstance(kind, Text) or (isinstance(kind, String) and (kind.length or 0) >= SHORT):
                yield table.name, column.name


def words(session: Session) -> dict[str, set[tuple[object, ...]]]:
    """Give which rows say something, by table and column."""
    session.flush()
    found: dict[str, set[tuple[object, ...]]] = {}
    for table_name, name in of_words():
        table = Base.metadata.tables[table_name]
        rows = session.execute(select(*table.primary_key.columns, table.c[name]))
        found[f"{table_name}.{name}"] = {
            tuple(row[:-1]) for row in rows if row[-1] not in {None, "", GONE, "{}"}
        }
    return found


def excepted(column: str) -> bool:
    return column in EXCEPTIONS or column.split(".", maxsplit=1)[0] in EXCEPTIONS


def dispose_of_everything(session: Session) -> None:
    for hold in session.scalars(select(Hold).where(Hold.lifted_at.is_(None))).all():
        lift_hold(
            session, kind=hold.kind, object_id=hold.object_id, reason="Klart.", actor_id=hold.placed_by_id
        )
    for thing in things:
        for number in session.scalars(thing.joined(select(thing.number))).all():
            thing.keep(session, number)
    for edition in session.scalars(select(Edition).order_by(Edition.id)).all():
        if edition.erased_at is None:
            erase_edition(session, edition=edition, because="gallras enligt plan", actor_id=None)


TOGETHER = {"control_deviation.follow_up": {"closed_on": date(2026, 1, 7)}}
"""What must be said along with some words."""


def fill_in(session: Session, columns: set[str]) -> None:
    """Write something where nobody has, so that it is seen to go."""
    for name in columns:
        table, column = name.split(".")
        session.execute(update(Base.metadata.tables[table]).values({column: "Ord", **TOGETHER.get(name, {})}))
    session.expire_all()


def test_no_table_of_words_is_without_a_way_to_dispose_of_it(session: Session) -> None:
    fill_in(session, {name for name, rows in words(session).items() if not rows and not excepted(name)})
    before = words(session)
    assert {name for name, rows in before.items() if not rows and not excepted(name)} == set()
    dispose_of_everything(session)
    after = words(session)
    stays = {name for name, rows in before.items() if rows and rows <= after[name] and not excepted(name)}
    assert sorted(stays) == []
    assert verify(session).faults == []


def test_the_jobs_keep_all_that_is_over_piece_by_piece(
    session: Session, clock: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock(datetime(2031, 3, 1, 9, 0, tzinfo=UTC))
    wanted = keep_what_is_over(session)
    session.rollback()
    monkeypatch.setattr(sys.modules["app.disposing.things"], "PIECE", 1)
    assert keep_piece_by_piece(session) == wanted
    assert keep_piece_by_piece(session) == 0
    assert verify(session).faults == []


def test_jobs_run_twice_at_once_keep_each_thing_once(
    world: World, session: Session, clock: Callable[[datetime], None]
) -> None:
    # Years on, much is over that was not when it was written.
    clock(datetime(2031, 3, 1, 9, 0, tzinfo=UTC))
    session.commit()
    found: list[int] = []

    def keep(own: Session) -> int:
        found.append(keep_what_is_over(own))
        return found[-1]

    assert second_while_first(world, keep, keep) == 0
    assert found[0] > 0
    session.expire_all()
    assert verify(session).faults == []


def test_no_exception_names_what_is_not_there() -> None:
    named = {name for pair in of_words() for name in (pair[0], ".".join(pair))}
    assert set(EXCEPTIONS) - named == set()
