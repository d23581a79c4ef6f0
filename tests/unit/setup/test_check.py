"""What the check promises to look at, it looks at."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_every_step_the_makefile_tells_of_is_taken() -> None:
    told = re.search(r"^check: ## (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert told is not None
    script = (ROOT / "scripts" / "check.sh").read_text(encoding="utf-8")
    taken = set(re.findall(r'^step "([^"]+)"', script, re.MULTILINE))
    assert {step.strip().lower() for step in told[1].split(",")} <= taken
