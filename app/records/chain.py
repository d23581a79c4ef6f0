"""How the chain is made: pure functions, so that anyone can check a history without this product."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

GENESIS = "0" * 64


def canonical(content: object) -> str:
    """Write `content` as JSON in the one way that is hashed: sorted keys, no spaces, moments in UTC."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)


def content_hash(salt: str, content: str) -> str:
    """Hash a text with its salt, so that an erased text cannot be guessed from its hash."""
    return hashlib.sha256(f"{salt}\n{content}".encode()).hexdigest()


def entry_hash(fields: Mapping[str, object]) -> str:
    """Hash an entry with the hash of the one before."""
    return hashlib.sha256(canonical(dict(fields)).encode()).hexdigest()
