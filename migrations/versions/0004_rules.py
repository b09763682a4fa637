"""Asset numbers of points, and what routing has learned from what came back."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the step that needs it."""


def downgrade() -> None:
    """Filled by the step that needs it."""
