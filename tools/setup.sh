#!/bin/sh
# Usage: tools/setup.sh LEVEL...   (LEVEL: run, test or peers)
#
# Makes .venv and installs requirements/LEVEL.txt, every file checked against its hash, and then the project itself.
# What is installed already is left alone: a stamp in .venv remembers what it was made from. PYTHON chooses the
# interpreter; without it the first of the usual names that is Python 3.11 or newer is taken.
set -eu
cd "$(dirname "$0")/.."

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

makes_venvs() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# Prints the interpreter to use, or says on standard error what is missing.
choose_python() {
    without_pip=
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
        new_enough "$name" || continue
        if makes_venvs "$name"; then
            echo "$name"
            return
        fi
        without_pip=$name
    done
    if [ -n "$without_pip" ]; then
        version=$("$without_pip" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "$without_pip lacks venv or ensurepip, which make an environment. Install them, on Debian or Ubuntu with:" \
            "apt-get install python$version-venv" >&2
    elif [ -n "${PYTHON:-}" ]; then
        echo "PYTHON=$PYTHON is not Python 3.11 or newer. Name one that is." >&2
    else
        echo "There is no Python 3.11 or newer here. Install one, or name it: make PYTHON=/path/to/python3" >&2
    fi
    return 1
}

# What an installation is made from: when this changes, it is made anew.
made_from() {
    { echo "$1"; pwd; cat "requirements/$1.txt" pyproject.toml; } | cksum
}

# Whether .venv works, was made in this place, and with the PYTHON that is asked for.
venv_is_good() {
    new_enough .venv/bin/python && grep -qF "$(pwd)/.venv" .venv/bin/activate &&
        { [ -z "${PYTHON:-}" ] || [ "$(cat .venv/stamp-python 2>/dev/null)" = "$PYTHON" ]; }
}

make_venv() {
    if [ -d .venv ] && venv_is_good; then
        return
    fi
    python=$(choose_python)
    echo "Making .venv with $("$python" -V)."
    "$python" -m venv --clear .venv
    echo "${PYTHON:-}" > .venv/stamp-python
}

install() {
    stamp=.venv/stamp-$1
    if [ "$(cat "$stamp" 2>/dev/null)" = "$(made_from "$1")" ]; then
        return
    fi
    echo "Installing requirements/$1.txt."
    pip="./.venv/bin/python -m pip --disable-pip-version-check --quiet"
    $pip install --require-hashes --requirement "requirements/$1.txt"
    if [ "$1" != peers ]; then
        $pip install --no-deps --no-build-isolation --no-index --editable .
    fi
    made_from "$1" > "$stamp"
    if [ "$1" = test ]; then
        made_from run > .venv/stamp-run # Everything in run.txt stands in test.txt too.
    fi
}

make_venv
for level in "$@"; do
    install "$level"
done
