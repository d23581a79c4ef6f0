"""The record: append-only history, editions, signatures, readings; the database itself refuses to change them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ERASING = "OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.content IS NULL AND NEW.salt IS NULL"

# Per table: the columns an UPDATE may never touch, and what an allowed UPDATE must look like (erasing a text once), or
# None where no UPDATE is allowed at all. DELETE and TRUNCATE are refused everywhere.
KEPT = {
    "history_entry": None,
    "history_content": (("seq",), ERASING),
    "history_head": (("id",), "NEW.seq > OLD.seq"),
    "edition": (("id", "kind", "object_id", "number", "content_hash", "established_at"), ERASING),
    "signature": (("id", "edition_id", "person_id", "side", "signed_at"), "NEW.own_opinion IS NULL"),
    "reading": None,
}

# What makes a row of a kept table itself. SQLite's INSERT OR REPLACE removes the row in the way without asking a DELETE
# trigger, so there an INSERT on top of a kept row is refused by name.
ONCE = {
    "history_entry": (("seq",),),
    "history_content": (("seq",),),
    "history_head": (("id",),),
    "edition": (("id",), ("kind", "object_id", "number")),
    "signature": (("id",), ("edition_id", "side")),
    "reading": (("id",), ("object_kind", "object_id", "person_id", "hour")),
}


def upgrade() -> None:
    """Create the tables, begin the chain, and set the triggers."""
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("established_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("kind", "object_id", "number", name=op.f("uq_edition_kind_object_id_number")),
    )
    op.create_table(
        "history_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_history_head_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_head")),
    )
    op.create_table(
        "history_entry",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_history_entry_actor_id_person")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_history_entry")),
    )
    op.create_index(op.f("ix_history_entry_actor_id"), "history_entry", ["actor_id"], unique=False)
    op.create_index("ix_history_entry_object", "history_entry", ["object_kind", "object_id"], unique=False)
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint(
            "object_kind",
            "object_id",
            "person_id",
            "hour",
            name=op.f("uq_reading_object_kind_object_id_person_id_hour"),
        ),
    )
    op.create_index(op.f("ix_reading_person_id"), "reading", ["person_id"], unique=False)
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("own_opinion", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_signature_edition_id_edition")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("edition_id", "side", name=op.f("uq_signature_edition_id_side")),
    )
    op.create_index(op.f("ix_signature_person_id"), "signature", ["person_id"], unique=False)
    op.create_table(
        "history_content",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seq"], ["history_entry.seq"], name=op.f("fk_history_content_seq_history_entry")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_history_content")),
    )
    op.execute(f"INSERT INTO history_head (id, seq, hash) VALUES (1, 0, '{'0' * 64}')")
    if op.get_bind().dialect.name == "sqlite":
        keep_on_sqlite()
    else:
        keep_on_postgresql()


def allowed(table: str) -> str | None:
    """Give the condition under which an UPDATE of `table` is lawful, or None when it never is."""
    rule = KEPT[table]
    if rule is None:
        return None
    columns, condition = rule
    return " AND ".join([*(f"NEW.{column} = OLD.{column}" for column in columns), condition])


def keep_on_sqlite() -> None:
    """Refuse UPDATE and DELETE by triggers; SQLite has no TRUNCATE."""
    for table in KEPT:
        condition = allowed(table)
        when = f"WHEN NOT ({condition})" if condition else ""
        for verb, guard in (("UPDATE", when), ("DELETE", "")):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} {guard} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is kept: {verb} refused'); END"
            )
        same = " OR ".join(
            "(" + " AND ".join(f"{column} = NEW.{column}" for column in columns) + ")"
            for columns in ONCE[table]
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is kept: REPLACE refused'); END"
        )


def keep_on_postgresql() -> None:
    """Refuse UPDATE, DELETE and TRUNCATE by triggers."""
    op.execute(
        """CREATE FUNCTION samsyn_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is kept: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation'; END $$"""
    )
    for table in KEPT:
        condition = allowed(table)
        when = f"WHEN (NOT ({condition}))" if condition else ""
        for verb, level, guard in (
            ("UPDATE", "ROW", when),
            ("DELETE", "ROW", ""),
            ("TRUNCATE", "STATEMENT", ""),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
                f"FOR EACH {level} {guard} EXECUTE FUNCTION samsyn_refuse()"
            )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("history_content")
    op.drop_index(op.f("ix_signature_person_id"), table_name="signature")
    op.drop_table("signature")
    op.drop_index(op.f("ix_reading_person_id"), table_name="reading")
    op.drop_table("reading")
    op.drop_index("ix_history_entry_object", table_name="history_entry")
    op.drop_index(op.f("ix_history_entry_actor_id"), table_name="history_entry")
    op.drop_table("history_entry")
    op.drop_table("history_head")
    op.drop_table("edition")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION samsyn_refuse()")
