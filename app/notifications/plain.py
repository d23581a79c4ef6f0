"""What people have typed, made harmless for a line of a mail or of a calendar."""

import re
import unicodedata

LONGEST = 300
"""Characters of a name or a title in a sentence; longer ones are cut."""

ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+")
"""What a mail address looks like; anything else is written to nobody."""


def one_line(text: str) -> str:
    """Make what a person has typed harmless on one line: no line breaks, no control or direction signs, not endless."""
    plain = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    # Signs nobody sees could turn the sentence around them, or hide in an address.
    plain = "".join(sign for sign in plain if unicodedata.category(sign) not in {"Cf", "Cs"})
    plain = " ".join(plain.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rstrip() + "…"
