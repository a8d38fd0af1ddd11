"""Issue a written order when an offer is accepted

Revision: 0060c
After: 0060b
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0060c"
down_revision = "0060b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_issuers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("payment_method", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entered_by_id"], ["users.id"], name=op.f("fk_order_issuers_entered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_issuers")),
    )
    op.create_table(
        "written_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("customer_name", sa.String(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fee", sa.Integer(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_written_orders_number")),
        sa.CheckConstraint("fee >= 0", name=op.f("ck_written_orders_fee")),
        sa.ForeignKeyConstraint(
            ["offer_id", "partner_id"],
            ["offers.id", "offers.partner_id"],
            name=op.f("fk_written_orders_offer_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_written_orders_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_orders")),
        sa.UniqueConstraint("code", name=op.f("uq_written_orders_code")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_written_orders_offer_id")),
        sa.UniqueConstraint("partner_id", "number", name=op.f("uq_written_orders_partner_id_number")),
    )
    op.create_index(op.f("ix_written_orders_partner_id"), "written_orders", ["partner_id"])
    wall_in(op.get_bind(), [("order_issuers", None), ("written_orders", "partner_id")])


def downgrade() -> None:
    op.drop_table("written_orders")
    op.drop_table("order_issuers")
