"""Ask customers how it was

Revision: 0051
After: 0052
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import let_guests_in, wall_in

revision = "0051"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_survey_versions()
    _make_surveys()
    _make_survey_answers()
    _make_survey_scores()
    _make_survey_recoveries()
    _make_survey_periods()
    walled = [("surveys", "partner_id"), ("survey_periods", "partner_id")]
    vendors = [(table, None) for table in ("survey_answers", "survey_scores", "survey_recoveries")]
    wall_in(op.get_bind(), [*walled, *vendors])
    let_guests_in(op.get_bind(), [("surveys", "onboarding_id", False)])


def _make_survey_versions() -> None:
    op.create_table(
        "survey_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.Enum("handoff", "midway", "end", name="moment", native_enum=False, length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("intro", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), server_default="", nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_survey_versions_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_versions")),
        sa.UniqueConstraint("moment", "version", name=op.f("uq_survey_versions_moment_version")),
    )


def _make_surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("moment", sa.Enum("handoff", "midway", "end", name="moment", native_enum=False, length=40), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("invitation", sa.String(), nullable=True),
        sa.Column("word", sa.String(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["onboarding_id", "partner_id"], ["onboardings.id", "onboardings.partner_id"], name=op.f("fk_surveys_onboarding_id_partner_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_surveys_partner_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["users.id"], name=op.f("fk_surveys_sent_by_id")),
        sa.ForeignKeyConstraint(["version_id"], ["survey_versions.id"], name=op.f("fk_surveys_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("code", name=op.f("uq_surveys_code")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_surveys_id_partner_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_surveys_token_hash")),
    )
    op.create_index("ix_surveys_moment_sent_on", "surveys", ["moment", "sent_on"])
    op.create_index(op.f("ix_surveys_onboarding_id"), "surveys", ["onboarding_id"])
    op.create_index(op.f("ix_surveys_partner_id"), "surveys", ["partner_id"])
    op.create_index("ix_surveys_expires_at", "surveys", ["expires_at"])


def _make_survey_answers() -> None:
    op.create_table(
        "survey_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("may_share", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name=op.f("fk_survey_answers_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answers")),
        sa.UniqueConstraint("survey_id", name=op.f("uq_survey_answers_survey_id")),
    )


def _make_survey_scores() -> None:
    op.create_table(
        "survey_scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.Enum("satisfaction", "effort", "recommend", "worries", "remarks", name="questionkind", native_enum=False, length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("value BETWEEN 0 AND 10", name=op.f("ck_survey_scores_value")),
        sa.ForeignKeyConstraint(["answer_id"], ["survey_answers.id"], name=op.f("fk_survey_scores_answer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_scores")),
        sa.UniqueConstraint("answer_id", "key", name=op.f("uq_survey_scores_answer_id_key")),
    )


def _make_survey_recoveries() -> None:
    op.create_table(
        "survey_recoveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("done", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["users.id"], name=op.f("fk_survey_recoveries_closed_by_id")),
        sa.ForeignKeyConstraint(["onboarding_id"], ["onboardings.id"], name=op.f("fk_survey_recoveries_onboarding_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_survey_recoveries_owner_id")),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name=op.f("fk_survey_recoveries_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_recoveries")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_recoveries_code")),
        sa.UniqueConstraint("survey_id", name=op.f("uq_survey_recoveries_survey_id")),
    )
    op.create_index("ix_survey_recoveries_closed_at_due_on", "survey_recoveries", ["closed_at", "due_on"])
    op.create_index(op.f("ix_survey_recoveries_onboarding_id"), "survey_recoveries", ["onboarding_id"])


def _make_survey_periods() -> None:
    op.create_table(
        "survey_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("moment", sa.Enum("handoff", "midway", "end", name="moment", native_enum=False, length=40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("customers >= 3", name=op.f("ck_survey_periods_customers")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_survey_periods_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_periods")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_periods_code")),
        sa.UniqueConstraint("partner_id", "moment", "from_on", name=op.f("uq_survey_periods_partner_id_moment_from_on")),
    )
    op.create_index(op.f("ix_survey_periods_partner_id"), "survey_periods", ["partner_id"])


def downgrade() -> None:
    for table in ("survey_periods", "survey_recoveries", "survey_scores", "survey_answers", "surveys", "survey_versions"):
        op.drop_table(table)
