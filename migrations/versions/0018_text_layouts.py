"""The municipality's own headings for what units write."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; until somebody changes them the headings are those of the steering model."""
    op.create_table(
        "text_layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_text_layout_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_layout")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_text_layout_kind_number")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("text_layout")
