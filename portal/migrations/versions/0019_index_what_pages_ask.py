"""Index what pages ask of a large programme

Revision: 0019
After: 0002
"""

from alembic import op

revision = "0019"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_phases_state_onboarding_id", "phases", ["state", "onboarding_id"])
    op.create_index("ix_usage_records_on", "usage_records", ["on"])
    op.create_index("ix_handoffs_state_customer_id", "handoffs", ["state", "customer_id"])
    op.create_index("ix_customers_product", "customers", ["product"])
    op.create_index("ix_handoffs_state_since", "handoffs", ["state_since"])
