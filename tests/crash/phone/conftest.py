"""The phones, desks and servers of the browser tests, for the faults of a phone."""

from tests.browser.conftest import chromium, clock, live, open_desk, open_phone, watch

__all__ = ["chromium", "clock", "live", "open_desk", "open_phone", "watch"]
