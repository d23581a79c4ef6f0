"""What is compared between a database and its backup: schema, rows and hashes, the end of the history."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
MODULUS = 1 << 256


class BackupError(Exception):
    """Why a backup or a restore did not happen, in words to act on. Nothing was left half done."""


@dataclass(slots=True)
class TableFacts:
    """Number of rows of a table and a hash over them that does not depend on their order."""

    rows: int = 0
    total: int = 0

    def add(self, row: bytes) -> None:
        """Count one row in."""
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(row).digest())) % MODULUS


@dataclass(slots=True)
class Facts:
    """What a database or a backup holds."""

    tables: dict[str, TableFacts] = field(default_factory=dict)
    revisions: tuple[str, ...] = ()
    anchor: str = ""

    def in_words(self) -> str:
        """Give row counts, schema and the history's anchor, one thing a line."""
        rows = [f"  {name}: {facts.rows}" for name, facts in sorted(self.tables.items())]
        return "\n".join(
            [
                f"Schema {', '.join(self.revisions)}. Rows and hashes equal on both sides:",
                *rows,
                f"History anchor: {self.anchor}",
            ]
        )

    def require_usable(self) -> None:
        """Refuse what is not of this product or is newer than it; raises BackupError."""
        if not self.revisions or not {"history_head", "history_entry", "person"} <= self.tables.keys():
            raise BackupError("This is not a backup of Samsyn: its tables are not there.")
        if set(self.revisions) - known_revisions():
            raise BackupError(
                f"The backup was made by a newer version of Samsyn (schema {', '.join(self.revisions)}). "
                "Nothing was changed; install that version and restore there."
            )

    def at_head(self) -> bool:
        """Tell whether the schema is the newest this version knows."""
        return set(self.revisions) == set(_scripts().get_heads())

    def require_equal(self, other: "Facts", *, what: str) -> None:
        """Compare with the other side; raises BackupError naming the tables that differ."""
        names = self.tables.keys() | other.tables.keys()
        differing = sorted(name for name in names if self.tables.get(name) != other.tables.get(name))
        if differing or self.revisions != other.revisions or self.anchor != other.anchor:
            raise BackupError(f"{what} differs in: {', '.join(differing) or 'its schema'}. Nothing was kept.")


def known_revisions() -> set[str]:
    """Name the migrations this version of the product has."""
    return {script.revision for script in _scripts().walk_revisions()}


def hashed(rows: Iterable[bytes]) -> TableFacts:
    """Give the facts of one table's rows."""
    facts = TableFacts()
    for row in rows:
        facts.add(row)
    return facts


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))
