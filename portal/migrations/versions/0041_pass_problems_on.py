"""Pass problems to the role that owns them, and keep which phases were rescued by taking over

Revision: 0041
After: 0032
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0041"
down_revision = "0032"
branch_labels = None
depends_on = None


def _enum(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40)


ROLES = _enum(
    "role", "admin", "cs_manager", "cs_member", "sales", "support", "auditor", "partner_manager", "consultant"
)
KINDS = _enum("escalationkind", "product", "contract", "scope", "firm", "legal")
SEVERITIES = _enum("severity", "urgent", "high", "normal", "low")
LEVELS = _enum("level", "vendor", "firm", "both", "customer")
STATES = _enum("escalationstate", "open", "answered", "handed_back", "resolved")
ENTRIES = _enum(
    "entrykind",
    "raised",
    "message",
    "answered",
    "transferred",
    "handed_back",
    "sent_again",
    "resolved",
    "reopened",
    "shared",
    "taken_over",
    "happened",
    "helped",
    "changes",
)


def upgrade() -> None:
    with op.batch_alter_table("phases") as table:
        table.add_column(sa.Column("rescued_on", sa.Date(), nullable=True))
    _make_routes()
    _make_escalations()
    _make_turns()
    _make_messages()
    _make_notes()
    tenants = ("escalations", "escalation_turns", "escalation_messages")
    wall_in(op.get_bind(), [*((table, "partner_id") for table in tenants), ("escalation_notes", None)])


def _make_routes() -> None:
    op.create_table(
        "escalation_routes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("role", ROLES, nullable=False),
        _instant("set_at", nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        _person("escalation_routes", "set_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_routes")),
    )
    _index("escalation_routes", "kind")


def _make_escalations() -> None:
    op.create_table(
        "escalations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("severity", SEVERITIES, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("level", LEVELS, nullable=False),
        sa.Column("state", STATES, nullable=False),
        _instant("raised_at", nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("raised_role", ROLES, nullable=False),
        sa.Column("owner_role", ROLES, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("last_role", ROLES, nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=True),
        _instant("due_at"),
        _instant("resolved_at"),
        _instant("reviewed_at"),
        _instant("taken_over_at"),
        _instant("given_back_at"),
        sa.Column("is_rescue", sa.Boolean(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        *(_person("escalations", column) for column in ("raised_by_id", "owner_id", "last_id")),
        _tenant("escalations"),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_escalations_onboarding_id_partner_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
        sa.UniqueConstraint("code", name=op.f("uq_escalations_code")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_escalations_id_partner_id")),
    )
    _index("escalations", "onboarding_id", "partner_id")
    op.create_index("ix_escalations_state_due_at", "escalations", ["state", "due_at"])


def _make_turns() -> None:
    op.create_table(
        "escalation_turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("role", ROLES, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        _instant("since_at", nullable=False),
        _instant("due_at", nullable=False),
        _instant("until_at"),
        _instant("answered_at"),
        _instant("missed_at"),
        _instant("told_at"),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        _person("escalation_turns", "user_id"),
        _tenant("escalation_turns"),
        _escalation("escalation_turns"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_turns")),
    )
    _index("escalation_turns", "escalation_id", "partner_id", "role")
    op.create_index(
        "uq_escalation_turns_open",
        "escalation_turns",
        ["escalation_id"],
        unique=True,
        sqlite_where=sa.text("until_at IS NULL"),
        postgresql_where=sa.text("until_at IS NULL"),
    )


def _make_messages() -> None:
    op.create_table(
        "escalation_messages",
        *_entry("escalation_messages"),
        sa.Column("level", LEVELS, nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("level <> 'vendor'", name=op.f("ck_escalation_messages_level")),
        _tenant("escalation_messages"),
        _escalation("escalation_messages"),
    )
    _index("escalation_messages", "partner_id")


def _make_notes() -> None:
    op.create_table(
        "escalation_notes",
        *_entry("escalation_notes"),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalations.id"], name=op.f("fk_escalation_notes_escalation_id")
        ),
    )


def _entry(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", ENTRIES, nullable=False),
        _instant("at", nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_role", ROLES, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("to_role", ROLES, nullable=True),
        sa.Column("told_customer", sa.Boolean(), nullable=False),
        _person(table, "by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("escalation_id", "place", name=op.f(f"uq_{table}_escalation_id_place")),
    )


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}"))


def _tenant(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f(f"fk_{table}_partner_id"))


def _escalation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["escalation_id", "partner_id"],
        ["escalations.id", "escalations.partner_id"],
        name=op.f(f"fk_{table}_escalation_id_partner_id"),
    )


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table in (
        "escalation_notes",
        "escalation_messages",
        "escalation_turns",
        "escalations",
        "escalation_routes",
    ):
        op.drop_table(table)
    with op.batch_alter_table("phases") as phases:
        phases.drop_column("rescued_on")
