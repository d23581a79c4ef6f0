"""An older version neither serves nor changes a database that a newer one has made."""

import pytest
from sqlalchemy import text

from app.cli import cli
from app.migrating import NewerDatabase, refuse_newer


def from_the_future(session):
    session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    session.commit()


def test_a_database_at_head_is_served(app, client):
    refuse_newer(app)
    assert client.get("/readyz").status_code == 200


def test_a_newer_database_is_not_served(app, client, session):
    from_the_future(session)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "newer" in answer.json["reason"]
    with pytest.raises(NewerDatabase):
        refuse_newer(app)


def test_a_newer_database_is_not_upgraded(app, session):
    from_the_future(session)
    answer = app.test_cli_runner().invoke(cli, ["db", "upgrade"])
    assert answer.exit_code == 1
    assert "newer version" in answer.output
    assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
