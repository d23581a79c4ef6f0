"""Paper: the letterhead, registry number and record type of a record."""

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


def downgrade() -> None:
    """Take them away."""
    op.drop_table("letterhead")
    op.drop_column("dialogue", "record_type")
    op.drop_column("dialogue", "registry_number")
