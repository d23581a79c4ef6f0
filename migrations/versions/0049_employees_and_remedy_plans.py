"""Deviations that employees report to their manager; plans of remedies at deficits somebody judges large, beside recoveries."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0046"
branch_labels = None
depends_on = None

WORDS = ("judged_why", "closing_words", "received_words")
PEOPLE = {"judged_by_id": "person", "person_id": "person", "handed_to_id": "unit", "received_by_id": "person"}


def upgrade() -> None:
    """Say of each deviation that a manager reported it, and of each plan that it is a recovery: there was nothing else."""
    op.add_column(
        "deviation_report",
        sa.Column("by_employee", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    with op.batch_alter_table("recovery") as plan:
        plan.add_column(sa.Column("sort", sa.String(10), server_default="recovery", nullable=False))
        plan.add_column(sa.Column("month", sa.Integer(), nullable=True))
        plan.add_column(sa.Column("who", sa.String(200), server_default="", nullable=False))
        plan.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        plan.add_column(sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
        for name in WORDS:
            plan.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
        for name, table in PEOPLE.items():
            plan.add_column(sa.Column(name, sa.Integer(), nullable=True))
            plan.create_foreign_key(op.f(f"fk_recovery_{name}_{table}"), table, [name], ["id"])
        plan.drop_constraint(op.f("uq_recovery_unit_id_year"), type_="unique")
        plan.create_unique_constraint(op.f("uq_recovery_unit_id_year_sort"), ["unit_id", "year", "sort"])
    op.create_index("ix_recovery_handed_to_id", "recovery", ["handed_to_id"])


def downgrade() -> None:
    """Go back to recoveries alone; what was said in plans of remedies, and by employees, stays in the history."""
    connection = op.get_bind()
    plan = sa.table("recovery", sa.column("id", sa.Integer), sa.column("sort", sa.String))
    remedy = sa.table("economic_remedy", sa.column("id", sa.Integer), sa.column("recovery_id", sa.Integer))
    note = sa.table("economic_remedy_note", sa.column("remedy_id", sa.Integer))
    plans = sa.select(plan.c.id).where(plan.c.sort != "recovery")
    steps = sa.select(remedy.c.id).where(remedy.c.recovery_id.in_(plans))
    connection.execute(sa.delete(note).where(note.c.remedy_id.in_(steps)))
    connection.execute(sa.delete(remedy).where(remedy.c.recovery_id.in_(plans)))
    connection.execute(sa.delete(plan).where(plan.c.sort != "recovery"))
    report = sa.table("deviation_report", sa.column("id", sa.Integer), sa.column("by_employee", sa.Boolean))
    level = sa.table("deviation_level", sa.column("report_id", sa.Integer))
    own = sa.select(report.c.id).where(report.c.by_employee)
    connection.execute(sa.delete(level).where(level.c.report_id.in_(own)))
    connection.execute(sa.delete(report).where(report.c.by_employee))
    op.drop_index("ix_recovery_handed_to_id", "recovery")
    with op.batch_alter_table("recovery") as altered:
        altered.drop_constraint(op.f("uq_recovery_unit_id_year_sort"), type_="unique")
        altered.create_unique_constraint(op.f("uq_recovery_unit_id_year"), ["unit_id", "year"])
        for name, table in PEOPLE.items():
            altered.drop_constraint(op.f(f"fk_recovery_{name}_{table}"), type_="foreignkey")
            altered.drop_column(name)
        for name in (*WORDS, "received_at", "due_on", "who", "month", "sort"):
            altered.drop_column(name)
    with op.batch_alter_table("deviation_report") as reports:
        reports.drop_column("by_employee")
