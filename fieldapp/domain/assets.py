"""The number on a lamp post, a cabinet or a lift: written in many ways, found again as one."""

import re

from fieldapp.domain.text import limited, one_line

ASSET_MAX = 40


def asset_number(text: str, field: str = "asset") -> str:
    """The number in capitals and with single spaces, or ""; raises `Invalid` where it is too long.

    "bel  0417-3" and "BEL 0417‑3" are the same post.
    """
    plain = one_line(text).replace("\u2011", "-").replace("–", "-").upper()
    return limited(re.sub(r"\s*-\s*", "-", plain), ASSET_MAX, field)
