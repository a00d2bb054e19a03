"""Telling on standard error what takes long, while it takes long."""

from __future__ import annotations

import threading
import time
from typing import Self, TextIO

WAIT, TICK = 1.0, 0.5
"""Seconds before anything shows, and between two looks."""


class Progress:
    """Says what takes longer than a second: one line written anew on a terminal, a line for each thing elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.text = "starting"
        self._said = ""
        self._over = threading.Event()
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __call__(self, text: str) -> None:
        """Take note of what is being done now."""
        self.text = text

    def quiet(self) -> None:
        """Say nothing from now on: somebody is being asked."""
        self._over.set()

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing on the terminal's line."""
        self._over.set()
        self._thread.join()
        if self._said and self.stream.isatty():
            self._write("\r\x1b[K")

    def _watch(self) -> None:
        pause = WAIT
        while not self._over.wait(pause):
            pause, text = TICK, self.text
            if self.stream.isatty():
                self._write(f"\r{text} ({time.monotonic() - self._began:.0f} s)\x1b[K")
            elif self._said != text:
                self._write(f"{text}\n")
            self._said = text

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
