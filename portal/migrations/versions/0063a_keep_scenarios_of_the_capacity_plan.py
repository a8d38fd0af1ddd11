"""Keep scenarios of the capacity plan

Revision: 0063a
After: 0061a
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0063a"
down_revision = "0061a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forecast_scenarios",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("growth", sa.Integer(), nullable=False),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("growth BETWEEN -90 AND 500", name=op.f("ck_forecast_scenarios_growth")),
        sa.CheckConstraint("effort BETWEEN 1 AND 3", name=op.f("ck_forecast_scenarios_effort")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_forecast_scenarios_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast_scenarios")),
        sa.UniqueConstraint("code", name=op.f("uq_forecast_scenarios_code")),
        sa.UniqueConstraint("name", name=op.f("uq_forecast_scenarios_name")),
    )
    wall_in(op.get_bind(), [("forecast_scenarios", None)])


def downgrade() -> None:
    op.drop_table("forecast_scenarios")
