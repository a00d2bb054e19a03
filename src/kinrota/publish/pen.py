"""Bold, dim, red and coloured text for a terminal, or the same text without."""

from __future__ import annotations

from msgspec import Struct


class Pen(Struct, frozen=True):
    """Writes in colour, or not at all in colour."""

    colour: bool

    def bold(self, text: str) -> str:
        return self._in("1", text)

    def dim(self, text: str) -> str:
        return self._in("2", text)

    def alarm(self, text: str) -> str:
        """Red, which belongs to gaps alone."""
        return self._in("1;38;5;196", text)

    def on(self, inks: tuple[int, int], text: str) -> str:
        ground, ink = inks
        return self._in(f"48;5;{ground};38;5;{ink}", text)

    def _in(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text
