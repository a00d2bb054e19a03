"""A command from its arguments to its exit status; each is a module here, loaded when it is asked for."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from types import TracebackType

from kinrota.cli.answer import BUG, STOPPED, UNUSABLE, Answer
from kinrota.cli.arguments import parser
from kinrota.cli.progress import Progress
from kinrota.errors import InputError, Problem, VerificationError
from kinrota.mistakes import show_mistake
from kinrota.publish.cells import plain

REPORT = """\
This is a bug of kinrota's, not of your household. Please report it to whoever gave you kinrota: the line above, what
you typed, and what `kinrota --version` says. With KINROTA_DEBUG=1 before the command it shows where it happened; read
that before you send it, as it may hold names.
"""


def run(asked: Sequence[str]) -> int:
    """Run the command that these arguments ask for; gives the exit status."""
    _open_what_is_closed()
    try:
        args = parser(asked).parse_args(asked)
    except SystemExit as stop:  # after --help, --version, or a mistake that argparse has said
        return stop.code if isinstance(stop.code, int) else UNUSABLE
    try:
        answer = _answer(args)
    except KeyboardInterrupt:
        return STOPPED
    _complain(answer.problems)
    return _printed(answer)


def _open_what_is_closed() -> None:
    """Where nobody was to read what is printed, Python has nothing to print to."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 -- it stays open


def _answer(args: argparse.Namespace) -> Answer:
    try:
        with Progress(sys.stderr) as progress:
            command: Callable[[argparse.Namespace, Progress], Answer] = import_module(f"kinrota.cli.{args.command}").run
            return command(args, progress)
    except InputError as error:
        return Answer("", UNUSABLE, error.problems)
    except VerificationError as error:
        return _bug(error, str(error))
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is ours, and is said as such
        return _bug(error, f"kinrota stopped: {type(error).__name__}{_where(error.__traceback__)}.")


def _bug(error: Exception, said: str) -> Answer:
    sys.stderr.write(f"{said}\n{REPORT}")
    show_mistake(error)
    return Answer("", BUG)


def _where(trace: TracebackType | None) -> str:
    """The last of our own lines that an exception came through; its message may hold names, so it is not shown."""
    where, ours = "", Path(__file__).resolve().parents[1]
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(ours):
            where = f" in {path.relative_to(ours.parent)}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return where


def _complain(problems: Iterable[Problem]) -> None:
    for problem in sorted(problems, key=lambda one: (one.file, one.line or 0, one.field)):
        sys.stderr.write(f"{plain(str(problem))}\n")


def _printed(answer: Answer) -> int:
    """Print an answer; a reader that has seen enough is no error."""
    with contextlib.suppress(AttributeError):  # a stream that takes any letter needs nothing
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        sys.stdout.write(answer.text)
        sys.stdout.flush()
    except BrokenPipeError:
        with contextlib.suppress(OSError, ValueError):  # what is left in the buffer has nowhere to go at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answer.status
