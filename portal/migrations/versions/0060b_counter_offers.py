"""Let firms answer an offer with other terms

Revision: 0060b
After: 0061b
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0060b"
down_revision = "0061b"
branch_labels = None
depends_on = None

BOUND = "uq_offers_customer_bound"


def upgrade() -> None:
    _bind_customers_by("state IN ('open', 'countered', 'accepted')")
    waits = sa.text("decided_at IS NULL")
    op.create_table(
        "counters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("fee", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _instant("made_at", nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        _instant("answer_by", nullable=False),
        _instant("told_again_at"),
        _instant("decided_at"),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("is_agreed", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("slots BETWEEN 1 AND 3", name=op.f("ck_counters_slots")),
        sa.CheckConstraint("fee >= 0", name=op.f("ck_counters_fee")),
        sa.ForeignKeyConstraint(
            ["offer_id", "partner_id"], ["offers.id", "offers.partner_id"], name=op.f("fk_counters_offer_id_partner_id")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_counters_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counters")),
    )
    op.create_index(op.f("ix_counters_offer_id"), "counters", ["offer_id"])
    op.create_index(op.f("ix_counters_partner_id"), "counters", ["partner_id"])
    op.create_index(
        "uq_counters_waiting", "counters", ["offer_id"], unique=True, sqlite_where=waits, postgresql_where=waits
    )
    wall_in(op.get_bind(), [("counters", "partner_id")])


def _bind_customers_by(states: str) -> None:
    """One offer or assignment of a customer that is in one of these states."""
    op.drop_index(BOUND, table_name="offers")
    where = sa.text(states)
    op.create_index(BOUND, "offers", ["customer_id"], unique=True, sqlite_where=where, postgresql_where=where)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('bansou.scope', 'every', true)")
    # Before there were counter-proposals, an offer with one was simply open.
    offers = sa.table("offers", sa.column("state", sa.String()))
    op.drop_table("counters")
    op.execute(offers.update().where(offers.c.state == "countered").values(state="open"))
    _bind_customers_by("state IN ('open', 'accepted')")
