"""Let an exclusion be lifted, one request and one decision at a time

Revision: 0056c
After: 0056b
"""

import sqlalchemy as sa
from alembic import op

revision = "0056c"
down_revision = "0056b"
branch_labels = None
depends_on = None

WAITS = sa.text("decided_at IS NULL")
# Two people could ask at the same moment: the first of them waits on, the others are as good as refused.
SETTLE = """
    UPDATE exclusions SET decided_at = asked_at, decided_by = '', is_approved = FALSE, answer = ''
    WHERE decided_at IS NULL AND id NOT IN (
        SELECT MIN(id) FROM exclusions WHERE decided_at IS NULL GROUP BY onboarding_id
    )
"""


def upgrade() -> None:
    op.add_column("exclusions", sa.Column("lifts", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("exclusions", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('bansou.scope', 'every', true)")
    op.execute(SETTLE)
    op.create_index(
        "uq_exclusions_waiting",
        "exclusions",
        ["onboarding_id"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )


def downgrade() -> None:
    op.drop_index("uq_exclusions_waiting", "exclusions")
    op.drop_column("exclusions", "version")
    op.drop_column("exclusions", "lifts")
