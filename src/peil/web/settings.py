"""Settings of a server: what the environment says, and what is the same everywhere.

`PEIL_HOME` is the folder of the server's own files: its database, keys, frozen proposals and
public files. `PEIL_DEMONSTRATION` lets people sign in without a second factor, on loopback only.
"""

import logging
import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from peil.terms.errors import BadInput
from peil.workflow.clock import ZONE

HOME = Path(os.environ.get("PEIL_HOME", ".")).resolve()
DOSSIER = Path(os.environ.get("PEIL_DOSSIER", "."))
PUBLIC = Path(os.environ.get("PEIL_PUBLIC", HOME / "public"))
PROPOSALS = HOME / "proposals"
DEMONSTRATION = os.environ.get("PEIL_DEMONSTRATION") == "1"
EXERCISE = os.environ.get("PEIL_EXERCISE") == "1"
SECRET_KEY = os.environ.get("PEIL_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("PEIL_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ENGINES = {"postgresql": "django.db.backends.postgresql", "sqlite": "django.db.backends.sqlite3"}


def database(address: str) -> dict[str, object]:
    """Read where the rows are kept: `sqlite:///FILE` or `postgresql://USER@HOST/NAME`."""
    parts = urlsplit(address)
    if parts.scheme not in ENGINES:
        raise BadInput(
            f"PEIL_DATABASE begins with {parts.scheme!r}; write sqlite:///FILE or postgresql://HOST/NAME"
        )
    name = unquote(parts.path).removeprefix("/")
    found: dict[str, object] = {"ENGINE": ENGINES[parts.scheme], "NAME": name}
    if parts.scheme == "sqlite":
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}
        return found | {"OPTIONS": options}
    host = unquote(parts.hostname or "") or dict(
        pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair
    ).get("host", "")
    return found | {
        "USER": parts.username or "",
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def proxies(said: str) -> int:
    """Read how many proxies stand before the desk.

    Raises:
        BadInput: it is no number.
    """
    if not said.isdecimal():
        raise BadInput(f"PEIL_PROXIES is {said!r}; give the number of proxies, such as 1")
    return int(said)


PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA recursive_triggers=ON;"
)
"""Those of SQLite; the last lets no row be replaced that is only added to."""
DATABASES = {
    "default": database(os.environ.get("PEIL_DATABASE", f"sqlite:///{HOME / 'desk.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "attempts"}
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "peil.store.desk",
    "peil.store.shared",
    "peil.web",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "peil.web.middleware.SignedIn",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "peil.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "pages",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {"environment": "peil.web.pages.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "signing"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "peil.web.pages.words_for_signing",
            ]
        },
    },
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = ZONE.key

STATIC_URL = "static/"
STATIC_ROOT = Path(__file__).parent / "static"
WHITENOISE_USE_FINDERS = True

AUTH_USER_MODEL = "shared.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_RESET_TIMEOUT = 72 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key", "login": "120/m/ip"}
"""Failures by account and address: nobody locks out who sits behind the same address, save by so many
sign-ins a minute that to look at them all would use up the processor."""
ACCOUNT_ADAPTER = "peil.web.accounts.ByInvitation"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ALLAUTH_TRUSTED_PROXY_COUNT = proxies(os.environ.get("PEIL_PROXIES", "0"))
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Peil"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMONSTRATION
SOCIALACCOUNT_ADAPTER = "peil.web.accounts.BySubject"
SOCIALACCOUNT_AUTO_SIGNUP = False
OIDC = os.environ.get("PEIL_OIDC", "")
"""Address of a provider of identities; with it go `PEIL_OIDC_CLIENT` and `PEIL_OIDC_SECRET`."""
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, list[dict[str, object]]]] = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": urlsplit(each).hostname,
                "client_id": os.environ.get("PEIL_OIDC_CLIENT", ""),
                "secret": os.environ.get("PEIL_OIDC_SECRET", ""),
                "settings": {"server_url": each, "oauth_pkce_enabled": True},
            }
            for each in [OIDC]
            if each
        ]
    }
}

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMONSTRATION
PREFIX = "" if DEMONSTRATION else "__Host-"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{PREFIX}session", f"{PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{PREFIX}language"
CSRF_FAILURE_VIEW = "peil.web.views.outdated"
SECURE_HSTS_SECONDS = 0 if DEMONSTRATION else 31_536_000
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "form-action": ["'self'", *([f"https://{urlsplit(OIDC).netloc}"] if OIDC else [])],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
    }
}
EMAIL_BACKEND = os.environ.get("PEIL_MAIL", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = os.environ.get("PEIL_MAIL_FROM", "peil@localhost")
LINK = re.compile(r"(/accounts/invited/)[^/\s]+")


def without_links(line: logging.LogRecord) -> bool:
    """Take from a line of the log what lets somebody in, and let it pass."""
    line.msg, line.args = LINK.sub(r"\1...", line.getMessage()), ()
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_links": {"()": lambda: without_links}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_links"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
