"""Write versions of playbooks: who published them and why, when a phase is accepted, due days by segment, drafts

Revision: 0047
After: 0045
"""

import sqlalchemy as sa
from alembic import op

import portal.i18n
from portal.schema import wall_in

revision = "0047"
down_revision = "0045"
branch_labels = None
depends_on = None

# Phases of before had no rule of their own: what was asked for then, in words.
ACCEPTANCE = {
    "ja": "成果が確認資料で示され、受け入れに必要なタスクがすべて終わっている。",
    "en": "The evidence shows the outcome, and every task needed for acceptance is closed.",
}


def upgrade() -> None:
    with op.batch_alter_table("playbooks") as table:
        table.add_column(sa.Column("created_by", sa.String(), server_default="", nullable=False))
        table.add_column(sa.Column("created_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("reason", sa.String(), server_default="", nullable=False))
        table.create_foreign_key(op.f("fk_playbooks_created_by_id"), "users", ["created_by_id"], ["id"])
    with op.batch_alter_table("playbook_phases") as table:
        table.add_column(sa.Column("due_days", sa.JSON(), nullable=True))
        table.add_column(sa.Column("acceptance", portal.i18n.LocalizedText(), nullable=True))
    phases = sa.table("playbook_phases", sa.column("due_days", sa.JSON()), sa.column("acceptance", sa.JSON()))
    op.execute(phases.update().values(due_days={}, acceptance=ACCEPTANCE))
    with op.batch_alter_table("playbook_phases") as table:
        table.alter_column("due_days", existing_type=sa.JSON(), nullable=False)
        table.alter_column("acceptance", existing_type=sa.JSON(), nullable=False)
    _make_drafts()
    wall_in(op.get_bind(), [("playbook_drafts", None)])


def _make_drafts() -> None:
    op.create_table(
        "playbook_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("touched", sa.JSON(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["playbooks.id"], name=op.f("fk_playbook_drafts_base_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_drafts")),
        sa.UniqueConstraint("product", name=op.f("uq_playbook_drafts_product")),
    )


def downgrade() -> None:
    op.drop_table("playbook_drafts")
    with op.batch_alter_table("playbook_phases") as table:
        table.drop_column("acceptance")
        table.drop_column("due_days")
    with op.batch_alter_table("playbooks") as table:
        table.drop_constraint(op.f("fk_playbooks_created_by_id"), type_="foreignkey")
        for column in ("created_by", "created_by_id", "reason"):
            table.drop_column(column)
