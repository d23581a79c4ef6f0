"""That a unit has shared its candidates of a year with the managers above, for the dialogue."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, empty: nobody has shared any."""
    with op.batch_alter_table("prioritising") as table:
        table.add_column(sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("shared_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_prioritising_shared_by_id_person"), "person", ["shared_by_id"], ["id"]
        )


def downgrade() -> None:
    """Drop them: candidates are read by those who write alone again."""
    with op.batch_alter_table("prioritising") as table:
        table.drop_constraint(op.f("fk_prioritising_shared_by_id_person"), type_="foreignkey")
        table.drop_column("shared_by_id")
        table.drop_column("shared_at")
