"""Where a mistake of kinrota's happened, for whoever asks for it: it may hold names and addresses."""

from __future__ import annotations

import os
import sys

ASKED = "KINROTA_DEBUG"
MAY_HOLD = "Where it happened, which may hold names and addresses: read it before you send it."


def show_mistake(error: BaseException) -> None:
    """Print on standard error where a mistake happened, if KINROTA_DEBUG is 1."""
    if os.environ.get(ASKED) == "1":
        import traceback  # noqa: PLC0415 -- hardly ever wanted

        sys.stderr.write(f"\n{MAY_HOLD}\n")
        traceback.print_exception(error)
