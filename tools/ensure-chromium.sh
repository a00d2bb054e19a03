#!/bin/sh
# Sees to it that the browser tests find a Chromium: installs Debian's where it can, else says what is skipped.
# With CI=true a missing Chromium is an error.
# With --found it does nothing but answer, by its exit status, whether there is one.
set -u
. "$(dirname "$0")/debian.sh"

found() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
} >/dev/null 2>&1

found && exit 0
[ "${1:-}" != --found ] || exit 1
can_install && install "chromium for the browser tests" chromium fonts-dejavu-core && found && exit 0
skip Chromium <<'TEXT'
***********************************************************************
*  SKIPPED: every test marked "browser". There is no Chromium here,   *
*  so nothing has looked at the pages. Maybe: install the package     *
*  "chromium" of your system, then run "make test" again.             *
***********************************************************************
TEXT
