"""The documents others rely on say what the code does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from app.access.document import document
from app.cli import cli
from app.db import Base

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FLASKS_OWN = {"run", "shell", "routes"}


@pytest.fixture(scope="module")
def interfaces() -> str:
    return (DOCS / "INTERFACES.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def glossary() -> str:
    return (DOCS / "GLOSSARY.md").read_text(encoding="utf-8")


def commands(command: click.Command, before: str = "") -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield before.strip(), command
        return
    for name, below in command.commands.items():
        yield from commands(below, f"{before} {name}")


def test_every_variable_read_is_told_of_and_every_one_told_of_is_read(interfaces: str) -> None:
    sources = [ROOT / "app" / "config.py", ROOT / "gunicorn.conf.py", ROOT / "scripts" / "demo.py"]
    read = {
        name
        for path in sources
        for name in re.findall(r"[\"'](SAMSYN_[A-Z_]+|PORT|PROFILE)[\"']", path.read_text(encoding="utf-8"))
    }
    set_up = (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")
    read |= set(re.findall(r"\$\{?(SAMSYN_[A-Z_]+)", set_up))
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", interfaces, re.MULTILINE))
    assert told == read


def test_no_other_module_reads_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "app").rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    }
    # The command line sets a default for Flask; the backup hands PostgreSQL's tools an environment of their own.
    assert readers <= {"app/config.py", "app/cli.py", "app/records/backup_postgres.py"}


def test_every_command_is_told_of_with_its_options(interfaces: str) -> None:
    told = dict(re.findall(r"^\| `samsyn ([a-z]+(?: [a-z]+)?)([^`]*)` \|", interfaces, re.MULTILINE))
    found = {name: command for name, command in commands(cli) if name not in FLASKS_OWN}
    assert set(told) == set(found)
    for name, command in found.items():
        options = {
            option for parameter in command.params for option in parameter.opts if option.startswith("--")
        }
        assert set(re.findall(r"--[a-z-]+", told[name])) == options - {"--help"}, name


def test_every_first_part_of_an_address_is_told_of(interfaces: str, app: Flask) -> None:
    told = set(re.findall(r"^\| `(/[^`]*)` \| [^|]* \|$", interfaces, re.MULTILINE))
    first = {f"/{str(rule).strip('/').split('/')[0]}" for rule in app.url_map.iter_rules()}
    here = {address.rstrip("/") or "/" for address in told}
    # Reached from a page or by a machine, not kept by people.
    inner = {
        "/static",
        "/bilagor",
        "/filer",
        "/samtal-om",
        "/kalender",
        "/formularnyckel",
        "/logga-ut",
        "/nytt-losenord",
        "/sprak",
        "/healthz",
        "/readyz",
        "/utkast",
    }
    assert first - inner == here


def test_the_addresses_told_of_lead_somewhere(interfaces: str, app: Flask) -> None:
    client = app.test_client()
    for address in re.findall(r"^\| `(/[^`]*)` \| [^|]* \|$", interfaces, re.MULTILINE):
        assert client.get(address).status_code in {200, 302}, address


def test_every_module_and_package_of_the_product_is_told_of_and_each_of_dialogues() -> None:
    told = (DOCS / "ARCHITECTURE.md").read_text(encoding="utf-8")
    parts = {f"app/{path.parent.name}/" for path in (ROOT / "app").glob("*/__init__.py")}
    parts |= {f"app/{path.name}" for path in (ROOT / "app").glob("*.py")}
    assert {part for part in parts if f"`{part}`" not in told} == set()
    row = next(line for line in told.splitlines() if line.startswith("| `app/dialogues/`"))
    rooms = {path.parent.name for path in (ROOT / "app" / "dialogues").glob("*/__init__.py")}
    assert {room for room in rooms - {"series", "queries"} if f"`{room}/`" not in row} == set()


def test_a_model_with_words_that_are_terms_no_longer_is_usable_and_says_so(tmp_path: Path) -> None:
    shipped = (ROOT / "app" / "steering" / "profiles" / "tranemo.toml").read_text(encoding="utf-8")
    file = tmp_path / "vart.toml"
    file.write_text(f'{shipped}\n[terms.unit]\nsv = {{ singular = "avdelning" }}\n', encoding="utf-8")
    done = subprocess.run(
        [str(Path(sys.executable).parent / "samsyn"), "profile", "check", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "not read: unit." in done.stdout


@pytest.mark.parametrize("usable", [True, False])
def test_a_model_is_checked_without_settings_and_without_a_database(tmp_path: Path, *, usable: bool) -> None:
    shipped = (ROOT / "app" / "steering" / "profiles" / "tranemo.toml").read_text(encoding="utf-8")
    file = tmp_path / "vart.toml"
    file.write_text(shipped if usable else f"colour = 1\n{shipped}", encoding="utf-8")
    done = subprocess.run(
        [str(Path(sys.executable).parent / "samsyn"), "profile", "check", str(file)],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not name.startswith("SAMSYN_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "SAMSYN_SECRET_KEY" not in done.stderr
    assert (done.returncode, done.stdout) == ((0, "OK\n") if usable else (1, ""))
    assert usable or "colour" in done.stderr


def test_who_may_do_what_is_as_the_tables_say(app: Flask) -> None:
    with app.app_context():
        written = document()
    assert (DOCS / "who-may-do-what.md").read_text(encoding="utf-8") == written, (
        "write it anew with: python -m app.access.document"
    )


def test_the_glossary_names_every_table(glossary: str) -> None:
    named = set(re.findall(r"`([A-Z][A-Za-z]+)(?:\.[a-z_]+)?`", glossary))
    tables = {mapper.class_.__name__ for mapper in Base.registry.mappers}
    assert tables - named == set()


def test_the_glossary_names_nothing_that_is_gone(glossary: str) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py"))
    for name in set(re.findall(r"`([A-Z][A-Za-z]+)(?:\.[A-Za-z_]+)?`", glossary)):
        assert re.search(rf"^class {name}\b", code, re.MULTILINE), name
