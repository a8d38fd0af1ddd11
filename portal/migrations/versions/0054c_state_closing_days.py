"""Let firms state on which days they are closed

Revision: 0054c
After: 0054b
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0054c"
down_revision = "0054b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closing_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stated_by", sa.String(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_closing_days_order")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_closing_days_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_days")),
        sa.UniqueConstraint("code", name=op.f("uq_closing_days_code")),
    )
    op.create_index(op.f("ix_closing_days_partner_id"), "closing_days", ["partner_id"])
    op.create_index("ix_closing_days_partner_id_last_on", "closing_days", ["partner_id", "last_on"])
    wall_in(op.get_bind(), [("closing_days", "partner_id")])


def downgrade() -> None:
    op.drop_table("closing_days")
