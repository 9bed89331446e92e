"""Settings of the newsroom: one file, everything that differs between machines from the environment.

DATABASE_URL, SECRET_KEY, SECRET_KEY_FALLBACKS, DEBUG, ALLOWED_HOSTS, MEDIA_ROOT, STATIC_ROOT, SITE_URL, TIME_ZONE,
CACHE_URL, EMAIL_URL, MAINTENANCE_FILE, TRUSTED_PROXIES, TAG_AUTHORITY,
WEBSUB_HUB.
"""

import os
import re
import sqlite3
import warnings
import zoneinfo
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from js_asset import static_lazy

from newsroom import brand

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name, default="0"):
    """The environment variable `name` as a boolean; anything but a yes or a no is refused."""
    value = os.environ.get(name, default).strip().lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off", ""):
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: say 1 or 0.")


def number(name, default):
    """The environment variable `name` as a whole number, 0 or more."""
    value = os.environ.get(name, str(default)).strip()
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name}={value!r}: say a whole number, such as {default}.")
    return int(value)


# --- The machine ---------------------------------------------------------------------------------

DEBUG = flag("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set and DEBUG is off. Set SECRET_KEY to a long random string "
            "(python3 -c 'import secrets; print(secrets.token_urlsafe(50))'), or set DEBUG=1 on your own machine."
        )
    SECRET_KEY = "for-development-only-never-in-production-0123456789abcdef"
# Older keys, parted by spaces: what was signed by them (sessions, review links) still holds.
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()

SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in ("http", "https") or not _site.hostname:
    raise ImproperlyConfigured(f"SITE_URL={SITE_URL!r}: give scheme and host, such as https://press.example.org")
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
ALLOWED_HOSTS = ALLOWED_HOSTS or [_site.hostname, *(["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])]
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]

# Whose ids the entries of feeds, of calendars and of documents for agencies are, for ever: a name of this site and a
# year in which it had it (RFC 4151). Where the site moves to another name, this stays, or every reader gets every
# release anew, and every calendar each event twice.
TAG_AUTHORITY = os.environ.get("TAG_AUTHORITY", f"{_site.hostname},2026")
if not re.fullmatch(r"[a-z0-9.@_-]+,[0-9]{4}(-[0-9]{2}){0,2}", TAG_AUTHORITY):
    raise ImproperlyConfigured(f"TAG_AUTHORITY={TAG_AUTHORITY!r}: give name and year, such as press.example.org,2026")
# The hub by which feeds are pushed to readers (https://www.w3.org/TR/websub/); empty: none.
WEBSUB_HUB = os.environ.get("WEBSUB_HUB", "").strip()
if WEBSUB_HUB and not re.fullmatch(r"https?://[^\s<>\"]+", WEBSUB_HUB):
    raise ImproperlyConfigured(f"WEBSUB_HUB={WEBSUB_HUB!r}: give an address, such as https://hub.example.org/")


def has_wal_reset_bug(version):
    """Whether a SQLite of `version` (three numbers) may corrupt a database in WAL mode: https://sqlite.org/wal.html."""
    return (3, 7, 0) <= version <= (3, 51, 2) and version not in ((3, 44, 6), (3, 50, 7))


_database = os.environ.get("DATABASE_URL", f"sqlite:///{BASE_DIR / 'newsroom.sqlite3'}")
if urlsplit(_database).scheme not in ("sqlite", "postgres", "postgresql"):
    raise ImproperlyConfigured("DATABASE_URL: use sqlite:////path/to/file or postgres://user:password@host:5432/name.")
DATABASES = {"default": dj_database_url.parse(_database, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: verbs read before they write; a deferred transaction would fail "locked" at the first write.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
        ),
    }
    # A file, not memory: journeys in a browser need real transactions between threads.
    DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_SQLITE", BASE_DIR / "test.sqlite3")}
    if not DEBUG and has_wal_reset_bug(sqlite3.sqlite_version_info):
        warnings.warn(
            f"SQLite {sqlite3.sqlite_version} can lose committed data (its WAL-reset bug). "
            "Use SQLite 3.51.3 or later, or PostgreSQL by DATABASE_URL.",
            RuntimeWarning,
            stacklevel=1,
        )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def cache_from(url, name, entries):
    """The CACHES entry called `name` for `locmem://`, `redis://host:port/n` or `file:///folder`; in memory and in a
    folder it holds at most `entries`."""
    parts, backends = urlsplit(url), "django.core.cache.backends"
    if parts.scheme == "locmem":
        options = {"MAX_ENTRIES": entries}
        return {"BACKEND": f"{backends}.locmem.LocMemCache", "LOCATION": name, "OPTIONS": options}
    if parts.scheme == "file":
        options = {"MAX_ENTRIES": min(entries, 2_000)}  # each write reads the list of the files
        return {
            "BACKEND": f"{backends}.filebased.FileBasedCache",
            "LOCATION": f"{parts.path}/{name}",
            "OPTIONS": options,
        }
    if parts.scheme in ("redis", "rediss"):
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        # Seconds, and one attempt: no page waits longer for a cache that hangs. Another time: ?socket_timeout=2.
        options = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}
        return {"BACKEND": f"{backends}.redis.RedisCache", "LOCATION": url, "KEY_PREFIX": name, "OPTIONS": options}
    raise ImproperlyConfigured(f"CACHE_URL={url!r}: use locmem://, redis://host:6379/0 or file:///folder.")


# Counts of the limits by the thousand, some hundred bytes each; pictures of 30 KB, which must not drive them out.
_cache = os.environ.get("CACHE_URL", "locmem://")
CACHES = {"default": cache_from(_cache, "counts", 10_000), "pictures": cache_from(_cache, "pictures", 300)}

EMAIL_URL = os.environ.get("EMAIL_URL", "console://" if DEBUG else "smtp://localhost:25")
_mail = urlsplit(EMAIL_URL)
if _mail.scheme not in ("console", "smtp", "smtps", "smtp+tls", "file"):
    raise ImproperlyConfigured(f"EMAIL_URL={EMAIL_URL!r}: use console://, file:///folder or smtp://user:pw@host:port.")
_backend = {"console": "console", "file": "filebased"}.get(_mail.scheme, "smtp")
EMAIL_BACKEND = f"django.core.mail.backends.{_backend}.EmailBackend"
EMAIL_FILE_PATH = _mail.path if _mail.scheme == "file" else None
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
REMIND_MINUTES_BEFORE = 30  # of what goes live
DEFAULT_FROM_EMAIL = SERVER_EMAIL = dict(parse_qsl(_mail.query)).get("from", f"newsroom@{_site.hostname}")

# --- The application -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "speeches",  # first: its `flush` knows the guards, its `loaddata` who is missing; its admin templates win
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_prose_editor",
    "django_filters",
    "taggit",
    "csp",
    "newsroom.apps.SignIns",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "speeches.maintenance.middleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "speeches.middleware.desk_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "speeches.middleware.not_found",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "speeches.context_processors.newsroom",
            ],
        },
    },
]

DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy("desk/paste_extension.js")], "extensions": {"CleanPaste": lambda config, shared: None}}
]
"""What the body editor has besides its own: HTML that is pasted is cleaned."""

# --- The institution: what another one changes to make the site its own ---------------------------

NEWSROOM = {
    "name": _("Press Service of the President"),
    # What search engines say of the home page.
    "about": _("Releases, speeches and statements of the President, with who said what, when and about which theme."),
    "emblem": "emblem.svg",  # below STATICFILES_DIRS; drawn 48 by 48 pixels, and the icon of the site
    # The same as a square PNG of 512 pixels: for search engines, and on the pictures of shared pages.
    "emblem_picture": "emblem.png",
    # At the foot of each page: what it is, how it reads, and where it leads (may be empty).
    "contacts": [
        (_("For the press"), "press@example.org", "mailto:press@example.org"),
        (_("Telephone"), "+7 000 000-00-00", "tel:+70000000000"),
    ],
    # Whom to tell of a weakness, in /.well-known/security.txt (RFC 9116); after `expires` the file is gone until
    # somebody has looked at it. `contacts` are addresses: mailto:, tel: or https:.
    "security": {"contacts": ["mailto:security@example.org"], "expires": "2027-10-31T00:00:00Z"},
    "colours": {  # see newsroom/brand.py
        "light": {
            "accent": "#0b4f6c",
            "on-accent": "#ffffff",
            "bar": "#0b4f6c",
            "on-bar": "#ffffff",
            "gold": "#8a5f12",
        },
        "dark": {
            "accent": "#8cc7e0",
            "on-accent": "#10212a",
            "bar": "#12384a",
            "on-bar": "#e8f2f6",
            "gold": "#e2b866",
        },
    },
    # How people say the time of a zone (TIME_ZONE); one that is not here goes by the name of its city.
    "zones": dict.fromkeys(
        ("Asia/Almaty", "Asia/Aqtau", "Asia/Aqtobe", "Asia/Atyrau", "Asia/Oral", "Asia/Qostanay", "Asia/Qyzylorda"),
        _("Altynqala time") if flag("DEMO") else _("Astana time"),  # the demo is set in a country that does not exist
    ),
}

BRAND_STYLE = brand.style(NEWSROOM["colours"])

# --- Languages and times -------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("kk", _("Kazakh"))]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("en", "ru", "kk"), "kk": ("ru", "en"), "ru": ("kk", "en")}
# The desk's: the language of the public site is in its addresses.
LANGUAGE_COOKIE_PATH, LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_SECURE = "/admin/", "Lax", HTTPS
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["newsroom.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "Asia/Almaty")
if TIME_ZONE not in zoneinfo.available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE={TIME_ZONE!r} is not a zone of the tz database; say Asia/Almaty, say.")

# --- Files ---------------------------------------------------------------------------------------

FIXTURE_DIRS = [BASE_DIR / "fixtures"]
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", BASE_DIR / "media"))
# No MEDIA_URL: files are served only by views that pass through the live door.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# While this file is there, `speeches.maintenance` answers; `manage.py maintenance on` and `off` make and delete it.
MAINTENANCE_FILE = os.environ.get("MAINTENANCE_FILE", BASE_DIR / "maintenance.json")
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Security ------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "speeches.limits.address_signing_in"
AXES_LOCKOUT_CALLABLE = "speeches.limits.locked_out"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# How often one address may ask in a minute (speeches/limits.py); 0: without limit.
LIMITS = {
    "api": 300,
    "api-docs": 60,
    "beside": 60,
    "calendars": 30,
    "data": 20,
    "feeds": 240,
    "history": 60,
    "quote-check": 60,
    "search": 60,
    "series": 120,
    "share-image": 60,
    "sitemaps": 240,
    "statements": 240,  # with their citations: there are many of them, and search engines ask for each
    "suggest": 240,
}
# How many proxies of ours stand in front, each adding to X-Forwarded-For. 0: the header is not believed.
TRUSTED_PROXIES = number("TRUSTED_PROXIES", 0)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        # Two inline styles, by hash: the institution's colours, and the body editor's (django-prose-editor 0.28).
        "style-src": [
            SELF,
            brand.source_hash(BRAND_STYLE),
            "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='",
        ],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "speeches.views.site.outdated"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_tokens": {"()": "newsroom.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
