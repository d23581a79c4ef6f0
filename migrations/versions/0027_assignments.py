"""Assignments with what was said of them, questions in the golden zone, and events of the annual cycle that were moved."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("frame", sa.Text(), nullable=False),
        sa.Column("registry_number", sa.String(length=60), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=300), nullable=False),
        sa.Column("giver_unit_id", sa.Integer(), nullable=False),
        sa.Column("taker_unit_id", sa.Integer(), nullable=False),
        sa.Column("taker_person_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(parent_id IS NULL) = (root_id IS NULL)", name=op.f("ck_assignment_whole_chain")),
        sa.ForeignKeyConstraint(
            ["giver_unit_id"], ["unit.id"], name=op.f("fk_assignment_giver_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["assignment.id"], name=op.f("fk_assignment_parent_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["root_id"], ["assignment.id"], name=op.f("fk_assignment_root_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["taker_person_id"], ["person.id"], name=op.f("fk_assignment_taker_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["taker_unit_id"], ["unit.id"], name=op.f("fk_assignment_taker_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_assignment_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_due_on", "assignment", ["due_on"], unique=False)
    op.create_index("ix_assignment_giver", "assignment", ["giver_unit_id", "state"], unique=False)
    op.create_index(op.f("ix_assignment_parent_id"), "assignment", ["parent_id"], unique=False)
    op.create_index("ix_assignment_root_id", "assignment", ["root_id"], unique=False)
    op.create_index("ix_assignment_taker", "assignment", ["taker_unit_id", "state"], unique=False)
    op.create_index(op.f("ix_assignment_taker_person_id"), "assignment", ["taker_person_id"], unique=False)
    op.create_table(
        "cycle_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("event_key", sa.String(length=50), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_cycle_move_valid_days")),
        sa.ForeignKeyConstraint(
            ["moved_by_id"], ["person.id"], name=op.f("fk_cycle_move_moved_by_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_cycle_move_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_move")),
    )
    op.create_index(
        "ix_cycle_move_for_all",
        "cycle_move",
        ["year", "event_key", "number"],
        unique=True,
        sqlite_where=sa.text("unit_id IS NULL"),
        postgresql_where=sa.text("unit_id IS NULL"),
    )
    op.create_index(
        "ix_cycle_move_for_unit",
        "cycle_move",
        ["year", "event_key", "number", "unit_id"],
        unique=True,
        sqlite_where=sa.text("unit_id IS NOT NULL"),
        postgresql_where=sa.text("unit_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_cycle_move_unit_id"), "cycle_move", ["unit_id"], unique=False)
    op.create_table(
        "zone_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("giver_unit_id", sa.Integer(), nullable=False),
        sa.Column("taker_unit_id", sa.Integer(), nullable=False),
        sa.Column("taker_person_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("shared", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=10), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_side", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_zone_question_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_zone_question_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["giver_unit_id"], ["unit.id"], name=op.f("fk_zone_question_giver_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["taker_person_id"], ["person.id"], name=op.f("fk_zone_question_taker_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["taker_unit_id"], ["unit.id"], name=op.f("fk_zone_question_taker_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_question")),
    )
    op.create_index(op.f("ix_zone_question_giver_unit_id"), "zone_question", ["giver_unit_id"], unique=False)
    op.create_index("ix_zone_question_subject", "zone_question", ["subject_kind", "subject_id"], unique=False)
    op.create_index(op.f("ix_zone_question_taker_unit_id"), "zone_question", ["taker_unit_id"], unique=False)
    op.create_table(
        "assignment_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_word_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_assignment_word_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_word")),
    )
    op.create_index(
        op.f("ix_assignment_word_assignment_id"), "assignment_word", ["assignment_id"], unique=False
    )
    op.create_table(
        "zone_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=10), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consented", sa.Integer(), nullable=True),
        sa.Column("consented_by_id", sa.Integer(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consented_by_id"], ["person.id"], name=op.f("fk_zone_picture_consented_by_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_zone_picture_person_id_person")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["zone_question.id"], name=op.f("fk_zone_picture_question_id_zone_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_picture")),
        sa.UniqueConstraint("question_id", "side", name=op.f("uq_zone_picture_question_id_side")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("zone_picture")
    op.drop_index(op.f("ix_assignment_word_assignment_id"), table_name="assignment_word")
    op.drop_table("assignment_word")
    op.drop_index(op.f("ix_zone_question_taker_unit_id"), table_name="zone_question")
    op.drop_index("ix_zone_question_subject", table_name="zone_question")
    op.drop_index(op.f("ix_zone_question_giver_unit_id"), table_name="zone_question")
    op.drop_table("zone_question")
    op.drop_index(op.f("ix_cycle_move_unit_id"), table_name="cycle_move")
    op.drop_index(
        "ix_cycle_move_for_unit",
        table_name="cycle_move",
        sqlite_where=sa.text("unit_id IS NOT NULL"),
        postgresql_where=sa.text("unit_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_cycle_move_for_all",
        table_name="cycle_move",
        sqlite_where=sa.text("unit_id IS NULL"),
        postgresql_where=sa.text("unit_id IS NULL"),
    )
    op.drop_table("cycle_move")
    op.drop_index(op.f("ix_assignment_taker_person_id"), table_name="assignment")
    op.drop_index("ix_assignment_taker", table_name="assignment")
    op.drop_index("ix_assignment_root_id", table_name="assignment")
    op.drop_index(op.f("ix_assignment_parent_id"), table_name="assignment")
    op.drop_index("ix_assignment_giver", table_name="assignment")
    op.drop_index("ix_assignment_due_on", table_name="assignment")
    op.drop_table("assignment")
