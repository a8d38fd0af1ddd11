"""Write to a customer's people of what is new in their room

Revision: 0057
After: 0056c
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0057"
down_revision = "0056c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("commitments") as table:
        table.add_column(_instant("shown_at"))
    with op.batch_alter_table("room_invitations") as table:
        table.add_column(sa.Column("wants_letters", sa.Boolean(), nullable=True))
        table.add_column(_instant("known_until"))
        table.add_column(sa.Column("known_task", sa.String(), nullable=True))
        table.add_column(_instant("written_to_at"))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('bansou.scope', 'every', true)")
    # Of what is there already nobody is written to: letters tell what comes from now on.
    invitations = sa.table("room_invitations", sa.column("wants_letters", sa.Boolean()), _instant("known_until"))
    op.execute(invitations.update().values(wants_letters=True, known_until=datetime.now(UTC)))
    with op.batch_alter_table("room_invitations") as table:
        table.alter_column("wants_letters", nullable=False)
        table.alter_column("known_until", nullable=False)
    op.create_table(
        "room_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        _instant("expires_at", nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id", "partner_id"],
            ["room_invitations.id", "room_invitations.partner_id"],
            name=op.f("fk_room_letters_invitation_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_room_letters_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_letters")),
        sa.UniqueConstraint("invitation_id", "sent_on", name=op.f("uq_room_letters_invitation_id_sent_on")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_room_letters_token_hash")),
    )
    op.create_index(op.f("ix_room_letters_partner_id"), "room_letters", ["partner_id"])
    wall_in(op.get_bind(), [("room_letters", "partner_id")])


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def downgrade() -> None:
    op.drop_table("room_letters")
    with op.batch_alter_table("room_invitations") as table:
        for name in ("written_to_at", "known_task", "known_until", "wants_letters"):
            table.drop_column(name)
    with op.batch_alter_table("commitments") as table:
        table.drop_column("shown_at")
