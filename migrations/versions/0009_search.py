"""The index of words that search looks in."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = "title_words, words, stems, whose"


def upgrade() -> None:
    """Create the index; `samsyn db upgrade` fills it from what is written already."""
    op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=True),
        sa.Column("over_unit_id", sa.Integer(), nullable=True),
        sa.Column("rep_unit_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("whose", sa.String(length=40), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
        sa.UniqueConstraint("kind", "object_id", name=op.f("uq_search_text_kind_object_id")),
    )
    op.create_index("ix_search_text_owner", "search_text", ["owner", "owner_id"])
    if op.get_bind().dialect.name == "sqlite":
        follow_on_sqlite()
    else:
        follow_on_postgresql()


def follow_on_sqlite() -> None:
    """Let a full-text table follow the rows; it keeps no copy of the words."""
    op.execute(
        f"CREATE VIRTUAL TABLE search_fts USING fts5({COLUMNS}, content='search_text', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 0', prefix='4')"
    )
    new = ", ".join(f"NEW.{column}" for column in COLUMNS.split(", "))
    old = ", ".join(f"OLD.{column}" for column in COLUMNS.split(", "))
    add = f"INSERT INTO search_fts(rowid, {COLUMNS}) VALUES (NEW.id, {new});"
    take = f"INSERT INTO search_fts(search_fts, rowid, {COLUMNS}) VALUES ('delete', OLD.id, {old});"
    op.execute(f"CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN {add} END")
    op.execute(f"CREATE TRIGGER search_text_taken AFTER DELETE ON search_text BEGIN {take} END")
    op.execute(
        f"CREATE TRIGGER search_text_changed AFTER UPDATE OF {COLUMNS} ON search_text BEGIN {take} {add} END"
    )


def follow_on_postgresql() -> None:
    """Let a generated column follow the rows; a letter tells where in a row a word stands."""
    marked = " || ".join(
        f"setweight(to_tsvector('simple'::regconfig, {column}), '{letter}')"
        for column, letter in zip(COLUMNS.split(", "), "ABCD", strict=True)
    )
    op.execute(f"ALTER TABLE search_text ADD COLUMN tsv tsvector GENERATED ALWAYS AS ({marked}) STORED")
    op.execute("CREATE INDEX ix_search_text_tsv ON search_text USING gin (tsv)")


def downgrade() -> None:
    """Take the index away; the texts are where they were written."""
    if op.get_bind().dialect.name == "sqlite":
        for trigger in ("added", "taken", "changed"):
            op.execute(f"DROP TRIGGER search_text_{trigger}")
        op.execute("DROP TABLE search_fts")
    op.drop_table("search_text")
