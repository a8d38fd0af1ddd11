"""Propose plays against risks, keep what is foreseen, and let people set a level for a time

Revision: 0052
After: 0055
"""

import sqlalchemy as sa
from alembic import op

import portal.i18n
from portal.schema import wall_in

revision = "0052"
down_revision = "0055"
branch_labels = None
depends_on = None

CAUSES = (
    "late",
    "past_x",
    "near_x",
    "review_late",
    "returned",
    "blocked",
    "foreseen",
    "quiet",
    "usage_fell",
    "on_plan",
)
KEPT = ("outlook", "risk_override", "open_plays")


def upgrade() -> None:
    with op.batch_alter_table("onboardings") as table:
        for column in KEPT:
            table.add_column(sa.Column(column, sa.JSON(), nullable=True))
    _make_stays()
    _make_templates()
    _make_plays()
    wall_in(op.get_bind(), [("plays", "partner_id"), ("stays", None)])


def _enum(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40)


def _make_stays() -> None:
    op.create_table(
        "stays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("firms", sa.Integer(), nullable=False),
        sa.Column("tried", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stays")),
        sa.UniqueConstraint("product", "effort", "position", name=op.f("uq_stays_product_effort_position")),
    )


def _make_templates() -> None:
    op.create_table(
        "play_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cause", _enum("riskreason", *CAUSES), nullable=False),
        *_words(),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("due_days BETWEEN 1 AND 30", name=op.f("ck_play_templates_due_days")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name=op.f("fk_play_templates_changed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_play_templates")),
        sa.UniqueConstraint("cause", name=op.f("uq_play_templates_cause")),
    )


def _make_plays() -> None:
    op.create_table(
        "plays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("cause", _enum("riskreason", *CAUSES), nullable=False),
        *_words(),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", _enum("playstate", "open", "done", "gone"), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_plays_onboarding_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_plays_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plays")),
        sa.UniqueConstraint("code", name=op.f("uq_plays_code")),
        sa.UniqueConstraint("onboarding_id", "cause", name=op.f("uq_plays_onboarding_id_cause")),
    )
    op.create_index(op.f("ix_plays_partner_id"), "plays", ["partner_id"])
    op.create_index("ix_plays_state_due_on", "plays", ["state", "due_on"])


def _words() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("title", portal.i18n.LocalizedText(), nullable=False),
        sa.Column("text", portal.i18n.LocalizedText(), nullable=False),
        sa.Column("side", _enum("taskside", "partner", "customer", "vendor"), nullable=False),
    )


def downgrade() -> None:
    for table in ("plays", "play_templates", "stays"):
        op.drop_table(table)
    with op.batch_alter_table("onboardings") as onboardings:
        for column in KEPT:
            onboardings.drop_column(column)
