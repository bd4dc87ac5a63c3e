#!/usr/bin/env bash
# Installs what the tests need where it may, then builds and runs every test. Usage: ./test.sh [--quick]
#   --quick   leaves out the format check and whatever needs a browser
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
log="artifacts/test.log"
mkdir -p artifacts

say() { printf '%s\n' "$*"; }

need() { # need NAME "what to install" command…
  say "missing: $1. Install $2 and run ./test.sh again."
  exit 2
}

command -v dotnet >/dev/null || need "the .NET SDK" "the .NET 10 SDK"

find_postgres() { command -v postgres || ls /usr/lib/postgresql/*/bin/postgres 2>/dev/null | tail -n 1; }
find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

find_program() { command -v "$1" || ls "/usr/sbin/$1" 2>/dev/null; }

install_with_apt() {
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo -n"
  command -v apt-get >/dev/null || return 1
  $sudo true 2>/dev/null || return 1
  say "installing with apt-get: $*"
  $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >"artifacts/apt.log" 2>&1
}

missing=()
[ -n "$(find_postgres)" ] || missing+=(postgresql)
[ -n "$(find_chromium)" ] || missing+=(chromium)
for program in openssl nginx pebble; do
  [ -n "$(find_program $program)" ] || missing+=($program)
done
if [ ${#missing[@]} -gt 0 ] && ! install_with_apt "${missing[@]}"; then
  [ -n "$(find_postgres)" ] || need "PostgreSQL's server programs (initdb, postgres)" "PostgreSQL 15 or newer (Debian: apt-get install postgresql)"
  [ -n "$(find_chromium)" ] || need "Chromium" "Chromium (Debian: apt-get install chromium)"
  for program in openssl nginx pebble; do
    [ -n "$(find_program $program)" ] || need "$program" "$program (Debian: apt-get install $program)"
  done
fi
export CHROMIUM_PATH="${CHROMIUM_PATH:-$(find_chromium)}"
export REQUIRE_POSTGRESQL=1 REQUIRE_CHROMIUM=1 REQUIRE_TLS_PROGRAMS=1

set -e
dotnet restore CertWorkflows.sln --locked-mode
dotnet build CertWorkflows.sln -c Release --no-restore
if [ "${1:-}" != "--quick" ]; then
  dotnet format CertWorkflows.sln --verify-no-changes --no-restore
fi
set +e

# The servers under test say only what is wrong, so that a failure is not lost between their lines.
export Logging__LogLevel__Default="${Logging__LogLevel__Default:-Error}"
# What hangs ends: a single test after 10 minutes (it is named), all of them after 50.
timeout --signal=INT --kill-after=60 50m dotnet test --solution CertWorkflows.sln -c Release --no-build 2>&1 | tee "$log"
status="${PIPESTATUS[0]}"
if [ "$status" != 0 ]; then
  say "" "The tests that failed, once more:"
  grep -A14 -E '^failed ' "$log"
  say "" "The end of the log again (all of it: $log):"
  tail -n 8 "$log"
fi
exit "$status"
