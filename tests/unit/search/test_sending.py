"""A statement written beforehand answers as the same statement asked of SQLAlchemy, with every value turned as it would be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    create_engine,
    insert,
    literal,
    select,
)

from app.db import Numbers, UtcDateTime, among
from app.search.sending import Sent

NOTES = Table(
    "note",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime),
    Column("kind", String(20)),
)
AT = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)
ROWS = [
    {"id": number, "at": AT.replace(hour=number), "kind": "åsikt:1" if number % 2 else "ja"}
    for number in range(6)
]
SELECTED = select(NOTES.c.id, NOTES.c.at, literal("det:här").label("said")).order_by(NOTES.c.id)
FEW = SELECTED.where(among(NOTES.c.id, bindparam("few", type_=Numbers)))


@pytest.mark.parametrize(
    ("statement", "values", "found"),
    [
        (FEW, {"few": [1, 3, 9]}, [1, 3]),
        (FEW, {"few": []}, []),
        (
            FEW.where(NOTES.c.at > bindparam("since", type_=UtcDateTime)),
            {"few": [1, 3], "since": AT.replace(hour=2)},
            [3],
        ),
        (FEW.where(NOTES.c.kind.in_(["åsikt:1", "nej"])), {"few": [1, 2, 3]}, [1, 3]),
        (SELECTED.where(NOTES.c.kind.in_(bindparam("kinds", expanding=True))), {"kinds": ["ja"]}, [0, 2, 4]),
    ],
    ids=["numbers", "no numbers", "a moment", "a list of its own", "a list written out as it is asked"],
)
def test_it_answers_as_the_statement_itself(
    statement: Select[tuple[int]], values: dict[str, object], found: list[int]
) -> None:
    with create_engine("sqlite://").connect() as connection:
        NOTES.create(connection)
        connection.execute(insert(NOTES), ROWS)
        sent = Sent(statement, connection.dialect)
        for _again in range(2):
            answer = [tuple(row) for row in sent.ask(connection, values | {"another": 1})]
            assert answer == [tuple(row) for row in connection.execute(statement, values)]
        assert [row[0] for row in answer] == found
