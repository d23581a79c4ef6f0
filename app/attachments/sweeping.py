"""Taking from the disk what nobody's row names any more, and finding what is missing or changed there."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.attachments import rules
from app.attachments.queries import on_disk
from app.attachments.services import erase_removed
from app.attachments.store import Store, Stored

_MANY = 20


class SweepRefused(Exception):
    """So much would be swept that the folder is rather another database's."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many removed files were given up, and how many files were taken from the disk."""

    given_up: int
    erased: int


def sweep(session: Session, store: Store, *, whatever: bool = False) -> Swept:
    """Erase what was removed more than a day ago, was disposed of, or was left behind by a failed request; commits.

    Raises `SweepRefused` when most of many files have no row, unless `whatever` says it is meant.
    """
    given_up = erase_removed(session)
    # The rows first: should we be cut off, the bytes go with the next sweep.
    session.commit()
    return Swept(len(given_up), erase_leftovers(session, store, whatever=whatever))


def erase_leftovers(session: Session, store: Store, *, whatever: bool = False) -> int:
    """Take away the bytes no row speaks for; young ones stay, their row may be on its way."""
    before = clock.now() - rules.ORPHAN_AFTER
    # Looked at before the rows are read: a file that came after is not in the list.
    found = list(store.everything())
    wanted = {attachment.stored_as for attachment in on_disk(session)}
    leftovers = [one for one in found if _left_over(one, wanted, before.timestamp())]
    if not whatever and len(leftovers) > _MANY and len(leftovers) * 2 > len(found):
        raise SweepRefused(
            f"{len(leftovers)} of {len(found)} files in {store.folder} belong to nothing in this database. Nothing was "
            "erased: look whether SAMSYN_FILES and SAMSYN_DATABASE_URL belong together, then use --all."
        )
    for one in leftovers:
        one.path.unlink(missing_ok=True)
    return len(leftovers)


def _left_over(one: Stored, wanted: set[str], before: float) -> bool:
    return one.name not in wanted and one.touched.timestamp() < before


def faults_in(session: Session, store: Store) -> list[str]:
    """Hold every file against its row: those missing from the disk and those whose bytes were changed, as sentences."""
    faults = []
    for attachment in on_disk(session):
        found = store.hash(attachment.stored_as)
        if found is None:
            faults.append(f"the file of attachment {attachment.id} is missing in {store.folder}")
        elif found != attachment.sha256:
            faults.append(f"the file of attachment {attachment.id} was changed")
    return faults
