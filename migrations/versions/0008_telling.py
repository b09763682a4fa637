"""Who wants to be told by mail, and cards that follow all points of their holder."""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the step that needs it."""


def downgrade() -> None:
    """Filled by the step that needs it."""
