"""Tell onboardings entered from records apart

Revision: 0002
After: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("onboardings") as table:
        table.add_column(sa.Column("is_recorded", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("onboardings") as table:
        table.drop_column("is_recorded")
