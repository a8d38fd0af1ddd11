"""Keep counts of the KPIs beside the records

Revision: 0050
After: 0051
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0050"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kpi_firm_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("curves", sa.JSON(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("km", sa.String(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_kpi_firm_counts_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_firm_counts")),
        sa.UniqueConstraint(
            "partner_id", "as_of", "product", name=op.f("uq_kpi_firm_counts_partner_id_as_of_product")
        ),
    )
    op.create_index("ix_kpi_firm_counts_as_of_product", "kpi_firm_counts", ["as_of", "product"])
    op.create_index(op.f("ix_kpi_firm_counts_partner_id"), "kpi_firm_counts", ["partner_id"])
    op.create_table(
        "kpi_programme_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("grouping", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("km", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_programme_counts")),
        sa.UniqueConstraint(
            "as_of", "product", "basis", "grouping", "value",
            name=op.f("uq_kpi_programme_counts_as_of_product_basis_grouping_value"),
        ),
    )
    op.create_table(
        "kpi_counts_due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_kpi_counts_due_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_counts_due")),
    )
    op.create_index(op.f("ix_kpi_counts_due_partner_id"), "kpi_counts_due", ["partner_id"])
    tables = [("kpi_firm_counts", "partner_id"), ("kpi_counts_due", "partner_id"), ("kpi_programme_counts", None)]
    wall_in(op.get_bind(), tables)


def downgrade() -> None:
    op.drop_table("kpi_counts_due")
    op.drop_table("kpi_programme_counts")
    op.drop_table("kpi_firm_counts")
