"""Lay out tasks and keep what stands in their way

Revision: 0031
After: 0030
"""

import sqlalchemy as sa
from alembic import op

import portal.i18n
from portal.schema import wall_in

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

SIDES = sa.Enum("partner", "customer", "vendor", name="taskside", native_enum=False, length=40)
KINDS = sa.Enum("reference", "acceptance", name="stepkind", native_enum=False, length=40)
STATES = sa.Enum("open", "done", "left_out", name="taskstate", native_enum=False, length=40)


def upgrade() -> None:
    with op.batch_alter_table("onboardings") as table:
        table.add_column(sa.Column("blocked_since", sa.Date(), nullable=True))
    _make_tasks()
    _make_blockers()
    wall_in(op.get_bind(), [("tasks", "partner_id"), ("blockers", "partner_id")])


def _make_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("text", portal.i18n.LocalizedText(), nullable=False),
        sa.Column("side", SIDES, nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("is_optional", sa.Boolean(), nullable=False),
        sa.Column("depends_on", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", STATES, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("rescued", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 6", name=op.f("ck_tasks_position")),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_tasks_onboarding_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_tasks_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("code", name=op.f("uq_tasks_code")),
        sa.UniqueConstraint("onboarding_id", "key", name=op.f("uq_tasks_onboarding_id_key")),
    )
    _index("tasks", "onboarding_id", "partner_id")


def _make_blockers() -> None:
    op.create_table(
        "blockers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("side", SIDES, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_blockers_onboarding_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_blockers_partner_id")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["users.id"], name=op.f("fk_blockers_raised_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blockers")),
        sa.UniqueConstraint("code", name=op.f("uq_blockers_code")),
    )
    _index("blockers", "onboarding_id", "partner_id")


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("blockers")
    op.drop_table("tasks")
    with op.batch_alter_table("onboardings") as table:
        table.drop_column("blocked_since")
