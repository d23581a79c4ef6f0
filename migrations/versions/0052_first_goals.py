"""Indexes by which the first goals that hang on something are found, however many there are."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

ON_NOTHING = sa.text("above_id IS NULL AND aim_id IS NULL")
ORDER = [sa.text("year DESC"), "position", "id"]


def upgrade() -> None:
    """Let the indexes of what goals hang on hold them in the order they are read."""
    op.drop_index(op.f("ix_goal_above_id"), table_name="goal")
    op.drop_index("ix_goal_aim", table_name="goal")
    op.create_index("ix_goal_above", "goal", ["above_id", *ORDER])
    op.create_index("ix_goal_aim", "goal", ["aim_kind", "aim_id", *ORDER])
    op.create_index(
        "ix_goal_on_nothing", "goal", ["kind"], sqlite_where=ON_NOTHING, postgresql_where=ON_NOTHING
    )


def downgrade() -> None:
    """Leave them in no order."""
    op.drop_index("ix_goal_on_nothing", table_name="goal")
    op.drop_index("ix_goal_aim", table_name="goal")
    op.drop_index("ix_goal_above", table_name="goal")
    op.create_index("ix_goal_aim", "goal", ["aim_kind", "aim_id"])
    op.create_index(op.f("ix_goal_above_id"), "goal", ["above_id"])
