"""Let one answer to a request about due days win over another, or over its withdrawal

Revision: 0056b
After: 0056
"""

import sqlalchemy as sa
from alembic import op

revision = "0056b"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("extensions", sa.Column("version", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    op.drop_column("extensions", "version")
