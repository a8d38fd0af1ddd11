"""Give offers a room of their own: their numbers, notices and jobs get its name

Revision: 0058
After: 0057
"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

NOTICES = ("OfferSent", "OfferWithdrawn", "OfferLapsed", "OfferAccepted.vendor", "OfferDeclined.vendor", "OfferLapsed.vendor")
MOVED = ("reply_days", "reply_hour")


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute("SELECT set_config('bansou.scope', 'every', true)")
    notices, jobs = (sa.table(name, sa.column("kind", sa.String())) for name in ("notices", "jobs"))
    for kind in NOTICES:
        op.execute(notices.update().where(notices.c.kind == f"allocation.{kind}").values(kind=f"offers.{kind}"))
    op.execute(jobs.update().where(jobs.c.kind == "allocation.lapse_offer").values(kind="offers.lapse"))
    _split_numbers(connection)


def _split_numbers(connection: sa.Connection) -> None:
    """Every version of the numbers of allocation that says something of offers becomes one of theirs too."""
    versions = sa.table(
        "default_versions",
        sa.column("key", sa.String()),
        sa.column("version", sa.Integer()),
        sa.column("values", sa.JSON()),
        sa.column("effective_on", sa.Date()),
        sa.column("reason", sa.String()),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("created_by", sa.Integer()),
    )
    told = connection.execute(sa.select(versions).where(versions.c.key == "allocation")).mappings().all()
    for row in told:
        moved = {name: row["values"][name] for name in MOVED if name in row["values"]}
        if moved:
            connection.execute(versions.insert().values({**row, "key": "offers", "values": moved}))


def downgrade() -> None:
    connection = op.get_bind()
    notices, jobs = (sa.table(name, sa.column("kind", sa.String())) for name in ("notices", "jobs"))
    for kind in NOTICES:
        op.execute(notices.update().where(notices.c.kind == f"offers.{kind}").values(kind=f"allocation.{kind}"))
    op.execute(jobs.update().where(jobs.c.kind == "offers.lapse").values(kind="allocation.lapse_offer"))
    versions = sa.table("default_versions", sa.column("key", sa.String()))
    connection.execute(versions.delete().where(versions.c.key == "offers"))
