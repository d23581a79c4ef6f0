"""Critical quality factors with reviews, indicators with targets and pairs, measurements with earlier versions."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0023"
branch_labels = None
depends_on = None

# SQLite has no decimals: there the number of millionths is kept (app/quality/exact.py).
EXACT = sa.Numeric(18, 6).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    make_factors()
    make_indicators()
    make_measurements()


def make_factors() -> None:
    op.create_table(
        "quality_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("reach", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closing_words", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("record_revision", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_quality_factor_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_quality_factor_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_quality_factor_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_factor")),
    )
    op.create_index("ix_quality_factor_unit_state", "quality_factor", ["unit_id", "state"], unique=False)
    op.create_table(
        "factor_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factor_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["factor_id"], ["quality_factor.id"], name=op.f("fk_factor_review_factor_id_quality_factor")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_factor_review_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_review")),
    )
    op.create_index("ix_factor_review_factor_year", "factor_review", ["factor_id", "year"], unique=False)


def make_indicators() -> None:
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factor_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("type_key", sa.String(length=50), nullable=False),
        sa.Column("unit_of_measure", sa.String(length=60), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("better", sa.String(length=10), nullable=False),
        sa.Column("within_low", EXACT, nullable=True),
        sa.Column("within_high", EXACT, nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("routine", sa.Text(), nullable=False),
        sa.Column("periodicity", sa.String(length=20), nullable=False),
        sa.Column("by_sex", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("source_words", sa.String(length=300), nullable=False),
        sa.Column("measurer_id", sa.Integer(), nullable=True),
        sa.Column("measurer", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decimals BETWEEN 0 AND 6", name=op.f("ck_indicator_decimals_kept")),
        sa.CheckConstraint(
            "within_low IS NULL OR within_high IS NULL OR within_low <= within_high",
            name=op.f("ck_indicator_valid_borders"),
        ),
        sa.ForeignKeyConstraint(
            ["factor_id"], ["quality_factor.id"], name=op.f("fk_indicator_factor_id_quality_factor")
        ),
        sa.ForeignKeyConstraint(["measurer_id"], ["person.id"], name=op.f("fk_indicator_measurer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    op.create_index("ix_indicator_factor", "indicator", ["factor_id"], unique=False)
    op.create_index(op.f("ix_indicator_measurer_id"), "indicator", ["measurer_id"], unique=False)
    op.create_table(
        "indicator_target",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", EXACT, nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_target_indicator_id_indicator")
        ),
        sa.PrimaryKeyConstraint("indicator_id", "year", name=op.f("pk_indicator_target")),
    )
    op.create_table(
        "indicator_skipped",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_skipped_indicator_id_indicator")
        ),
        sa.PrimaryKeyConstraint("indicator_id", "period", name=op.f("pk_indicator_skipped")),
    )
    op.create_table(
        "efficiency_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_indicator_id", sa.Integer(), nullable=False),
        sa.Column("resource_indicator_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "result_indicator_id <> resource_indicator_id", name=op.f("ck_efficiency_pair_two_indicators")
        ),
        sa.ForeignKeyConstraint(
            ["resource_indicator_id"],
            ["indicator.id"],
            name=op.f("fk_efficiency_pair_resource_indicator_id_indicator"),
        ),
        sa.ForeignKeyConstraint(
            ["result_indicator_id"],
            ["indicator.id"],
            name=op.f("fk_efficiency_pair_result_indicator_id_indicator"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_efficiency_pair")),
        sa.UniqueConstraint(
            "result_indicator_id",
            "resource_indicator_id",
            name=op.f("uq_efficiency_pair_result_indicator_id_resource_indicator_id"),
        ),
    )
    op.create_index(
        op.f("ix_efficiency_pair_resource_indicator_id"),
        "efficiency_pair",
        ["resource_indicator_id"],
        unique=False,
    )


def make_measurements() -> None:
    op.create_table(
        "measurement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("value", EXACT, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("not_measured", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "value IS NULL OR NOT not_measured", name=op.f("ck_measurement_no_value_where_not_measured")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_measurement_indicator_id_indicator")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_measurement_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_measurement_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
        sa.UniqueConstraint(
            "indicator_id",
            "unit_id",
            "period",
            "sex",
            name=op.f("uq_measurement_indicator_id_unit_id_period_sex"),
        ),
    )
    op.create_index(
        "ix_measurement_latest",
        "measurement",
        ["indicator_id", "unit_id", "sex", "ends_on"],
        unique=False,
    )
    op.create_index(op.f("ix_measurement_unit_id"), "measurement", ["unit_id"], unique=False)
    op.create_table(
        "measurement_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measurement_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("value", EXACT, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("not_measured", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["measurement_id"],
            ["measurement.id"],
            name=op.f("fk_measurement_version_measurement_id_measurement"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_measurement_version_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement_version")),
        sa.UniqueConstraint(
            "measurement_id", "revision", name=op.f("uq_measurement_version_measurement_id_revision")
        ),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("measurement_version")
    op.drop_index(op.f("ix_measurement_unit_id"), table_name="measurement")
    op.drop_index("ix_measurement_latest", table_name="measurement")
    op.drop_table("measurement")
    op.drop_index(op.f("ix_efficiency_pair_resource_indicator_id"), table_name="efficiency_pair")
    op.drop_table("efficiency_pair")
    op.drop_table("indicator_skipped")
    op.drop_table("indicator_target")
    op.drop_index(op.f("ix_indicator_measurer_id"), table_name="indicator")
    op.drop_index("ix_indicator_factor", table_name="indicator")
    op.drop_table("indicator")
    op.drop_index("ix_factor_review_factor_year", table_name="factor_review")
    op.drop_table("factor_review")
    op.drop_index("ix_quality_factor_unit_state", table_name="quality_factor")
    op.drop_table("quality_factor")
