"""Candidates that are prioritised, goals, activities, indicators of goals, and what was said of how they stand."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("origin_kind", sa.String(length=40), nullable=True),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("origin_words", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_candidate_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_candidate_proposed_by_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_candidate_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
    )
    op.create_index("ix_candidate_origin", "candidate", ["origin_kind", "origin_id"], unique=False)
    op.create_index("ix_candidate_unit_year", "candidate", ["unit_id", "year"], unique=False)
    op.create_table(
        "prioritising",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_prioritising_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", "year", name=op.f("pk_prioritising")),
    )
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=50), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("until_year", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("above_id", sa.Integer(), nullable=True),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
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
        sa.CheckConstraint("until_year IS NULL OR until_year >= year", name=op.f("ck_goal_valid_years")),
        sa.ForeignKeyConstraint(["above_id"], ["goal.id"], name=op.f("fk_goal_above_id_goal")),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_goal_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_goal_edition_id_edition")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_goal_owner_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_goal_unit_id_unit")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_goal_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("candidate_id", name=op.f("uq_goal_candidate_id")),
    )
    op.create_index(op.f("ix_goal_above_id"), "goal", ["above_id"], unique=False)
    op.create_index(op.f("ix_goal_owner_id"), "goal", ["owner_id"], unique=False)
    op.create_index("ix_goal_unit_year", "goal", ["unit_id", "year"], unique=False)
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "starts_on IS NULL OR due_on IS NULL OR due_on >= starts_on",
            name=op.f("ck_activity_valid_period"),
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_activity_goal_id_goal")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_activity_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    op.create_index("ix_activity_due", "activity", ["due_on"], unique=False)
    op.create_index("ix_activity_goal", "activity", ["goal_id"], unique=False)
    op.create_index("ix_activity_person_due", "activity", ["person_id", "due_on"], unique=False)
    op.create_table(
        "goal_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("routine", sa.Text(), nullable=False),
        sa.Column("now_value", sa.String(length=500), nullable=False),
        sa.Column("wanted_value", sa.String(length=500), nullable=False),
        sa.Column("periodicity", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_indicator_goal_id_goal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_indicator")),
    )
    op.create_index("ix_goal_indicator_goal", "goal_indicator", ["goal_id"], unique=False)
    op.create_table(
        "progress_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("indicator_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "activity_id IS NULL OR indicator_id IS NULL", name=op.f("ck_progress_note_of_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_progress_note_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_progress_note_goal_id_goal")),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["goal_indicator.id"], name=op.f("fk_progress_note_indicator_id_goal_indicator")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_progress_note_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_note")),
    )
    op.create_index(op.f("ix_progress_note_activity_id"), "progress_note", ["activity_id"], unique=False)
    op.create_index("ix_progress_note_goal", "progress_note", ["goal_id"], unique=False)
    op.create_index(op.f("ix_progress_note_indicator_id"), "progress_note", ["indicator_id"], unique=False)
    op.create_index(op.f("ix_progress_note_person_id"), "progress_note", ["person_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_progress_note_person_id"), table_name="progress_note")
    op.drop_index(op.f("ix_progress_note_indicator_id"), table_name="progress_note")
    op.drop_index("ix_progress_note_goal", table_name="progress_note")
    op.drop_index(op.f("ix_progress_note_activity_id"), table_name="progress_note")
    op.drop_table("progress_note")
    op.drop_index("ix_goal_indicator_goal", table_name="goal_indicator")
    op.drop_table("goal_indicator")
    op.drop_index("ix_activity_person_due", table_name="activity")
    op.drop_index("ix_activity_goal", table_name="activity")
    op.drop_index("ix_activity_due", table_name="activity")
    op.drop_table("activity")
    op.drop_index("ix_goal_unit_year", table_name="goal")
    op.drop_index(op.f("ix_goal_owner_id"), table_name="goal")
    op.drop_index(op.f("ix_goal_above_id"), table_name="goal")
    op.drop_table("goal")
    op.drop_table("prioritising")
    op.drop_index("ix_candidate_unit_year", table_name="candidate")
    op.drop_index("ix_candidate_origin", table_name="candidate")
    op.drop_table("candidate")
