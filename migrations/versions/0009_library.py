"""The municipality's own reasons and sentences."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: A moment in UTC: timestamptz on PostgreSQL, sortable text on SQLite.
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "library_sentence",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("applies_to", sa.JSON(), nullable=False),
        sa.Column("sv", sa.String(length=600), nullable=False),
        sa.Column("fi", sa.String(length=600), nullable=False),
        sa.Column("en", sa.String(length=600), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("put_away_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_sentence")),
    )


def downgrade() -> None:
    op.drop_table("library_sentence")
