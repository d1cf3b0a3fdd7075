"""What `manage.py check` says about metrics and health."""

import os
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from ..health.checks import CHECKS
from .views import allowed_networks

SHORTEST_TOKEN = 20


@checks.register(checks.Tags.security)
def check_values(**kwargs: Any) -> list[checks.CheckMessage]:
    """What the settings name exists."""
    found: list[checks.CheckMessage] = []
    if unknown := set(settings.HEALTH_REQUIRED) - CHECKS.keys():
        text = f"HEALTH_REQUIRED names {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}."
        found.append(checks.Error(text, id="operations.E003"))
    try:
        allowed_networks(tuple(settings.METRICS_ALLOWED))
    except ImproperlyConfigured as error:
        found.append(checks.Error(str(error), id="operations.E004"))
    if 0 < len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
        text = f"METRICS_TOKEN is shorter than {SHORTEST_TOKEN} characters."
        found.append(checks.Error(text, id="operations.E005"))
    return found


@checks.register(checks.Tags.security, deploy=True)
def check_metrics(**kwargs: Any) -> list[checks.CheckMessage]:
    """Metrics that are on can be asked for, and are of all processes."""
    if not settings.METRICS_ENABLED:
        return []
    found: list[checks.CheckMessage] = []
    if not settings.METRICS_TOKEN and not settings.METRICS_ALLOWED:
        text = "METRICS_ENABLED is set, but neither METRICS_TOKEN nor METRICS_ALLOWED: 404 for all."
        found.append(checks.Warning(text, id="operations.W002"))
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        text = "METRICS_ENABLED without PROMETHEUS_MULTIPROC_DIR: each process tells its own."
        found.append(checks.Warning(text, id="operations.W003"))
    return found
