"""An older version neither serves nor changes a database that a newer one has made, and a newer one says what an older lacks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli import cli
from app.migrating import NewerDatabase, refuse_newer
from tests.factories.organisation import make_municipality


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


FILE = Path(__file__).parent / "organisation" / "test_import.py"
COMMANDS = [
    ["user", "create", "nils", "--name", "Nils"],
    ["import", "organisation", str(FILE)],
    ["jobs", "run"],
    ["files", "sweep"],
    ["search", "rebuild"],
    ["search", "compare"],
    ["overview", "rebuild"],
    ["overview", "compare"],
    ["history", "verify"],
    ["demo", "load"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_touches_a_newer_database(app, session, command):
    from_the_future(session)
    answer = app.test_cli_runner().invoke(cli, command)
    assert answer.exit_code == 2
    assert "newer version" in answer.output
    assert answer.output.count("\n") == 1


def test_a_newer_database_is_not_taken_back(app, session):
    from_the_future(session)
    answer = app.test_cli_runner().invoke(cli, ["db", "downgrade", "0001"])
    assert answer.exit_code == 1
    assert "newer version" in answer.output


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_database_without_the_newest_migrations_is_told_what_to_run(app, session, command):
    session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    session.commit()
    answer = app.test_cli_runner().invoke(cli, command)
    assert answer.exit_code == 2
    assert "samsyn db upgrade" in answer.output


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["db", "upgrade", "nix"], "nix"),
        (["db", "downgrade", "nix"], "nix"),
        (["backup", "."], "folder"),
        (["restore", "."], "folder"),
        (["user", "create", "\udcff", "--name", "N"], "words"),
        (["user", "create", "nils", "--name", "\udcff"], "words"),
    ],
    ids=str,
)
def test_a_command_with_nonsense_says_so_in_a_line_and_ends_with_two(app, command, told):
    answer = app.test_cli_runner().invoke(cli, command)
    assert answer.exit_code == 2
    assert isinstance(answer.exception, SystemExit)
    assert told in answer.output


@pytest.mark.parametrize(
    ("more", "told"),
    [(["--name", ""], "name"), (["--name", "N", "--email", "nix"], "nix"), (["--name", "x" * 300], "200")],
    ids=str,
)
def test_who_makes_a_person_reads_in_words_why_not(app, session, more, told):
    make_municipality(session)
    session.commit()
    answer = app.test_cli_runner().invoke(cli, ["user", "create", "nils", *more])
    assert answer.exit_code == 1
    assert told in answer.output
    assert "_" not in answer.output


def test_a_server_that_cannot_start_says_why_in_one_line(tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "SAMSYN_DATABASE_URL": "samsyn.sqlite3",
        "SAMSYN_SECRET_KEY": "k" * 40,
    }
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("samsyn: SAMSYN_DATABASE_URL")
    assert done.stderr.count("\n") == 1
