"""`kinrota secret`: a password or a secret address is taken in, encrypted, and never shown again."""

from __future__ import annotations

import argparse
import getpass
import io
import sys

from kinrota.cli.answer import Answer
from kinrota.cli.progress import Progress
from kinrota.cli.screen import as_json, lines, wrapped
from kinrota.pipeline import secrets


def run(args: argparse.Namespace, progress: Progress) -> Answer:
    """Keep a secret, or forget one."""
    progress.quiet()
    if args.forget:
        was = secrets.forget_secret(args.folder, args.name)
        said = f"The secret {args.name} is deleted." if was else f"There was no secret {args.name}."
    else:
        secrets.check_secret(args.folder, args.name)
        secrets.keep_secret(args.folder, args.name, _typed(args.name))
        was, said = True, f"The secret {args.name} is kept, encrypted."
    if args.json:
        return Answer(as_json({"kinrota_secret": 1, "name": args.name, "kept": not args.forget, "changed": was}))
    return Answer(lines(wrapped([said], "", "")))


def _typed(name: str) -> str:
    """What is typed, unseen; or the whole of standard input where that is no terminal."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{name} (not shown): ", sys.stderr)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    return sys.stdin.read().removesuffix("\n").removesuffix("\r")
