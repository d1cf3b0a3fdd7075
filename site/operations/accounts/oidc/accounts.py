"""Whose account it is that the sign-in service speaks of, and which roles it gives."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from editing.models import Role

from .. import tokens
from ..models import ExternalIdentity
from ..session import has_admin_access


class NotAllowed(Exception):
    """Somebody is who they say, and may not come in; the text is for them."""


def account_for(claims: dict[str, Any]) -> Any:
    """The active account of whoever the claims describe, with the roles that they give.

    Found by the service's own key; the first time by the verified e-mail address; else made, if
    OIDC_CREATE_ACCOUNTS says so. NotAllowed for everybody else. What the service has taken stays
    taken, also from those whom it leaves without access: only what comes before is undone.
    """
    user = _settled(claims)
    if not _has_access(user):
        raise _without_role()
    return user


@transaction.atomic
def _settled(claims: dict[str, Any]) -> Any:
    email = str(claims.get("email") or "").strip()
    _require_email(email, claims.get("email_verified"))
    groups = _groups(claims)
    user = _known(claims) or _linked(claims, email, groups)
    is_new = user is None
    user = user or _made(claims, email)
    if not user.is_active:
        raise NotAllowed(_("Your account is switched off. Please ask whoever runs the website."))
    had_access = _has_access(user)
    was_administrator = user.is_superuser
    _set_administrator(user, groups)
    _set_roles(user, groups)
    has_access = _has_access(user)
    if is_new and not has_access:
        raise _without_role()  # no account is left behind
    if (was_administrator and not user.is_superuser) or (had_access and not has_access):
        user.end_sessions()
        tokens.revoke_all(user)
    return user


def _has_access(user: Any) -> bool:
    # Read anew: an account remembers the permissions that it was asked for.
    return has_admin_access(get_user_model().objects.get(pk=user.pk))


def _without_role() -> NotAllowed:
    return NotAllowed(_("Your account has no role on this website. Please ask for one."))


def _require_email(email: str, is_verified: Any) -> None:
    if not email or is_verified is not True:
        raise NotAllowed(_("The sign-in service has not checked your e-mail address."))
    domains = {domain.lower().lstrip("@") for domain in settings.OIDC_EMAIL_DOMAINS}
    if domains and email.rpartition("@")[2].lower() not in domains:
        raise NotAllowed(_("People with an e-mail address of this kind can’t sign in here."))


def _groups(claims: dict[str, Any]) -> set[str]:
    value = claims.get(settings.OIDC_GROUPS_CLAIM) or []
    return {value} if isinstance(value, str) else {str(item) for item in value}


def _known(claims: dict[str, Any]) -> Any:
    identity = ExternalIdentity.objects.filter(
        issuer=settings.OIDC_ISSUER, subject=claims["sub"]
    ).select_related("user")
    return identity[0].user if identity else None


def _linked(claims: dict[str, Any], email: str, groups: set[str]) -> Any:
    found = list(get_user_model().objects.filter(email__iexact=email)[:2])
    if len(found) > 1:
        raise NotAllowed(_("Several accounts have your e-mail address. Please ask for help."))
    if not found:
        return None
    if ExternalIdentity.objects.filter(user=found[0], issuer=settings.OIDC_ISSUER).exists():
        # An address that was given to somebody else does not give them the account.
        raise NotAllowed(_("This account belongs to another person of the sign-in service."))
    if found[0].is_superuser and not _is_administrator(groups):
        raise _with_password()
    return _link(found[0], claims)


def _made(claims: dict[str, Any], email: str) -> Any:
    if not settings.OIDC_CREATE_ACCOUNTS:
        raise NotAllowed(_("There is no account with your e-mail address on this website."))
    users = get_user_model().objects
    name = email[:150]
    if users.filter(username=name).exists():
        raise NotAllowed(_("Several accounts have your e-mail address. Please ask for help."))
    user = users.create_user(
        name,
        email=email,
        first_name=str(claims.get("given_name") or "")[:150],
        last_name=str(claims.get("family_name") or "")[:150],
    )
    return _link(user, claims)


def _link(user: Any, claims: dict[str, Any]) -> Any:
    ExternalIdentity.objects.create(user=user, issuer=settings.OIDC_ISSUER, subject=claims["sub"])
    return user


def _is_administrator(groups: set[str]) -> bool:
    return bool(settings.OIDC_ADMINISTRATORS) and settings.OIDC_ADMINISTRATORS in groups


def _with_password() -> NotAllowed:
    return NotAllowed(_("Administrators sign in with their password on this website."))


def _set_administrator(user: Any, groups: set[str]) -> None:
    """An administrator who comes through the service is one by OIDC_ADMINISTRATORS alone.

    Without that setting, administrators stay so and stay out.
    """
    is_administrator = _is_administrator(groups)
    if user.is_superuser == is_administrator:
        return
    if user.is_superuser and not settings.OIDC_ADMINISTRATORS:
        raise _with_password()
    user.is_superuser = user.is_staff = is_administrator
    user.save(update_fields=["is_superuser", "is_staff"])


def _set_roles(user: Any, groups: set[str]) -> None:
    """Give and take the roles that OIDC_GROUPS knows; other groups of the account stay."""
    if not settings.OIDC_GROUPS:
        return
    keys = {key for name, key in settings.OIDC_GROUPS.items() if name in groups}
    known = Role.objects.filter(key__in=settings.OIDC_GROUPS.values())
    given = Group.objects.filter(pk__in=known.filter(key__in=keys).values("group"))
    taken = Group.objects.filter(pk__in=known.exclude(key__in=keys).values("group"))
    user.groups.remove(*taken)
    user.groups.add(*given)
