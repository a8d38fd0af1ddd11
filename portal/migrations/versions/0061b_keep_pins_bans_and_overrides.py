"""Keep pins and bans, and what managers do against the solver

Revision: 0061b
After: 0063b
"""

import sqlalchemy as sa
from alembic import op

from portal.schema import wall_in

revision = "0061b"
down_revision = "0063b"
branch_labels = None
depends_on = None

KINDS = ("pin", "ban", "move")
TABLES = ("allocation_rulings", "allocation_overrides")


def upgrade() -> None:
    op.create_table(
        "allocation_rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        _kind(),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _instant("made_at", nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        _instant("lifted_at"),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('pin', 'ban')", name=op.f("ck_allocation_rulings_kind")),
        *_keys("allocation_rulings", customer_id="customers", firm_id="partners", made_by="users", lifted_by="users"),
        sa.UniqueConstraint("code", name=op.f("uq_allocation_rulings_code")),
    )
    for kind, columns in (("pin", ["customer_id"]), ("ban", ["customer_id", "firm_id"])):
        in_force = sa.text(f"kind = '{kind}' AND lifted_at IS NULL")
        op.create_index(
            f"uq_allocation_rulings_{kind}",
            "allocation_rulings",
            columns,
            unique=True,
            sqlite_where=in_force,
            postgresql_where=in_force,
        )
    op.create_table(
        "allocation_overrides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("made_run_id", sa.Integer(), nullable=False),
        _kind(),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=False),
        sa.Column("proposed_id", sa.Integer(), nullable=True),
        sa.Column("chosen_id", sa.Integer(), nullable=True),
        sa.Column("proposed_outcome", sa.Double(), nullable=True),
        sa.Column("chosen_outcome", sa.Double(), nullable=True),
        sa.Column("weight_lost", sa.Integer(), nullable=True),
        sa.Column("points_lost", sa.Double(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        _instant("made_at", nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        *_keys(
            "allocation_overrides",
            run_id="allocation_runs",
            made_run_id="allocation_runs",
            customer_id="customers",
            firm_id="partners",
            proposed_id="partners",
            chosen_id="partners",
            made_by="users",
        ),
        sa.UniqueConstraint("made_run_id", name=op.f("uq_allocation_overrides_made_run_id")),
    )
    for column in ("run_id", "customer_id"):
        op.create_index(op.f(f"ix_allocation_overrides_{column}"), "allocation_overrides", [column])
    wall_in(op.get_bind(), [(table, None) for table in TABLES])


def _kind() -> sa.Column[object]:
    return sa.Column("kind", sa.Enum(*KINDS, native_enum=False, length=40), nullable=False)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _keys(table: str, **columns: str) -> list[sa.Constraint]:
    foreign = [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]
    return [*foreign, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
