#!/bin/sh
# Prints the name of a Python >= 3.11: python3 if it is one, else the newest that is here.
for python in python3 python3.13 python3.12 python3.11 python3.14 python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1; then
        echo "$python"
        exit 0
    fi
done
echo "kinrota needs Python 3.11 or newer, and none is on the path. Maybe: install one, or say where it is:" \
    "make PYTHON=/path/to/python3" >&2
exit 1
