"""Steering models changed in the product: drafts, versions, and which is in force from when."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0044"
branch_labels = None
depends_on = None


def _by(table: str, column: str) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    return (
        sa.Column(column, sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}_person")),
    )


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "model_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("origin_name", sa.String(length=200), nullable=False),
        sa.Column("origin_text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_by("model_draft", "made_by_id"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        *_by("model_draft", "changed_by_id"),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_draft")),
    )
    op.create_table(
        "model_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_by("model_version", "made_by_id"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["model_draft.id"], name=op.f("fk_model_version_draft_id_model_draft")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_version")),
        sa.UniqueConstraint("number", name=op.f("uq_model_version_number")),
    )
    op.create_index(op.f("ix_model_version_draft_id"), "model_version", ["draft_id"], unique=False)
    op.create_table(
        "model_adoption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        *_by("model_adoption", "decided_by_id"),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        *_by("model_adoption", "withdrawn_by_id"),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["model_version.id"], name=op.f("fk_model_adoption_version_id_model_version")
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR settled_at IS NULL", name=op.f("ck_model_adoption_withdrawn_or_settled")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_adoption")),
        sa.UniqueConstraint("mark", name=op.f("uq_model_adoption_mark")),
    )
    op.create_index(op.f("ix_model_adoption_version_id"), "model_adoption", ["version_id"], unique=False)
    op.create_index("ix_model_adoption_from", "model_adoption", ["from_day", "id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("model_adoption")
    op.drop_table("model_version")
    op.drop_table("model_draft")
