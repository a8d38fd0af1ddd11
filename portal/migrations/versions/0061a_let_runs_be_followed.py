"""Let allocation runs be followed, stopped and told apart by their input

Revision: 0061a
After: 0060a
"""

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0061a"
down_revision = "0060a"
branch_labels = None
depends_on = None

RUNS = sa.table(
    "allocation_runs",
    sa.column("id", sa.Integer()),
    sa.column("frozen", sa.JSON()),
    sa.column("policy", sa.JSON()),
    sa.column("state", sa.String()),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("input_hash", sa.String()),
    sa.column("progress", sa.JSON()),
    sa.column("solved_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    with op.batch_alter_table("allocation_runs") as table:
        table.add_column(sa.Column("input_hash", sa.String(), nullable=True))
        table.add_column(sa.Column("based_on_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("progress", sa.JSON(), nullable=True))
        table.add_column(_instant("progress_at"))
        table.add_column(_instant("solved_at"))
        table.add_column(sa.Column("failure", sa.String(), nullable=True))
        table.add_column(_instant("stopped_at"))
        table.add_column(sa.Column("stopped_by", sa.Integer(), nullable=True))
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute("SELECT set_config('bansou.scope', 'every', true)")
    for row in connection.execute(sa.select(RUNS)).mappings().all():
        told = {"input_hash": _hash(row["frozen"], row["policy"]), "progress": {}}
        if row["state"] not in ("solving", "failed"):
            # When it was solved was not kept; it was within a minute of its beginning.
            told["solved_at"] = row["created_at"]
        connection.execute(RUNS.update().where(RUNS.c.id == row["id"]).values(told))
    with op.batch_alter_table("allocation_runs") as table:
        table.alter_column("input_hash", nullable=False)
        table.alter_column("progress", nullable=False)
        table.create_foreign_key(
            op.f("fk_allocation_runs_based_on_id"), "allocation_runs", ["based_on_id"], ["id"]
        )
        table.create_foreign_key(op.f("fk_allocation_runs_stopped_by"), "users", ["stopped_by"], ["id"])


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _hash(frozen: object, policy: object) -> str:
    told = {"frozen": frozen, "policy": policy}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def downgrade() -> None:
    with op.batch_alter_table("allocation_runs") as table:
        table.drop_constraint(op.f("fk_allocation_runs_based_on_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_allocation_runs_stopped_by"), type_="foreignkey")
        for name in (
            "input_hash",
            "based_on_id",
            "progress",
            "progress_at",
            "solved_at",
            "failure",
            "stopped_at",
            "stopped_by",
        ):
            table.drop_column(name)
