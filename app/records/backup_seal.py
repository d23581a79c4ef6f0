"""What a backup ends with: a hash of all before it, so that a byte changed or lost on its way is found before it is restored.

Both kinds of backup are read by what their beginning says of where things lie, so that a line after the end disturbs nobody.
"""

import hashlib
import re
from pathlib import Path

from app.records.backup_facts import BackupError

_BEGINS = b"\nSamsyn backup, sha256 of what stands above: "
_SEAL = re.compile(re.escape(_BEGINS) + rb"([0-9a-f]{64})\n")
_LENGTH = len(_BEGINS) + 64 + 1
_PIECE = 1024 * 1024


def seal(file: Path) -> None:
    """Write the hash of a backup at its end."""
    digest = _hash(file, file.stat().st_size)
    with file.open("ab") as opened:
        opened.write(_BEGINS + digest.encode() + b"\n")


def require_whole(file: Path) -> bool:
    """Hold a backup against its seal, and tell whether it has one: those of earlier versions have none.

    Raises `BackupError` where the backup is not what was sealed, or the seal itself is damaged.
    """
    size = file.stat().st_size
    with file.open("rb") as opened:
        opened.seek(max(0, size - 2 * _LENGTH))
        end = opened.read()
    found = _SEAL.fullmatch(end[-_LENGTH:])
    if found is None:
        # Its first words are enough to know that there was one.
        if _BEGINS[:16] in end:
            raise BackupError(f"{file} is not a whole backup: its end is cut off or was changed.")
        return False
    if _hash(file, size - _LENGTH).encode() != found[1]:
        raise BackupError(f"{file} is damaged: it is not what was written when the backup was made.")
    return True


def _hash(file: Path, length: int) -> str:
    digest, left = hashlib.sha256(), length
    with file.open("rb") as opened:
        while left > 0 and (piece := opened.read(min(_PIECE, left))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()
