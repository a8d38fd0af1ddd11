"""Mark customers of whom an onboarding has ended: nobody need look for a partner for them

Revision: 0058c
After: 0058b
"""

import sqlalchemy as sa
from alembic import op

revision = "0058c"
down_revision = "0058b"
branch_labels = None
depends_on = None

UNSETTLED = sa.column("is_settled") == sa.false()


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('bansou.scope', 'every', true)")
    op.add_column("customers", sa.Column("is_settled", sa.Boolean(), server_default=sa.false(), nullable=False))
    customers = sa.table("customers", sa.column("id", sa.Integer()), sa.column("is_settled", sa.Boolean()))
    onboardings = sa.table("onboardings", sa.column("customer_id", sa.Integer()), sa.column("state", sa.String()))
    ended = sa.select(onboardings.c.customer_id).where(onboardings.c.state != "running")
    op.execute(customers.update().where(customers.c.id.in_(ended)).values(is_settled=True))
    op.create_index(
        "ix_customers_unsettled",
        "customers",
        ["onboarding_start"],
        sqlite_where=UNSETTLED,
        postgresql_where=UNSETTLED,
    )


def downgrade() -> None:
    op.drop_index("ix_customers_unsettled", "customers")
    op.drop_column("customers", "is_settled")
