"""Count what the vendor did of a firm's tasks as a rescue of the phase

Revision: 0048
After: 0047
"""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

DONE_FOR_THE_FIRM = """
    SELECT min(tasks.closed_on) FROM tasks
    WHERE tasks.onboarding_id = phases.onboarding_id AND tasks.position = phases.position AND tasks.rescued
      AND (phases.completed_on IS NULL OR tasks.closed_on <= phases.completed_on)
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('bansou.scope', 'every', true)")
    op.execute(f"UPDATE phases SET rescued_on = ({DONE_FOR_THE_FIRM}) WHERE rescued_on IS NULL")  # noqa: S608


def downgrade() -> None:
    """What was counted cannot be told from what was taken over: it stays."""
