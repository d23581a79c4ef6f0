"""`docs/PROFILES.md` tells of everything a profile may hold."""

import re
import tomllib
from typing import get_args

import pytest

from app.steering import checks
from app.steering.reference import DOCUMENT, reference, with_reference
from app.steering.schema import ActorRole, Profile
from app.steering.words import DEFAULT_TERMS

TEXT = DOCUMENT.read_text(encoding="utf-8")
REFERENCE = reference()


def test_the_reference_is_as_the_schema_is() -> None:
    assert with_reference(TEXT) == TEXT, "run: python -m app.steering.reference"


def test_every_field_of_the_profile_is_told_of() -> None:
    assert all(f"| `{name}` |" in REFERENCE for name in Profile.model_fields)
    assert all(line.rstrip(" |").count("|") >= 4 for line in REFERENCE.splitlines() if line.startswith("| `"))


def test_every_term_and_role_is_named() -> None:
    assert [key for key in DEFAULT_TERMS if f"`{key}`" not in TEXT] == []
    assert [role for role in get_args(ActorRole) if f"`role:{role}`" not in TEXT] == []


def test_what_an_event_can_start_is_told_as_it_is_checked() -> None:
    for kind, targets in checks.STARTED.items():
        assert f"| `{kind}` | {' or '.join(f'`{target}`' for target in targets)} |" in TEXT


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL))
def test_the_examples_are_toml(example: str) -> None:
    assert (
        tomllib.loads(example)
        if example.count("levels")
        else all(tomllib.loads(line) for line in example.splitlines())
    )
