# Sourced by the tools that see to it that a test finds what no Python package brings. Not run by itself.

# Whether packages of Debian can be installed here.
can_install() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 && grep -qs '^ID=debian$' /etc/os-release
}

# install WHAT PACKAGE...: one line while it works, all lines if it fails.
install() {
    echo "Installing Debian's $1 ..."
    shift
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    if apt-get -qq update </dev/null >"$log" 2>&1 &&
        apt-get -qq install -y --no-install-recommends "$@" </dev/null >>"$log" 2>&1; then
        rm -f "$log"
    else
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
}

# skip WHAT: the end of a tool that did not find it; standard input says what is skipped. With CI=true that is an
# error, so that no green run has quietly left something untested.
skip() {
    if [ "${CI:-}" = true ]; then
        echo "ERROR: no $1, and it could not be installed: its tests cannot run." >&2
        exit 1
    fi
    cat >&2
    exit 0
}
