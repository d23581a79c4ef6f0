"""Where in the supervision overview released passages stand, and what of it is kept counted."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def _unit(table: str, column: str, *, nullable: bool = False) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    return (
        sa.Column(column, sa.Integer(), autoincrement=False, nullable=nullable),
        sa.ForeignKeyConstraint([column], ["unit.id"], name=op.f(f"fk_{table}_{column}_unit")),
    )


def upgrade() -> None:
    """Create the tables; `samsyn db upgrade` then places what was released before."""
    op.create_table(
        "supervision_placing",
        sa.Column("passage_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("part", sa.String(length=50), nullable=False),
        *_unit("supervision_placing", "section_id", nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["moved_by_id"], ["person.id"], name=op.f("fk_supervision_placing_moved_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_supervision_placing_passage_id_passage")
        ),
        sa.PrimaryKeyConstraint("passage_id", name=op.f("pk_supervision_placing")),
    )
    op.create_index("ix_supervision_placing_source", "supervision_placing", ["source", "passage_id"])
    op.create_index(
        "ix_supervision_placing_newest",
        "supervision_placing",
        ["section_id", "part", "released_at", "passage_id"],
    )
    op.create_index("ix_supervision_placing_part", "supervision_placing", ["part", "released_at"])
    op.create_table(
        "supervision_section",
        *_unit("supervision_section", "unit_id"),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("beside", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_supervision_section")),
    )
    op.create_table(
        "supervision_lack",
        sa.Column("kind", sa.String(length=80), nullable=False),
        *_unit("supervision_lack", "unit_id"),
        *_unit("supervision_lack", "section_id"),
        sa.PrimaryKeyConstraint("kind", "unit_id", name=op.f("pk_supervision_lack")),
    )
    op.create_index("ix_supervision_lack_unit", "supervision_lack", ["unit_id"])
    op.create_table(
        "supervision_tally",
        sa.Column("kind", sa.String(length=80), nullable=False),
        *_unit("supervision_tally", "section_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "section_id", name=op.f("pk_supervision_tally")),
    )
    kept = op.create_table(
        "supervision_kept",
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_supervision_kept")),
    )
    # The row that those who write and those who count anew wait for one another at.
    op.bulk_insert(kept, [{"kind": "", "day": None}])


def downgrade() -> None:
    """Drop the tables; where passages were moved by hand is lost."""
    for table in (
        "supervision_kept",
        "supervision_tally",
        "supervision_lack",
        "supervision_section",
        "supervision_placing",
    ):
        op.drop_table(table)
