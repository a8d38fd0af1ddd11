"""Keep when a firm gave an accepted customer back before its start

Revision: 0060d
After: 0060c
"""

import sqlalchemy as sa
from alembic import op

revision = "0060d"
down_revision = "0060c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("offers", sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('bansou.scope', 'every', true)")
    # Before, such an assignment was simply over.
    offers = sa.table("offers", sa.column("state", sa.String()))
    op.execute(offers.update().where(offers.c.state == "returned_late").values(state="ended"))
    with op.batch_alter_table("offers") as table:
        table.drop_column("returned_at")
