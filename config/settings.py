"""Settings, all of them read from the environment.

CASEWEEK_MODE is "embedded" (a laptop: SQLite, no broker server, secrets made once under var/)
or "production" (PostgreSQL and Redis, secrets from the environment, HTTPS).
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy

from config.languages import offered_languages
from config.schedule import beat_schedule
from config.secrets import embedded_secret, production_secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODE = env.str("CASEWEEK_MODE", "embedded")
if MODE not in {"embedded", "production"}:
    raise ImproperlyConfigured('CASEWEEK_MODE must be "embedded" or "production".')
PRODUCTION = MODE == "production"

VAR_DIR = Path(env.str("CASEWEEK_VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)
# The random part of each round's keys lives here: outside the database and its backups.
KEY_DIR = Path(env.str("CASEWEEK_KEY_DIR", str(VAR_DIR / "keys")))

# --- Secrets -------------------------------------------------------------------------------
if PRODUCTION:
    SECRET_KEY = production_secret("CASEWEEK_SECRET_KEY")
    ROOT_SECRET = production_secret("CASEWEEK_ROOT_SECRET")
    if SECRET_KEY == ROOT_SECRET:
        raise ImproperlyConfigured(
            "CASEWEEK_SECRET_KEY and CASEWEEK_ROOT_SECRET must be two different secrets."
        )
else:
    SECRET_KEY = env.str("CASEWEEK_SECRET_KEY", "") or embedded_secret("SECRET_KEY", VAR_DIR)
    ROOT_SECRET = env.str("CASEWEEK_ROOT_SECRET", "") or embedded_secret("ROOT_SECRET", VAR_DIR)

DEBUG = False
BASE_URL = env.str("CASEWEEK_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
if PRODUCTION:
    ALLOWED_HOSTS = env.list("CASEWEEK_ALLOWED_HOSTS")
    if "*" in ALLOWED_HOSTS or not ALLOWED_HOSTS:
        raise ImproperlyConfigured("CASEWEEK_ALLOWED_HOSTS must name the service's host names.")
else:
    ALLOWED_HOSTS = env.list("CASEWEEK_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

# --- Applications --------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "diary",
    "surveys",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "surveys.accounts.middleware.StaffMiddleware",
    "surveys.middleware.PrivatePagesMiddleware",
    "surveys.middleware.RespondentMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database ------------------------------------------------------------------------------
if PRODUCTION:
    DATABASES = {"default": env.db("DATABASE_URL")}
    if "postgresql" not in DATABASES["default"]["ENGINE"]:
        raise ImproperlyConfigured("Production needs PostgreSQL: set DATABASE_URL=postgres://…")
else:
    DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{VAR_DIR / 'caseweek.sqlite3'}")}
_database = DATABASES["default"]
if "sqlite" in _database["ENGINE"]:
    _database["OPTIONS"] = {
        # Take the write lock at the start, so that two writers wait instead of failing.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # A file, not memory: workers started by tests are processes of their own.
    _database["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    _database["CONN_MAX_AGE"] = env.int("CASEWEEK_CONN_MAX_AGE", 60)
    _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Background jobs -----------------------------------------------------------------------
if PRODUCTION:
    CELERY_BROKER_URL = env.str("BROKER_URL")
    if not CELERY_BROKER_URL.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured("Production needs Redis: set BROKER_URL=redis://…")
else:
    # The folder under var/; the host name only keeps kombu from warning that it made one up.
    CELERY_BROKER_URL = env.str("BROKER_URL", "") or "filesystem://localhost"
if CELERY_BROKER_URL.startswith("filesystem://"):
    _broker_dir = VAR_DIR / "broker"
    for _name in ("queue", "control"):
        (_broker_dir / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker_dir / "queue"),
        "data_folder_out": str(_broker_dir / "queue"),
        "control_folder": str(_broker_dir / "control"),
    }
else:
    # The job row is the truth; a message lost with its worker comes back after five minutes.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "caseweek"
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

JOB_HEARTBEAT_TIMEOUT = env.int("CASEWEEK_JOB_HEARTBEAT_TIMEOUT", 60)  # seconds
JOB_SWEEP_EVERY = env.int("CASEWEEK_JOB_SWEEP_EVERY", 15)  # seconds
JOB_RESULT_DAYS = env.int("CASEWEEK_JOB_RESULT_DAYS", 30)  # days a built file is kept
MESSAGE_TEND_EVERY = env.int("CASEWEEK_MESSAGE_TEND_EVERY", 60)  # seconds
CELERY_BEAT_SCHEDULE = beat_schedule(sweep_every=JOB_SWEEP_EVERY, tend_every=MESSAGE_TEND_EVERY)

# --- Cache: soft throttles only ------------------------------------------------------------
_cache_url = env.str("CACHE_URL", "") or (
    CELERY_BROKER_URL if CELERY_BROKER_URL.startswith("redis") else "locmemcache://"
)
CACHES = {"default": env.cache_url_config(_cache_url)}
if _cache_url.startswith("redis"):
    CACHES["default"]["BACKEND"] = "django.core.cache.backends.redis.RedisCache"

# --- People --------------------------------------------------------------------------------
AUTH_USER_MODEL = "surveys.User"
LOGIN_URL = "surveys:staff_sign_in"
LOGIN_REDIRECT_URL = "surveys:staff_home"
LOGOUT_REDIRECT_URL = "surveys:home"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Staff of a real round hold lists of names, so a password alone is not enough there.
SECOND_FACTOR = env.str("CASEWEEK_SECOND_FACTOR", "required" if PRODUCTION else "optional")
if SECOND_FACTOR not in {"required", "optional"}:
    raise ImproperlyConfigured('CASEWEEK_SECOND_FACTOR must be "required" or "optional".')
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS.append(
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
)
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds
ACCOUNT_ADAPTER = "surveys.accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; the sign-in form follows it
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # who joined did so by a link sent to the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make us write to strangers
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (a class)
# By account only: no network address is read, and behind a proxy all of them would be one.
# Wrong passwords are slowed down by surveys/throttle.py. An empty rate is none.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "5/10m/key",  # wrong codes of a second factor
    "reset_password": "3/15m/key",
    "reset_password_from_key": "",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_FORMS = {
    "login": "surveys.accounts.forms.SignInForm",
    "reauthenticate": "surveys.accounts.forms.PasswordAgainForm",
    "reset_password": "surveys.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "surveys.accounts.forms.NewPasswordForm",
    "change_password": "surveys.accounts.forms.OtherPasswordForm",
}
MFA_ADAPTER = "surveys.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute wrong
MFA_FORMS = {
    "authenticate": "surveys.accounts.forms.SecondFactorForm",
    "reauthenticate": "surveys.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "surveys.accounts.forms.SetUpForm",
}
# The diary does not know the survey around it: where its pages lead when a session has ended.
DIARY_START_URL = reverse_lazy("surveys:start")
DIARY_TASKS_URL = reverse_lazy("surveys:tasks")
RESPONDENT_IDLE_MINUTES = env.int("CASEWEEK_RESPONDENT_IDLE_MINUTES", 60)
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- Web security --------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Nothing is sent to other sites. "no-referrer" would make browsers send "Origin: null" with our
# own forms, which the CSRF check must refuse (docs/decisions/0003-referrer-policy.md).
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# A session ends by itself after so much idle time (surveys/accounts/middleware.py).
SESSION_COOKIE_AGE = env.int("CASEWEEK_STAFF_IDLE_MINUTES", 60) * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_TRUSTED_ORIGINS = [BASE_URL] if PRODUCTION else []
CSRF_FAILURE_VIEW = "surveys.views.errors.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("CASEWEEK_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
# Uploaded lists hold names: they are read in memory and never written to a temporary file. A file
# that is too large for it is not taken in at all, and its page says so.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# --- Email ---------------------------------------------------------------------------------
EMAIL_OUTBOX = ""  # the folder into which emails are written where there is no mail server
if env.str("EMAIL_URL", ""):
    vars().update(env.email_url("EMAIL_URL"))
elif PRODUCTION:
    raise ImproperlyConfigured(
        "Production needs a mail server: set EMAIL_URL=smtp+tls://user:password@host:587 "
        "(or EMAIL_URL=dummymail:// for a service that writes to nobody)."
    )
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_OUTBOX = EMAIL_FILE_PATH = str(VAR_DIR / "outbox")
EMAIL_TIMEOUT = env.int("CASEWEEK_EMAIL_TIMEOUT", 20)  # seconds, for each word of the server
# Where the mail server lets this service write from one address only; answers still go to each
# round's team.
MESSAGES_FROM = env.str("CASEWEEK_EMAIL_FROM", "")
DEFAULT_FROM_EMAIL = MESSAGES_FROM or f"Caseweek <caseweek@{urlsplit(BASE_URL).hostname}>"
MESSAGE_RUNS = env.int("CASEWEEK_MESSAGE_RUNS", 2)  # connections to the mail server at a time
# Longer than one message can take: six words of the server, and the name of the machine.
MESSAGE_HEARTBEAT_TIMEOUT = env.int("CASEWEEK_MESSAGE_HEARTBEAT_TIMEOUT", 15 * EMAIL_TIMEOUT)

# --- Files ---------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
STATIC_ROOT = Path(env.str("CASEWEEK_STATIC_ROOT", str(VAR_DIR / "static")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing one
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "results": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.str("CASEWEEK_RESULTS_DIR", str(VAR_DIR / "results")),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Language and time ---------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGES = offered_languages(env.list("CASEWEEK_LANGUAGES", default=[]), LOCALE_PATHS[0])
LANGUAGE_COOKIE_NAME = "caseweek_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- Logs: what happened and where, never what anyone wrote ---------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "config.logs.NoContentFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "celery": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "caseweek": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
