"""Review completions

Revision: 0053b
After: 0053
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0053b"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "completion_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("firm_lessons", sa.String(), nullable=False),
        sa.Column("firm_lessons_by", sa.String(), nullable=True),
        sa.Column("vendor_lessons", sa.String(), nullable=False),
        sa.Column("vendor_lessons_by", sa.String(), nullable=True),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("reached", sa.String(), nullable=False),
        sa.Column("left_open", sa.JSON(), nullable=False),
        sa.Column("override_reason", sa.String(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by", sa.String(), nullable=True),
        sa.Column("completed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(completed_at IS NULL) = (reached = '')", name=op.f("ck_completion_reviews_reached")),
        sa.ForeignKeyConstraint(
            ["completed_by_id"], ["users.id"], name=op.f("fk_completion_reviews_completed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_completion_reviews_onboarding_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_completion_reviews_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion_reviews")),
        sa.UniqueConstraint("onboarding_id", name=op.f("uq_completion_reviews_onboarding_id")),
    )
    for column in ("onboarding_id", "partner_id"):
        op.create_index(op.f(f"ix_completion_reviews_{column}"), "completion_reviews", [column])
    wall_in(op.get_bind(), [("completion_reviews", "partner_id")])
