"""The internet of the tests of the way out, for those that read calendars over it."""

from tests.net.conftest import authority, host, net, prove

__all__ = ["authority", "host", "net", "prove"]
