"""Keep due days that were moved, and requests to

Revision: 0054
After: 0048
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0054"
down_revision = "0048"
branch_labels = None
depends_on = None

GROUNDS = sa.Enum("tier", "member", "manager", "request", name="ground", native_enum=False, length=40)
WAITS = sa.text("decided_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ground", GROUNDS, nullable=False),
        sa.Column("by_firm", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 6", name=op.f("ck_extensions_position")),
        sa.CheckConstraint("days BETWEEN 1 AND 90", name=op.f("ck_extensions_days")),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_extensions_onboarding_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_extensions_asked_by_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_extensions_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    op.create_index(op.f("ix_extensions_onboarding_id"), "extensions", ["onboarding_id"])
    op.create_index(op.f("ix_extensions_partner_id"), "extensions", ["partner_id"])
    op.create_index(
        "uq_extensions_waiting",
        "extensions",
        ["onboarding_id"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    wall_in(op.get_bind(), [("extensions", "partner_id")])


def downgrade() -> None:
    op.drop_table("extensions")
