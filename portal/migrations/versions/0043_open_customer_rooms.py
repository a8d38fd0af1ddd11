"""Open customer rooms: invitations, visits, and secrets of letters that are not kept

Revision: 0043
After: 0041
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import let_guests_in, wall_in

revision = "0043"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letters") as table:
        table.add_column(sa.Column("sealed", sa.JSON(), nullable=True))
    _make_invitations()
    _make_sessions()
    bind = op.get_bind()
    wall_in(bind, [("room_invitations", "partner_id"), ("room_sessions", "partner_id")])
    let_guests_in(
        bind,
        [
            ("holds", "onboarding_id", False),
            ("onboardings", "id", False),
            ("phases", "onboarding_id", False),
            ("tasks", "onboarding_id", True),
        ],
    )


def _make_invitations() -> None:
    op.create_table(
        "room_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_guesses", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("code_guesses >= 0", name=op.f("ck_room_invitations_guesses")),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_room_invitations_onboarding_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_room_invitations_partner_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["users.id"], name=op.f("fk_room_invitations_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_invitations")),
        sa.UniqueConstraint("code", name=op.f("uq_room_invitations_code")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_room_invitations_id_partner_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_room_invitations_token_hash")),
    )
    _index("room_invitations", "onboarding_id", "partner_id")


def _make_sessions() -> None:
    op.create_table(
        "room_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id", "partner_id"],
            ["room_invitations.id", "room_invitations.partner_id"],
            name=op.f("fk_room_sessions_invitation_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_room_sessions_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_room_sessions_token_hash")),
    )
    _index("room_sessions", "invitation_id", "partner_id")


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for opened in ("holds", "onboardings", "phases", "tasks"):
            op.execute(f"DROP POLICY one_case ON {opened}")
    op.drop_table("room_sessions")
    op.drop_table("room_invitations")
    with op.batch_alter_table("letters") as table:
        table.drop_column("sealed")
