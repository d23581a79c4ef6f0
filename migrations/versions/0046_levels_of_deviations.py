"""The level a deviation of a report is judged at, with what it was called then."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0040"
branch_labels = None
depends_on = None

COLUMNS = {"scale": 50, "level": 50, "level_word": 200, "shape": 20, "colour": 20}


def upgrade() -> None:
    """Add the columns, empty: nothing was judged before."""
    for name, length in COLUMNS.items():
        op.add_column(
            "follow_up_deviation", sa.Column(name, sa.String(length), server_default="", nullable=False)
        )


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("follow_up_deviation") as table:
        for name in COLUMNS:
            table.drop_column(name)
