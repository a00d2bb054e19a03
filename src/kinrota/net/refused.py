"""Why something from the network was not had: a sentence for people that holds no address and no secret."""

from __future__ import annotations

from typing import NoReturn


class RefusedError(Exception):
    """A calendar could not be had from the network; `reason` is a sentence that may be shown to anybody."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class NotTakenError(RefusedError):
    """The server does not take this one thing; another it may take."""


def refuse(reason: str) -> NoReturn:
    """Give up, and say why; what led to it is not shown, as it may hold an address."""
    raise RefusedError(reason) from None
