"""What a household's secrets are for: a password for each account, an address for each calendar that names one."""

from __future__ import annotations

from kinrota.errors import InputError, Problem
from kinrota.intake.words import maybe
from kinrota.model.household import SECRET, Household
from kinrota.net.address import parse
from kinrota.net.refused import RefusedError


def refuse_unnamed(household: Household, name: str) -> None:
    """InputError where the household has no use for a secret of this name."""
    addresses = [one.source.removeprefix(SECRET) for one in household.calendars if one.source.startswith(SECRET)]
    names = [*(account.id for account in household.accounts), *addresses]
    if name in names:
        return
    message = f'is neither an account of this household nor a calendar\'s source = "{SECRET}{name}".'
    remedy = maybe(name, names) or (f"What there is: {', '.join(names)}." if names else "")
    raise InputError((Problem("command line", None, "NAME", name, message, remedy),))


def refuse_unusable(household: Household, name: str, secret: str) -> None:
    """InputError where something cannot be the secret of this name. Says nothing of what it is."""
    message = ""
    if not secret.strip() or any(letter in secret for letter in "\r\n\0"):
        message = "was given nothing." if not secret.strip() else "was given more than one line."
    elif not _is_text(secret):
        message = "was given letters that are not UTF-8. Maybe type it, or paste it, where it is asked for."
    elif name not in {account.id for account in household.accounts}:
        try:
            parse(secret)
        except RefusedError as refusal:
            message = f"was given something else than a calendar's address. {refusal.reason}"
    if message:
        raise InputError((Problem("standard input", None, "", "", f"the secret {name} {message}"),))


def _is_text(secret: str) -> bool:
    try:
        secret.encode()
    except UnicodeEncodeError:
        return False
    return True
