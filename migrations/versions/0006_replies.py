"""To whom a reply link was sent, and who took it back."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("owner_link") as table:
        table.add_column(sa.Column("sent_to", sa.String(length=254), nullable=False, server_default=""))
        table.add_column(sa.Column("revoked_by_id", sa.Uuid(), nullable=True))
    # Apart: on SQLite a table is copied in one go, and rows that are there need the default for that.
    with op.batch_alter_table("owner_link") as table:
        table.alter_column("sent_to", server_default=None)
    op.create_index(op.f("ix_owner_link_walk_id"), "owner_link", ["walk_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_owner_link_walk_id"), table_name="owner_link")
    with op.batch_alter_table("owner_link") as table:
        table.drop_column("revoked_by_id")
        table.drop_column("sent_to")
