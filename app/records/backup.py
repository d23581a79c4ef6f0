"""A checked copy of the whole database in one file, and putting one back into an empty place.

Both ways end with the same proof: for every table the number of rows and a hash over their content are taken
on both sides and must be equal. A copy is written beside its name and renamed when the proof holds, so that
a file with that name is a whole backup; a restore that fails leaves the place as empty as it was. A copy ends with
a seal (`backup_seal`): what became of it between the two is found too.
"""

import os
from pathlib import Path

from sqlalchemy.engine import make_url

from app.config import normalised_url, sqlite_path
from app.records.backup_facts import BackupError
from app.records.backup_postgres import PostgresBackups
from app.records.backup_seal import require_whole, seal
from app.records.backup_sqlite import SqliteBackups

__all__ = ["BackupError", "backup_to", "restore_from"]


def backup_to(database_url: str, file: Path) -> str:
    """Write a copy of the database to `file` (mode 0600) and say what is in it; raises BackupError.

    SQLite's copy is an ordinary SQLite file, PostgreSQL's is `pg_dump`'s custom format, each with a line after its end
    that programs of theirs do not look at. The product may be in use.
    """
    file = Path(file).absolute()
    if file.exists():
        raise BackupError(f"{file} is there already. Nothing was written; choose another name.")
    if not file.parent.is_dir():
        raise BackupError(f"The folder {file.parent} does not exist.")
    beside = file.with_name(f".{file.name}.{os.getpid()}.unfinished")
    try:
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        facts = _backups(database_url).write(beside)
        seal(beside)
        _put_in_place(beside, file)
    except OSError as problem:
        raise BackupError(f"{file} could not be written: {problem.strerror or problem}") from problem
    finally:
        for left in ("", "-journal", "-wal", "-shm"):
            Path(f"{beside}{left}").unlink(missing_ok=True)
    return f"Backup written to {file}.\n{facts.in_words()}"


def restore_from(database_url: str, file: Path) -> str:
    """Put a backup into a database that holds nothing, and say what is there now; raises BackupError."""
    file = Path(file).absolute()
    if not file.is_file():
        raise BackupError(f"{file} is not a file.")
    try:
        sealed = require_whole(file)
        facts = _backups(database_url).read(file)
    except OSError as problem:
        raise BackupError(f"{file} could not be restored: {problem.strerror or problem}") from problem
    advice = "" if facts.at_head() else "\nThe backup is of an earlier version; run now: samsyn db upgrade"
    if not sealed:
        # Then nothing says that it is what was written once, but the history of most of what people wrote.
        advice += "\nThe backup has no seal, as those of earlier versions; look whether it is whole: samsyn history verify"
    return f"Restored from {file}.\n{facts.in_words()}{advice}"


def _backups(database_url: str) -> SqliteBackups | PostgresBackups:
    path = sqlite_path(database_url)
    if path is not None:
        return SqliteBackups(path.absolute())
    url = make_url(normalised_url(database_url))
    if url.get_backend_name() == "postgresql":
        return PostgresBackups(url)
    raise BackupError("Only a SQLite file or a PostgreSQL database can be backed up.")


def _put_in_place(beside: Path, file: Path) -> None:
    """Rename once the bytes are on the disk, and put the new name there too."""
    _to_disk(beside)
    beside.rename(file)
    _to_disk(file.parent)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
