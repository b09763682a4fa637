"""Limits that count a try before it is verified, in the database that all processes share."""

from datetime import timedelta

from fieldapp.domain.clock import Clock
from fieldapp.domain.errors import TooManyTries
from fieldapp.store import throttle
from fieldapp.store.db import unit_of_work


def count(clock: Clock, key: str, most: int, within: timedelta) -> None:
    """Count one try under `key`; raises `TooManyTries` beyond `most` in `within`."""
    now = clock.now()
    with unit_of_work():
        bucket = throttle.held(key, now)
        if now - bucket.since_at >= within:
            bucket.since_at, bucket.count = now, 0
        bucket.count += 1
        over = bucket.count > most
        wait = bucket.since_at + within - now
    if over:
        raise TooManyTries(retry_after_s=max(1, int(wait.total_seconds()) + 1))


def is_over(clock: Clock, key: str, most: int, within: timedelta) -> bool:
    """Whether the limit is reached, without counting."""
    bucket = throttle.bucket(key)
    return bucket is not None and clock.now() - bucket.since_at < within and bucket.count >= most
