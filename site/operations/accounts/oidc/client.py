"""The conversation with the sign-in service: authorisation code flow with PKCE, state and nonce.

After OpenID Connect Core 1.0, 3.1, and RFC 7636. Authlib speaks it; it and its cryptography are
read when somebody first goes there: most sites have no such service, and every process would pay.
"""

from functools import lru_cache
from typing import Any

import requests
from django.conf import settings
from django.http import HttpRequest, HttpResponse

TIMEOUT = 10  # seconds
LEEWAY = 60  # seconds by which clocks may differ
# Signed with a key that only the service has. "none", and what our own secret could sign, are not.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")


class Refused(Exception):
    """The service's answer was not one to let anybody in with; the text is for the log."""


def begin(request: HttpRequest, back: str) -> HttpResponse:
    """Send somebody to the service, from where they come to the address `back`."""
    with _errors():
        return _client().authorize_redirect(request, back)


def claims_of(request: HttpRequest) -> dict[str, Any]:
    """What the service says of whoever comes back from it; Refused if it can't be believed."""
    with _errors():
        client = _client()
        token = client.authorize_access_token(
            request,
            leeway=LEEWAY,
            claims_options={
                "iss": {"essential": True, "value": settings.OIDC_ISSUER},
                "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
                "sub": {"essential": True},
                "exp": {"essential": True},
            },
        )
        claims = token.get("userinfo")
        if not claims:
            raise Refused("no identity token")
        if "email" in claims and settings.OIDC_GROUPS_CLAIM in claims:
            return dict(claims)
        if "userinfo_endpoint" not in client.load_server_metadata():
            return dict(claims)
        more = client.userinfo(token=token)
        if more.get("sub") != claims["sub"]:
            raise Refused("the user information is somebody else's")
        return {**more, **claims}


class _errors:
    """Whatever goes wrong on the way is a refusal."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        from authlib.common.errors import AuthlibBaseError
        from joserfc.errors import JoseError

        wrong = (AuthlibBaseError, JoseError, requests.RequestException)
        if isinstance(error, (*wrong, ValueError, KeyError, TypeError, RuntimeError)):
            raise Refused(f"{type(error).__name__}: {error}") from error


def _client() -> Any:
    return _registered(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)


@lru_cache(maxsize=1)
def _registered(issuer: str, client_id: str, client_secret: str) -> Any:
    from authlib.integrations.django_client import OAuth

    # Once per process: the service's description and its keys are kept, new keys are asked for.
    client = OAuth().register(
        "service",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": settings.OIDC_SCOPES,
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT,
        },
    )
    metadata = client.load_server_metadata()
    if metadata.get("issuer", "").rstrip("/") != issuer:
        raise Refused("the service calls itself something else")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [a for a in ALGORITHMS if a in offered]
    return client
