"""What is logged and in which form, for `LOGGING` in the settings."""

import logging
from typing import Any

from django.core.exceptions import ImproperlyConfigured

FORMATS = {
    "json": "operations.logs.formatting.JSONFormatter",
    "line": "operations.logs.formatting.LineFormatter",
}
ACCESS = "site.access"


def logging_configuration(form: str, level: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`: everything to the standard error stream.

    `form`: "json" or "line"; `level`: from which on, and whether each request has a line ("INFO").
    No mails: they would carry whole requests to whoever reads that mailbox. Raises
    `ImproperlyConfigured` for a form or level that there is not.
    """
    if form not in FORMATS:
        raise ImproperlyConfigured(f"LOG_FORMAT is {form!r}; there are {', '.join(FORMATS)}")
    if level not in logging.getLevelNamesMapping():
        raise ImproperlyConfigured(f"LOG_LEVEL is {level!r}, which is no level")

    def quiet(least: str) -> dict[str, Any]:
        return {"handlers": ["console"], "level": least, "propagate": False}

    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"site": {"()": FORMATS[form]}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "site"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # Wrong addresses and the like are no news for whoever reads the log.
            "django": quiet("ERROR"),
            # It writes names of accounts; the attempts are in its own table.
            "axes": quiet("ERROR"),
            ACCESS: quiet(level),
            # Has handlers of its own, which know nothing of what must not be logged.
            "gunicorn.error": quiet("INFO"),
            "gunicorn.access": quiet("ERROR"),
        },
    }
