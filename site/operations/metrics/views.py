"""The numbers, for those who may ask; to everybody else there is nothing at this address."""

import os
from functools import cache as remember
from ipaddress import IPv4Network, IPv6Network, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from core.addresses import parse_address

from .numbers import registry as own_registry
from .state import StateCollector


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format. 404 unless `METRICS_ENABLED`, and without the token or an address
    that is allowed."""
    if not settings.METRICS_ENABLED or not (_has_token(request) or _is_allowed(request)):
        raise Http404
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(_OwnProcess())
    registry.register(StateCollector())
    return registry


class _OwnProcess:
    def collect(self):  # type: ignore[no-untyped-def]
        return own_registry.collect()


def _has_token(request: HttpRequest) -> bool:
    scheme, __, token = request.headers.get("Authorization", "").partition(" ")
    known = settings.METRICS_TOKEN
    return bool(known) and scheme.lower() == "bearer" and constant_time_compare(token, known)


def _is_allowed(request: HttpRequest) -> bool:
    address = parse_address(request.META.get("REMOTE_ADDR", ""))
    networks = allowed_networks(tuple(settings.METRICS_ALLOWED))
    return address is not None and any(address in network for network in networks)


@remember
def allowed_networks(entries: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Raises `ImproperlyConfigured` for what is no address and no network."""
    try:
        return tuple(ip_network(entry.strip()) for entry in entries if entry.strip())
    except ValueError as error:
        raise ImproperlyConfigured(f"METRICS_ALLOWED: {error}") from None
