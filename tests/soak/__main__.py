"""Runs seeds and prints the table: `make soak SEED=11 MINUTES=5`, `make soak SEED=1 SEEDS=10`."""

import argparse
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Playwright, sync_playwright

from tests.soak.plan import Plan
from tests.soak.run import Run
from tests.soak.table import Row, head, words
from tests.support.postgresql import PostgresServer


def main() -> int:
    given = _arguments()
    rows: list[Row] = []
    until = time.monotonic() + given.minutes * 60
    with ExitStack() as stack:
        postgres: PostgresServer | None = None
        if "postgresql" in given.database:
            # Its socket lies in this folder, and sockets allow about 100 letters.
            folder = stack.enter_context(TemporaryDirectory(prefix="fieldapp-"))
            postgres = PostgresServer(Path(folder))
            stack.callback(postgres.stop)
        _say(head())
        seed = given.seed
        while not rows or (seed < given.seed + given.seeds if given.seeds else time.monotonic() < until):
            for database in given.database:
                plan = replace(Plan(seed, database), **given.plan)
                with sync_playwright() as playwright:
                    rows.append(_one(playwright, plan, postgres))
            seed += 1
    _say("\n" + words(rows))
    return 0 if all(row.is_whole for row in rows) else 1


def _one(playwright: Playwright, plan: Plan, postgres: PostgresServer | None) -> Row:
    with TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'data' / 'fieldapp.db'}"
        if plan.database == "postgresql":
            assert postgres is not None
            url = postgres.create(f"soak_{plan.seed}")
        run = Run(playwright, plan, folder, url)
        row = run.do()
    _say(row.line())
    for fault in run.faults:
        _say(f"  {fault}")
    return row


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--seeds", type=int, default=0, help="how many seeds; without it, as MINUTES allow")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--points", type=int, help="points in each run")
    found = parser.parse_args()
    found.plan = {"points": found.points} if found.points else {}
    return found


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
