"""Which indicators of quality a goal is noticed by; and units are found by their kind."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; goals there are keep the indicators of their own and follow none of quality so far."""
    op.create_table(
        "followed_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_followed_indicator_goal_id_goal")),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_followed_indicator_indicator_id_indicator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followed_indicator")),
        sa.UniqueConstraint(
            "goal_id", "indicator_id", name=op.f("uq_followed_indicator_goal_id_indicator_id")
        ),
    )
    op.create_index("ix_followed_indicator_indicator_id", "followed_indicator", ["indicator_id"])
    op.create_index("ix_unit_kind", "unit", ["kind"])


def downgrade() -> None:
    """Take it away; what was measured stays with the indicators."""
    op.drop_index("ix_unit_kind", "unit")
    op.drop_table("followed_indicator")
