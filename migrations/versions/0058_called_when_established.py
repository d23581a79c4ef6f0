"""What things were called when one side established: a record in which they are called otherwise is another."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the sign of the names, empty: what was given before stands as it did."""
    op.add_column("consent", sa.Column("called", sa.String(64), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("consent") as table:
        table.drop_column("called")
