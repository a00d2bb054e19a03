"""`kinrota schema`: the JSON Schema of a file that kinrota reads or writes."""

from __future__ import annotations

import argparse
from importlib.resources import files

from kinrota.cli.answer import Answer
from kinrota.cli.progress import Progress


def run(args: argparse.Namespace, _: Progress) -> Answer:
    """Print a schema."""
    return Answer((files("kinrota") / "schemas" / f"{args.name}.json").read_text(encoding="utf-8"))
