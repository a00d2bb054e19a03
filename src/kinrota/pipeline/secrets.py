"""The secrets of a household: passwords of accounts, and addresses that nobody else may read."""

from __future__ import annotations

from pathlib import Path

from kinrota.errors import InputError, Problem, reason
from kinrota.intake.secret import refuse_unnamed, refuse_unusable
from kinrota.pipeline import household
from kinrota.store.secrets import KeptSecrets, key_path


def check_secret(folder: Path, name: str) -> None:
    """InputError where the household has no use for a secret of this name."""
    refuse_unnamed(household(folder), name)


def keep_secret(folder: Path, name: str, secret: str) -> None:
    """Keep a secret of a household, encrypted; InputError where it cannot be one, or cannot be kept."""
    refuse_unusable(household(folder), name, secret)
    try:
        KeptSecrets(folder).put(name, secret)
    except OSError as error:
        raise _unkept(folder, name, reason(error)) from error
    except ValueError:
        remedy = "Maybe put a copy of it back; or move it away: then a new one is made, and each secret is given anew."
        raise _unkept(folder, name, f"the key in {key_path()} is none", remedy) from None


def forget_secret(folder: Path, name: str) -> bool:
    """Delete a secret of a household; whether there was one."""
    try:
        return KeptSecrets(folder).forget(name)
    except OSError as error:
        raise _unkept(folder, name, reason(error)) from error


def _unkept(folder: Path, name: str, why: str, remedy: str = "") -> InputError:
    return InputError((Problem(str(folder), None, "", "", f"the secret {name} cannot be kept: {why}.", remedy),))
