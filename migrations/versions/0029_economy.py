"""Frames, forecasts, remedies with what was said of them, recovery plans, financial goals with their follow-up."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "economic_frame",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("carried", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_economic_frame_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_economic_frame")),
        sa.UniqueConstraint("unit_id", "year", name=op.f("uq_economic_frame_unit_id_year")),
    )
    op.create_table(
        "forecast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.BigInteger(), nullable=True),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_why", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("record_revision", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("month >= 1 AND month <= 12", name=op.f("ck_forecast_real_month")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_forecast_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_forecast_submitted_by_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_forecast_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_forecast_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast")),
        sa.UniqueConstraint(
            "unit_id", "year", "month", "number", name=op.f("uq_forecast_unit_id_year_month_number")
        ),
    )
    op.create_index("ix_forecast_year_month_state", "forecast", ["year", "month", "state"], unique=False)
    op.create_table(
        "financial_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("measure", sa.String(length=200), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("until_year", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("closing_words", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "until_year IS NULL OR until_year >= from_year", name=op.f("ck_financial_goal_valid_years")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["recorded_decision.id"],
            name=op.f("fk_financial_goal_decision_id_recorded_decision"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_financial_goal_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_financial_goal")),
    )
    op.create_index("ix_financial_goal_state", "financial_goal", ["state"], unique=False)
    op.create_table(
        "recovery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("deficit", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("record_revision", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["recorded_decision.id"], name=op.f("fk_recovery_decision_id_recorded_decision")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_recovery_edition_id_edition")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_recovery_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
        sa.UniqueConstraint("unit_id", "year", name=op.f("uq_recovery_unit_id_year")),
    )
    op.create_index(op.f("ix_recovery_state"), "recovery", ["state"], unique=False)
    op.create_table(
        "economic_remedy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("forecast_id", sa.Integer(), nullable=True),
        sa.Column("recovery_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("effect", sa.BigInteger(), nullable=True),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "forecast_id IS NULL OR recovery_id IS NULL", name=op.f("ck_economic_remedy_of_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_economic_remedy_forecast_id_forecast")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_economic_remedy_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recovery_id"], ["recovery.id"], name=op.f("fk_economic_remedy_recovery_id_recovery")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_economic_remedy_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_economic_remedy")),
    )
    op.create_index(op.f("ix_economic_remedy_forecast_id"), "economic_remedy", ["forecast_id"], unique=False)
    op.create_index("ix_economic_remedy_person_due", "economic_remedy", ["person_id", "due_on"], unique=False)
    op.create_index(op.f("ix_economic_remedy_recovery_id"), "economic_remedy", ["recovery_id"], unique=False)
    op.create_index("ix_economic_remedy_unit_year", "economic_remedy", ["unit_id", "year"], unique=False)
    op.create_table(
        "financial_goal_follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("month >= 1 AND month <= 12", name=op.f("ck_financial_goal_follow_up_real_month")),
        sa.ForeignKeyConstraint(
            ["goal_id"],
            ["financial_goal.id"],
            name=op.f("fk_financial_goal_follow_up_goal_id_financial_goal"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_financial_goal_follow_up_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_financial_goal_follow_up")),
    )
    op.create_index(
        op.f("ix_financial_goal_follow_up_goal_id"), "financial_goal_follow_up", ["goal_id"], unique=False
    )
    op.create_table(
        "economic_remedy_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("remedy_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("effect", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_economic_remedy_note_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["remedy_id"],
            ["economic_remedy.id"],
            name=op.f("fk_economic_remedy_note_remedy_id_economic_remedy"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_economic_remedy_note")),
    )
    op.create_index(
        op.f("ix_economic_remedy_note_remedy_id"), "economic_remedy_note", ["remedy_id"], unique=False
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "financial_goal_follow_up",
        "financial_goal",
        "economic_remedy_note",
        "economic_remedy",
        "recovery",
        "forecast",
        "economic_frame",
    ):
        op.drop_table(table)
