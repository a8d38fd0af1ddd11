"""Write the fee of an offer down when it is sent, and remind of it once

Revision: 0060a
After: 0058c
"""

import sqlalchemy as sa
from alembic import op

revision = "0060a"
down_revision = "0058c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("offers") as table:
        table.add_column(sa.Column("fee", sa.Integer(), nullable=True))
        table.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("offers") as table:
        table.drop_column("reminded_at")
        table.drop_column("fee")
