"""What the commands answer to arguments and surroundings that are wrong: one line that says what is the matter."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import pytest
from click.testing import Result
from sqlalchemy import select

from app.cli import cli
from app.dialogues.models import Template
from app.migrating import revisions
from tests.factories.organisation import make_unit
from tests.support.world import World, _aside


def run(world: World, *command: str) -> Result:
    return _aside(lambda: world.app.test_cli_runner().invoke(cli, list(command)))


@pytest.mark.parametrize(
    "command",
    [("db", "upgrade", ""), ("db", "downgrade", " "), ("history", "verify", "--anchor", "")],
    ids=" ".join,
)
def test_an_empty_word_is_told_and_not_taken_for_none(world: World, command: tuple[str, ...]) -> None:
    answer = run(world, *command)
    assert answer.exit_code == 2
    assert "it is empty" in answer.output


@pytest.mark.parametrize("target", ["head", "heads", "newest"])
def test_however_this_version_is_named_the_upgrade_is_whole(world: World, target: str) -> None:
    with world.app.app_context():
        (newest,) = revisions()[1]
    run(world, "db", "downgrade", "0057")
    answer = run(world, "db", "upgrade", newest if target == "newest" else target)
    assert answer.exit_code == 0
    assert "The database is up to date; 4 dialogue templates taken from the profile." in answer.output
    with world.session() as session:
        assert len(session.scalars(select(Template.id)).all()) == 4


def test_an_upgrade_part_of_the_way_says_that_it_is_not_all(world: World) -> None:
    assert run(world, "db", "downgrade", "0050").output.endswith("The database is at 0050.\n")
    answer = run(world, "db", "upgrade", "+1")
    assert answer.exit_code == 0
    assert "The database is at 0051, not at this version yet" in answer.output
    assert "samsyn db upgrade" in answer.output


def test_a_damaged_database_is_told_in_one_line(world: World, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(b"SQLite format 3\0" + b"no page of it is left" * 1000)
    app = world.another_app(database_url=f"sqlite:///{damaged}")
    for command in (["db", "upgrade"], ["jobs", "run"], ["history", "verify"]):
        answer = _aside(lambda command=command: app.test_cli_runner().invoke(cli, command))
        assert answer.exit_code == 2
        assert answer.output.startswith("samsyn: The database cannot be used: ")
        assert answer.output.count("\n") == 1


def test_a_template_that_could_not_be_written_leaves_nothing_in_the_way(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "organisation.csv"

    class Full:
        def __init__(self, path: Path) -> None:
            path.touch()

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None:
            pass

        def write(self, _content: bytes) -> None:
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", lambda path, _mode: Full(path))
        answer = run(world, "import", "template", str(file))
    assert answer.exit_code == 1
    assert answer.output == f"Error: {file} could not be written: No space left on device\n"
    assert not file.exists()
    assert run(world, "import", "template", str(file)).exit_code == 0
    answer = run(world, "import", "template", str(file))
    assert answer.exit_code == 1
    assert answer.output == f"Error: {file} is there already. Nothing was written; choose another name.\n"


def test_nobody_is_made_manager_of_a_board_from_the_command_line(world: World) -> None:
    """Left out, the unit is the root: whoever led the council would stand above the municipal chief executive."""
    with world.session() as session:
        make_unit(session, "Kommunfullmäktige", kind="council")
        session.commit()
    refused = run(world, "user", "create", "nils", "--name", "Nils", "--role", "manager")
    assert refused.exit_code == 1
    assert "Kommunfullmäktige" in refused.output
    assert run(world, "user", "create", "nils", "--name", "Nils").exit_code == 0
