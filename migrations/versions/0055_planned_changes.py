"""That a split, merger, closing or move lies ahead, with what was there before, so that it can be taken back until its day."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables. What was planned before them stands as it is, and cannot be taken back."""
    op.create_table(
        "planned_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=10), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_change")),
    )
    op.create_index(op.f("ix_planned_change_on_date"), "planned_change", ["on_date"])
    op.create_table(
        "planned_unit",
        sa.Column("planned_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["planned_id"],
            ["planned_change.id"],
            name=op.f("fk_planned_unit_planned_id_planned_change"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_planned_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("planned_id", "unit_id", name=op.f("pk_planned_unit")),
    )
    op.create_index(op.f("ix_planned_unit_unit_id"), "planned_unit", ["unit_id"])


def downgrade() -> None:
    """Drop them: what is planned stays planned, but can no longer be taken back."""
    op.drop_table("planned_unit")
    op.drop_table("planned_change")
