"""Judgements of goals, checklists, part-goals, acknowledgements, and personal goals."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0042"
branch_labels = None
depends_on = None


def _to(table: str, column: str, other: str, *, nullable: bool = False) -> tuple[sa.Column, sa.Constraint]:
    return (
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")),
    )


def upgrade() -> None:
    """Create the tables; goals there are have none of it."""
    op.add_column("goal", sa.Column("starting_point", sa.Text(), server_default="", nullable=False))
    op.add_column("goal", sa.Column("marks", sa.Text(), server_default="", nullable=False))
    op.add_column("activity", sa.Column("marks", sa.Text(), server_default="", nullable=False))
    op.add_column("progress_note", sa.Column("part_goal_id", sa.Integer(), nullable=True))
    op.create_index("ix_progress_note_part_goal", "progress_note", ["part_goal_id"])
    op.create_table(
        "goal_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        *_to("goal_judgement", "goal_id", "goal"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("scale", sa.String(50), nullable=False),
        sa.Column("level", sa.String(50), nullable=False),
        sa.Column("level_word", sa.String(200), nullable=False),
        sa.Column("shape", sa.String(20), nullable=False),
        sa.Column("colour", sa.String(20), nullable=False),
        sa.Column("proposed", sa.String(50), server_default="", nullable=False),
        sa.Column("proposed_word", sa.String(200), server_default="", nullable=False),
        sa.Column("degree", sa.Integer(), nullable=True),
        sa.Column("measured", sa.Integer(), nullable=False),
        sa.Column("of_measures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remedies", sa.Text(), nullable=False),
        *_to("goal_judgement", "person_id", "person"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_goal_judgement_a_month")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_judgement")),
    )
    op.create_index("ix_goal_judgement_goal", "goal_judgement", ["goal_id", "year", "month"])
    op.create_index("ix_goal_judgement_person_id", "goal_judgement", ["person_id"])
    op.create_table(
        "goal_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        *_to("goal_tick", "goal_id", "goal"),
        *_to("goal_tick", "indicator_id", "indicator", nullable=True),
        sa.Column("checklist", sa.String(50), nullable=False),
        sa.Column("point", sa.String(50), nullable=False),
        sa.Column("ticked", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_to("goal_tick", "person_id", "person"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_tick")),
    )
    op.create_index("ix_goal_tick_goal", "goal_tick", ["goal_id"])
    op.create_index("ix_goal_tick_indicator_id", "goal_tick", ["indicator_id"])
    op.create_index("ix_goal_tick_person_id", "goal_tick", ["person_id"])
    op.create_table(
        "part_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        *_to("part_goal", "goal_id", "goal"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_goal")),
    )
    op.create_index("ix_part_goal_goal", "part_goal", ["goal_id"])
    op.create_table(
        "goal_acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        *_to("goal_acknowledgement", "goal_id", "goal"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(50), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        *_to("goal_acknowledgement", "unit_id", "unit"),
        sa.Column("stance", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_to("goal_acknowledgement", "person_id", "person"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_acknowledgement")),
    )
    op.create_index("ix_goal_acknowledgement_goal", "goal_acknowledgement", ["goal_id"])
    op.create_index("ix_goal_acknowledgement_unit_id", "goal_acknowledgement", ["unit_id"])
    op.create_index("ix_goal_acknowledgement_person_id", "goal_acknowledgement", ["person_id"])
    op.create_table(
        "personal_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        *_to("personal_goal", "series_id", "dialogue_series"),
        sa.Column("kind", sa.String(50), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        *_to("personal_goal", "above_id", "goal", nullable=True),
        sa.Column("above_title", sa.String(300), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("how_it_goes", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *_to("personal_goal", "written_by_id", "person"),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_goal")),
    )
    op.create_index("ix_personal_goal_series", "personal_goal", ["series_id"])
    op.create_index("ix_personal_goal_above", "personal_goal", ["above_id"])


def downgrade() -> None:
    """Take it away."""
    for table in (
        "personal_goal",
        "goal_acknowledgement",
        "part_goal",
        "goal_tick",
        "goal_judgement",
    ):
        op.drop_table(table)
    op.drop_index("ix_progress_note_part_goal", "progress_note")
    op.drop_column("progress_note", "part_goal_id")
    op.drop_column("activity", "marks")
    op.drop_column("goal", "marks")
    op.drop_column("goal", "starting_point")
