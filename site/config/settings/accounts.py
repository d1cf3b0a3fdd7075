"""Who is let in, and for how long: read by `base`."""

from datetime import timedelta

from .environment import env

# --- Name and password ----------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # lets nobody try too often
    "django.contrib.auth.backends.ModelBackend",
]
# The first makes new hashes; one of the others is renewed when its owner signs in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "operations.accounts.passwords.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "operations.accounts.passwords.CommonWordsValidator"},
]
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
WAGTAILADMIN_USER_LOGIN_FORM = "operations.accounts.forms.SignInForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "operations.accounts.password_reset.PasswordResetForm"  # noqa: S105 - a form's name

# What the limits are stands in `operations.accounts.throttling`.
AXES_HANDLER = "operations.accounts.throttling.SignInHandler"
AXES_FAILURE_LIMIT = 1
AXES_COOLOFF_TIME = timedelta(hours=1)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "operations.accounts.throttling.username_kept"
AXES_CLIENT_IP_CALLABLE = "operations.accounts.throttling.address_kept"
AXES_CLIENT_STR_CALLABLE = "operations.accounts.throttling.client_in_log"
AXES_LOCKOUT_CALLABLE = "operations.accounts.first_step.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- The second step ------------------------------------------------------------------------

# Whether every account with access to the admin has to give a code. Who has set it up is asked for
# it in any case.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)
OTP_TOTP_ISSUER = "MiGlobe"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

# --- Sessions -------------------------------------------------------------------------------

# Ended after so long without anybody doing anything, and after so long in any case. That a page is
# left open counts for nothing.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=120)
SESSION_MAX_HOURS = env.int("SESSION_MAX_HOURS", default=12)
SESSION_COOKIE_AGE = SESSION_MAX_HOURS * 60 * 60

# --- Another sign-in service (OpenID Connect) -----------------------------------------------

# Off without an issuer. What each means stands in docs/operations.md.
OIDC_ISSUER = env("OIDC_ISSUER", default="").rstrip("/")
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env("OIDC_NAME", default="OpenID Connect")
OIDC_SCOPES = env("OIDC_SCOPES", default="openid email profile")
OIDC_EMAIL_DOMAINS = env.list("OIDC_EMAIL_DOMAINS", default=[])
OIDC_CREATE_ACCOUNTS = env.bool("OIDC_CREATE_ACCOUNTS", default=False)
OIDC_GROUPS_CLAIM = env("OIDC_GROUPS_CLAIM", default="groups")
OIDC_GROUPS = env.dict("OIDC_GROUPS", default={})
OIDC_ADMINISTRATORS = env("OIDC_ADMINISTRATORS", default="")
OIDC_SECOND_FACTOR = env("OIDC_SECOND_FACTOR", default="own")
