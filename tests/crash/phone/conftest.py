"""The phones, desks and servers of the browser tests, for the faults of a phone."""

from tests.browser.conftest import clock, live, open_desk, open_phone, watch

__all__ = ["clock", "live", "open_desk", "open_phone", "watch"]
