"""Public commitments, what was heard, and citizen dialogues with their principles."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _commitments()
    _heard()
    _dialogues()


def _commitments() -> None:
    op.create_table(
        "public_commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind_key", sa.String(length=40), nullable=False),
        sa.Column("called", sa.String(length=100), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("to_whom", sa.String(length=300), nullable=False),
        sa.Column("followed_how", sa.Text(), nullable=False),
        sa.Column("if_broken", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("registry_number", sa.String(length=60), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("closing_words", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from",
            name=op.f("ck_public_commitment_valid_days"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_public_commitment_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_commitment")),
    )
    op.create_index("ix_public_commitment_unit", "public_commitment", ["unit_id", "state"], unique=False)
    op.create_table(
        "commitment_follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("kept", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("month >= 1 AND month <= 12", name=op.f("ck_commitment_follow_up_real_month")),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["public_commitment.id"],
            name=op.f("fk_commitment_follow_up_commitment_id_public_commitment"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_commitment_follow_up_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_follow_up")),
    )
    op.create_index(
        op.f("ix_commitment_follow_up_commitment_id"), "commitment_follow_up", ["commitment_id"], unique=False
    )


def _heard() -> None:
    op.create_table(
        "heard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.String(length=40), nullable=False),
        sa.Column("called", sa.String(length=100), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=100), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("how_many", sa.Integer(), nullable=True),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("we_do", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_heard_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_heard_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heard")),
    )
    op.create_index("ix_heard_unit", "heard", ["unit_id", "year"], unique=False)


def _dialogues() -> None:
    op.create_table(
        "citizen_dialogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("influence", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("invited", sa.Text(), nullable=False),
        sa.Column("invited_count", sa.Integer(), nullable=True),
        sa.Column("came_count", sa.Integer(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("led_to", sa.Text(), nullable=False),
        sa.Column("told_back", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_citizen_dialogue_person_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_citizen_dialogue_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen_dialogue")),
    )
    op.create_index("ix_citizen_dialogue_unit", "citizen_dialogue", ["unit_id", "state"], unique=False)
    op.create_table(
        "principle_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("principle_key", sa.String(length=40), nullable=False),
        sa.Column("called", sa.String(length=200), nullable=False),
        sa.Column("met", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"],
            ["citizen_dialogue.id"],
            name=op.f("fk_principle_answer_dialogue_id_citizen_dialogue"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_principle_answer")),
        sa.UniqueConstraint(
            "dialogue_id", "principle_key", name=op.f("uq_principle_answer_dialogue_id_principle_key")
        ),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in (
        "principle_answer",
        "citizen_dialogue",
        "heard",
        "commitment_follow_up",
        "public_commitment",
    ):
        op.drop_table(name)
