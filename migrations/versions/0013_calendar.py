"""Meetings in people's calendars: their identity and sequence there, what participants answered, and calendar addresses."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give every meeting an identity of its own; nobody has answered so far."""
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.add_column(
        "dialogue", sa.Column("calendar_uid", sa.String(length=40), server_default="", nullable=False)
    )
    op.add_column(
        "dialogue", sa.Column("calendar_sequence", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("dialogue", sa.Column("calendar_changed_at", sa.DateTime(timezone=True), nullable=True))
    name_meetings()
    op.create_index("ix_dialogue_calendar_uid", "dialogue", ["calendar_uid"], unique=True)
    op.add_column("dialogue_participant", sa.Column("reply", sa.String(length=10), nullable=True))
    op.add_column("dialogue_participant", sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("dialogue_participant", sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "dialogue_participant", sa.Column("reply_words", sa.Text(), server_default="", nullable=False)
    )


def name_meetings() -> None:
    """Name the meetings there are, at random as new ones are."""
    dialogue = sa.table("dialogue", sa.column("id", sa.Integer), sa.column("calendar_uid", sa.String))
    connection = op.get_bind()
    named = [
        {"which": dialogue_id, "uid": str(uuid.uuid4())}
        for dialogue_id in connection.execute(sa.select(dialogue.c.id)).scalars().all()
    ]
    if named:
        connection.execute(
            sa.update(dialogue)
            .where(dialogue.c.id == sa.bindparam("which"))
            .values(calendar_uid=sa.bindparam("uid")),
            named,
        )


def downgrade() -> None:
    """Take it away, answers included."""
    for column in ("reply_words", "proposed_at", "replied_at", "reply"):
        op.drop_column("dialogue_participant", column)
    op.drop_index("ix_dialogue_calendar_uid", table_name="dialogue")
    for column in ("calendar_changed_at", "calendar_sequence", "calendar_uid"):
        op.drop_column("dialogue", column)
    op.drop_table("calendar_feed")
