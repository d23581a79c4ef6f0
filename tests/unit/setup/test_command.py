"""The `samsyn` command before anything is set up."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path


def samsyn(*arguments: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SAMSYN_")} | settings
    command = Path(sys.executable).with_name("samsyn")
    return subprocess.run(
        [command, *arguments], env=bare, cwd=folder, capture_output=True, text=True, check=False
    )


def test_help_needs_no_settings(tmp_path: Path) -> None:
    helped = samsyn("--help", folder=tmp_path)
    assert helped.returncode == 0
    assert helped.stderr == ""
    for name in ("backup", "db", "demo", "history", "import", "jobs", "profile", "restore", "search", "user"):
        assert f"  {name} " in helped.stdout


def test_a_missing_key_is_one_line(tmp_path: Path) -> None:
    refused = samsyn("jobs", "run", folder=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "SAMSYN_SECRET_KEY" in refused.stderr


def test_a_database_named_from_where_one_stands_is_the_one_that_is_copied(tmp_path: Path) -> None:
    settings = {"SAMSYN_SECRET_KEY": "k" * 32, "SAMSYN_DATABASE_URL": "sqlite:///data/here.sqlite3"}
    for command in (("db", "upgrade"), ("backup", "copy.samsyn"), ("history", "verify")):
        done = samsyn(*command, folder=tmp_path, **settings)
        assert done.returncode == 0, done.stderr
    assert {one.name for one in (tmp_path / "data").glob("*.sqlite3")} == {"here.sqlite3"}
    with closing(sqlite3.connect(tmp_path / "copy.samsyn")) as copy:
        assert copy.execute("SELECT count(*) FROM history_head").fetchone() == (1,)


def test_a_database_that_is_out_of_reach_is_told_without_a_traceback(tmp_path: Path) -> None:
    settings = {"SAMSYN_SECRET_KEY": "k" * 32, "SAMSYN_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    refused = samsyn("history", "verify", folder=tmp_path, **settings)
    assert refused.returncode == 2
    assert refused.stderr.startswith("samsyn: The database cannot be used: ")
    assert "Traceback" not in refused.stderr
