"""How the database is asked: a server that is gone without a word is noticed, and what the address says itself holds."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from app import engine_options
from app.config import Settings

GONE = {"keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"}


def test_a_database_host_that_is_gone_without_a_word_is_noticed_within_half_a_minute():
    asked = engine_options(Settings("postgresql://a@b/c", "k"))["connect_args"]
    assert set(asked) >= GONE
    assert asked["tcp_user_timeout"] <= 30_000
    assert asked["keepalives_idle"] + asked["keepalives_interval"] * asked["keepalives_count"] <= 30


def test_what_the_address_says_of_it_holds():
    asked = engine_options(Settings("postgresql://a@b/c?tcp_user_timeout=60000", "k"))["connect_args"]
    assert "tcp_user_timeout" not in asked


def test_a_file_is_asked_nothing_of_the_kind():
    assert "connect_args" not in engine_options(Settings("sqlite:////srv/x", "k"))


def test_what_somebody_typed_stands_in_no_message_of_a_statement_that_failed():
    for url in ("sqlite:///:memory:", "postgresql://a@b/c"):
        assert engine_options(Settings(url, "k"))["hide_parameters"] is True
    engine = create_engine("sqlite:///:memory:", hide_parameters=True)
    with engine.connect() as connection, pytest.raises(OperationalError) as failed:
        connection.execute(text("SELECT :said FROM nothing"), {"said": "Jag litar inte på min chef."})
    assert "litar" not in str(failed.value)
