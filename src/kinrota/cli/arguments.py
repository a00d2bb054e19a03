"""The commands' names and arguments, and what their help says."""

from __future__ import annotations

import argparse
import datetime as dt
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinrota.cli.screen import columns
from kinrota.pipeline import SECONDS

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 -- argparse gives its type no name

SCHEMAS = ("household", "plan", "history", "rota")
EXITS = "exit status: 0 done; 1 done, something to look at; 2 the input cannot be used; 3 a bug of kinrota's"


def parser(asked: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Every command with its arguments; only the one that is asked for, if its name comes first."""
    top = argparse.ArgumentParser(
        prog="kinrota",
        description="Plans who is with the children, minute by minute, from the calendars that you already have.",
        epilog=EXITS,
        formatter_class=_Help,
    )
    top.add_argument("--version", action=_Version, help="say which version this is")
    commands = top.add_subparsers(dest="command", prog="kinrota", metavar="COMMAND", required=True, title="commands")
    known = {
        "gaps": _gaps,
        "plan": _plan,
        "accept": _accept,
        "publish": _publish,
        "verify": _verify,
        "check": _check,
        "weights": _weights,
        "events": _events,
        "secret": _secret,
        "rota": _rota,
        "schema": _schema,
    }
    one = known.get(asked[0]) if asked else None
    for add in [one] if one else known.values():
        add(commands)
    return top


def _gaps(commands: Commands) -> None:
    command = _command(commands, "gaps", "show when nobody is known to be with a child, as things stand")
    _folder(command)
    _horizon(command)
    _offline(command)
    _json(command)


def _plan(commands: Commands) -> None:
    command = _command(commands, "plan", "plan who is with the children, and show the plan")
    _folder(command)
    _horizon(command)
    out = "write plan.json, plan.html and a calendar for each person into this folder (without it nothing is written)"
    command.add_argument("--out", type=_out, metavar="DIR", help=out)
    longest = f"about how long to plan ({SECONDS:g})"
    command.add_argument("--time", type=_seconds, metavar="SECONDS", default=SECONDS, help=longest)
    _offline(command)
    _json(command)


def _accept(commands: Commands) -> None:
    command = _command(commands, "accept", "make a plan the plan, and say what is promised to whom")
    _folder(command)
    command.add_argument("plan", type=Path, metavar="PLAN.json", help="the plan")
    _json(command)


def _publish(commands: Commands) -> None:
    command = _command(
        commands, "publish", "write a plan into calendars of accounts, and take up what was changed there"
    )
    _folder(command)
    plan = "the plan; without it only what was changed there is taken up"
    command.add_argument("plan", type=Path, nargs="?", metavar="PLAN.json", help=plan)
    command.add_argument("--dry-run", action="store_true", help="write nothing, and say what would be written")
    gone = "up to N events are gone from a calendar because people deleted them"
    command.add_argument("--gone", type=_whole, default=0, metavar="N", help=gone)
    command.add_argument("--delete", type=_whole, default=0, metavar="N", help="the plan may take up to N events out")
    restore = (
        "what was deleted there by mistake: all, a calendar's id, a date, or both as in 'ana 2026-03-02'; may be given "
        "again"
    )
    command.add_argument("--restore", action="append", default=[], metavar="WHAT", help=restore)
    anew = "a calendar of [published] that was deleted and is to be made again"
    command.add_argument("--anew", default="", metavar="ID", help=anew)
    _json(command)


def _verify(commands: Commands) -> None:
    command = _command(commands, "verify", "check a plan minute by minute, whoever made it")
    _folder(command)
    command.add_argument("plan", type=Path, metavar="PLAN.json", help="the plan")
    _json(command)


def _check(commands: Commands) -> None:
    command = _command(commands, "check", "read everything and say what was understood, and what is unclear")
    _folder(command)
    _horizon(command)
    network = command.add_mutually_exclusive_group()
    _offline(network)
    smaller = "a calendar from the network that lost most of its events, and that is right so"
    network.add_argument("--accept-smaller", dest="accept", metavar="CALENDAR", help=smaller)
    _json(command)


def _weights(commands: Commands) -> None:
    command = _command(commands, "weights", "show what each thing costs in a plan, and what your household changed")
    _folder(command)
    _json(command)


def _events(commands: Commands) -> None:
    command = _command(commands, "events", "show how one calendar is read, event by event")
    command.add_argument("file", type=Path, metavar="FILE.ics", help="the calendar")
    command.add_argument("--from", dest="start", type=_date, required=True, metavar="DATE", help="the first day")
    command.add_argument("--to", dest="end", type=_date, required=True, metavar="DATE", help="the day after the last")
    command.add_argument("--zone", required=True, metavar="ZONE", help="where you live, such as Europe/Berlin")
    address = "a mail address of the calendar's owner, to read what was answered to invitations; may be given again"
    command.add_argument(
        "--address", dest="addresses", type=_address, action="append", default=[], metavar="ADDRESS", help=address
    )
    _json(command)


def _secret(commands: Commands) -> None:
    does = "keep a password, or an address that is a secret, encrypted"
    command = _command(commands, "secret", does)
    _folder(command)
    named = "an account of the household, or the NAME of a calendar whose source is secret:NAME"
    command.add_argument("name", metavar="NAME", help=named)
    command.add_argument("--forget", action="store_true", help="delete it instead")
    _json(command)


def _rota(commands: Commands) -> None:
    command = _command(commands, "rota", "show how a pasted rota is understood, and write it into the household")
    _folder(command)
    command.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="the text with the rota; without it standard input"
    )
    command.add_argument("--of", required=True, metavar="ADULT", help="whose rota it is, by its id")
    command.add_argument("--place", metavar="PLACE", help="where the work is, by its id")
    command.add_argument("--row", default="", metavar="NAME", help="the name whose row or column it is")
    codes = 'what codes mean: "E=06:30-14:30 N=21:00-07:00 X=off"; may be given more than once'
    command.add_argument("--codes", action="append", default=[], metavar="CODES", help=codes)
    command.add_argument("--from", dest="start", type=_date, metavar="DATE", help="the first day, if no date says it")
    command.add_argument("--year", type=_whole, metavar="YEAR", help="the year, if the text does not say it")
    command.add_argument("--dates", choices=("day-first", "month-first"), help="which of two numbers is the day")
    command.add_argument("--empty", choices=("off",), help="what is empty or left out is a day off")
    command.add_argument("--rota", metavar="ID", help="which rota of household.toml it is, or the id of a new one")
    command.add_argument("--write", choices=("rota",), help="write it: into household.toml, as a rota")
    _json(command)


def _schema(commands: Commands) -> None:
    command = _command(commands, "schema", "print the JSON Schema of a file")
    command.add_argument(
        "name",
        choices=SCHEMAS,
        help="household: household.toml; plan: plan.json; history: a line of history.jsonl; rota: a pasted rota",
    )


def _command(commands: Commands, name: str, does: str) -> argparse.ArgumentParser:
    said = f"{does[0].upper()}{does[1:]}."
    return commands.add_parser(name, help=does, description=said, epilog=EXITS, formatter_class=_Help)


def _folder(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, metavar="FOLDER", help="your household: household.toml and its calendars")


def _horizon(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", dest="start", type=_date, metavar="DATE", help="the first day (today)")
    command.add_argument("--days", type=_whole, metavar="N", help="how many days, 1 to 56 (14)")


def _offline(command: argparse.ArgumentParser | argparse._MutuallyExclusiveGroup) -> None:
    command.add_argument(
        "--offline", action="store_true", help="ask nobody on the network; use what was read from there the last time"
    )


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print it for programs")


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text if len(text) == len("2026-03-02") else "")
    except ValueError:
        message = f"{text} is not a date. Maybe write it as 2026-03-02."
        raise argparse.ArgumentTypeError(message) from None


def _address(text: str) -> str:
    from kinrota.intake.words import NotUnderstoodError, address  # noqa: PLC0415 -- only `events` with one needs it

    try:
        return address(text)
    except NotUnderstoodError as mistake:
        message = f"{text} {mistake.message} {mistake.remedy}"
        raise argparse.ArgumentTypeError(message) from None


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        message = f"{text} is not a whole number. Maybe 14."
        raise argparse.ArgumentTypeError(message) from None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        message = f"{text} is not a number of seconds. Maybe {SECONDS:g}."
        raise argparse.ArgumentTypeError(message)
    return seconds


def _out(text: str) -> Path:
    path = Path(text)
    if path.exists() and not path.is_dir():
        message = f"{text} is a file. Maybe name a folder; it is made where there is none."
        raise argparse.ArgumentTypeError(message)
    return path


class _Help(argparse.HelpFormatter):
    """As wide as the terminal; argparse itself loads four other modules to find that out, each time it starts."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns() - 2)


class _Version(argparse.Action):
    """Looks the version up only when somebody asks."""

    def __init__(self, option_strings: Sequence[str], dest: str, **kept: Any) -> None:  # noqa: ANN401 -- argparse's own
        super().__init__(option_strings, dest, nargs=0, **kept)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print the version and leave."""
        from importlib.metadata import version  # noqa: PLC0415 -- slower than all the rest of this module

        sys.stdout.write(f"kinrota {version('kinrota')}\n")
        parser.exit()
