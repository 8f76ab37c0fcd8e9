"""Settings, all from the environment. `dutystation serve` sets those that a workspace decides.

DUTYSTATION_WORKSPACE         the workspace beside which the cases are kept (needed)
DATABASE_URL                  a PostgreSQL database; without it SQLite in WORKSPACE/web/cases.sqlite
DUTYSTATION_PRODUCTION        1: no demonstration, no secret made up by the program, only HTTPS
DUTYSTATION_SECRET_KEY        signs sessions; made and kept in the workspace outside production
DUTYSTATION_HOSTS             names under which the application is reached, by commas
DUTYSTATION_SIGN_IN_HEADER    the header in which a gateway in front names who signed in (PIV, single sign-on)
DUTYSTATION_ASKED_AT_HEADER   the header in which it tells when it last asked them, for who certifies:
                              seconds since 1970 (auth_time of OpenID Connect) or ISO 8601 with an offset
DUTYSTATION_SIGN_IN_AGAIN     the address at which the gateway asks people anew who they are
DUTYSTATION_TIME_ZONE         the department's time zone, in which deadlines are counted
DUTYSTATION_ADDRESS           the address of the application in mails
DUTYSTATION_SEALING_KEY       the keys that seal documents, the newest last (see docs/evidence.md); or
DUTYSTATION_SEALING_KEY_FILE  a file that holds them; made and kept in the workspace outside production
DUTYSTATION_SIGNING_KEY_FILE  the key that signs packages (from `dutystation package key`); made and kept
                              in the workspace outside production
DUTYSTATION_CLAMD             the socket of a ClamAV daemon, a path or host:port; without it none looks
DUTYSTATION_EVIDENCE_LIMIT    how many megabytes a document may have; 20 where it is not set
DUTYSTATION_EVIDENCE_BUCKET   an S3 bucket for documents; without it WORKSPACE/web/evidence
DUTYSTATION_WITHHELD          a YAML file of components and facilities that public releases do not name
DUTYSTATION_TOLD_AT_ONCE      how many people are told of an order in the request that issues it, 2,000 where
                              it is not set; more are told afterwards, by a program in the background
DUTYSTATION_MAIL_FROM         the address that mails come from
EMAIL_URL                     smtp://, smtp+tls:// or smtps://user:password@host:port; without it mail is
                              written to WORKSPACE/web/mail
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from dutystation.published.new_file import make_once
from dutystation.terms.marking import OWNER_ONLY_FILE, OWNER_ONLY_FOLDER
from dutystation.web.evidence.keys import SealingKeys, new_key, sealing_keys
from dutystation.web.site.signing import signing_key

SITE = Path(__file__).resolve().parent


def _needed(name: str) -> str:
    if not os.environ.get(name):
        raise ImproperlyConfigured(f"{name} is not set; see the head of dutystation.web.site.settings")
    return os.environ[name]


WORKSPACE = Path(_needed("DUTYSTATION_WORKSPACE"))
WEB_FOLDER = WORKSPACE / "web"
RELEASES = WORKSPACE / "releases"
PRODUCTION = os.environ.get("DUTYSTATION_PRODUCTION") == "1"
DEMONSTRATION = not PRODUCTION and (WEB_FOLDER / "demonstration").is_file()
"""Whether people may sign in by choosing an invented person; `make demo` alone makes such a workspace."""
DEMONSTRATION_DAY = (WEB_FOLDER / "demonstration").read_text(encoding="ascii") if DEMONSTRATION else ""
"""The day it always is in the demonstration, YYYY-MM-DD, so that its deadlines stay as they were made."""


def _secret_key() -> str:
    if PRODUCTION:
        return _needed("DUTYSTATION_SECRET_KEY")
    if given := os.environ.get("DUTYSTATION_SECRET_KEY"):
        return given
    kept = WEB_FOLDER / "secret_key"
    make_once(kept, lambda: secrets.token_urlsafe(50))
    return kept.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("DUTYSTATION_HOSTS", "").split(",") if host] or (
    [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
ADDRESS = os.environ.get("DUTYSTATION_ADDRESS", "http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "dutystation.web.audit",
    "dutystation.web.accounts",
    "dutystation.web.mail",
    "dutystation.web.evidence",
    "dutystation.web.notices",
    "dutystation.web.exception_requests",
    "dutystation.web.situational",
    "dutystation.web.seats",
    "dutystation.web.records",
    "dutystation.web.results",
    "dutystation.web.dashboards",
    "dutystation.web.worklists",
    "dutystation.web.filings",
    "dutystation.web.department",
    "dutystation.web.retention",
    "dutystation.web.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dutystation.web.site.middleware.kept_by_no_browser",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dutystation.web.site.gateway.SignedInByGateway",
    "dutystation.web.site.middleware.acting",
    "dutystation.web.site.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dutystation.web.site.middleware.refusals_as_pages",
]
ROOT_URLCONF = "dutystation.web.site.urls"
WSGI_APPLICATION = "dutystation.web.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "dutystation.web.site.context.everywhere",
            ],
            "builtins": ["dutystation.web.site.templatetags.wording"],
        },
    }
]

_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": WEB_FOLDER / "cases.sqlite",
    # Whoever changes something holds the database from the start, as row locks do on PostgreSQL.
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is destroyed is written over, not only marked as free.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON",
    },
}
# A page asks for few rows: a helper process or a compiled query costs more than it saves, all the more while
# others ask too; and rows that lie in memory or on a disk without an arm are as near as their neighbours.
_FOR_FEW_ROWS = "-c max_parallel_workers_per_gather=0 -c jit=off -c random_page_cost=1.1"


def _postgresql() -> dict[str, Any]:
    stated: dict[str, Any] = dict(dj_database_url.config(conn_max_age=60, conn_health_checks=True))
    if stated["ENGINE"].endswith("postgresql"):
        stated["OPTIONS"] = {"options": _FOR_FEW_ROWS, **stated.get("OPTIONS", {})}
    return stated


DATABASES = {"default": _postgresql() if os.environ.get("DATABASE_URL") else _SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "dutystation.web.site.gateway.KnownPeople",
]
CSRF_FAILURE_VIEW = "dutystation.web.site.errors.form_of_another_session"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
SIGN_IN_HEADER = os.environ.get("DUTYSTATION_SIGN_IN_HEADER", "")
ASKED_AT_HEADER = os.environ.get("DUTYSTATION_ASKED_AT_HEADER", "")
SIGN_IN_AGAIN = os.environ.get("DUTYSTATION_SIGN_IN_AGAIN", "")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_TRUSTED_ORIGINS = [ADDRESS] if ADDRESS.startswith("https://") else []
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "en-us"
LOCALE_PATHS = [SITE / "locale"]
TIME_ZONE = os.environ.get("DUTYSTATION_TIME_ZONE", "America/New_York")
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "dutystation.web.site.locale"
USE_THOUSAND_SEPARATOR = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = ["dutystation.web.evidence.upload_handler.InMemoryWithinLimit"]


def _number(name: str, otherwise: int, *, of: str) -> int:
    given = os.environ.get(name) or str(otherwise)
    if not (given.isascii() and given.isdigit() and int(given)):
        raise ImproperlyConfigured(f"{name} must be a whole number of {of}, such as {otherwise}")
    return int(given)


def _sealing_keys() -> SealingKeys:
    """The keys that are given; outside production, where none is, a key made for this workspace."""
    given = os.environ.get("DUTYSTATION_SEALING_KEY", "")
    named = os.environ.get("DUTYSTATION_SEALING_KEY_FILE", "")
    file = Path(named) if named else WEB_FOLDER / "sealing_key"
    if given and named:
        raise ImproperlyConfigured("Set DUTYSTATION_SEALING_KEY or DUTYSTATION_SEALING_KEY_FILE, not both")
    if PRODUCTION and not given:
        _needed("DUTYSTATION_SEALING_KEY_FILE")
        if file.resolve().is_relative_to(WORKSPACE.resolve()):
            raise ImproperlyConfigured(
                "DUTYSTATION_SEALING_KEY_FILE lies in the workspace; keep the key apart from what it seals"
            )
    if not given and not named:
        make_once(file, lambda: new_key() + "\n")
    try:
        return sealing_keys(given or file.read_text(encoding="ascii"))
    except OSError as problem:
        raise ImproperlyConfigured(f"{file} cannot be read ({problem.strerror})") from problem
    except ValueError as problem:
        raise ImproperlyConfigured(str(problem)) from problem


SEALING_KEYS = _sealing_keys()
SIGNING_KEY = signing_key(WORKSPACE, WEB_FOLDER, production=PRODUCTION)
CLAMD = os.environ.get("DUTYSTATION_CLAMD", "")
TOLD_AT_ONCE = _number("DUTYSTATION_TOLD_AT_ONCE", 2000, of="people")
EVIDENCE_LIMIT = _number("DUTYSTATION_EVIDENCE_LIMIT", 20, of="megabytes") * 1_000_000
"""Bytes a document may have; so much of a request is held in memory."""


def _evidence_store() -> dict[str, object]:
    if bucket := os.environ.get("DUTYSTATION_EVIDENCE_BUCKET"):
        # Region, address and credentials come from where every program of this kind looks for them.
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {"bucket_name": bucket, "default_acl": None, "file_overwrite": False},
        }
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": WEB_FOLDER / "evidence",
            "file_permissions_mode": OWNER_ONLY_FILE,
            "directory_permissions_mode": OWNER_ONLY_FOLDER,
        },
    }


WITHHELD = os.environ.get("DUTYSTATION_WITHHELD", "")
"""A YAML file of components and facilities that public releases do not name; see docs/publication.md."""
STORAGES = {
    "evidence": _evidence_store(),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DEFAULT_FROM_EMAIL = os.environ.get("DUTYSTATION_MAIL_FROM", "dutystation@localhost")


def _mail() -> dict[str, object]:
    given = urlsplit(os.environ.get("EMAIL_URL", ""))
    if not given.hostname:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": WEB_FOLDER / "mail",
        }
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": given.hostname,
        "EMAIL_PORT": given.port or (465 if given.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(given.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(given.password or ""),
        "EMAIL_USE_SSL": given.scheme == "smtps",
        "EMAIL_USE_TLS": given.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }


globals().update(_mail())

# Tracebacks name no values: a request's text never reaches a log.
DEFAULT_EXCEPTION_REPORTER = "dutystation.web.site.error_reports.ReportWithoutValues"
DEFAULT_EXCEPTION_REPORTER_FILTER = "dutystation.web.site.error_reports.NoValues"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "dutystation.web.site.error_reports.LineWithoutValues"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
