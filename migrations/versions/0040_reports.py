"""Follow-up reports: how far each has come, what was said of it, deviations with remedies, the yearly follow-up plan."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0041"
branch_labels = None
depends_on = None

TABLES = (
    "follow_up_plan_time",
    "follow_up_plan",
    "follow_up_deviation_note",
    "follow_up_deviation",
    "follow_up_report_word",
    "follow_up_report",
)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "follow_up_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("receiver_unit_id", sa.Integer(), nullable=True),
        _to("follow_up_report", "unit_id", "unit"),
        _to("follow_up_report", "text_id", "unit_text"),
        _to("follow_up_report", "receiver_unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_report")),
        sa.UniqueConstraint("unit_id", "kind", "year", name=op.f("uq_follow_up_report_unit_id_kind_year")),
        sa.UniqueConstraint("text_id", name=op.f("uq_follow_up_report_text_id")),
    )
    op.create_index("ix_follow_up_report_kind_year", "follow_up_report", ["kind", "year"])
    op.create_index("ix_follow_up_report_receiver", "follow_up_report", ["receiver_unit_id", "state"])
    op.create_table(
        "follow_up_report_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("follow_up_report_word", "report_id", "follow_up_report"),
        _to("follow_up_report_word", "text_id", "unit_text"),
        _to("follow_up_report_word", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_report_word")),
    )
    op.create_index(op.f("ix_follow_up_report_word_report_id"), "follow_up_report_word", ["report_id"])
    op.create_table(
        "follow_up_deviation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("forecast_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        _to("follow_up_deviation", "report_id", "follow_up_report"),
        _to("follow_up_deviation", "forecast_id", "forecast"),
        _to("follow_up_deviation", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_deviation")),
    )
    op.create_index("ix_follow_up_deviation_report", "follow_up_deviation", ["report_id"])
    op.create_index("ix_follow_up_deviation_person_due", "follow_up_deviation", ["person_id", "due_on"])
    op.create_table(
        "follow_up_deviation_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deviation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("follow_up_deviation_note", "deviation_id", "follow_up_deviation"),
        _to("follow_up_deviation_note", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_deviation_note")),
    )
    op.create_index(
        op.f("ix_follow_up_deviation_note_deviation_id"), "follow_up_deviation_note", ["deviation_id"]
    )
    op.create_table(
        "follow_up_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        _to("follow_up_plan", "unit_id", "unit"),
        _to("follow_up_plan", "edition_id", "edition"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_plan")),
        sa.UniqueConstraint("key", "year", name=op.f("uq_follow_up_plan_key_year")),
    )
    op.create_table(
        "follow_up_plan_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("areas", sa.String(length=400), nullable=False),
        _to("follow_up_plan_time", "plan_id", "follow_up_plan"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_plan_time")),
        sa.UniqueConstraint("plan_id", "period", name=op.f("uq_follow_up_plan_time_plan_id_period")),
    )


def downgrade() -> None:
    """Drop the tables; the words of reports stay as texts of units."""
    for table in TABLES:
        op.drop_table(table)
