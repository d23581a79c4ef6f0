"""Risks with judgements and decisions; plans of internal control with controls, reports and the evaluation of all."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "risk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("nature", sa.String(12), nullable=False),
        sa.Column("factor_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("happens", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("existing", sa.Text(), nullable=False),
        sa.Column("category", sa.String(50), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("consequence", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("treated_likelihood", sa.Integer(), nullable=False),
        sa.Column("treated_consequence", sa.Integer(), nullable=False),
        sa.Column("treated_value", sa.Integer(), nullable=False),
        sa.Column("reasoned", sa.Boolean(), nullable=False),
        sa.Column("decided", sa.String(8), nullable=False),
        sa.Column("decided_until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_why", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "factor_id IS NULL OR nature = 'strategic'", name=op.f("ck_risk_factor_of_strategic")
        ),
        sa.CheckConstraint("(likelihood = 0) = (consequence = 0)", name=op.f("ck_risk_judged_whole")),
        sa.CheckConstraint(
            "(treated_likelihood = 0) = (treated_consequence = 0)", name=op.f("ck_risk_treated_whole")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_risk_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["factor_id"], ["quality_factor.id"], name=op.f("fk_risk_factor_id_quality_factor")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_risk_owner_id_person")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_risk_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
    )
    op.create_index(op.f("ix_risk_factor_id"), "risk", ["factor_id"])
    op.create_index(op.f("ix_risk_order"), "risk", ["state", "value", "id"])
    op.create_index(op.f("ix_risk_owner_id"), "risk", ["owner_id"])
    op.create_index(op.f("ix_risk_review"), "risk", ["review_on"])
    op.create_index(op.f("ix_risk_unit"), "risk", ["unit_id", "state"])
    op.create_table(
        "risk_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("consequence", sa.Integer(), nullable=False),
        sa.Column("reasoning", sa.Text(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=False),
        sa.Column("treated_likelihood", sa.Integer(), nullable=False),
        sa.Column("treated_consequence", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_risk_judgement_risk_id_risk")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_risk_judgement_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_judgement")),
    )
    op.create_index(op.f("ix_risk_judgement_risk"), "risk_judgement", ["risk_id"])
    op.create_table(
        "risk_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("approver", sa.String(200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "way <> 'accept' OR until IS NOT NULL", name=op.f("ck_risk_decision_accepted_until")
        ),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_risk_decision_risk_id_risk")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_risk_decision_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["person.id"], name=op.f("fk_risk_decision_revoked_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_decision")),
    )
    op.create_index(op.f("ix_risk_decision_risk"), "risk_decision", ["risk_id"])
    op.create_table(
        "control_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("from_plan_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.Column("registry_number", sa.String(60), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("record_revision", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'decided') = (decided_on IS NOT NULL)", name=op.f("ck_control_plan_decided_on_a_day")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_control_plan_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["from_plan_id"], ["control_plan.id"], name=op.f("fk_control_plan_from_plan_id_control_plan")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_control_plan_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_control_plan_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_plan")),
        sa.UniqueConstraint("unit_id", "year", name=op.f("uq_control_plan_unit_id_year")),
    )
    op.create_table(
        "chosen_risk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["control_plan.id"], name=op.f("fk_chosen_risk_plan_id_control_plan")
        ),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_chosen_risk_risk_id_risk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chosen_risk")),
        sa.UniqueConstraint("plan_id", "risk_id", name=op.f("uq_chosen_risk_plan_id_risk_id")),
    )
    op.create_index(op.f("ix_chosen_risk_risk_id"), "chosen_risk", ["risk_id"])
    op.create_table(
        "control",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chosen_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(300), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("often", sa.String(10), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("told_to", sa.String(200), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["chosen_id"], ["chosen_risk.id"], name=op.f("fk_control_chosen_id_chosen_risk")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_control_person_id_person")),
        sa.ForeignKeyConstraint(["from_id"], ["control.id"], name=op.f("fk_control_from_id_control")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control")),
    )
    op.create_index(op.f("ix_control_chosen_id"), "control", ["chosen_id"])
    op.create_index(op.f("ix_control_person_id"), "control", ["person_id"])
    op.create_table(
        "control_occasion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("control_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome = '') = (done_on IS NULL)", name=op.f("ck_control_occasion_done_on_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["control_id"], ["control.id"], name=op.f("fk_control_occasion_control_id_control")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_control_occasion_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_occasion")),
    )
    op.create_index(op.f("ix_control_occasion_control"), "control_occasion", ["control_id"])
    op.create_index(op.f("ix_control_occasion_due"), "control_occasion", ["outcome", "due_on"])
    op.create_table(
        "control_deviation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occasion_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("follow_up", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("found_by_id", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(follow_up = '') = (closed_on IS NULL)", name=op.f("ck_control_deviation_closed_with_words")
        ),
        sa.ForeignKeyConstraint(
            ["occasion_id"],
            ["control_occasion.id"],
            name=op.f("fk_control_deviation_occasion_id_control_occasion"),
        ),
        sa.ForeignKeyConstraint(
            ["found_by_id"], ["person.id"], name=op.f("fk_control_deviation_found_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_deviation")),
        sa.UniqueConstraint("occasion_id", name=op.f("uq_control_deviation_occasion_id")),
    )
    op.create_table(
        "control_remedy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deviation_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["deviation_id"],
            ["control_deviation.id"],
            name=op.f("fk_control_remedy_deviation_id_control_deviation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_control_remedy_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_remedy")),
    )
    op.create_index(op.f("ix_control_remedy_deviation"), "control_remedy", ["deviation_id"])
    op.create_index(op.f("ix_control_remedy_person_due"), "control_remedy", ["person_id", "due_on"])
    op.create_table(
        "control_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Text(), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.Column("registry_number", sa.String(60), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'decided') = (decided_on IS NOT NULL)", name=op.f("ck_control_report_decided_on_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["control_plan.id"], name=op.f("fk_control_report_plan_id_control_plan")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_control_report_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_control_report_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_report")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_control_report_plan_id")),
    )
    op.create_table(
        "control_evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Text(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.Column("registry_number", sa.String(60), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'decided') = (decided_on IS NOT NULL)",
            name=op.f("ck_control_evaluation_decided_on_a_day"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_control_evaluation_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_control_evaluation_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_control_evaluation_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_evaluation")),
        sa.UniqueConstraint("unit_id", "year", name=op.f("uq_control_evaluation_unit_id_year")),
    )
    op.create_table(
        "control_evaluated_unit",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["control_evaluation.id"],
            name=op.f("fk_control_evaluated_unit_evaluation_id_control_evaluation"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_control_evaluated_unit_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "unit_id", name=op.f("pk_control_evaluated_unit")),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "control_evaluated_unit",
        "control_evaluation",
        "control_report",
        "control_remedy",
        "control_deviation",
        "control_occasion",
        "control",
        "chosen_risk",
        "control_plan",
        "risk_decision",
        "risk_judgement",
        "risk",
    ):
        op.drop_table(table)
