"""Keep how long onboardings of a product and size of customer took

Revision: 0063b
After: 0063a
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0063b"
down_revision = "0063a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "effort_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size BETWEEN 0 AND 2", name=op.f("ck_effort_evidence_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effort_evidence")),
        sa.UniqueConstraint("product", "size", name=op.f("uq_effort_evidence_product_size")),
    )
    wall_in(op.get_bind(), [("effort_evidence", None)])


def downgrade() -> None:
    op.drop_table("effort_evidence")
