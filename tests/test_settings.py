"""What the environment may say, and how a wrong word is answered: one line, at start."""

import ast
import os
import sqlite3
import subprocess
import sys

import pytest

from newsroom.settings import has_wal_reset_bug

GOOD = {"SECRET_KEY": "s" * 60, "SITE_URL": "https://press.example.org", "PATH": os.environ["PATH"]}


def start(code="from django.conf import settings; settings.DEBUG", **environment):
    """Starts a process with just this environment; gives its exit code and what it wrote to the error stream."""
    environment = {name: value for name, value in (GOOD | environment).items() if value is not None}
    environment["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    return done.returncode, done.stderr, done.stdout


def test_starts_in_production_with_a_key():
    assert start()[0] == 0


def test_refuses_to_start_without_a_key():
    code, said, _ = start(SECRET_KEY=None)
    assert code != 0
    assert "SECRET_KEY is not set and DEBUG is off" in said


def test_needs_no_key_on_your_own_machine():
    assert start(SECRET_KEY=None, DEBUG="1")[0] == 0


@pytest.mark.parametrize(
    ("environment", "names"),
    [
        ({}, ["Astana time", "по времени Астаны", "Астана уақытымен"]),
        ({"DEMO": "1"}, ["Altynqala time", "по времени Алтынкалы", "Алтынқала уақытымен"]),
        ({"DEMO": "1", "TIME_ZONE": "Europe/Oslo"}, ["Oslo time", "по времени часового пояса Oslo", "Oslo уақытымен"]),
    ],
)
def test_the_time_of_the_newsroom_is_named_in_three_languages_and_the_demo_has_a_name_of_its_own(environment, names):
    code = "import django; django.setup()\nfrom django.utils.translation import override\n"
    code += "from speeches.instants import zone\nfor code in ('en', 'ru', 'kk'):\n with override(code): print(zone())"
    assert start(code=code, PYTHONUTF8="1", **environment)[2].splitlines() == names


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DEBUG", "perhaps", "DEBUG='perhaps'"),
        ("DEMO", "perhaps", "DEMO='perhaps'"),
        ("SITE_URL", "press.example.org", "SITE_URL="),
        ("TIME_ZONE", "Asia/Nowhere", "TIME_ZONE="),
        ("CACHE_URL", "memcached://x", "CACHE_URL="),
        ("EMAIL_URL", "pigeon://x", "EMAIL_URL="),
        ("DATABASE_URL", "oracle-of-delphi://x", "DATABASE_URL"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL"),
        ("TAG_AUTHORITY", "press.example.org", "TAG_AUTHORITY="),
        ("WEBSUB_HUB", "hub.example.org", "WEBSUB_HUB="),
    ],
)
def test_a_wrong_word_is_named(name, value, says):
    code, said, _ = start(**{name: value})
    assert code != 0
    assert says in said.strip().splitlines()[-1]


def test_the_site_is_served_under_its_own_name():
    code, said, out = start(
        code="from django.conf import settings as s; print(s.ALLOWED_HOSTS, s.CSRF_TRUSTED_ORIGINS)"
    )
    assert code == 0, said
    assert out.strip() == "['press.example.org'] ['https://press.example.org']"


def test_https_is_enforced_where_the_address_says_so():
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS"]
    code = f"from django.conf import settings as s; print(*(bool(getattr(s, name)) for name in {names}))"
    assert start(code=code)[2].split() == ["True"] * 4
    assert start(code=code, SITE_URL="http://localhost:8000")[2].split() == ["False"] * 4


def test_a_password_in_the_address_of_the_mail_server_is_taken_out():
    shown = "s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS"
    code = f"from django.conf import settings as s; print({shown})"
    assert (
        start(code=code, EMAIL_URL="smtp+tls://me:p%40ss@mail.example.org:587")[2].strip()
        == "mail.example.org 587 p@ss True"
    )


@pytest.mark.parametrize(
    ("version", "bad"),
    [
        ((3, 6, 23), False),
        ((3, 40, 1), True),
        ((3, 44, 6), False),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ],
)
def test_builds_of_sqlite_that_may_lose_data_are_known(version, bad):
    assert has_wal_reset_bug(version) is bad


def test_production_on_such_a_build_is_warned_at_start():
    postgres = "postgres://newsroom@127.0.0.1/newsroom"
    assert ("WAL-reset bug" in start()[1]) is has_wal_reset_bug(sqlite3.sqlite_version_info)
    assert "WAL-reset bug" not in start(DATABASE_URL=postgres)[1] + start(DEBUG="1")[1]


def test_pictures_of_which_few_are_kept_drive_no_count_out_of_the_cache():
    told = "from django.conf import settings as s; print([(c.get('KEY_PREFIX'), c['LOCATION']) for c in CACHES])"
    told = told.replace("CACHES", "s.CACHES.values()")
    for url in ("locmem://", "file:///srv/cache", "redis://127.0.0.1:6379/0"):
        counts, pictures = ast.literal_eval(start(code=told, CACHE_URL=url)[2])
        assert counts != pictures


def test_a_redis_that_hangs_is_not_waited_for():
    told = "from django.core.cache import cache; print(cache._cache.get_client().get_connection_kwargs())"
    code, said, out = start(code=told, CACHE_URL="redis://127.0.0.1:6379/0")
    assert code == 0, said
    assert "'socket_connect_timeout': 0.5" in out and "'socket_timeout': 0.5" in out
    out = start(code=told, CACHE_URL="redis://127.0.0.1:6379/0?socket_timeout=2")[2]
    assert "'socket_connect_timeout': 0.5" in out and "'socket_timeout': 2" in out
