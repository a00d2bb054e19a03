"""Passwords and secret addresses: encrypted in the household's folder, with the key in another place."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from pathlib import Path

from msgspec import Struct

from kinrota.errors import InputError, Problem, reason
from kinrota.files import make_once, write_whole
from kinrota.store.own import OWN, only_one, own_folder

FILE = "secrets.json"
LOCK = "secrets"
FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12
"""What AES-GCM takes; random for each time that a secret is set."""


def key_path() -> Path:
    """Where the key is: in the user's own configuration, for all households of this user."""
    base = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(base).expanduser() / "kinrota" / "key"


class KeptSecrets(Struct, frozen=True):
    """The secrets of a household. Only this class sees them decrypted, and whoever asks it."""

    household: Path

    def get(self, name: str) -> str | None:
        """A secret; None where there is none, or none that this user's key opens."""
        sealed = self._sealed().get(name)
        return None if sealed is None else _opened(name, sealed)

    def put(self, name: str, secret: str) -> None:
        """Keep a secret in place of one of this name; `OSError` where nothing can be written."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 -- slow, and seldom needed

        nonce = os.urandom(NONCE_BYTES)
        with only_one(self.household, LOCK):
            there = self._sealed()
            sealed = nonce + AESGCM(_key(make=True)).encrypt(nonce, secret.encode(), _about(name))
            self._write({**there, name: b64encode(sealed).decode()})

    def forget(self, name: str) -> bool:
        """Delete a secret; whether there was one."""
        if name not in self._sealed():
            return False
        with only_one(self.household, LOCK):
            left = self._sealed()
            gone = left.pop(name, None) is not None
            if gone:
                self._write(left)
        return gone

    def _sealed(self) -> dict[str, str]:
        """All that is kept; `InputError` where the file is there and is not what was written."""
        path = self.household / OWN / FILE
        try:
            return _secrets_in(json.loads(path.read_bytes()))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as error:
            raise _unread(path, reason(error)) from error
        except (ValueError, RecursionError):
            raise _unread(path, "it is not as it was written") from None

    def _write(self, sealed: dict[str, str]) -> None:
        record = json.dumps({"kinrota_secrets": FORMAT, "secrets": dict(sorted(sealed.items()))}, indent=1)
        write_whole(own_folder(self.household) / FILE, record.encode() + b"\n")


def _secrets_in(record: object) -> dict[str, str]:
    """The secrets of a record; `ValueError` where it is none."""
    kept = record.get("secrets") if isinstance(record, dict) else None
    if not isinstance(kept, dict) or not all(isinstance(sealed, str) for sealed in kept.values()):
        raise ValueError
    return dict(kept)


def _unread(path: Path, why: str) -> InputError:
    message = f"the secrets that are kept cannot be read: {why}. Nothing of it is changed."
    remedy = (
        "Maybe put back an older copy of this file; or move it away and give each secret anew: "
        "kinrota secret FOLDER NAME"
    )
    return InputError((Problem(str(path), None, "", "", message, remedy),))


def _about(name: str) -> bytes:
    """What a secret is sealed together with, so that none can be put in the place of another."""
    return f"kinrota secret {FORMAT} {name}".encode()


def _opened(name: str, sealed: str) -> str | None:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- slow, and seldom needed
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        data = b64decode(sealed, validate=True)
        return AESGCM(_key()).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], _about(name)).decode()
    except (InvalidTag, OSError, ValueError):
        return None


def _key(*, make: bool = False) -> bytes:
    """This user's key; made when the first secret is set."""
    path = key_path()
    if make and not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_once(path, b64encode(os.urandom(KEY_BYTES)) + b"\n")
    return b64decode(path.read_bytes().strip(), validate=True)
