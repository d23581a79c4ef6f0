"""Deviations reported at once, and the levels they have come to."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "deviation_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("needed", sa.Text(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["person.id"], name=op.f("fk_deviation_report_reported_by_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_deviation_report_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation_report")),
    )
    op.create_index("ix_deviation_report_unit", "deviation_report", ["unit_id", "reported_at"], unique=False)
    op.create_table(
        "deviation_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"], ["person.id"], name=op.f("fk_deviation_level_acknowledged_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["deviation_report.id"],
            name=op.f("fk_deviation_level_report_id_deviation_report"),
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_deviation_level_settled_by_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_deviation_level_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation_level")),
        sa.UniqueConstraint("report_id", "unit_id", name=op.f("uq_deviation_level_report_id_unit_id")),
    )
    op.create_index("ix_deviation_level_unit", "deviation_level", ["unit_id", "outcome"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("deviation_level")
    op.drop_table("deviation_report")
