#!/usr/bin/env bash
# Runs every check, also after one has failed, and names the failed ones at the end. Called by `make check`.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

failed=()
step() {
  local name=$1
  shift
  printf -- '-- %s\n' "$name"
  "$@" </dev/null || failed+=("$name")
}

no_addresses() {
  local found
  # The pattern is put together so that this file does not hold what it looks for.
  found=$(git grep -nIE "(registry\.npm""js|files\.python""hosted|pypi\.o""rg/simple|index-u""rl)" -- . || true)
  if [ -n "$found" ]; then
    printf 'registry addresses do not belong in the tree:\n%s\n' "$found"
    return 1
  fi
}

step "format" ruff format --check --quiet .
step "lint" ruff check --quiet .
step "types" mypy --strict app bench
step "import contract" lint-imports --no-logo
step "templates" djlint --lint --quiet app
step "dependencies" deptry .
step "security" bandit --quiet --recursive --configfile pyproject.toml app
step "catalogues" python scripts/check_catalogues.py
step "migrations" python scripts/check_migrations.py
step "no registry addresses" no_addresses

if [ ${#failed[@]} -gt 0 ]; then
  printf '\ncheck: failed: %s\n' "$(IFS=,; echo "${failed[*]}")"
  exit 1
fi
printf '\ncheck: all passed\n'
