"""Keep the tasks of playbooks

Revision: 0030
After: 0019
"""

import sqlalchemy as sa
from alembic import op

import portal.i18n

revision = "0030"
down_revision = "0019"
branch_labels = None
depends_on = None

SIDES = sa.Enum("partner", "customer", "vendor", name="taskside", native_enum=False, length=40)
KINDS = sa.Enum("reference", "acceptance", name="stepkind", native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "playbook_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("playbook_phase_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", portal.i18n.LocalizedText(), nullable=False),
        sa.Column("side", SIDES, nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("is_optional", sa.Boolean(), nullable=False),
        sa.Column("depends_on", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["playbook_phase_id"], ["playbook_phases.id"], name=op.f("fk_playbook_tasks_playbook_phase_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_tasks")),
        sa.UniqueConstraint("playbook_phase_id", "key", name=op.f("uq_playbook_tasks_playbook_phase_id_key")),
    )
    op.create_index(op.f("ix_playbook_tasks_playbook_phase_id"), "playbook_tasks", ["playbook_phase_id"])


def downgrade() -> None:
    op.drop_table("playbook_tasks")
