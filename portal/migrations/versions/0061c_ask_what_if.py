"""Keep the scenarios of the what-if board

Revision: 0061c
After: 0063d
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0061c"
down_revision = "0063d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "what_ifs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("state", sa.Enum("solving", "solved", "failed", native_enum=False, length=40), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["allocation_runs.id"], name=op.f("fk_what_ifs_run_id")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_what_ifs_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_what_ifs")),
        sa.UniqueConstraint("code", name=op.f("uq_what_ifs_code")),
    )
    op.create_index(op.f("ix_what_ifs_run_id"), "what_ifs", ["run_id"])
    wall_in(op.get_bind(), [("what_ifs", None)])


def downgrade() -> None:
    op.drop_table("what_ifs")
