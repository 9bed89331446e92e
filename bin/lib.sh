# What the scripts in bin/ share. Sourced, from the project's root.

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

# environment REQUIREMENTS: .venv with what the file names; done again only when the file has changed.
environment() {
  command -v python3 >/dev/null || stop "python3 is missing: apt-get install -y python3 python3-venv"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or later is needed; python3 is $(python3 --version 2>&1)."
  local stamp
  stamp=".venv/.installed-$(cat requirements.txt "$1" | sha256sum | cut -c1-16)"
  if [ ! -e "$stamp" ]; then
    if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
      python3 -c 'import ensurepip, venv' 2>/dev/null ||
        stop "Python's venv is missing: apt-get install -y python3-venv"
      say "Making .venv …"
      rm -rf .venv
      python3 -m venv .venv
    fi
    say "Installing $1 …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$1" ||
      stop "Installing $1 failed; see above."
    touch "$stamp"
  fi
  export PATH="$PWD/.venv/bin:$PATH"
  DEBUG=1 python manage.py compilemessages --verbosity 0 || stop "The message catalogues could not be compiled; see above."
}

# apt PACKAGE…: installs Debian packages where that is possible, else names the line that does.
apt() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing $* …"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@"; } >/dev/null 2>&1 && return
  fi
  stop "Missing: $*. Install with: apt-get install -y $*"
}

answers() { python -c 'import sys, psycopg; psycopg.connect(sys.argv[1], connect_timeout=3).close()' "$1" 2>/dev/null; }

# postgres_url: prints the address of a PostgreSQL for tests: TEST_POSTGRES_URL, a local one, or one started here in CI.
postgres_url() {
  local local_url="postgres://postgres@127.0.0.1:5432/postgres" own="postgres://postgres:newsroom@127.0.0.1:5432/postgres"
  if [ -n "${TEST_POSTGRES_URL:-}" ]; then
    answers "$TEST_POSTGRES_URL" || stop "TEST_POSTGRES_URL is set, but nothing answers there."
    printf '%s' "$TEST_POSTGRES_URL"
    return
  fi
  for url in "$local_url" "$own"; do
    if answers "$url"; then printf '%s' "$url"; return; fi
  done
  [ -n "${CI:-}" ] || return 0
  [ "$(id -u)" = 0 ] || stop "No PostgreSQL answers at 127.0.0.1:5432: start one, or set TEST_POSTGRES_URL."
  command -v pg_ctlcluster >/dev/null || apt postgresql
  pg_ctlcluster --skip-systemctl-redirect "$(ls /etc/postgresql | tail -n 1)" main start >&2 2>/dev/null || true
  su postgres -c "psql -qc \"ALTER USER postgres PASSWORD 'newsroom'\"" >&2 || true
  answers "$own" || stop "PostgreSQL could not be started: apt-get install -y postgresql, and set TEST_POSTGRES_URL."
  printf '%s' "$own"
}
