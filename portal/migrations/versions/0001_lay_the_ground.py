"""Lay the ground

Revision: 0001
After: nothing
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


WALLED = [
    ("allocation_runs", None),
    ("attempt_questions", "partner_id"),
    ("attempts", "partner_id"),
    ("briefs", "partner_id"),
    ("capacities", "partner_id"),
    ("consultants", "partner_id"),
    ("customers", None),
    ("enrolments", "partner_id"),
    ("evaluations", "partner_id"),
    ("handoff_returns", None),
    ("handoffs", None),
    ("holds", "partner_id"),
    ("lesson_progress", "partner_id"),
    ("offers", "partner_id"),
    ("onboarding_changes", "partner_id"),
    ("onboardings", "partner_id"),
    ("partners", "id"),
    ("phase_changes", "partner_id"),
    ("phases", "partner_id"),
    ("qualifications", "partner_id"),
    ("staffings", "partner_id"),
    ("status_changes", "partner_id"),
    ("tiers", "partner_id"),
    ("usage_records", None),
]


def upgrade() -> None:
    op.create_table(
        "courses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("modules", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        sa.UniqueConstraint("code", name=op.f("uq_courses_code")),
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("holds_secret", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_created_at"), ["created_at"], unique=False)

    op.create_table(
        "playbooks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("x_days", sa.Integer(), nullable=False),
        sa.Column("activation_rule", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbooks")),
        sa.UniqueConstraint("product", "version", name=op.f("uq_playbooks_product_version")),
    )
    op.create_table(
        "tenants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants")),
    )
    op.create_table(
        "throttles",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("tried_at", sa.JSON(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttles")),
    )
    with op.batch_alter_table("throttles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttles_last_at"), ["last_at"], unique=False)

    op.create_table(
        "bank_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "single",
                "multiple",
                "true_false",
                "number",
                "order",
                "short_text",
                name="questionkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("correct", sa.JSON(), nullable=False),
        sa.Column("tolerance", sa.String(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_bank_questions_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_questions")),
        sa.UniqueConstraint("course_id", "key", "version", name=op.f("uq_bank_questions_course_id_key_version")),
    )
    op.create_table(
        "capacities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("stated", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reserved + accepted <= stated", name=op.f("ck_capacities_never_overfilled")),
        sa.CheckConstraint("reserved >= 0 AND accepted >= 0", name=op.f("ck_capacities_not_negative")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_capacities_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacities")),
        sa.UniqueConstraint("partner_id", "month", name=op.f("uq_capacities_partner_id_month")),
    )
    with op.batch_alter_table("capacities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capacities_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("waiting", "running", "done", "failed", name="jobstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_jobs_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_state_run_at", ["state", "run_at"], unique=False)

    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_lessons_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
        sa.UniqueConstraint("course_id", "key", name=op.f("uq_lessons_course_id_key")),
    )
    op.create_table(
        "partners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "tax_accountant",
                "cpa_firm",
                "labor_consultant",
                "system_consulting",
                "bpo",
                "other",
                name="partnerkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "candidate",
                "screening",
                "contracted",
                "preparing",
                "active",
                "paused",
                "ended",
                name="partnerstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("corporate_number", sa.String(), nullable=True),
        sa.Column("invoice_number", sa.String(), nullable=True),
        sa.Column("prefectures", sa.JSON(), nullable=False),
        sa.Column("is_remote", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("products", sa.JSON(), nullable=False),
        sa.Column("industries", sa.JSON(), nullable=False),
        sa.Column("strengths", sa.JSON(), nullable=False),
        sa.Column("min_volume", sa.Integer(), nullable=False),
        sa.Column("contract_until", sa.Date(), nullable=True),
        sa.Column("stated_outcome", sa.Double(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["tenants.id"], name=op.f("fk_partners_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
        sa.UniqueConstraint("code", name=op.f("uq_partners_code")),
    )
    op.create_table(
        "playbook_phases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("playbook_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.CheckConstraint("due_day >= 0", name=op.f("ck_playbook_phases_due_day")),
        sa.CheckConstraint("position BETWEEN 1 AND 6", name=op.f("ck_playbook_phases_position")),
        sa.ForeignKeyConstraint(["playbook_id"], ["playbooks.id"], name=op.f("fk_playbook_phases_playbook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_phases")),
        sa.UniqueConstraint("playbook_id", "position", name=op.f("uq_playbook_phases_playbook_id_position")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "admin",
                "cs_manager",
                "cs_member",
                "sales",
                "support",
                "auditor",
                "partner_manager",
                "consultant",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role IN ('consultant', 'partner_manager')) = (partner_id IS NOT NULL)", name=op.f("ck_users_side")
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_is_lower_case")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_users_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("code", name=op.f("uq_users_code")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_users_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "allocation_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "solving", "draft", "failed", "approved", "discarded", name="runstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["users.id"], name=op.f("fk_allocation_runs_approved_by")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_allocation_runs_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_runs")),
        sa.UniqueConstraint("code", name=op.f("uq_allocation_runs_code")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_audit_entries_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_event"), ["event"], unique=False)

    op.create_table(
        "certification_policies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_certification_policies_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification_policies")),
        sa.UniqueConstraint("version", name=op.f("uq_certification_policies_version")),
    )
    op.create_table(
        "consultants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_consultants_partner_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_consultants_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultants")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_consultants_id_partner_id")),
        sa.UniqueConstraint("user_id", name=op.f("uq_consultants_user_id")),
    )
    with op.batch_alter_table("consultants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultants_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("public_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("prefecture", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("contract_start", sa.Date(), nullable=True),
        sa.Column("onboarding_start", sa.Date(), nullable=False),
        sa.Column("annual_value", sa.BigInteger(), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("required_tier", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("preferred_partners", sa.JSON(), nullable=False),
        sa.Column("excluded_partners", sa.JSON(), nullable=False),
        sa.Column("sales_owner_id", sa.Integer(), nullable=True),
        sa.Column("cs_owner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("effort BETWEEN 1 AND 3", name=op.f("ck_customers_effort")),
        sa.CheckConstraint("priority >= 0", name=op.f("ck_customers_priority")),
        sa.CheckConstraint("required_tier BETWEEN 1 AND 9", name=op.f("ck_customers_required_tier")),
        sa.ForeignKeyConstraint(["cs_owner_id"], ["users.id"], name=op.f("fk_customers_cs_owner_id")),
        sa.ForeignKeyConstraint(["sales_owner_id"], ["users.id"], name=op.f("fk_customers_sales_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("code", name=op.f("uq_customers_code")),
        sa.UniqueConstraint("public_code", name=op.f("uq_customers_public_code")),
    )
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customers_cs_owner_id"), ["cs_owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_customers_onboarding_start"), ["onboarding_start"], unique=False)
        batch_op.create_index(batch_op.f("ix_customers_sales_owner_id"), ["sales_owner_id"], unique=False)

    op.create_table(
        "default_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_default_versions_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_default_versions")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_default_versions_key_version")),
    )
    with op.batch_alter_table("default_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_default_versions_key"), ["key"], unique=False)

    op.create_table(
        "import_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_import_drafts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_drafts")),
        sa.UniqueConstraint("code", name=op.f("uq_import_drafts_code")),
    )
    with op.batch_alter_table("import_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_drafts_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_drafts_user_id"), ["user_id"], unique=False)

    op.create_table(
        "login_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_login_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_sessions")),
        sa.UniqueConstraint("code", name=op.f("uq_login_sessions_code")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_sessions_token_hash")),
    )
    with op.batch_alter_table("login_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_sessions_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_login_sessions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "mailed_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("invitation", "reset", name="linkpurpose", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mailed_links_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailed_links_token_hash")),
    )
    with op.batch_alter_table("mailed_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailed_links_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_mailed_links_user_id"), ["user_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("href", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notices_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("code", name=op.f("uq_notices_code")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_user_id_read_at", ["user_id", "read_at"], unique=False)

    op.create_table(
        "status_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "candidate",
                "screening",
                "contracted",
                "preparing",
                "active",
                "paused",
                "ended",
                name="partnerstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_status_changes_actor_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_status_changes_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_changes")),
    )
    with op.batch_alter_table("status_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_status_changes_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "tiers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 9", name=op.f("ck_tiers_level")),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_tiers_actor_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_tiers_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tiers")),
    )
    with op.batch_alter_table("tiers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tiers_effective_on"), ["effective_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_tiers_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultant_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrolled_by", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("passed", "failed", name="enrolmentoutcome", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id", "partner_id"],
            ["consultants.id", "consultants.partner_id"],
            name=op.f("fk_enrolments_consultant_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_enrolments_course_id")),
        sa.ForeignKeyConstraint(["enrolled_by"], ["users.id"], name=op.f("fk_enrolments_enrolled_by")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_enrolments_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_enrolments_id_partner_id")),
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolments_consultant_id"), ["consultant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolments_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolments_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(
            "uq_enrolments_open",
            ["consultant_id", "course_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "evaluations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("metrics", sa.JSON(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("previous_tier", sa.Integer(), nullable=False),
        sa.Column("proposed_tier", sa.Integer(), nullable=False),
        sa.Column("below_count", sa.Integer(), nullable=False),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("proposed", "decided", name="evaluationstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("decided_tier", sa.Integer(), nullable=True),
        sa.Column("decided_reason", sa.String(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_evaluations_decided_by")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_evaluations_partner_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["certification_policies.id"], name=op.f("fk_evaluations_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
        sa.UniqueConstraint("partner_id", "period_end", name=op.f("uq_evaluations_partner_id_period_end")),
    )
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluations_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluations_period_end"), ["period_end"], unique=False)

    op.create_table(
        "handoffs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("sales_to_cs", name="handoffkind", native_enum=False, length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "submitted", "returned", "accepted", name="handoffstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("completeness", sa.Integer(), nullable=False),
        sa.Column("missing_required", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("override_reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("completeness BETWEEN 0 AND 100", name=op.f("ck_handoffs_completeness")),
        sa.ForeignKeyConstraint(["accepted_by"], ["users.id"], name=op.f("fk_handoffs_accepted_by")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_handoffs_customer_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["users.id"], name=op.f("fk_handoffs_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoffs")),
        sa.UniqueConstraint("code", name=op.f("uq_handoffs_code")),
        sa.UniqueConstraint("customer_id", "kind", name=op.f("uq_handoffs_customer_id_kind")),
    )
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handoffs_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("run_code", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "declined",
                "lapsed",
                "withdrawn",
                "ended",
                name="offerstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("slots BETWEEN 1 AND 3", name=op.f("ck_offers_slots")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_offers_customer_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_offers_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("code", name=op.f("uq_offers_code")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_offers_id_partner_id")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offers_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_offers_customer_bound",
            ["customer_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'accepted')"),
            postgresql_where=sa.text("state IN ('open', 'accepted')"),
        )

    op.create_table(
        "onboardings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("customer_name", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("prefecture", sa.String(), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=False),
        sa.Column("playbook_id", sa.Integer(), nullable=False),
        sa.Column("x_days", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("running", "completed", "withdrawn", name="onboardingstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("activated_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.Column(
            "excluded_reason",
            sa.Enum(
                "test",
                "duplicate",
                "cancelled_before_start",
                "moved",
                name="excludedreason",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("activation_progress", sa.JSON(), nullable=True),
        sa.Column("current_position", sa.Integer(), nullable=False),
        sa.Column("late_from", sa.Date(), nullable=True),
        sa.Column("medium_from", sa.Date(), nullable=True),
        sa.Column("high_from", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("effort BETWEEN 1 AND 3", name=op.f("ck_onboardings_effort")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_onboardings_customer_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_onboardings_owner_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_onboardings_partner_id")),
        sa.ForeignKeyConstraint(["playbook_id"], ["playbooks.id"], name=op.f("fk_onboardings_playbook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboardings")),
        sa.UniqueConstraint("code", name=op.f("uq_onboardings_code")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_onboardings_id_partner_id")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_onboardings_offer_id")),
    )
    with op.batch_alter_table("onboardings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_onboardings_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_onboardings_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_onboardings_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_onboardings_start_on"), ["start_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_onboardings_state"), ["state"], unique=False)

    op.create_table(
        "qualifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultant_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id", "partner_id"],
            ["consultants.id", "consultants.partner_id"],
            name=op.f("fk_qualifications_consultant_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_qualifications_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualifications")),
    )
    with op.batch_alter_table("qualifications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_qualifications_consultant_id"), ["consultant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_qualifications_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_qualifications_valid_until"), ["valid_until"], unique=False)

    op.create_table(
        "usage_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_usage_records_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_records")),
        sa.UniqueConstraint("customer_id", "metric", "on", name=op.f("uq_usage_records_customer_id_metric_on")),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "partner_id"],
            ["enrolments.id", "enrolments.partner_id"],
            name=op.f("fk_attempts_enrolment_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_attempts_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("code", name=op.f("uq_attempts_code")),
        sa.UniqueConstraint("enrolment_id", "number", name=op.f("uq_attempts_enrolment_id_number")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_attempts_id_partner_id")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempts_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(
            "uq_attempts_open",
            ["enrolment_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "briefs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id", "partner_id"],
            ["offers.id", "offers.partner_id"],
            name=op.f("fk_briefs_offer_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_briefs_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefs")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_briefs_offer_id")),
    )
    with op.batch_alter_table("briefs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_briefs_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "handoff_returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handoff_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("missing", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_handoff_returns_by")),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_handoff_returns_handoff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_returns")),
    )
    with op.batch_alter_table("handoff_returns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handoff_returns_handoff_id"), ["handoff_id"], unique=False)

    op.create_table(
        "holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum("customer", "vendor", "partner", name="holdcause", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("expected_end_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_on >= started_on", name=op.f("ck_holds_order")),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_holds_actor_id")),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_holds_onboarding_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_holds_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holds_onboarding_id"), ["onboarding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_holds_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "lesson_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "partner_id"],
            ["enrolments.id", "enrolments.partner_id"],
            name=op.f("fk_lesson_progress_enrolment_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_lesson_progress_lesson_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_lesson_progress_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_progress")),
        sa.UniqueConstraint("enrolment_id", "lesson_id", name=op.f("uq_lesson_progress_enrolment_id_lesson_id")),
    )
    with op.batch_alter_table("lesson_progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_progress_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "onboarding_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "begun",
                "named",
                "hold_placed",
                "hold_ended",
                "activated",
                "activation_withdrawn",
                "completed",
                "withdrawn",
                name="changekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_onboarding_changes_actor_id")),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_onboarding_changes_onboarding_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_onboarding_changes_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboarding_changes")),
    )
    with op.batch_alter_table("onboarding_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_onboarding_changes_onboarding_id"), ["onboarding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_onboarding_changes_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "phases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("playbook_phase_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "not_started",
                "in_progress",
                "submitted",
                "returned",
                "completed",
                "skipped",
                name="phasestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 6", name=op.f("ck_phases_position")),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_phases_onboarding_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_phases_partner_id")),
        sa.ForeignKeyConstraint(
            ["playbook_phase_id"], ["playbook_phases.id"], name=op.f("fk_phases_playbook_phase_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phases")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_phases_id_partner_id")),
        sa.UniqueConstraint("onboarding_id", "position", name=op.f("uq_phases_onboarding_id_position")),
    )
    with op.batch_alter_table("phases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phases_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "staffings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("consultant_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id", "partner_id"],
            ["consultants.id", "consultants.partner_id"],
            name=op.f("fk_staffings_consultant_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["onboarding_id", "partner_id"],
            ["onboardings.id", "onboardings.partner_id"],
            name=op.f("fk_staffings_onboarding_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_staffings_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staffings")),
    )
    with op.batch_alter_table("staffings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staffings_consultant_id"), ["consultant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staffings_onboarding_id"), ["onboarding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staffings_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "attempt_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_review", sa.Boolean(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id", "partner_id"],
            ["attempts.id", "attempts.partner_id"],
            name=op.f("fk_attempt_questions_attempt_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_attempt_questions_partner_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["bank_questions.id"], name=op.f("fk_attempt_questions_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_questions")),
        sa.UniqueConstraint("attempt_id", "place", name=op.f("uq_attempt_questions_attempt_id_place")),
    )
    with op.batch_alter_table("attempt_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_questions_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "phase_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "not_started",
                "in_progress",
                "submitted",
                "returned",
                "completed",
                "skipped",
                name="phasestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "not_started",
                "in_progress",
                "submitted",
                "returned",
                "completed",
                "skipped",
                name="phasestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_phase_changes_actor_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_phase_changes_partner_id")),
        sa.ForeignKeyConstraint(
            ["phase_id", "partner_id"],
            ["phases.id", "phases.partner_id"],
            name=op.f("fk_phase_changes_phase_id_partner_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_changes")),
    )
    with op.batch_alter_table("phase_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phase_changes_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_phase_changes_phase_id"), ["phase_id"], unique=False)

    wall_in(op.get_bind(), WALLED)


def downgrade() -> None:
    with op.batch_alter_table("phase_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_changes_phase_id"))
        batch_op.drop_index(batch_op.f("ix_phase_changes_partner_id"))

    op.drop_table("phase_changes")
    with op.batch_alter_table("attempt_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_questions_partner_id"))

    op.drop_table("attempt_questions")
    with op.batch_alter_table("staffings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staffings_partner_id"))
        batch_op.drop_index(batch_op.f("ix_staffings_onboarding_id"))
        batch_op.drop_index(batch_op.f("ix_staffings_consultant_id"))

    op.drop_table("staffings")
    with op.batch_alter_table("phases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phases_partner_id"))

    op.drop_table("phases")
    with op.batch_alter_table("onboarding_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_onboarding_changes_partner_id"))
        batch_op.drop_index(batch_op.f("ix_onboarding_changes_onboarding_id"))

    op.drop_table("onboarding_changes")
    with op.batch_alter_table("lesson_progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_progress_partner_id"))

    op.drop_table("lesson_progress")
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holds_partner_id"))
        batch_op.drop_index(batch_op.f("ix_holds_onboarding_id"))

    op.drop_table("holds")
    with op.batch_alter_table("handoff_returns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handoff_returns_handoff_id"))

    op.drop_table("handoff_returns")
    with op.batch_alter_table("briefs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_briefs_partner_id"))

    op.drop_table("briefs")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempts_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_attempts_partner_id"))

    op.drop_table("attempts")
    op.drop_table("usage_records")
    with op.batch_alter_table("qualifications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_qualifications_valid_until"))
        batch_op.drop_index(batch_op.f("ix_qualifications_partner_id"))
        batch_op.drop_index(batch_op.f("ix_qualifications_consultant_id"))

    op.drop_table("qualifications")
    with op.batch_alter_table("onboardings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_onboardings_state"))
        batch_op.drop_index(batch_op.f("ix_onboardings_start_on"))
        batch_op.drop_index(batch_op.f("ix_onboardings_partner_id"))
        batch_op.drop_index(batch_op.f("ix_onboardings_owner_id"))
        batch_op.drop_index(batch_op.f("ix_onboardings_customer_id"))

    op.drop_table("onboardings")
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_offers_customer_bound",
            sqlite_where=sa.text("state IN ('open', 'accepted')"),
            postgresql_where=sa.text("state IN ('open', 'accepted')"),
        )
        batch_op.drop_index(batch_op.f("ix_offers_state"))
        batch_op.drop_index(batch_op.f("ix_offers_partner_id"))
        batch_op.drop_index(batch_op.f("ix_offers_customer_id"))

    op.drop_table("offers")
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handoffs_customer_id"))

    op.drop_table("handoffs")
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluations_period_end"))
        batch_op.drop_index(batch_op.f("ix_evaluations_partner_id"))

    op.drop_table("evaluations")
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_enrolments_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_enrolments_partner_id"))
        batch_op.drop_index(batch_op.f("ix_enrolments_course_id"))
        batch_op.drop_index(batch_op.f("ix_enrolments_consultant_id"))

    op.drop_table("enrolments")
    with op.batch_alter_table("tiers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tiers_partner_id"))
        batch_op.drop_index(batch_op.f("ix_tiers_effective_on"))

    op.drop_table("tiers")
    with op.batch_alter_table("status_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_status_changes_partner_id"))

    op.drop_table("status_changes")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_user_id_read_at")

    op.drop_table("notices")
    with op.batch_alter_table("mailed_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailed_links_user_id"))
        batch_op.drop_index(batch_op.f("ix_mailed_links_expires_at"))

    op.drop_table("mailed_links")
    with op.batch_alter_table("login_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_sessions_user_id"))
        batch_op.drop_index(batch_op.f("ix_login_sessions_expires_at"))

    op.drop_table("login_sessions")
    with op.batch_alter_table("import_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_drafts_user_id"))
        batch_op.drop_index(batch_op.f("ix_import_drafts_expires_at"))

    op.drop_table("import_drafts")
    with op.batch_alter_table("default_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_default_versions_key"))

    op.drop_table("default_versions")
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customers_sales_owner_id"))
        batch_op.drop_index(batch_op.f("ix_customers_onboarding_start"))
        batch_op.drop_index(batch_op.f("ix_customers_cs_owner_id"))

    op.drop_table("customers")
    with op.batch_alter_table("consultants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultants_partner_id"))

    op.drop_table("consultants")
    op.drop_table("certification_policies")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_event"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_actor_id"))

    op.drop_table("audit_entries")
    op.drop_table("allocation_runs")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_users_partner_id"))

    op.drop_table("users")
    op.drop_table("playbook_phases")
    op.drop_table("partners")
    op.drop_table("lessons")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_state_run_at")

    op.drop_table("jobs")
    with op.batch_alter_table("capacities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_capacities_partner_id"))

    op.drop_table("capacities")
    op.drop_table("bank_questions")
    with op.batch_alter_table("throttles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttles_last_at"))

    op.drop_table("throttles")
    op.drop_table("tenants")
    op.drop_table("playbooks")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_created_at"))

    op.drop_table("letters")
    op.drop_table("courses")
