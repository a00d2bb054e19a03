#!/bin/sh
# Sees to it that the tests find a DAViCal, PHP and PostgreSQL to run it: installs Debian's where it can, else says what
# is skipped. With CI=true a missing one is an error.
# With --found it does nothing but answer, by its exit status, whether all of it is there.
set -u
. "$(dirname "$0")/debian.sh"

found() {
    [ -f /usr/share/davical/htdocs/caldav.php ] && [ -f /usr/share/awl/inc/AWLUtilities.php ] &&
        ls /usr/lib/postgresql/*/bin/initdb && php -r "exit((int) !extension_loaded('pdo_pgsql'));" &&
        php -r "exit((int) !extension_loaded('xml'));" && perl -MDBD::Pg -MYAML -e 1
} >/dev/null 2>&1

found && exit 0
[ "${1:-}" != --found ] || exit 1
can_install && install "davical and postgresql for the tests of publishing" davical postgresql php-cli php-pgsql php-xml &&
    found && exit 0
skip DAViCal <<'TEXT'
***********************************************************************
*  SKIPPED: every test that publishes to DAViCal. It is not here, or  *
*  what it runs on is not. On Debian: install davical, postgresql,    *
*  php-cli, php-pgsql and php-xml, then run "make test" again.        *
***********************************************************************
TEXT
