"""What a goal may hang on besides other goals: the municipality's vision, or one of its values."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what a goal aims at, with its title as it was called then; goals there are hang on none."""
    op.add_column("goal", sa.Column("aim_kind", sa.String(40), nullable=True))
    op.add_column("goal", sa.Column("aim_id", sa.Integer(), nullable=True))
    op.add_column("goal", sa.Column("aim_title", sa.String(300), server_default="", nullable=False))
    op.create_index("ix_goal_aim", "goal", ["aim_kind", "aim_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_goal_aim", "goal")
    for column in ("aim_title", "aim_id", "aim_kind"):
        op.drop_column("goal", column)
