#!/usr/bin/env bash
# Runs every check, also after one has failed, and names the failed ones at the end. Called by `make check`.
# As many run at once as there are cores; what they say comes in the order of the steps all the same.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

names=()
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

step() {
  local name=$1 said_here="$said/${#names[@]}"
  shift
  names+=("$name")
  while [ "$(jobs -rp | wc -l)" -ge "$cores" ]; do wait -n || true; done
  { "$@" </dev/null >"$said_here" 2>&1 || touch "$said_here.failed"; } &
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

# The longest first, so that the cores end together.
step "types" mypy --strict app bench
step "format" ruff format --check --quiet .
step "lint" ruff check --quiet .
step "import contract" lint-imports --no-logo
step "templates" djlint --lint --quiet app
step "dependencies" deptry .
step "security" bandit --quiet --recursive --configfile pyproject.toml app
step "catalogues" python scripts/check_catalogues.py
step "migrations" python scripts/check_migrations.py
step "docs" python -m pytest -q -n 0 -p no:cacheprovider --db sqlite tests/web/test_docs.py tests/unit/access/test_document.py \
  tests/unit/steering/test_reference.py
step "no registry addresses" no_addresses

wait
failed=()
for number in "${!names[@]}"; do
  printf -- '-- %s\n' "${names[$number]}"
  cat "$said/$number"
  if [ -e "$said/$number.failed" ]; then failed+=("${names[$number]}"); fi
done

if [ ${#failed[@]} -gt 0 ]; then
  printf '\ncheck: failed: %s\n' "$(IFS=,; echo "${failed[*]}")"
  exit 1
fi
printf '\ncheck: all passed\n'
