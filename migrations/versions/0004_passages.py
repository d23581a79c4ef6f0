"""Passages released upward, answers and receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_kind", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("said_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=True),
        sa.Column("over_unit_id", sa.Integer(), nullable=False),
        sa.Column("rep_unit_id", sa.Integer(), nullable=False),
        sa.Column("over_person_id", sa.Integer(), nullable=False),
        sa.Column("rep_person_id", sa.Integer(), nullable=False),
        sa.Column("over_released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rep_released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["over_person_id"], ["person.id"], name=op.f("fk_passage_over_person_id_person")
        ),
        sa.ForeignKeyConstraint(["over_unit_id"], ["unit.id"], name=op.f("fk_passage_over_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["rep_person_id"], ["person.id"], name=op.f("fk_passage_rep_person_id_person")
        ),
        sa.ForeignKeyConstraint(["rep_unit_id"], ["unit.id"], name=op.f("fk_passage_rep_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    op.create_index("ix_passage_over_unit_released", "passage", ["over_unit_id", "released_at"], unique=False)
    op.create_index(op.f("ix_passage_rep_unit_id"), "passage", ["rep_unit_id"], unique=False)
    op.create_index("ix_passage_source", "passage", ["source_kind", "source_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_answer_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(["passage_id"], ["passage.id"], name=op.f("fk_answer_passage_id_passage")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_passage_id"), "answer", ["passage_id"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("enough", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_receipt_answer_id_answer")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_receipt_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("answer_id", "person_id", name=op.f("uq_receipt_answer_id_person_id")),
    )
    op.create_index(op.f("ix_receipt_person_id"), "receipt", ["person_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_receipt_person_id"), table_name="receipt")
    op.drop_table("receipt")
    op.drop_index(op.f("ix_answer_passage_id"), table_name="answer")
    op.drop_table("answer")
    op.drop_index("ix_passage_source", table_name="passage")
    op.drop_index(op.f("ix_passage_rep_unit_id"), table_name="passage")
    op.drop_index("ix_passage_over_unit_released", table_name="passage")
    op.drop_table("passage")
