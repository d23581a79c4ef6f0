"""Disposal of every kind of record: a protocol speaks of a version, whatever it is of."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0033"
branch_labels = None
depends_on = None

OPEN = sa.text("withdrawn_at IS NULL")


def _checks() -> tuple[sa.CheckConstraint, ...]:
    """Give what SQLite must be told to keep when it makes the table anew."""
    return (
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id",
            name=op.f("ck_disposal_two_people"),
        ),
        sa.CheckConstraint("confirmed_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_disposal_one_end")),
    )


def _open(column: str) -> None:
    op.create_index(
        "ix_disposal_open",
        "disposal",
        [column],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def upgrade() -> None:
    """Know a disposal by its version alone: that says which dialogue it is of."""
    op.drop_index("ix_disposal_open", "disposal")
    with op.batch_alter_table("disposal", table_args=_checks()) as table:
        table.drop_constraint("fk_disposal_dialogue_id_dialogue", type_="foreignkey")
        table.drop_column("dialogue_id")
    _open("edition_id")


def downgrade() -> None:
    """Give dialogues back their column; protocols of other records go, that their texts were erased stays in the history."""
    op.drop_index("ix_disposal_open", "disposal")
    op.execute(
        "DELETE FROM disposal WHERE edition_id NOT IN (SELECT id FROM edition WHERE kind = 'dialogue_record')"
    )
    with op.batch_alter_table("disposal", table_args=_checks()) as table:
        table.add_column(sa.Column("dialogue_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE disposal SET dialogue_id = (SELECT object_id FROM edition WHERE edition.id = disposal.edition_id)"
    )
    with op.batch_alter_table("disposal", table_args=_checks()) as table:
        table.alter_column("dialogue_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key("fk_disposal_dialogue_id_dialogue", "dialogue", ["dialogue_id"], ["id"])
    _open("dialogue_id")
