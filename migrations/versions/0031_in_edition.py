"""Which version of its factor an indicator was last established in; what an evaluation says of a unit gets a number of its own.

Measurements are read by the former while the factor is being changed; search knows words by the latter.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the first, filled in from the versions that stand, and make the table of the second anew."""
    op.add_column("indicator", sa.Column("in_edition_id", sa.Integer(), nullable=True))
    factor = sa.table("quality_factor", sa.column("edition_id", sa.Integer))
    edition = sa.table("edition", sa.column("id", sa.Integer), sa.column("content", sa.Text))
    indicator = sa.table("indicator", sa.column("id", sa.Integer), sa.column("in_edition_id", sa.Integer))
    connection = op.get_bind()
    standing = connection.execute(
        sa.select(edition.c.id, edition.c.content)
        .join(factor, factor.c.edition_id == edition.c.id)
        .where(edition.c.content.is_not(None))
    ).all()
    for edition_id, content in standing:
        ids = [one["id"] for one in json.loads(content)["indicators"]]
        connection.execute(
            sa.update(indicator).where(indicator.c.id.in_(ids)).values(in_edition_id=edition_id)
        )
    _make_anew(
        sa.Column("id", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "evaluation_id", "unit_id", name=op.f("uq_control_evaluated_unit_evaluation_id_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_evaluated_unit")),
    )


def downgrade() -> None:
    """Take them away; the versions themselves say the first too."""
    op.drop_column("indicator", "in_edition_id")
    _make_anew(
        sa.PrimaryKeyConstraint("evaluation_id", "unit_id", name=op.f("pk_control_evaluated_unit")),
    )


def _make_anew(*parts: sa.schema.SchemaItem) -> None:
    """Make the table of what evaluations say of units with another key, and keep what is in it."""
    said = sa.table(
        "control_evaluated_unit",
        sa.column("evaluation_id", sa.Integer),
        sa.column("unit_id", sa.Integer),
        sa.column("words", sa.Text),
    )
    kept = (
        op.get_bind().execute(sa.select(said).order_by(said.c.evaluation_id, said.c.unit_id)).mappings().all()
    )
    op.drop_table("control_evaluated_unit")
    op.create_table(
        "control_evaluated_unit",
        *(part for part in parts if isinstance(part, sa.Column)),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["control_evaluation.id"],
            name=op.f("fk_control_evaluated_unit_evaluation_id_control_evaluation"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_control_evaluated_unit_unit_id_unit")
        ),
        *(part for part in parts if not isinstance(part, sa.Column)),
    )
    if kept:
        op.bulk_insert(said, [dict(one) for one in kept])
