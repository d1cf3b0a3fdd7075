"""Requests are counted, and statements that the database refused."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse

from core import conditions
from core.middleware import ADMIN_PREFIXES, GetResponse

from .numbers import database_errors, durations, requests

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class CountingMiddleware:
    """Counts each request by the name of its view: never by its address, which has no bound."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.METRICS_ENABLED:
            raise MiddlewareNotUsed
        self.get_response = get_response
        connection_created.connect(_watch, dispatch_uid="operations.metrics")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        view = view_label(request)
        conditions.note(label=view)
        method = request.method if request.method in METHODS else "other"
        requests.labels(view, method, str(response.status_code)).inc()
        durations.labels(view).observe(time.perf_counter() - began)
        return response


def view_label(request: HttpRequest) -> str:
    """One of a few hundred names at most: of the view, or of the part of the admin."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return "none"
    if request.path_info.startswith(ADMIN_PREFIXES):
        return match.namespace or "admin"
    return match.view_name


def _watch(connection: Any, **kwargs: Any) -> None:
    if _count_errors not in connection.execute_wrappers:
        connection.execute_wrappers.append(_count_errors)


def _count_errors(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    try:
        return execute(sql, params, many, context)
    except Error as error:
        database_errors.labels(type(error).__name__).inc()
        raise
