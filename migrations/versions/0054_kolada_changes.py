"""That a figure was changed at its source: what Kolada said before, and since when it says something else."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

EXACT = sa.Numeric(18, 6).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "kolada_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("before", EXACT, nullable=True),
        sa.Column("after", EXACT, nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["kolada_place.id"],
            name=op.f("fk_kolada_change_place_id_kolada_place"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kolada_change")),
    )
    op.create_index("ix_kolada_change_place", "kolada_change", ["place_id", "seen_at"])


def downgrade() -> None:
    """Drop it: what stood at the source before goes, what stands there now is kept."""
    op.drop_table("kolada_change")
