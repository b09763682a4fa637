"""Asset numbers of points, the owner of last resort, and what routing has learned from what came back."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: A moment in UTC: timestamptz on PostgreSQL, sortable text on SQLite.
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
_WITH_ASSETS = ("observation", "ticket")


def upgrade() -> None:
    for name in _WITH_ASSETS:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("asset", sa.String(length=40), nullable=False, server_default=""))
    with op.batch_alter_table("routing_rule") as table:
        table.add_column(sa.Column("is_outside", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Apart: on SQLite a table is copied in one go, and rows that are there need the default for that.
    for name in _WITH_ASSETS:
        with op.batch_alter_table(name) as table:
            table.alter_column("asset", server_default=None)
    with op.batch_alter_table("routing_rule") as table:
        table.alter_column("is_outside", server_default=None)
    op.create_index(op.f("ix_ticket_asset"), "ticket", ["asset"])
    with op.batch_alter_table("municipality") as table:
        table.add_column(sa.Column("default_owner_id", sa.Uuid(), nullable=True))
    op.create_table(
        "bounce",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("category", sa.String(length=4), nullable=False),
        sa.Column("subcategory", sa.String(length=6), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("from_owner_id", sa.Uuid(), nullable=False),
        sa.Column("suggested_owner_id", sa.Uuid(), nullable=True),
        sa.Column("to_owner_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_bounce_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounce")),
    )
    op.create_index(op.f("ix_bounce_ticket_id"), "bounce", ["ticket_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_bounce_ticket_id"), table_name="bounce")
    op.drop_table("bounce")
    with op.batch_alter_table("municipality") as table:
        table.drop_column("default_owner_id")
    op.drop_index(op.f("ix_ticket_asset"), table_name="ticket")
    with op.batch_alter_table("routing_rule") as table:
        table.drop_column("is_outside")
    for name in reversed(_WITH_ASSETS):
        with op.batch_alter_table(name) as table:
            table.drop_column("asset")
