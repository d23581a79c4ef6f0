"""A secrecy mark on an established dialogue: the statute it points at, and the day it was set."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark, empty: nothing was marked before."""
    op.add_column(
        "dialogue", sa.Column("secrecy", sa.String(120), nullable=False, server_default=sa.text("''"))
    )
    op.add_column("dialogue", sa.Column("secrecy_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("dialogue") as table:
        table.drop_column("secrecy_on")
        table.drop_column("secrecy")
