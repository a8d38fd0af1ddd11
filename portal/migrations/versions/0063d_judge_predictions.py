"""Keep what runs predicted, what came of it, and how two ways to estimate did

Revision: 0063d
After: 0063c
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0063d"
down_revision = "0063c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calibration_predictions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("run_code", sa.String(), nullable=False),
        sa.Column("predicted_on", sa.Date(), nullable=False),
        sa.Column("rate", sa.Double(), nullable=True),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("success", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["onboarding_id"], ["onboardings.id"], name=op.f("fk_calibration_predictions_onboarding_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_predictions")),
        sa.UniqueConstraint("onboarding_id", name=op.f("uq_calibration_predictions_onboarding_id")),
    )
    op.create_index("ix_calibration_predictions_rate", "calibration_predictions", ["rate", "id"])
    op.create_table(
        "calibration_tried_estimates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("brier", sa.Double(), nullable=True),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_tried_estimates")),
        sa.UniqueConstraint("way", name=op.f("uq_calibration_tried_estimates_way")),
    )
    wall_in(op.get_bind(), [("calibration_predictions", None), ("calibration_tried_estimates", None)])


def downgrade() -> None:
    op.drop_table("calibration_tried_estimates")
    op.drop_table("calibration_predictions")
