"""What the index of words lies in: many saves make many pieces, which the jobs put together; what is found is the same."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.cli import jobs_run
from app.dialogues.models import SharedText
from app.search.gathering import gather
from app.search.keeping import compare, rebuild

SAVES = 24


def pieces(session: Session) -> int:
    """Count the pieces the index lies in; PostgreSQL has but one."""
    if session.connection().dialect.name != "sqlite":
        return 1
    return session.scalar(text("SELECT count(DISTINCT segid) FROM search_fts_idx")) or 0


def write_often(session: Session) -> None:
    note = session.scalars(select(SharedText).where(SharedText.theme_id.is_not(None))).first()
    assert note is not None
    for place in range(SAVES):
        note.text = f"Vi ser lugnare lämningar, gång {place}."
        session.commit()


def check(session: Session) -> None:
    """Hold the index against the texts, and on SQLite its pieces against the index: the command fails when they differ."""
    assert compare(session).agrees
    if session.connection().dialect.name == "sqlite":
        session.execute(text("INSERT INTO search_fts(search_fts, rank) VALUES('integrity-check', 1)"))


def test_the_jobs_put_the_pieces_of_many_saves_together(app: Flask, session: Session) -> None:
    write_often(session)
    before = pieces(session)
    session.rollback()
    answer = app.test_cli_runner().invoke(jobs_run)
    assert answer.exit_code == 0, answer.output
    assert pieces(session) <= max(1, before - 2)
    check(session)
    # What is in order is left alone.
    assert gather(session) == 0


def test_an_index_made_anew_lies_in_one_piece(session: Session) -> None:
    write_often(session)
    rebuild(session)
    session.commit()
    assert pieces(session) == 1
    check(session)
