"""Where an uploaded file waits between the dry run and the real thing: readable by this service alone, and not for long."""

import os
import secrets
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

WAITS_SECONDS = 3600
PIECE = 1024 * 1024


class NotKept(Exception):
    """The file is not there any more, or was never this person's."""


def _folder() -> Path:
    """Give our folder for files that wait; refuses one that somebody else put in its place."""
    folder = Path(tempfile.gettempdir()) / f"samsyn-import-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.getuid() or stat.S_IMODE(state.st_mode) != 0o700:
        raise NotKept(str(folder))
    return folder


def keep(person_id: int, source: BinaryIO) -> str:
    """Put an upload aside for the person who made it and give the word it is found by; clears away what is old."""
    folder = _folder()
    for old in folder.iterdir():
        with suppress(FileNotFoundError):  # carried out, or cleared away by another, in the same moment
            if old.lstat().st_mtime < time.time() - WAITS_SECONDS:
                old.unlink()
    word = secrets.token_urlsafe(24)
    path = folder / f"{person_id}-{word}"
    path.touch(mode=0o600, exist_ok=False)
    with path.open("wb") as target:
        while piece := source.read(PIECE):
            target.write(piece)
    return word


def kept(person_id: int, word: str) -> Path:
    """Give the file that a person put aside; raises `NotKept`."""
    if (
        not word
        or len(word) > 60
        or not all(one.isalnum() or one in "-_" for one in word)
        or not word.isascii()
    ):
        raise NotKept(word)
    path = _folder() / f"{person_id}-{word}"
    if not path.is_file():
        raise NotKept(word)
    return path


def forget(person_id: int, word: str) -> None:
    """Take a waiting file away."""
    try:
        kept(person_id, word).unlink(missing_ok=True)
    except NotKept:
        return
