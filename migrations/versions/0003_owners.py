"""Whom an owner is reached by: its head, who stands in, and when nobody is there."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW = {"own_system": 200, "head_name": 120, "head_email": 254}


def upgrade() -> None:
    with op.batch_alter_table("owner") as table:
        for name, length in _NEW.items():
            table.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    # Apart: on SQLite a table is copied in one go, and rows that are there need the default for that.
    with op.batch_alter_table("owner") as table:
        for name in _NEW:
            table.alter_column(name, server_default=None)
    op.create_table(
        "owner_absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("substitute_name", sa.String(length=120), nullable=False),
        sa.Column("substitute_email", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_owner_absence_owner_id_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_absence")),
    )
    op.create_index(op.f("ix_owner_absence_owner_id"), "owner_absence", ["owner_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_owner_absence_owner_id"), table_name="owner_absence")
    op.drop_table("owner_absence")
    with op.batch_alter_table("owner") as table:
        for name in reversed(_NEW):
            table.drop_column(name)
