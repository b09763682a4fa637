"""What phones say of themselves: how much waits on them, their clock; and who brought a queue as a file."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: A moment in UTC: timestamptz on PostgreSQL, sortable text on SQLite.
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("participant") as table:
        table.add_column(sa.Column("waiting_at", MOMENT, nullable=True))
        table.add_column(sa.Column("boot_id", sa.String(length=60), nullable=False, server_default=""))
        table.add_column(sa.Column("skew_ms", sa.BigInteger(), nullable=True))
    # Apart: on SQLite a table is copied in one go, and rows that are there need the default for that.
    with op.batch_alter_table("participant") as table:
        table.alter_column("boot_id", server_default=None)
    with op.batch_alter_table("operation") as table:
        table.add_column(sa.Column("brought_by_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("operation") as table:
        table.drop_column("brought_by_id")
    with op.batch_alter_table("participant") as table:
        table.drop_column("skew_ms")
        table.drop_column("boot_id")
        table.drop_column("waiting_at")
