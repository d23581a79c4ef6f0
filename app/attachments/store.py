"""The folder the bytes lie in: names nobody can guess or choose, written whole or not at all, for the owner only."""

import contextlib
import errno
import hashlib
import logging
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.attachments.errors import Reason, Refusal

NAME = re.compile(r"[0-9a-f]{32}\Z")
_UNFINISHED = ".unfinished"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """One file in the folder; `name` is not a name the product gives when the file is unfinished."""

    path: Path
    name: str
    touched: datetime


class Store:
    """Files by the names they were stored under."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes, name: str | None = None) -> str:
        """Write a file to the disk for good and give the name it is stored under.

        Raises `Refusal` when there is no room, or the folder cannot be written in; nothing is left behind then.
        """
        name = name or secrets.token_hex(16)
        path = self.path(name)
        beside = path.with_name(f"{name}{_UNFINISHED}")
        try:
            for folder in (self.folder, path.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target:
                target.write(data)
                target.flush()
                os.fsync(target.fileno())
            beside.rename(path)
            _folder_to_disk(path.parent)
        except OSError as problem:
            # What kept the file from being written can keep it from being taken away too.
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            log.warning("a file could not be kept in %s: %s", self.folder, problem.strerror or problem)
            raise Refusal(Reason.DISK_FULL if problem.errno in _NO_ROOM else Reason.NOT_KEPT) from problem
        return name

    def path(self, name: str) -> Path:
        """Give where a file lies; raises `ValueError` for what is no name of ours."""
        if not NAME.match(name):
            raise ValueError("not the name of a stored file")
        return self.folder / name[:2] / name

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""
        return self.path(name).is_file()

    def hash(self, name: str) -> str | None:
        """Give the SHA-256 of a file as it is now, or None when it is not there."""
        try:
            with self.path(name).open("rb") as source:
                return hashlib.file_digest(source, "sha256").hexdigest()
        except OSError:
            return None

    def erase(self, name: str) -> None:
        """Take a file away; one that is gone already is no fault."""
        self.path(name).unlink(missing_ok=True)

    def everything(self) -> Iterator[Stored]:
        """Give all that lies in the folder, unfinished files too."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            try:
                touched = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
            except FileNotFoundError:
                continue
            yield Stored(path, path.name, touched)


def _folder_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
