"""Paper: the letterhead, registry number and record type of a record, documents ordered."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the tables; nothing is filed and no letterhead is set so far."""
    op.add_column("dialogue", sa.Column("registry_number", sa.String(60), server_default="", nullable=False))
    op.add_column("dialogue", sa.Column("record_type", sa.String(80), server_default="", nullable=False))
    op.create_table(
        "letterhead",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("arms", sa.LargeBinary(), nullable=True),
        sa.Column("arms_type", sa.String(40), nullable=False),
        sa.Column("arms_description", sa.String(200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_letterhead_one_only")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_letterhead_changed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letterhead")),
    )
    op.create_table(
        "ordered_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(8), nullable=False),
        sa.Column("likeness", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("tree", sa.Text(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claim", sa.String(32), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ordered_document_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ordered_document")),
    )
    op.create_index(op.f("ix_ordered_document_ordered_at"), "ordered_document", ["ordered_at"])
    op.create_index("ix_ordered_document_waiting", "ordered_document", ["state", "ordered_at"])
    op.create_index("ix_ordered_document_whose", "ordered_document", ["person_id", "kind", "object_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("ordered_document")
    op.drop_table("letterhead")
    op.drop_column("dialogue", "record_type")
    op.drop_column("dialogue", "registry_number")
