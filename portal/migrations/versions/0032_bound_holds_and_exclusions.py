"""Bound holds by the vendor's word, and exclusions by a second person

Revision: 0032
After: 0031
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

REASONS = sa.Enum(
    "test", "duplicate", "cancelled_before_start", "moved", name="excludedreason", native_enum=False, length=40
)


def upgrade() -> None:
    with op.batch_alter_table("holds") as table:
        table.add_column(sa.Column("evidence", sa.String(), server_default="", nullable=False))
        table.add_column(sa.Column("by_firm", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("limit_days", sa.Integer(), nullable=True))
        table.add_column(sa.Column("is_waiting", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("decided_by", sa.String(), nullable=True))
        table.add_column(sa.Column("refusal", sa.String(), nullable=True))
        table.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('bansou.scope', 'every', true)")
    # Before, a firm could enter holds for its own cause alone.
    op.execute("UPDATE holds SET by_firm = (cause = 'partner')")
    _make_exclusions()
    wall_in(op.get_bind(), [("exclusions", "partner_id")])


def _make_exclusions() -> None:
    op.create_table(
        "exclusions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("reason", REASONS, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_exclusions_asked_by_id")),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_exclusions_onboarding_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_exclusions_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusions")),
    )
    for column in ("onboarding_id", "partner_id"):
        op.create_index(op.f(f"ix_exclusions_{column}"), "exclusions", [column])


def downgrade() -> None:
    op.drop_table("exclusions")
    with op.batch_alter_table("holds") as table:
        for column in ("evidence", "by_firm", "limit_days", "is_waiting", "decided_at", "decided_by", "refusal"):
            table.drop_column(column)
        table.drop_column("reminded_at")
