"""DAViCal from Debian's packages, as `python -m tests.dav.davical_host`.

PHP's own server answers; the database is a cluster of its own in a temporary folder, reached by a socket there. The
machine's own PostgreSQL, and what /etc/davical says, are left alone. PostgreSQL refuses to be run by root, so root
runs all of it as the user postgres.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.dav.host import PASSWORD, USER, folder, tell, wait

DAVICAL = Path("/usr/share/davical")
SETTINGS = (
    "listen_addresses=''", "fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off",
    "max_connections=20", "shared_buffers=16MB",
)  # fmt: skip
"""The database: nothing on the network, nothing kept beyond the tests."""
ACCOUNT = """
INSERT INTO usr (active, email_ok, updated, username, password, fullname, email)
    VALUES (TRUE, current_date, current_date, :'name', '**' || :'secret', 'Ana', 'ana@example.org');
INSERT INTO principal (type_id, user_no, displayname, default_privileges)
    SELECT 1, user_no, fullname, 0::BIT(24) FROM usr WHERE username = :'name';
"""
SECONDS = 60
"""That PHP may take to answer."""


@dataclass(frozen=True)
class Runner:
    """Runs programs in a folder, as a user that PostgreSQL accepts: None is who runs this."""

    at: Path
    user: str | None
    environment: dict[str, str]

    def run(self, *command: str, says: str = "") -> None:
        """Run it to its end; what it prints goes to the words of this process."""
        subprocess.run(
            command, check=True, cwd=self.at, env=self.environment, user=self.user, group=self.user,
            extra_groups=[] if self.user else None, input=says, text=True, stdout=sys.stderr,
        )  # fmt: skip

    @contextmanager
    def running(self, *command: str, at: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Have it run in a folder meanwhile."""
        with subprocess.Popen(
            command, cwd=at, env=self.environment, user=self.user, group=self.user,
            extra_groups=[] if self.user else None, stdin=subprocess.DEVNULL, stdout=sys.stderr,
        ) as process:  # fmt: skip
            try:
                yield process
            finally:
                process.terminate()


def runner(at: Path) -> Runner:
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        owner = pwd.getpwnam(user)
        os.chown(at, owner.pw_uid, owner.pw_gid)
    newest = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name))
    path = f"{newest}:{os.environ['PATH']}"
    return Runner(at, user, {"PATH": path, "PGHOST": str(at), "PGUSER": "postgres", "LC_ALL": "C.UTF-8"})


@contextmanager
def database(runs: Runner) -> Iterator[None]:
    """PostgreSQL with DAViCal's tables and its one user."""
    at = str(runs.at / "cluster")
    runs.run("initdb", "-D", at, "-A", "trust", "-N", "-U", "postgres", "--locale=C", "-E", "UTF8")
    options = " ".join(f"-c {setting}" for setting in SETTINGS)
    runs.run("pg_ctl", "start", "-w", "-D", at, "-l", f"{at}.log", "-o", f"-k {runs.at} {options}")
    try:
        runs.run(str(DAVICAL / "dba/create-database.sh"), "davical", "secret")
        named = [part for one in ("ON_ERROR_STOP=1", f"name={USER}", f"secret={PASSWORD}") for part in ("-v", one)]
        runs.run("psql", "-q", *named, "-U", "davical_dba", "davical", says=ACCOUNT)
        yield
    finally:
        runs.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", at)


def site(at: Path) -> Path:
    """DAViCal's pages with a configuration of their own beside them, where they look if /etc is out of their reach."""
    shutil.copytree(DAVICAL / "htdocs", at / "site/htdocs")
    (at / "site/inc").symlink_to(DAVICAL / "inc")
    (at / "site/config").mkdir()
    config = f"<?php $c->pg_connect[] = 'dbname=davical user=davical_app host={at}';\n"
    (at / "site/config/config.php").write_text(config, encoding="utf-8")
    return at / "site/htdocs"


@contextmanager
def php(runs: Runner, pages: Path) -> Iterator[int]:
    """PHP's server of these pages; its port."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    reach = f"open_basedir={runs.at}:{DAVICAL}:/usr/share/awl:/usr/share/php"
    settings = [
        part for one in (reach, "opcache.enable_cli=1", "display_errors=0", "log_errors=0") for part in ("-d", one)
    ]
    with runs.running("php", *settings, "-S", f"127.0.0.1:{port}", "-t", str(pages), at=pages) as process:
        _await(port, process)
        yield port


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(SECONDS * 50):
        with closing(socket.socket()) as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    message = "PHP's server does not answer."
    raise RuntimeError(message)


def version() -> str:
    """DAViCal's, as Debian names it."""
    asked = ["dpkg-query", "-W", "-f", "${Version}", "davical"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout


def main() -> None:
    with folder() as at:
        runs = runner(at)
        with database(runs), php(runs, site(at)) as port:
            home = f"/caldav.php/{USER}/"
            tell(version(), port, home, home)
            wait()


if __name__ == "__main__":
    main()
