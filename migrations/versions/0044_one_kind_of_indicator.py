"""Indicators that are written on a goal are indicators like all others; where one stands and wants to be, in words.

`samsyn db upgrade` then carries over what was written in the simple form of goals before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a factor stand for a goal, indicators say where one stands and wants to be, and the simple ones what they became."""
    with op.batch_alter_table("quality_factor") as factor:
        factor.add_column(sa.Column("goal_id", sa.Integer(), nullable=True))
        factor.add_column(sa.Column("measured_from", sa.Date(), nullable=True))
        factor.add_column(sa.Column("measured_until", sa.Date(), nullable=True))
        factor.create_foreign_key(op.f("fk_quality_factor_goal_id_goal"), "goal", ["goal_id"], ["id"])
        factor.create_unique_constraint(op.f("uq_quality_factor_goal_id"), ["goal_id"])
    for name in ("present", "wanted"):
        op.add_column("indicator", sa.Column(name, sa.String(500), server_default="", nullable=False))
    with op.batch_alter_table("goal_indicator") as simple:
        simple.add_column(sa.Column("became_id", sa.Integer(), nullable=True))
        simple.create_foreign_key(
            op.f("fk_goal_indicator_became_id_indicator"), "indicator", ["became_id"], ["id"]
        )


def downgrade() -> None:
    """Go back to the simple form, which still has all that was written in it; what was written since stays in the history."""
    factor = sa.table("quality_factor", sa.column("id", sa.Integer), sa.column("goal_id", sa.Integer))
    indicator = sa.table("indicator", sa.column("id", sa.Integer), sa.column("factor_id", sa.Integer))
    of_goals = sa.select(indicator.c.id).where(
        indicator.c.factor_id.in_(sa.select(factor.c.id).where(factor.c.goal_id.is_not(None)))
    )
    with op.batch_alter_table("goal_indicator") as simple:
        simple.drop_constraint(op.f("fk_goal_indicator_became_id_indicator"), type_="foreignkey")
        simple.drop_column("became_id")
    connection = op.get_bind()
    measurement = sa.table("measurement", sa.column("id", sa.Integer), sa.column("indicator_id", sa.Integer))
    version = sa.table("measurement_version", sa.column("measurement_id", sa.Integer))
    measured = sa.select(measurement.c.id).where(measurement.c.indicator_id.in_(of_goals))
    connection.execute(sa.delete(version).where(version.c.measurement_id.in_(measured)))
    for name in ("measurement", "followed_indicator", "indicator_target", "indicator_skipped"):
        table = sa.table(name, sa.column("indicator_id", sa.Integer))
        connection.execute(sa.delete(table).where(table.c.indicator_id.in_(of_goals)))
    connection.execute(sa.delete(indicator).where(indicator.c.id.in_(of_goals)))
    connection.execute(sa.delete(factor).where(factor.c.goal_id.is_not(None)))
    for name in ("wanted", "present"):
        op.drop_column("indicator", name)
    with op.batch_alter_table("quality_factor") as altered:
        altered.drop_constraint(op.f("uq_quality_factor_goal_id"), type_="unique")
        altered.drop_constraint(op.f("fk_quality_factor_goal_id_goal"), type_="foreignkey")
        altered.drop_column("measured_until")
        altered.drop_column("measured_from")
        altered.drop_column("goal_id")
