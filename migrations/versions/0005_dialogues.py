"""Dialogues: posts, templates, series, meetings and everything written in them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "dialogue_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("pair_kind", sa.String(length=20), nullable=False),
        sa.Column("profile_key", sa.String(length=80), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_template")),
        sa.UniqueConstraint("profile_key", name=op.f("uq_dialogue_template_profile_key")),
    )
    op.create_table(
        "dialogue_template_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_dialogue_template_version_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["dialogue_template.id"],
            name=op.f("fk_dialogue_template_version_template_id_dialogue_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_template_version")),
        sa.UniqueConstraint(
            "template_id", "number", name=op.f("uq_dialogue_template_version_template_id_number")
        ),
    )
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'employee') = (person_id IS NOT NULL)", name=op.f("ck_post_person_of_employee")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_post_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("unit_id", "kind", "person_id", name=op.f("uq_post_unit_id_kind_person_id")),
    )
    op.create_index(op.f("ix_post_person_id"), "post", ["person_id"], unique=False)
    op.create_table(
        "dialogue_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_kind", sa.String(length=20), nullable=False),
        sa.Column("over_post_id", sa.Integer(), nullable=False),
        sa.Column("rep_post_id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(length=40), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["over_post_id"], ["post.id"], name=op.f("fk_dialogue_series_over_post_id_post")
        ),
        sa.ForeignKeyConstraint(
            ["rep_post_id"], ["post.id"], name=op.f("fk_dialogue_series_rep_post_id_post")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["dialogue_template.id"],
            name=op.f("fk_dialogue_series_template_id_dialogue_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_series")),
    )
    op.create_index("ix_dialogue_series_over", "dialogue_series", ["over_post_id"], unique=False)
    op.create_index("ix_dialogue_series_rep", "dialogue_series", ["rep_post_id"], unique=False)
    op.create_table(
        "dialogue_template_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("backgrounds", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["dialogue_template_version.id"],
            name=op.f("fk_dialogue_template_theme_version_id_dialogue_template_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_template_theme")),
        sa.UniqueConstraint(
            "version_id", "position", name=op.f("uq_dialogue_template_theme_version_id_position")
        ),
    )
    op.create_table(
        "dialogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("template_version_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("earlier_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("earlier_by_id", sa.Integer(), nullable=True),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("record_revision", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("minutes > 0 AND minutes <= 1440", name=op.f("ck_dialogue_sane_length")),
        sa.ForeignKeyConstraint(
            ["earlier_by_id"], ["person.id"], name=op.f("fk_dialogue_earlier_by_id_person")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_dialogue_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["dialogue_series.id"], name=op.f("fk_dialogue_series_id_dialogue_series")
        ),
        sa.ForeignKeyConstraint(
            ["template_version_id"],
            ["dialogue_template_version.id"],
            name=op.f("fk_dialogue_template_version_id_dialogue_template_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue")),
    )
    op.create_index("ix_dialogue_series_starts", "dialogue", ["series_id", "starts_at"], unique=False)
    op.create_table(
        "addendum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("over_person_id", sa.Integer(), nullable=True),
        sa.Column("over_consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rep_person_id", sa.Integer(), nullable=True),
        sa.Column("rep_consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_addendum_author_id_person")),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_addendum_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_addendum_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["over_person_id"], ["person.id"], name=op.f("fk_addendum_over_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["rep_person_id"], ["person.id"], name=op.f("fk_addendum_rep_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum")),
    )
    op.create_index(op.f("ix_addendum_dialogue_id"), "addendum", ["dialogue_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("record_revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("own_opinion", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_consent_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("dialogue_id", "side", name=op.f("uq_consent_dialogue_id_side")),
    )
    op.create_index(op.f("ix_consent_person_id"), "consent", ["person_id"], unique=False)
    op.create_table(
        "dialogue_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("over_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rep_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_dialogue_guest_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_dialogue_guest_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_guest")),
        sa.UniqueConstraint("dialogue_id", "person_id", name=op.f("uq_dialogue_guest_dialogue_id_person_id")),
    )
    op.create_index(op.f("ix_dialogue_guest_person_id"), "dialogue_guest", ["person_id"], unique=False)
    op.create_table(
        "dialogue_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_dialogue_participant_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_dialogue_participant_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_participant")),
        sa.UniqueConstraint("dialogue_id", "side", name=op.f("uq_dialogue_participant_dialogue_id_side")),
    )
    op.create_index(
        op.f("ix_dialogue_participant_person_id"), "dialogue_participant", ["person_id"], unique=False
    )
    op.create_table(
        "dialogue_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("backgrounds", sa.JSON(), nullable=False),
        sa.Column("over_verdict", sa.String(length=10), nullable=True),
        sa.Column("rep_verdict", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_dialogue_theme_dialogue_id_dialogue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_theme")),
        sa.UniqueConstraint("dialogue_id", "position", name=op.f("uq_dialogue_theme_dialogue_id_position")),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=10), nullable=False),
        sa.Column("together_with", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closing_words", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_agreement_closed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_agreement_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["dialogue_series.id"], name=op.f("fk_agreement_series_id_dialogue_series")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["dialogue_theme.id"], name=op.f("fk_agreement_theme_id_dialogue_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_dialogue_id"), "agreement", ["dialogue_id"], unique=False)
    op.create_index("ix_agreement_series_state", "agreement", ["series_id", "state"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_decision_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["dialogue_theme.id"], name=op.f("fk_decision_theme_id_dialogue_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_dialogue_id"), "decision", ["dialogue_id"], unique=False)
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_picture_author_id_person")),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_picture_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["dialogue_theme.id"], name=op.f("fk_picture_theme_id_dialogue_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("theme_id", "author_id", name=op.f("uq_picture_theme_id_author_id")),
    )
    op.create_index(op.f("ix_picture_dialogue_id"), "picture", ["dialogue_id"], unique=False)
    op.create_table(
        "raised_matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("over_released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rep_released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_raised_matter_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_raised_matter_passage_id_passage")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_raised_matter_proposed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["dialogue_theme.id"], name=op.f("fk_raised_matter_theme_id_dialogue_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raised_matter")),
    )
    op.create_index(op.f("ix_raised_matter_dialogue_id"), "raised_matter", ["dialogue_id"], unique=False)
    op.create_table(
        "shared_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_shared_text_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["dialogue_theme.id"], name=op.f("fk_shared_text_theme_id_dialogue_theme")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["person.id"], name=op.f("fk_shared_text_updated_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_text")),
        sa.UniqueConstraint("dialogue_id", "theme_id", name=op.f("uq_shared_text_dialogue_id_theme_id")),
    )
    op.create_table(
        "shared_text_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shared_text_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_shared_text_revision_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["shared_text_id"],
            ["shared_text.id"],
            name=op.f("fk_shared_text_revision_shared_text_id_shared_text"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_text_revision")),
    )
    op.create_index(
        op.f("ix_shared_text_revision_shared_text_id"),
        "shared_text_revision",
        ["shared_text_id"],
        unique=False,
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_shared_text_revision_shared_text_id"), table_name="shared_text_revision")
    op.drop_table("shared_text_revision")
    op.drop_table("shared_text")
    op.drop_index(op.f("ix_raised_matter_dialogue_id"), table_name="raised_matter")
    op.drop_table("raised_matter")
    op.drop_index(op.f("ix_picture_dialogue_id"), table_name="picture")
    op.drop_table("picture")
    op.drop_index(op.f("ix_decision_dialogue_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index("ix_agreement_series_state", table_name="agreement")
    op.drop_index(op.f("ix_agreement_dialogue_id"), table_name="agreement")
    op.drop_table("agreement")
    op.drop_table("dialogue_theme")
    op.drop_index(op.f("ix_dialogue_participant_person_id"), table_name="dialogue_participant")
    op.drop_table("dialogue_participant")
    op.drop_index(op.f("ix_dialogue_guest_person_id"), table_name="dialogue_guest")
    op.drop_table("dialogue_guest")
    op.drop_index(op.f("ix_consent_person_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_addendum_dialogue_id"), table_name="addendum")
    op.drop_table("addendum")
    op.drop_index("ix_dialogue_series_starts", table_name="dialogue")
    op.drop_table("dialogue")
    op.drop_table("dialogue_template_theme")
    op.drop_index("ix_dialogue_series_rep", table_name="dialogue_series")
    op.drop_index("ix_dialogue_series_over", table_name="dialogue_series")
    op.drop_table("dialogue_series")
    op.drop_index(op.f("ix_post_person_id"), table_name="post")
    op.drop_table("post")
    op.drop_table("dialogue_template_version")
    op.drop_table("dialogue_template")
