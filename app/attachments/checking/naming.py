"""The name a file is shown and given back under: a person's own words, with nothing in it that a system obeys."""

import re
import unicodedata

LONGEST = 120
"""Characters with the ending; the longest in bytes is within what every file system takes."""

_MOST_BYTES = 200
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?\Z", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
NAMELESS = "bilaga"


def ending_of(name: str) -> str:
    """Give the ending of a name as it was sent, in small letters and without the dot; empty where there is none."""
    last = re.split(r"[/\\]", name)[-1]
    return last.rpartition(".")[2].strip().lower() if "." in last else ""


def clean_name(name: str, ending: str) -> str:
    """Make a harmless name with the ending its content says; a folder, control and direction marks are left out."""
    last = re.split(r"[/\\]", name)[-1]
    text = unicodedata.normalize("NFC", last)
    text = "".join(
        " " if unicodedata.category(letter) == "Zs" else letter
        for letter in text
        if unicodedata.category(letter) not in _DROPPED
    )
    text = " ".join(_FORBIDDEN.sub("_", text).split())
    stem, dot, old = text.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,9}", old):
        stem = text
    stem = stem.strip(" .")
    if not stem or _RESERVED.match(stem):
        stem = f"{NAMELESS} {stem}".strip() if stem else NAMELESS
    room = LONGEST - len(ending) - 1
    stem = stem[:room].rstrip(" .")
    while len(stem.encode()) > _MOST_BYTES:
        stem = stem[:-1].rstrip(" .")
    return f"{stem or NAMELESS}.{ending}"
