"""Settings: one file, every value from the environment with a working default."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from environs import Env

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("LIANFANG_DATA", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

PRODUCTION = env.bool("LIANFANG_PRODUCTION", default=False)
DEBUG = env.bool("LIANFANG_DEBUG", default=False)
SECRET_KEY = env.str("LIANFANG_SECRET_KEY", "dev-only-not-a-secret")
ALLOWED_HOSTS = env.list("LIANFANG_HOSTS", ["*"])

# A demo clock may run faster: from ORIGIN (epoch seconds) on, SPEED times as fast as the real one.
CLOCK_ORIGIN = env.float("LIANFANG_CLOCK_ORIGIN", 0.0)
CLOCK_VIRTUAL = env.float("LIANFANG_CLOCK_VIRTUAL", 0.0) or CLOCK_ORIGIN
CLOCK_SPEED = env.float("LIANFANG_CLOCK_SPEED", 1.0)

STREAM_URL = env.str("LIANFANG_STREAM_URL", "/stream")
WEB_ORIGIN = env.str("LIANFANG_WEB_ORIGIN", "")  # pages elsewhere that may listen, in a demo
PUBLIC_URL = env.str("LIANFANG_PUBLIC_URL", WEB_ORIGIN).rstrip("/")  # for links sent out
DIVISIONS_DIR = env.str("LIANFANG_DIVISIONS", "")

# Keys for sealing personal data: "intl" (AES-256-GCM, HMAC-SHA256) or "gm" (SM4-GCM, HMAC-SM3).
CRYPTO_SUITE = env.str("LIANFANG_CRYPTO_SUITE", "intl")
CRYPTO_SECRET = env.str("LIANFANG_CRYPTO_SECRET", SECRET_KEY)

# The outside. A demo talks to the simulator of WeChat and of the SMS gateway; production never.
SIMULATOR_URL = "" if PRODUCTION else env.str("LIANFANG_SIMULATOR_URL", "")
WECHAT_APPID = env.str("LIANFANG_WECHAT_APPID", "wx-simulator" if SIMULATOR_URL else "")
WECHAT_SECRET = env.str("LIANFANG_WECHAT_SECRET", "simulated" if SIMULATOR_URL else "")
# Notices go out as subscription notices; to who gave no leave, as template messages.
WECHAT_SUBSCRIPTION = env.str("LIANFANG_WECHAT_SUBSCRIPTION", "notice" if SIMULATOR_URL else "")
WECHAT_TEMPLATE = env.str("LIANFANG_WECHAT_TEMPLATE", "news" if SIMULATOR_URL else "")
_fields = {"thing1": "text", "time2": "time"}  # the template's names for what we say
WECHAT_SUBSCRIPTION_FIELDS: dict[str, str] = env.dict(
    "LIANFANG_WECHAT_SUBSCRIPTION_FIELDS", _fields
)
WECHAT_TEMPLATE_FIELDS: dict[str, str] = env.dict("LIANFANG_WECHAT_TEMPLATE_FIELDS", _fields)
# The callback: both are made up by the operator and entered on the platform's pages too.
WECHAT_TOKEN = env.str("LIANFANG_WECHAT_TOKEN", "simulated" if SIMULATOR_URL else "")
WECHAT_AES_KEY = env.str("LIANFANG_WECHAT_AES_KEY", "s" * 43 if SIMULATOR_URL else "")
WECHAT_API_URL = SIMULATOR_URL or "https://api.weixin.qq.com"
WECHAT_AUTHORIZE_URL = (
    "/simulator/connect/oauth2/authorize"
    if SIMULATOR_URL
    else "https://open.weixin.qq.com/connect/oauth2/authorize"
)
# SMS: "gateway" (any HTTP gateway, the simulator too), "aliyun" or "tencent".
SMS_PROVIDER = "gateway" if SIMULATOR_URL else env.str("LIANFANG_SMS", "gateway")
SMS_GATEWAY_URL = f"{SIMULATOR_URL}/sms" if SIMULATOR_URL else env.str("LIANFANG_SMS_GATEWAY", "")
SMS_GATEWAY_TOKEN = env.str("LIANFANG_SMS_TOKEN", "")
SMS_KEY_ID = env.str("LIANFANG_SMS_KEY_ID", "")
SMS_KEY_SECRET = env.str("LIANFANG_SMS_KEY_SECRET", "")
SMS_SIGN = env.str("LIANFANG_SMS_SIGN", "")
SMS_APP = env.str("LIANFANG_SMS_APP", "")  # Tencent's SdkAppId
SMS_REGION = env.str("LIANFANG_SMS_REGION", "")
SMS_API_URL = env.str("LIANFANG_SMS_API_URL", "")  # where their service is not at its usual place
SMS_TEMPLATES: dict[str, str] = env.dict("LIANFANG_SMS_TEMPLATES", {})  # code=…,notice=…,moved=…
# Proxies whose word on the visitor's address is taken.
PROXIES = env.list("LIANFANG_PROXIES", ["127.0.0.1", "::1"])

ROOT_URLCONF = "lianfang.urls"
WSGI_APPLICATION = None
AUTH_USER_MODEL = "org.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "axes",
    "lianfang",
    "lianfang.audit",
    "lianfang.city",
    "lianfang.geo",
    "lianfang.org",
    "lianfang.policy",
    "lianfang.files",
    "lianfang.approvals",
    "lianfang.messages",
    "lianfang.people",
    "lianfang.accounts",
    "lianfang.quarantine",
    "lianfang.cases",
    "lianfang.passes",
    "lianfang.treatment",
    "lianfang.tracing",
    "lianfang.declarations",
    "lianfang.roster",
    "lianfang.feeds",
    "lianfang.wechat",
    "lianfang.articles",
    "lianfang.stats",
]
MIDDLEWARE = [
    "lianfang.api.shield.Shield",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
]
TEMPLATES: list[dict[str, object]] = []

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = [
    "axes.W002",  # no middleware of theirs: the door answers a lockout as a problem of ours
    "axes.W006",  # an office shares one address: lock the name, not all
]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# "mlps2" (GB/T 22239: three kinds of characters, changed every 90 days) or "asvs" (neither).
PASSWORD_PROFILE = env.str("LIANFANG_PASSWORD_PROFILE", "mlps2")
PASSWORD_DAYS = env.int("LIANFANG_PASSWORD_DAYS", 90)

SESSION_ENGINE = "lianfang.core.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION or PUBLIC_URL.startswith("https://")
if PRODUCTION:  # behind the proxy of deploy/nginx.conf, which always sets it
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_AGE = 12 * 3600
STAFF_IDLE_SECONDS = env.int("LIANFANG_STAFF_IDLE_SECONDS", 1800)
STAFF_SESSION_SECONDS = env.int("LIANFANG_STAFF_SESSION_SECONDS", 12 * 3600)  # absolute

_database = env.str("LIANFANG_DATABASE", f"sqlite:///{DATA_DIR / 'lianfang.sqlite3'}")
if _database.startswith("sqlite"):
    DATABASES: dict[str, dict[str, object]] = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _database.removeprefix("sqlite:///"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                " PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;",
            },
        }
    }
else:
    _url = urlsplit(_database)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _url.path.lstrip("/"),
            "USER": unquote(_url.username or ""),
            "PASSWORD": unquote(_url.password or ""),
            "HOST": _url.hostname or parse_qs(_url.query).get("host", [""])[0],
            "PORT": str(_url.port or ""),
            "CONN_MAX_AGE": None,
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
        }
    }

MEDIA_ROOT = DATA_DIR / "files"
FONT_DIRS: list[str] = env.list(
    "LIANFANG_FONTS", []
)  # besides the system's, for documents in Chinese
QUEUE_FILE = DATA_DIR / "queue.sqlite3"

WEB_DIST = BASE_DIR / "web" / "dist"
WHITENOISE_ROOT = WEB_DIST if WEB_DIST.is_dir() else None
WHITENOISE_INDEX_FILE = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/.+-[\w-]{8}\.\w+$"  # Vite puts the hash in the name
STATIC_URL = "/static/"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LIANFANG_LOG_LEVEL", "WARNING")},
}
