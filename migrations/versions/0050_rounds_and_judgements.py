"""Indicators measured in the rounds of a rhythm of the steering model, and judged by a person beside the figure's proposal."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

NAMED = {"scale": 50, "level": 50, "level_word": 200, "shape": 20, "colour": 20}
PROPOSED = {"proposed": 50, "proposed_word": 200}
TABLE = "indicator_judgement"


def upgrade() -> None:
    """Add the rhythm, empty: everything was measured by the calendar before. Add the table of judgements."""
    op.add_column("indicator", sa.Column("rhythm", sa.String(50), server_default="", nullable=False))
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(f"{name}_id", sa.Integer(), nullable=False) for name in ("indicator", "unit", "person")),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(length), nullable=False) for name, length in NAMED.items()),
        *(
            sa.Column(name, sa.String(length), server_default="", nullable=False)
            for name, length in PROPOSED.items()
        ),
        sa.Column("degree", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remedies", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_{TABLE}_{name}_id_{name}"))
            for name in ("indicator", "unit", "person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index("ix_indicator_judgement_indicator", TABLE, ["indicator_id", "unit_id", "ends_on"])
    for name in ("unit_id", "person_id"):
        op.create_index(op.f(f"ix_{TABLE}_{name}"), TABLE, [name])


def downgrade() -> None:
    """Drop them; what was measured in rounds stays, and the indicators are measured once a year."""
    op.drop_table(TABLE)
    indicator = sa.table(
        "indicator", sa.column("periodicity", sa.String(20)), sa.column("rhythm", sa.String(50))
    )
    op.execute(sa.update(indicator).where(indicator.c.periodicity == "round").values(periodicity="year"))
    with op.batch_alter_table("indicator") as table:
        table.drop_column("rhythm")
