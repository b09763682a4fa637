"""Runs every measurement and prints one table; exits 1 when a ratio is beyond its bound."""

import sys

from tests.bench import growth, photo_decoding, routing, running, stalled_phones
from tests.bench.measured import Measured


def main() -> int:
    rows: list[Measured] = []
    for part in (photo_decoding, routing, growth, running, stalled_phones):
        rows += part.measure()
    width = max(len(row.what) for row in rows)
    for row in rows:
        sign = "ok  " if row.is_within else "OVER"
        sys.stdout.write(
            f"{sign}  {row.what:<{width}}  {row.value:>10.2f}  (bound {row.bound:g} {row.unit})\n"
        )
    return 0 if all(row.is_within for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
