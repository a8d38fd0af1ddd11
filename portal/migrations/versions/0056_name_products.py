"""Keep the products that the vendor adds, with their names

Revision: 0056
After: 0053c
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0053c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("word", name=op.f("uq_products_word")),
    )
    op.add_column("playbooks", sa.Column("name", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("playbooks", "name")
    op.drop_table("products")
