"""What a dialogue is about: tags on themes and raised matters, what is to be taken up, and what was talked about."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; nothing said before is about anything."""
    op.create_table(
        "passage_subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_passage_subject_passage_id_passage")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage_subject")),
        sa.UniqueConstraint(
            "passage_id",
            "subject_kind",
            "subject_id",
            name=op.f("uq_passage_subject_passage_id_subject_kind_subject_id"),
        ),
    )
    op.create_index("ix_passage_subject_subject", "passage_subject", ["subject_kind", "subject_id"])
    op.create_table(
        "talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("source_kind", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("said_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_unit_id", sa.Integer(), nullable=False),
        sa.Column("rep_unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["over_unit_id"], ["unit.id"], name=op.f("fk_talk_over_unit_id_unit")),
        sa.ForeignKeyConstraint(["rep_unit_id"], ["unit.id"], name=op.f("fk_talk_rep_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
        sa.UniqueConstraint(
            *("subject_kind", "subject_id", "source_kind", "source_id", "place"),
            name=op.f("uq_talk_subject_kind_subject_id_source_kind_source_id_place"),
        ),
    )
    op.create_index("ix_talk_subject_said", "talk", ["subject_kind", "subject_id", "said_on"])
    for table, owner in (
        ("theme_subject", "dialogue_theme"),
        ("matter_subject", "raised_matter"),
        ("taken_up", "dialogue_theme"),
    ):
        _tags(table, owner)


def _tags(table: str, owner: str) -> None:
    column = "matter_id" if owner == "raised_matter" else "theme_id"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=op.f(f"fk_{table}_{column}_{owner}")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            column, "subject_kind", "subject_id", name=op.f(f"uq_{table}_{column}_subject_kind_subject_id")
        ),
    )


def downgrade() -> None:
    """Drop the tables; that something was talked about stays in the history alone."""
    for table in ("taken_up", "matter_subject", "theme_subject"):
        op.drop_table(table)
    op.drop_index("ix_talk_subject_said", table_name="talk")
    op.drop_table("talk")
    op.drop_index("ix_passage_subject_subject", table_name="passage_subject")
    op.drop_table("passage_subject")
