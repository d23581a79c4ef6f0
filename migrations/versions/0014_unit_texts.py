"""The texts units write: versions, their parts, what writers sent, what was taken in."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('draft', 'shared')")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "unit_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_text_unit_id_unit")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_unit_text_begun_by_id_person")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_unit_text_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_text")),
        sa.UniqueConstraint(
            "kind", "unit_id", "year", "number", name=op.f("uq_unit_text_kind_unit_id_year_number")
        ),
    )
    op.create_index(
        "ix_unit_text_open",
        "unit_text",
        ["kind", "unit_id", "year"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_unit_text_unit_kind", "unit_text", ["unit_id", "kind", "year"])
    op.create_table(
        "unit_text_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_text_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("brings", sa.String(length=60), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_text_id"], ["unit_text.id"], name=op.f("fk_unit_text_part_unit_text_id_unit_text")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["person.id"], name=op.f("fk_unit_text_part_updated_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_text_part")),
        sa.UniqueConstraint("unit_text_id", "key", name=op.f("uq_unit_text_part_unit_text_id_key")),
    )
    op.create_table(
        "unit_text_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["part_id"], ["unit_text_part.id"], name=op.f("fk_unit_text_revision_part_id_unit_text_part")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_unit_text_revision_author_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_text_revision")),
    )
    op.create_index(op.f("ix_unit_text_revision_part_id"), "unit_text_revision", ["part_id"])
    op.create_table(
        "unit_text_taken_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("source_kind", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["part_id"], ["unit_text_part.id"], name=op.f("fk_unit_text_taken_in_part_id_unit_text_part")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["person.id"], name=op.f("fk_unit_text_taken_in_taken_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_text_taken_in")),
    )
    op.create_index(op.f("ix_unit_text_taken_in_part_id"), "unit_text_taken_in", ["part_id"])
    op.create_index("ix_unit_text_taken_in_source", "unit_text_taken_in", ["source_kind", "source_id"])


def downgrade() -> None:
    """Take them away, with what was written."""
    for table in ("unit_text_taken_in", "unit_text_revision", "unit_text_part", "unit_text"):
        op.drop_table(table)
