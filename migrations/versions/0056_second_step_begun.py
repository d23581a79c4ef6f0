"""When, and in which sign-in, somebody began to set up the second step: nobody else's secret is ever confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both, and drop the secrets that were never confirmed: nobody knows who has seen them."""
    with op.batch_alter_table("credential") as credential:
        credential.add_column(sa.Column("totp_begun_at", sa.DateTime(timezone=True), nullable=True))
        credential.add_column(sa.Column("totp_begun_in_id", sa.Integer(), nullable=True))
        credential.create_foreign_key(
            op.f("fk_credential_totp_begun_in_id_sign_in"), "sign_in", ["totp_begun_in_id"], ["id"]
        )
    table = sa.table("credential", sa.column("totp_secret"), sa.column("totp_confirmed_at"))
    op.get_bind().execute(
        sa.update(table).where(table.c.totp_confirmed_at.is_(None)).values(totp_secret=sa.null())
    )


def downgrade() -> None:
    """Drop both; a second step that is in force stays so."""
    with op.batch_alter_table("credential") as credential:
        credential.drop_constraint(op.f("fk_credential_totp_begun_in_id_sign_in"), type_="foreignkey")
        credential.drop_column("totp_begun_in_id")
        credential.drop_column("totp_begun_at")
