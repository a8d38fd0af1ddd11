"""Count and order running onboardings by an index that holds where they stand

Revision: 0058b
After: 0058
"""

from alembic import op

revision = "0058b"
down_revision = "0058"
branch_labels = None
depends_on = None

STANDING = ["state", "current_position", "high_from", "medium_from", "late_from"]


def upgrade() -> None:
    op.drop_index("ix_onboardings_state", "onboardings")
    op.create_index("ix_onboardings_standing", "onboardings", STANDING)


def downgrade() -> None:
    op.drop_index("ix_onboardings_standing", "onboardings")
    op.create_index("ix_onboardings_state", "onboardings", ["state"])
