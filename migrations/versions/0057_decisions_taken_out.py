"""When a decision of a dialogue was taken out: it stays, so that it is put back as it was and disposed of with the others."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the time, empty: what was taken out before is gone."""
    op.add_column("decision", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Let what was taken out be gone, and drop the time."""
    decision = sa.table("decision", sa.column("removed_at"))
    op.get_bind().execute(sa.delete(decision).where(decision.c.removed_at.is_not(None)))
    with op.batch_alter_table("decision") as table:
        table.drop_column("removed_at")
