"""Signs of what a page shows: short enough for a form to carry, and another where a word is another by the time one presses."""

import hashlib

from app.records.chain import canonical


def sign_of(shown: object) -> str:
    """Give a sign of what was there to read. It guards nothing: it tells whether somebody has read what there is now."""
    return hashlib.sha256(canonical(shown).encode()).hexdigest()[:24]
