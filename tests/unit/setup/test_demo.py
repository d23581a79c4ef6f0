"""What the demo sets for its server, and the jobs it runs beside it."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.notifications.transport import folder_of
from scripts import demo


def test_mail_goes_into_a_folder_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SAMSYN_MAIL_URL", "SAMSYN_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(demo, "ROOT", Path("/srv/min kommun å"))
    set_up = demo._environment(8000, "tranemo")
    assert folder_of(set_up["SAMSYN_MAIL_URL"]) == "/srv/min kommun å/instance/demo-tranemo-mail"
    for given in ("", "smtp://127.0.0.1:1025"):
        monkeypatch.setenv("SAMSYN_MAIL_URL", given)
        assert demo._environment(8000, "tranemo")["SAMSYN_MAIL_URL"] == given


def test_a_taken_port_is_told_before_anything_is_installed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        set_up = tmp_path / "scripts" / "setup.sh"
        set_up.parent.mkdir()
        set_up.write_text(f"#!/bin/sh\ntouch {tmp_path}/installed\n")
        set_up.chmod(0o700)
        (tmp_path / "scripts" / "demo.py").write_text((demo.ROOT / "scripts" / "demo.py").read_text())
        (tmp_path / "Makefile").write_text((demo.ROOT / "Makefile").read_text())
        for target in ("demo", "demo-reset"):
            done = subprocess.run(
                ["make", "-C", tmp_path, target, f"PORT={port}"], capture_output=True, text=True, check=False
            )
            assert done.returncode != 0
            assert f"porten {port} på 127.0.0.1 är upptagen" in done.stderr
    assert not (tmp_path / "installed").exists()


def test_loading_leaves_the_database_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    samsyn = tmp_path / "samsyn"
    samsyn.write_text('#!/bin/sh\nfile="${SAMSYN_DATABASE_URL#sqlite:///}"\ntouch "$file" "$file-turn"\n')
    samsyn.chmod(0o700)
    monkeypatch.setattr(demo, "BIN", tmp_path)
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    demo._load_new({}, "tranemo", demo._database_file("tranemo"))
    assert [path.name for path in (tmp_path / "instance").iterdir()] == ["demo-tranemo.sqlite3"]


def prepared(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Prepare the demo of a folder of its own, with a command that only makes the file."""
    command = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[1]); from scripts import demo;"
        "demo.ROOT = demo.BIN = pathlib.Path(sys.argv[2]); sys.exit(demo.main(sys.argv[3:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", command, demo.ROOT, folder, "--no-serve", *arguments],
        env={name: value for name, value in os.environ.items() if not name.startswith("SAMSYN_")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_model_that_is_not_shipped_is_told_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PROFILE", "nope")
    told = prepared(tmp_path)
    assert told.returncode == 1
    assert (
        "PROFILE=nope finns inte. Det som finns: karlskoga, kungalv, lerum, perstorp, tranemo." in told.stderr
    )
    assert list(tmp_path.iterdir()) == []


def test_the_data_of_a_demo_that_is_running_is_not_thrown_away(tmp_path: Path) -> None:
    samsyn = tmp_path / "samsyn"
    samsyn.write_text('#!/bin/sh\nfile="${SAMSYN_DATABASE_URL#sqlite:///}"\necho new >> "$file"\n')
    samsyn.chmod(0o700)
    assert prepared(tmp_path).returncode == 0
    data = tmp_path / "instance" / "demo-tranemo.sqlite3"
    data.write_text("what was written\n")
    # As the server does, with the file it inherits.
    with (tmp_path / "instance" / "demo-tranemo.lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        refused = prepared(tmp_path, "--reset")
        assert refused.returncode == 1
        assert "är igång redan" in refused.stderr
        assert data.read_text().startswith("what was written\n")
        # A second one beside it, on another port, is fine.
        assert prepared(tmp_path).returncode == 0
    assert prepared(tmp_path, "--reset").returncode == 0
    assert "what was written" not in data.read_text()


def test_the_jobs_run_beside_the_server_until_it_ends(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    samsyn = tmp_path / "samsyn"
    samsyn.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/ran\necho trasigt >&2\nexit 1\n')
    samsyn.chmod(0o700)
    monkeypatch.setattr(demo, "BIN", tmp_path)
    monkeypatch.setattr(demo, "JOBS_EVERY_SECONDS", 0.2)
    server = subprocess.Popen([sys.executable, "-c", "import sys, time; time.sleep(2); sys.exit(7)"])
    assert demo._stay(server, {}) == 7
    ran = (tmp_path / "ran").read_text().splitlines()
    assert len(ran) >= 2
    assert set(ran) == {"jobs run"}
    assert capsys.readouterr().err.count("trasigt") == 1, "the same trouble is told once"
