"""Pictures that stay with a predecessor: what was not opened when somebody else took the seat."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark; nothing written so far was left behind."""
    op.add_column("picture", sa.Column("withheld", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take the mark away."""
    op.drop_column("picture", "withheld")
