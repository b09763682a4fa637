"""Text in cells that a spreadsheet opens: never taken for a formula, and read back as it was."""

import re

#: What spreadsheets begin a formula with, also in full width and after spaces; maybe guarded before.
_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\0＝＋－＠]")


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would begin to reckon."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given; text without a guard stays as it is."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
