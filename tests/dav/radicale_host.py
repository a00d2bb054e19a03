"""Radicale, with its own check of passwords and of rights, as `python -m tests.dav.radicale_host`."""

from pathlib import Path

from radicale import config
from radicale.app import Application

from tests.dav.host import PASSWORD, USER, folder
from tests.dav.wsgi_host import serve


def application(storage: Path) -> Application:
    users = storage / "users"
    users.write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    settings = config.load()
    settings.update(
        {
            "auth": {"type": "htpasswd", "htpasswd_filename": str(users), "htpasswd_encryption": "plain", "delay": "0"},
            "storage": {"filesystem_folder": str(storage / "storage"), "_filesystem_fsync": "False"},
            "logging": {"level": "critical"},
        },
        "tests",
        privileged=True,
    )
    return Application(settings)


if __name__ == "__main__":
    with folder() as at:
        serve(application(at), "radicale", "/", f"/{USER}/")
