"""Starts the production settings, once for each case, in a process of its own that has no other
Django. Cases come as JSON on standard input; what became of each goes to standard output.

A case is an environment. Its outcome is {"refused": text} or {"settings": the asked-for values}.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "config.settings."
ASKED = (
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "ALLOWED_HOSTS", "DATABASES", "STORAGES", "MEDIA_ROOT"),
    *("EMAIL_HOST", "EMAIL_USE_TLS", "DEFAULT_FROM_EMAIL", "CONTENT_SECURITY_POLICY"),
    *("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"),
    *("SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"),
    *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "DEBUG", "API_V3_ENABLED", "CACHES"),
)


def outcome(environment: dict[str, str]) -> dict[str, Any]:
    """What production says to this environment, started from nothing."""
    for name in [name for name in sys.modules if name.startswith(SETTINGS)]:
        del sys.modules[name]
    os.environ.clear()
    os.environ.update(environment)
    try:
        started = importlib.import_module(f"{SETTINGS}production")
    except ImproperlyConfigured as error:
        return {"refused": str(error)}
    return {"settings": {name: getattr(started, name, None) for name in ASKED}}


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    json.dump([outcome(case) for case in json.load(sys.stdin)], sys.stdout, default=str)
