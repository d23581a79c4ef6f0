"""The files beside a backup: one archive, each file under its stored name, held against the hashes in the database."""

import hashlib
import os
import tarfile
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.queries import on_disk
from app.attachments.store import NAME, Store
from app.attachments.sweeping import faults_in
from app.records.backup_facts import BackupError

_LARGEST = 64 * 1024 * 1024


def archive_for(backup: Path) -> Path:
    """Name the archive of files that belongs to a backup of the database."""
    return backup.with_name(f"{backup.name}.files.tar")


def holds_files(session: Session) -> bool:
    """Tell whether the database speaks of any files; one of an earlier version does not know of them."""
    if not inspect(session.connection()).has_table(Attachment.__tablename__):
        return False
    return next(on_disk(session), None) is not None


def write_archive(session: Session, store: Store, target: Path) -> list[str]:
    """Write every file the database speaks of to `target` (mode 0600); gives what is missing or changed, as sentences.

    Taken after the copy of the database: files are only ever added, and what is erased meanwhile was removed a day ago.
    Raises `BackupError` when the archive cannot be written.
    """
    if target.exists():
        raise BackupError(f"{target} is there already. Nothing was written; choose another name.")
    beside = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    faults: list[str] = []
    try:
        with (
            os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened,
            tarfile.open(fileobj=opened, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            for attachment in on_disk(session):
                fault = _add(archive, store, attachment)
                faults += [fault] if fault else []
            archive.close()
            opened.flush()
            os.fsync(opened.fileno())
        beside.rename(target)
    except OSError as problem:
        raise BackupError(f"{target} could not be written: {problem.strerror or problem}") from problem
    finally:
        beside.unlink(missing_ok=True)
    return faults


def _add(archive: tarfile.TarFile, store: Store, attachment: Attachment) -> str | None:
    try:
        with store.path(attachment.stored_as).open("rb") as source:
            if hashlib.file_digest(source, "sha256").hexdigest() != attachment.sha256:
                return f"the file of attachment {attachment.id} was changed; it is not in the backup"
            member = tarfile.TarInfo(attachment.stored_as)
            member.size, member.mode = source.tell(), 0o600
            source.seek(0)
            archive.addfile(member, source)
    except FileNotFoundError:
        return f"the file of attachment {attachment.id} is missing; it is not in the backup"
    return None


def read_archive(session: Session, store: Store, source: Path) -> int:
    """Put the files of an archive in the store and hold all of them against the database; gives how many were put there.

    Only files the database speaks of are taken, under the names it has for them; one that is there already is left
    alone, so it can be run again. Raises `BackupError` naming what is missing or changed.
    """
    wanted = {attachment.stored_as: attachment.sha256 for attachment in on_disk(session)}
    put = 0
    try:
        with tarfile.open(source, mode="r:") as archive:
            for member in archive:
                if not member.isreg() or not NAME.match(member.name) or member.name not in wanted:
                    continue
                if member.size > _LARGEST or store.hash(member.name) == wanted[member.name]:
                    continue
                opened = archive.extractfile(member)
                data = opened.read() if opened else b""
                if hashlib.sha256(data).hexdigest() == wanted[member.name]:
                    store.put(data, member.name)
                    put += 1
    except (OSError, tarfile.TarError) as problem:
        raise BackupError(f"{source} is not a whole archive of files: {problem}") from problem
    faults = faults_in(session, store)
    if faults:
        raise BackupError("\n".join([f"{len(faults)} files are not as the database says:", *faults[:20]]))
    return put
