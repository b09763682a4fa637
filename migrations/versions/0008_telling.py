"""Who wants to be told by mail, what owners were thanked for, and cards that follow their holder's points."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: A moment in UTC: timestamptz on PostgreSQL, sortable text on SQLite.
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("card") as table:
        table.add_column(sa.Column("batch", sa.Integer(), nullable=False, server_default="1"))
    # Apart: on SQLite a table is copied in one go, and rows that are there need the default for that.
    with op.batch_alter_table("card") as table:
        table.alter_column("batch", server_default=None)
    with op.batch_alter_table("participant") as table:
        table.add_column(sa.Column("card_id", sa.Uuid(), nullable=True))
        table.create_foreign_key("fk_participant_card_id_card", "card", ["card_id"], ["id"])
    op.create_table(
        "follower",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name="fk_follower_participant_id_participant"
        ),
        sa.UniqueConstraint("participant_id", name="uq_follower_participant_id"),
    )
    op.create_table(
        "follower_news",
        sa.Column("follower_id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["follower.id"], name="fk_follower_news_follower_id_follower"
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name="fk_follower_news_observation_id_observation"
        ),
        sa.PrimaryKeyConstraint("follower_id", "observation_id", "kind", name="pk_follower_news"),
    )
    op.create_index("ix_follower_news_told_at", "follower_news", ["told_at"])
    op.create_table(
        "thanks",
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name="fk_thanks_observation_id_observation"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name="fk_thanks_owner_id_owner"),
        sa.PrimaryKeyConstraint("observation_id", name="pk_thanks"),
    )
    op.create_index("ix_thanks_owner_id_given_at", "thanks", ["owner_id", "given_at"])


def downgrade() -> None:
    op.drop_table("thanks")
    op.drop_table("follower_news")
    op.drop_table("follower")
    with op.batch_alter_table("participant") as table:
        table.drop_constraint("fk_participant_card_id_card", type_="foreignkey")
        table.drop_column("card_id")
    with op.batch_alter_table("card") as table:
        table.drop_column("batch")
