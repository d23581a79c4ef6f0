"""Indicators that follow a measure of Kolada: for which places, and what stood at the source."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# SQLite has no decimals: there the number of millionths is kept (app/quality/exact.py).
EXACT = sa.Numeric(18, 6).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "kolada_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("by_unit", sa.Boolean(), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_kolada_link_indicator_id_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["linked_by_id"], ["person.id"], name=op.f("fk_kolada_link_linked_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kolada_link")),
        sa.UniqueConstraint("indicator_id", name=op.f("uq_kolada_link_indicator_id")),
    )
    op.create_index("ix_kolada_link_due", "kolada_link", ["removed_at", "next_on"], unique=False)
    op.create_table(
        "kolada_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["link_id"], ["kolada_link.id"], name=op.f("fk_kolada_place_link_id_kolada_link")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_kolada_place_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kolada_place")),
        sa.UniqueConstraint("link_id", "place", name=op.f("uq_kolada_place_link_id_place")),
        sa.UniqueConstraint("link_id", "unit_id", name=op.f("uq_kolada_place_link_id_unit_id")),
    )
    op.create_index(op.f("ix_kolada_place_unit_id"), "kolada_place", ["unit_id"], unique=False)
    op.create_table(
        "kolada_value",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("value", EXACT, nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["kolada_place.id"],
            name=op.f("fk_kolada_value_place_id_kolada_place"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("place_id", "year", "sex", name=op.f("pk_kolada_value")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("kolada_value")
    op.drop_index(op.f("ix_kolada_place_unit_id"), table_name="kolada_place")
    op.drop_table("kolada_place")
    op.drop_index("ix_kolada_link_due", table_name="kolada_link")
    op.drop_table("kolada_link")
