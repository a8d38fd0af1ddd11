"""Keep tokens, signing secrets and what other systems report

Revision: 0055
After: 0054c
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0055"
down_revision = "0054c"
branch_labels = None
depends_on = None

ENDS = sa.Enum("revoked", "account_closed", "role_changed", "password_set", name="tokenend", native_enum=False, length=40)
STATES = sa.Enum("waiting", "taken", "refused", name="deliverystate", native_enum=False, length=40)


def upgrade() -> None:
    _make_tokens()
    _make_answers()
    _make_secrets()
    _make_deliveries()
    tables = ("api_tokens", "kept_answers", "webhook_secrets", "webhook_deliveries")
    wall_in(op.get_bind(), [(table, None) for table in tables])


def _make_tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        _instant("made_at", nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        _instant("expires_at", nullable=False),
        _instant("ended_at"),
        sa.Column("end", ENDS, nullable=True),
        _person("api_tokens", "user_id"),
        _person("api_tokens", "made_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("code", name=op.f("uq_api_tokens_code")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index(op.f("ix_api_tokens_user_id"), "api_tokens", ["user_id"])


def _make_answers() -> None:
    op.create_table(
        "kept_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        _instant("kept_at", nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["api_tokens.id"], name=op.f("fk_kept_answers_token_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_answers")),
        sa.UniqueConstraint("token_id", "key", name=op.f("uq_kept_answers_token_id_key")),
    )
    op.create_index(op.f("ix_kept_answers_kept_at"), "kept_answers", ["kept_at"])


def _make_secrets() -> None:
    op.create_table(
        "webhook_secrets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        _instant("made_at", nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        _instant("ends_at"),
        _person("webhook_secrets", "made_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_secrets")),
        sa.UniqueConstraint("code", name=op.f("uq_webhook_secrets_code")),
    )
    op.create_index(op.f("ix_webhook_secrets_kind"), "webhook_secrets", ["kind"])


def _make_deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("state", STATES, nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _instant("received_at", nullable=False),
        _instant("finished_at"),
        sa.CheckConstraint("(state = 'waiting') = (finished_at IS NULL)", name=op.f("ck_webhook_deliveries_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("kind", "message_id", name=op.f("uq_webhook_deliveries_kind_message_id")),
    )
    op.create_index(op.f("ix_webhook_deliveries_received_at"), "webhook_deliveries", ["received_at"])


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    for table in ("webhook_deliveries", "webhook_secrets", "kept_answers", "api_tokens"):
        op.drop_table(table)
