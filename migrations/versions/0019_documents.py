"""Governing documents with versions and reviews, which units name one as important, and decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "governing_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(10), nullable=False),
        sa.Column("type_key", sa.String(40), nullable=False),
        sa.Column("responsible_unit_id", sa.Integer(), nullable=False),
        sa.Column("responsible_person_id", sa.Integer(), nullable=True),
        sa.Column("for_all", sa.Boolean(), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("current_number", sa.Integer(), nullable=False),
        sa.Column("ended", sa.String(12), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(ended = '') = (ended_on IS NULL)", name=op.f("ck_governing_document_ended_on_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_unit_id"], ["unit.id"], name=op.f("fk_governing_document_responsible_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_person_id"],
            ["person.id"],
            name=op.f("fk_governing_document_responsible_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governing_document")),
    )
    op.create_index("ix_governing_document_review", "governing_document", ["next_review_on"])
    op.create_index(
        op.f("ix_governing_document_responsible_unit_id"), "governing_document", ["responsible_unit_id"]
    )
    op.create_index(
        op.f("ix_governing_document_responsible_person_id"), "governing_document", ["responsible_person_id"]
    )
    op.create_table(
        "document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.Column("registry_number", sa.String(60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("link", sa.String(500), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["governing_document.id"],
            name=op.f("fk_document_version_document_id_governing_document"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_document_version_entered_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_document_version_document_id_number")),
    )
    op.create_table(
        "document_unit",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["governing_document.id"],
            name=op.f("fk_document_unit_document_id_governing_document"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_document_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("document_id", "unit_id", name=op.f("pk_document_unit")),
    )
    op.create_index(op.f("ix_document_unit_unit_id"), "document_unit", ["unit_id"])
    op.create_table(
        "document_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("before_on", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["governing_document.id"],
            name=op.f("fk_document_review_document_id_governing_document"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["person.id"], name=op.f("fk_document_review_reviewed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_review")),
    )
    op.create_index(op.f("ix_document_review_document_id"), "document_review", ["document_id"])
    op.create_table(
        "important_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["governing_document.id"],
            name=op.f("fk_important_document_document_id_governing_document"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_important_document_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_important_document")),
        sa.UniqueConstraint("document_id", "unit_id", name=op.f("uq_important_document_document_id_unit_id")),
    )
    op.create_index(op.f("ix_important_document_unit_id"), "important_document", ["unit_id"])
    op.create_table(
        "recorded_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.Column("delegate", sa.String(200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("registry_number", sa.String(60), nullable=False),
        sa.Column("link", sa.String(500), nullable=False),
        sa.Column("responsible_unit_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(40), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("concerns_children", sa.Boolean(), nullable=True),
        sa.Column("considerations", sa.Text(), nullable=False),
        sa.Column("larger_matter", sa.Boolean(), nullable=False),
        sa.Column("impact_assessed", sa.Boolean(), nullable=True),
        sa.Column("not_assessed_why", sa.Text(), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_why", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(subject_kind IS NULL) = (subject_id IS NULL)", name=op.f("ck_recorded_decision_whole_subject")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_unit_id"], ["unit.id"], name=op.f("fk_recorded_decision_responsible_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recorded_decision")),
    )
    op.create_index("ix_recorded_decision_subject", "recorded_decision", ["subject_kind", "subject_id"])
    op.create_index("ix_recorded_decision_decided_on", "recorded_decision", ["decided_on"])
    op.create_index(
        op.f("ix_recorded_decision_responsible_unit_id"), "recorded_decision", ["responsible_unit_id"]
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "recorded_decision",
        "important_document",
        "document_review",
        "document_unit",
        "document_version",
        "governing_document",
    ):
        op.drop_table(table)
