#!/usr/bin/env bash
# Pins all Python and browser packages anew, with hashes and without any registry address.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools/bin/pip" -qq install uv
for name in requirements requirements-dev requirements-setup requirements-node; do
  "$tools/bin/uv" pip compile --quiet --upgrade --python-version 3.11 --universal --generate-hashes \
    --no-annotate --no-header "$name.in" -o "$name.txt"
done
npm update --ignore-scripts --save --loglevel=error
