"""Whether the database still refuses to change what is kept: the triggers of the migrations, there and in force.

`verifying` finds what was changed; a guard taken away tells that somebody could, before anything is.
"""

from collections.abc import Iterator

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

KEPT = ("history_entry", "history_content", "history_head", "edition", "signature", "reading")
"""The tables whose rows stay as they are (`migrations/versions/0002_records.py`)."""

_VERBS = {"sqlite": ("update", "delete", "replace"), "postgresql": ("update", "delete", "truncate")}

_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN :tables "
    "AND sql LIKE '%RAISE(ABORT%'",
    # In force: neither disabled, nor only for what is copied from another server, nor led to a function that lets all through.
    "postgresql": "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE n.nspname = current_schema() AND c.relname IN :tables AND t.tgenabled IN ('O', 'A') "
    "AND p.prosrc LIKE '%RAISE EXCEPTION%'",
}


def missing_guards(session: Session) -> Iterator[str]:
    """Tell which guards of the kept tables are gone or not in force, in sentences an operator can act on."""
    dialect = session.get_bind().dialect.name
    asked = text(_STANDING[dialect]).bindparams(bindparam("tables", expanding=True))
    standing = set(session.scalars(asked, {"tables": list(KEPT)}))
    for table in KEPT:
        for verb in _VERBS[dialect]:
            if f"{table}_refuse_{verb}" not in standing:
                yield f"the database does not refuse {verb.upper()} on {table}: its trigger {table}_refuse_{verb} is not in force"
