"""Hand over to support

Revision: 0053c
After: 0053b
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0053c"
down_revision = "0053b"
branch_labels = None
depends_on = None

STATES = sa.Enum(
    "draft", "submitted", "returned", "accepted", name="supportstate", native_enum=False, length=40
)


def upgrade() -> None:
    op.create_table(
        "support_handoffs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", STATES, nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("by_vendor", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.String(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("state = 'draft' OR due_on IS NOT NULL", name=op.f("ck_support_handoffs_due")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["users.id"], name=op.f("fk_support_handoffs_submitted_by_id")),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_support_handoffs_onboarding_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_support_handoffs_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_handoffs")),
        sa.UniqueConstraint("onboarding_id", name=op.f("uq_support_handoffs_onboarding_id")),
    )
    for column in ("onboarding_id", "partner_id"):
        op.create_index(op.f(f"ix_support_handoffs_{column}"), "support_handoffs", [column])
    op.create_index("ix_support_handoffs_state_due_on", "support_handoffs", ["state", "due_on"])
    wall_in(op.get_bind(), [("support_handoffs", "partner_id")])
