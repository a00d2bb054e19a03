#!/bin/sh
# Sees to it that the browser tests find a Chromium: installs Debian's where it can, else says what is skipped.
# With CI=true a missing Chromium is an error, so that no green run has quietly left the pages untested.
# With --found it does nothing but answer, by its exit status, whether there is one.
set -u

found() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
} >/dev/null 2>&1

can_install() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 && grep -qs '^ID=debian$' /etc/os-release
}

install() { # one line while it works, all lines if it fails
    log=$(mktemp)
    echo "Installing Debian's chromium for the browser tests ..."
    export DEBIAN_FRONTEND=noninteractive
    if apt-get -qq update </dev/null >"$log" 2>&1 &&
        apt-get -qq install -y --no-install-recommends chromium fonts-dejavu-core </dev/null >>"$log" 2>&1; then
        rm -f "$log"
    else
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
}

found && exit 0
[ "${1:-}" != --found ] || exit 1
can_install && install && found && exit 0
if [ "${CI:-}" = true ]; then
    echo "ERROR: no Chromium, and it could not be installed: the browser tests cannot run." >&2
    exit 1
fi
cat >&2 <<'TEXT'
***********************************************************************
*  SKIPPED: every test marked "browser". There is no Chromium here,   *
*  so nothing has looked at the pages. Maybe: install the package     *
*  "chromium" of your system, then run "make test" again.             *
***********************************************************************
TEXT
exit 0
