"""Keep commitments

Revision: 0053
After: 0050
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import let_guests_in, wall_in

revision = "0053"
down_revision = "0050"
branch_labels = None
depends_on = None

LEVELS = sa.Enum("vendor", "firm", "both", "customer", name="level", native_enum=False, length=40)
SOURCES = sa.Enum("handoff", "meeting", "person", name="commitmentsource", native_enum=False, length=40)
STATES = sa.Enum(
    "proposed", "open", "kept", "renegotiated", "refused", name="commitmentstate", native_enum=False, length=40
)


def upgrade() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("source", SOURCES, nullable=False),
        sa.Column("field", sa.String(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_to", sa.String(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", STATES, nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("by_vendor", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("level", LEVELS, nullable=False),
        sa.CheckConstraint(
            "(state IN ('proposed', 'open')) = (settled_on IS NULL)", name=op.f("ck_commitments_settled")
        ),
        sa.CheckConstraint("state NOT IN ('kept', 'refused') OR note <> ''", name=op.f("ck_commitments_note")),
        _same_tenant("onboarding_id", "onboardings"),
        _same_tenant("replaces_id", "commitments"),
        sa.ForeignKeyConstraint(["entered_by_id"], ["users.id"], name=op.f("fk_commitments_entered_by_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_commitments_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("code", name=op.f("uq_commitments_code")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_commitments_id_partner_id")),
        sa.UniqueConstraint("onboarding_id", "field", "place", name=op.f("uq_commitments_onboarding_id_field_place")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_commitments_replaces_id")),
    )
    for column in ("onboarding_id", "partner_id"):
        op.create_index(op.f(f"ix_commitments_{column}"), "commitments", [column])
    op.create_index("ix_commitments_state_due_on", "commitments", ["state", "due_on"])
    wall_in(op.get_bind(), [("commitments", "partner_id")], levelled=True)
    let_guests_in(op.get_bind(), [("commitments", "onboarding_id", False)], levelled=True)


def _same_tenant(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column, "partner_id"],
        [f"{target}.id", f"{target}.partner_id"],
        name=op.f(f"fk_commitments_{column}_partner_id"),
    )
