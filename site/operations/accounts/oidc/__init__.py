"""Signing in through another service (OpenID Connect): off unless OIDC_ISSUER is set.

- `client` talks to the service and believes nothing that is not signed by it, for us, just now;
- `accounts` says whose account it is, and which roles it has.
"""

from django.conf import settings


def is_configured() -> bool:
    """Whether there is another sign-in service."""
    return bool(settings.OIDC_ISSUER)
