#!/bin/sh
# Writes the pinned and hashed lists in requirements/ anew from pyproject.toml, for every platform and Python >= 3.11.
# Versions that still fit stay as they are; UPGRADE=1 takes the newest that the ranges allow.
# Usage: tools/lock.sh [PYTHON]
set -eu
cd "$(dirname "$0")/.."
python=${1:-python3}
venv=build/lock-venv

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install -qq --require-hashes -r requirements/lock.txt

compile() { # NAME ARGUMENT...: requirements/NAME.txt from pyproject.toml
    list=requirements/$1.txt
    shift
    "$venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
        ${UPGRADE:+--upgrade} --output-file "$list" "$@"
    { echo "# Written by tools/lock.sh from pyproject.toml. Not to be edited by hand."; cat "$list"; } >"$list.new"
    mv "$list.new" "$list"
}

compile run pyproject.toml --group build
compile dev pyproject.toml --group build --group dev --constraints requirements/run.txt
compile lock --group lock
