"""The `samsyn` command before anything is set up."""

import os
import subprocess
import sys
from pathlib import Path


def samsyn(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SAMSYN_")}
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
