"""Which version of its factor an indicator was last established in, so that its measurements are read by that."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it, and fill it in from the versions that stand."""
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


def downgrade() -> None:
    """Take it away; the versions themselves say it too."""
    op.drop_column("indicator", "in_edition_id")
