"""What set-up looks for before it installs anything."""

from __future__ import annotations

import subprocess
from pathlib import Path

SET_UP = Path(__file__).parents[3] / "scripts" / "setup.sh"
INSTALL = "\nmake_venv\n"
"""Where the script ends telling how and begins to do it."""


def test_what_pdfs_need_is_found_by_one_who_is_not_root(tmp_path: Path) -> None:
    script = tmp_path / "scripts" / "setup.sh"
    script.parent.mkdir()
    told, done = SET_UP.read_text().split(INSTALL)
    assert "install_run_tools" in done
    script.write_text(f'{told}\napt_install() {{ echo "missing: $*"; return 1; }}\ninstall_run_tools\n')
    # What Debian gives ordinary users: no folder of programs for root.
    looked = subprocess.run(
        ["/bin/bash", script, "test"],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (looked.returncode, looked.stdout) == (0, ""), looked.stderr
