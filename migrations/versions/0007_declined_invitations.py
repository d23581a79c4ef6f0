"""Guests who decline: since when, and why where they say so."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns; nobody has declined so far."""
    op.add_column("dialogue_guest", sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "dialogue_guest", sa.Column("declined_because", sa.Text(), server_default="", nullable=False)
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_column("dialogue_guest", "declined_because")
    op.drop_column("dialogue_guest", "declined_at")
