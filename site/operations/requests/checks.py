"""What `manage.py check` says about requests through proxies."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from core import limits

from .proxies import trusted


@checks.register(checks.Tags.security)
def check_trusted_proxies(**kwargs: Any) -> list[checks.CheckMessage]:
    """`TRUSTED_PROXIES` can be read."""
    try:
        trusted()
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), id="operations.E001")]
    return []


@checks.register(checks.Tags.security)
def check_limits(**kwargs: Any) -> list[checks.CheckMessage]:
    """`RATE_LIMITS` and `RATE_LIMITS_EXEMPT` can be read."""
    try:
        limits.check_settings()
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), id="operations.E002")]
    return []


@checks.register(checks.Tags.security, deploy=True)
def check_proxy_is_trusted(**kwargs: Any) -> list[checks.CheckMessage]:
    """Behind a proxy somebody must be trusted: all visitors have its address otherwise."""
    if not settings.BEHIND_PROXY or settings.TRUSTED_PROXIES:
        return []
    return [
        checks.Warning(
            "BEHIND_PROXY is set, but TRUSTED_PROXIES names nobody.",
            hint=(
                "Every visitor then has the proxy's address, one limit for all, and HTTPS is not "
                "seen. Name the address from which the proxy connects, or set BEHIND_PROXY=false."
            ),
            id="operations.W001",
        )
    ]
