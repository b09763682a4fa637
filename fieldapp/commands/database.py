"""flask fieldapp upgrade: bring the database to this release's tables."""

from fieldapp.commands.group import fieldapp_commands, say
from fieldapp.services import upgrading


@fieldapp_commands.command("upgrade")
def upgrade() -> None:
    """Bring the database to this release."""
    before, after = upgrading.upgrade()
    say(f"database: {before or 'empty'} -> {after}" if before != after else f"database: {after}, up to date")
