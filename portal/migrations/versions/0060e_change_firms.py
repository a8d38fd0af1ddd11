"""Keep changes of firm in mid-course

Revision: 0060e
After: 0061c
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0060e"
down_revision = "0061c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("brief", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("next_onboarding_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_transfers_customer_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_transfers_made_by_id")),
        sa.ForeignKeyConstraint(
            ["next_onboarding_id"], ["onboardings.id"], name=op.f("fk_transfers_next_onboarding_id")
        ),
        sa.ForeignKeyConstraint(["onboarding_id"], ["onboardings.id"], name=op.f("fk_transfers_onboarding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
        sa.UniqueConstraint("next_onboarding_id", name=op.f("uq_transfers_next_onboarding_id")),
        sa.UniqueConstraint("onboarding_id", name=op.f("uq_transfers_onboarding_id")),
    )
    op.create_index(op.f("ix_transfers_customer_id"), "transfers", ["customer_id"])
    wall_in(op.get_bind(), [("transfers", None)])


def downgrade() -> None:
    op.drop_table("transfers")
