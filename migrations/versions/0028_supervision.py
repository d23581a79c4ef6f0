"""Where in the supervision overview released passages stand."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; `samsyn db upgrade` then places what was released before."""
    op.create_table(
        "supervision_placing",
        sa.Column("passage_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["moved_by_id"], ["person.id"], name=op.f("fk_supervision_placing_moved_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_supervision_placing_passage_id_passage")
        ),
        sa.PrimaryKeyConstraint("passage_id", name=op.f("pk_supervision_placing")),
    )
    op.create_index(
        "ix_supervision_placing_source", "supervision_placing", ["source", "passage_id"], unique=False
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_index("ix_supervision_placing_source", table_name="supervision_placing")
    op.drop_table("supervision_placing")
