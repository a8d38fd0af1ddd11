"""Keep files, what is said about an onboarding, and its meetings

Revision: 0045
After: 0043
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import let_guests_in, wall_in

revision = "0045"
down_revision = "0043"
branch_labels = None
depends_on = None

LEVELS = sa.Enum("vendor", "firm", "both", "customer", name="level", native_enum=False, length=40)
KINDS = sa.Enum(
    "pdf", "png", "jpeg", "webp", "heic", "docx", "xlsx", "pptx", "csv", "txt",
    name="filekind", native_enum=False, length=40,
)


def upgrade() -> None:
    _make_stored_files()
    _make_file_usages()
    _make_comments()
    _make_documents()
    with op.batch_alter_table("tasks") as table:
        table.create_unique_constraint(op.f("uq_tasks_id_partner_id"), ["id", "partner_id"])
    _make_meetings()
    _make_meeting_actions()
    tables = ("stored_files", "file_usages", "comments", "documents", "meetings", "meeting_actions")
    wall_in(op.get_bind(), [(table, "partner_id") for table in tables], levelled=True)
    opened = [("comments", "onboarding_id", False), ("documents", "onboarding_id", False), ("stored_files", "case_id", False)]
    let_guests_in(op.get_bind(), opened, levelled=True)


def _make_stored_files() -> None:
    op.create_table(
        "stored_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("by_vendor", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by", sa.String(), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("level", LEVELS, nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_files_size")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["users.id"], name=op.f("fk_stored_files_kept_by_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_stored_files_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_stored_files_id_partner_id")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_files_key")),
    )
    op.create_index(op.f("ix_stored_files_partner_id"), "stored_files", ["partner_id"])


def _make_file_usages() -> None:
    op.create_table(
        "file_usages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("level", LEVELS, nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_file_usages_used")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_file_usages_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_usages")),
        sa.UniqueConstraint("partner_id", "level", name=op.f("uq_file_usages_partner_id_level")),
    )
    op.create_index(op.f("ix_file_usages_partner_id"), "file_usages", ["partner_id"])


def _make_comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_vendor", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("level", LEVELS, nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 6", name=op.f("ck_comments_position")),
        _same_tenant("comments", "onboarding_id", "onboardings"),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_comments_author_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_comments_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_comments_id_partner_id")),
        sa.UniqueConstraint("code", name=op.f("uq_comments_code")),
    )
    _index("comments", "onboarding_id", "partner_id")
    op.create_index("ix_comments_onboarding_id_shown_at", "comments", ["onboarding_id", "shown_at"])


def _make_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("level", LEVELS, nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 6", name=op.f("ck_documents_position")),
        _same_tenant("documents", "onboarding_id", "onboardings"),
        _same_tenant("documents", "file_id", "stored_files"),
        _same_tenant("documents", "comment_id", "comments"),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_documents_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("code", name=op.f("uq_documents_code")),
        sa.UniqueConstraint("file_id", name=op.f("uq_documents_file_id")),
    )
    _index("documents", "onboarding_id", "partner_id", "comment_id")


def _make_meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("people", sa.String(), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("by_vendor", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("level", LEVELS, nullable=False),
        _same_tenant("meetings", "onboarding_id", "onboardings"),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_meetings_author_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_meetings_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("id", "partner_id", name=op.f("uq_meetings_id_partner_id")),
        sa.UniqueConstraint("code", name=op.f("uq_meetings_code")),
    )
    _index("meetings", "onboarding_id", "partner_id")


def _make_meeting_actions() -> None:
    op.create_table(
        "meeting_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("onboarding_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("level", LEVELS, nullable=False),
        _same_tenant("meeting_actions", "onboarding_id", "onboardings"),
        _same_tenant("meeting_actions", "meeting_id", "meetings"),
        _same_tenant("meeting_actions", "task_id", "tasks"),
        sa.ForeignKeyConstraint(["partner_id"], ["tenants.id"], name=op.f("fk_meeting_actions_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_actions")),
        sa.UniqueConstraint("task_id", name=op.f("uq_meeting_actions_task_id")),
    )
    _index("meeting_actions", "onboarding_id", "partner_id", "meeting_id")


def _same_tenant(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column, "partner_id"],
        [f"{target}.id", f"{target}.partner_id"],
        name=op.f(f"fk_{table}_{column}_partner_id"),
    )


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("meeting_actions")
    op.drop_table("meetings")
    with op.batch_alter_table("tasks") as table:
        table.drop_constraint(op.f("uq_tasks_id_partner_id"), type_="unique")
    op.drop_table("documents")
    op.drop_table("comments")
    op.drop_table("file_usages")
    op.drop_table("stored_files")
