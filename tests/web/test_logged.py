"""What stands in the server's log where a statement fails: what went wrong, and nothing of what somebody had typed."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.factories.organisation import make_person

TYPED = "Jag litar inte på min chef."


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("INSERT INTO person (name, email) VALUES (:said, NULL)", "null"),
        ("INSERT INTO person SELECT * FROM person WHERE name = :said", "unique"),
    ],
)
def test_of_a_refused_row_the_log_says_which_rule_it_broke_and_not_what_stood_in_it(
    session: Session, caplog: pytest.LogCaptureFixture, said: str, why: str
) -> None:
    make_person(session, TYPED)
    with pytest.raises(IntegrityError) as failed:
        session.execute(text(said), {"said": TYPED})
    logging.getLogger("app").error("refused", exc_info=failed.value)
    session.rollback()
    assert "litar" not in caplog.text
    assert why in caplog.text.lower()
